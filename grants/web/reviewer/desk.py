"""The desk itself; its pages are in the files beside it."""

from grants.web.desk import Desk

desk = Desk("reviewer", __name__, url_prefix="/reviews")
