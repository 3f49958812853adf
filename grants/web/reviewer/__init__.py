"""The reviewer's and the chair's desk: the pile, the review beside its PDF, the panel."""

from grants.web.reviewer import home, panels
from grants.web.reviewer.desk import desk

__all__ = ["desk", "home", "panels"]
