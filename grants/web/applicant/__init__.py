"""The applicant's desk: applications, invitations, outcomes, letters to accept, reports to write."""

from grants.web.applicant import home
from grants.web.applicant.desk import desk

__all__ = ["desk", "home"]
