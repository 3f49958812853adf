"""The verbs of applications, in files by what they are about."""

from grants.applications.actions.conflicting import clear_conflict, lift, propose_lifting, record_conflict
from grants.applications.actions.copying import copy, invite_again
from grants.applications.actions.correcting import Correction, correct_text
from grants.applications.actions.desk import Circular, Looked, tag, tell_teams, tick, untag
from grants.applications.actions.extending import (
    Later,
    agree_extension,
    drop_extension,
    end_late_grant,
    propose_extension,
)
from grants.applications.actions.formal import Proposal, agree, drop, propose, propose_lead
from grants.applications.actions.inviting import ask_for_own, invite, readdress, resend, revoke, turn_away
from grants.applications.actions.joining import accept_invitation
from grants.applications.actions.papers import hand_in, take_out
from grants.applications.actions.parts import describe_part, set_budget, write_fact, write_line
from grants.applications.actions.restoring import restore
from grants.applications.actions.screening import Ruled, check_eligibility, decide_evidence, note
from grants.applications.actions.signing import Named, ask_again, ask_to_sign, refuse, sign, take_back
from grants.applications.actions.starting import start
from grants.applications.actions.submitting import confirm, reopen, stand_as_submitted, submit
from grants.applications.actions.supporting import end_support, look, open_support
from grants.applications.actions.talking import comment, mark_read, resolve
from grants.applications.actions.team import Place, change_member, leave, remove_member
from grants.applications.actions.withdrawing import delete_draft, take_draft_back, withdraw
from grants.applications.actions.writing import write
from grants.rules.answers import Written
from grants.rules.budget import BudgetRow

__all__ = [
    "BudgetRow", "Circular", "Correction", "Later", "Looked", "Named", "Place", "Proposal", "Ruled", "Written",
    "accept_invitation", "agree", "agree_extension", "ask_again", "ask_for_own", "ask_to_sign", "change_member",
    "check_eligibility", "clear_conflict", "comment", "confirm", "copy", "correct_text", "decide_evidence",
    "delete_draft", "describe_part", "drop", "drop_extension", "end_late_grant", "end_support", "hand_in", "invite",
    "invite_again", "leave", "lift", "look", "mark_read", "note", "open_support", "propose", "propose_extension",
    "propose_lead", "propose_lifting", "readdress", "record_conflict", "refuse", "remove_member", "reopen", "resend",
    "resolve", "restore", "revoke", "set_budget", "sign", "stand_as_submitted", "start", "submit", "tag", "take_back",
    "take_draft_back", "take_out", "tell_teams", "tick", "turn_away", "untag", "withdraw", "write", "write_fact",
    "write_line",
]  # fmt: skip
