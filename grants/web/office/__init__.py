"""The office desk: calls, eligibility, reviewers, decisions, release, letters, reports, mail, exports."""

from grants.web.office import (
    applications,
    assignments,
    call_editor,
    call_form,
    call_judging,
    call_money,
    call_new,
    call_steps,
    calls,
    cases,
    home,
    letters,
    mail,
    reviewers,
)
from grants.web.office.desk import desk

__all__ = [
    "applications",
    "assignments",
    "call_editor",
    "call_form",
    "call_judging",
    "call_money",
    "call_new",
    "call_steps",
    "calls",
    "cases",
    "desk",
    "home",
    "letters",
    "mail",
    "reviewers",
]
