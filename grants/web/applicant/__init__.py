"""The applicant's desk: applications, invitations, outcomes, letters to accept, reports to write."""

from grants.web.applicant import (
    applications,
    awards,
    home,
    letters,
    outcomes,
    papers,
    parts,
    reports,
    sections,
    submitting,
    team,
)
from grants.web.applicant.desk import desk

__all__ = [
    "applications",
    "awards", "desk", "home", "letters", "outcomes", "papers", "parts", "reports", "sections",
    "submitting", "team",
]  # fmt: skip
