"""The office desk: calls, eligibility, reviewers, decisions, release, letters, reports, mail, exports."""

from grants.web.office import home, letters
from grants.web.office.desk import desk

__all__ = ["desk", "home", "letters"]
