"""The desk itself; its pages are in the files beside it."""

from grants.web.desk import Desk

desk = Desk("applicant", __name__, url_prefix="/my")
