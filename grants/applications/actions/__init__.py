"""The verbs of applications, in files by what they are about."""

from grants.applications.actions.inviting import accept_invitation, invite, leave, remove_member, resend, revoke
from grants.applications.actions.papers import hand_in, take_out
from grants.applications.actions.parts import describe_part, set_budget, write_fact, write_line
from grants.applications.actions.restoring import restore
from grants.applications.actions.screening import check_eligibility, note, record_conflict
from grants.applications.actions.starting import delete_draft, start
from grants.applications.actions.submitting import confirm, reopen, stand_as_submitted, submit, withdraw
from grants.applications.actions.writing import write
from grants.rules.answers import Written
from grants.rules.budget import BudgetRow

__all__ = [
    "BudgetRow", "Written", "accept_invitation", "check_eligibility", "confirm", "delete_draft", "describe_part",
    "hand_in", "invite", "leave", "note", "record_conflict", "remove_member", "reopen", "resend", "restore", "revoke",
    "set_budget", "stand_as_submitted", "start", "submit", "take_out", "withdraw", "write",
    "write_fact", "write_line",
]  # fmt: skip
