"""The applicant's desk: applications, invitations, outcomes, letters to accept, reports to write."""

from grants.web.applicant import applications, home, letters, papers, parts, sections, submitting, team
from grants.web.applicant.desk import desk

__all__ = ["applications", "desk", "home", "letters", "papers", "parts", "sections", "submitting", "team"]
