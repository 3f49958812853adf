"""The applicant's desk: applications, invitations, outcomes, letters to accept, reports to write."""

from grants.web.applicant import (
    amendments,
    applications,
    awards,
    comments,
    copying,
    history,
    home,
    invitations,
    leading,
    letters,
    outcomes,
    papers,
    parts,
    reports,
    sections,
    signing,
    submitting,
    support,
    team,
    withdrawing,
    works,
)
from grants.web.applicant.desk import desk

__all__ = [
    "amendments", "applications",
    "awards", "comments", "copying", "desk", "history", "home", "invitations", "leading", "letters", "outcomes",
    "papers", "parts", "reports", "sections", "signing", "submitting", "support", "team", "withdrawing", "works",
]  # fmt: skip
