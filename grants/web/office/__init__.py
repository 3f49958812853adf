"""The office desk: calls, eligibility, reviewers, decisions, release, letters, reports, mail, exports."""

from grants.web.office import (
    call_editor,
    call_form,
    call_judging,
    call_money,
    call_new,
    call_steps,
    calls,
    home,
    letters,
    mail,
)
from grants.web.office.desk import desk

__all__ = [
    "call_editor",
    "call_form",
    "call_judging",
    "call_money",
    "call_new",
    "call_steps",
    "calls",
    "desk",
    "home",
    "letters",
    "mail",
]
