"""The desk itself; its pages are in the files beside it."""

from grants.web.desk import Desk

desk = Desk("office", __name__, url_prefix="/office")
