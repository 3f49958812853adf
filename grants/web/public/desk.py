"""The desk itself; its pages are in the files beside it."""

from grants.web.desk import Desk

desk = Desk("public", __name__)
