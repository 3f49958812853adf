"""READ: noun → the sentences that admit a reader. The whole of "who may see what".

A page gets a row only by asking here (`web/desk.py:enter`). What is not named is refused, and looks as if it
did not exist. The sentences stand in `rules/readers.py`; conflict is inside them.
"""

from collections.abc import Callable
from typing import Any

from grants.rules import readers
from grants.rules import relations as are
from grants.rules.assignment import made_it
from grants.rules.bids import bids_in
from grants.rules.consent import is_pi_of_its_side
from grants.rules.invitations import addressed_to_me
from grants.rules.publishing import is_public_award

Admits = Callable[[Any, Any], bool]

READ: dict[str, tuple[Admits, ...]] = {
    "call": (readers.call_is_public, readers.reads_call_record),
    "call to apply in": (readers.may_apply_in,),
    "call record": (readers.reads_call_record,),
    "call figures": (readers.reads_call_figures,),
    "call summary": (readers.reads_call_figures, readers.reads_call_summary),
    "call office": (are.is_officer_of_call,),
    "call panel": (readers.chairs_panel,),
    "programme": (are.anyone,),
    "programme office": (are.is_officer_of_programme,),
    "agreement": (lambda by, agreement: are.is_officer_of_programme(by, agreement.programme),),
    "application": (
        are.is_on_team,
        readers.officer_reads_submitted,
        readers.auditor_reads_submitted,
        readers.panel_reads_closed,
    ),
    "own application": (are.is_on_team,),
    "application metadata": (readers.reads_metadata,),
    "application case": (readers.handles_application,),
    "application office": (are.is_officer_without_conflict,),
    "application under support": (readers.looks_in_for_support,),
    "application reviews": (readers.reads_reviews,),
    "discussion": (readers.reads_reviews,),
    "invitation": (addressed_to_me, lambda by, invitation: are.is_pi(by, invitation.application)),
    "invitation record": (readers.handles_invitation,),
    "own sign-off": (is_pi_of_its_side,),
    "formal change": (readers.reads_formal_change,),
    "extension": (readers.handles_extension,),
    "conflict record": (lambda by, conflict: are.is_officer_without_conflict(by, conflict.application),),
    "proposal": (made_it,),
    "assignment": (readers.is_asked_reviewer,),
    "assignment record": (readers.reads_assignment_record,),
    "judged application": (readers.panel_reads_closed,),
    "ranked application": (readers.chair_reads_closed,),
    "call bids": (bids_in,),
    "call papers": (readers.reads_papers_of_call,),
    "review": (readers.reads_own_review,),
    "award": (readers.reads_award,),
    "award record": (lambda by, award: readers.handles_application(by, award.application),),
    "amendment": (lambda by, asked: are.is_officer_without_conflict(by, asked.award.application),),
    "own amendment": (lambda by, asked: are.is_pi(by, asked.award.application),),
    "condition": (lambda by, one: are.is_officer_without_conflict(by, one.award.application),),
    "instalment": (lambda by, one: are.is_officer_without_conflict(by, one.award.application),),
    "own condition": (lambda by, one: are.is_pi(by, one.award.application),),
    "public award": (is_public_award,),
    "job": (readers.reads_job,),
    "letter": (readers.reads_letter,),
    "letter record": (readers.reads_letter_record,),
    "letter wording": (lambda by, wording: are.is_officer_of_call(by, wording.call),),
    "letter picture": (lambda by, picture: are.is_officer_of_call(by, picture.call),),
    "report": (readers.reads_report,),
    "own report": (readers.writes_or_reads_along,),
    "person": (readers.reads_person,),
    "account": (are.is_officer, are.is_administrator),
    "joining": (are.is_administrator,),
    "appointment": (are.is_officer, are.is_administrator),
    "career break": (readers.owns_leave,),
    "tie": (readers.owns_leave,),
    "post": (readers.owns_leave,),
    "access key": (readers.owns_leave,),
}


def may_read(by: Any, noun: str, thing: Any) -> bool:
    """Whether any sentence admits this reader."""
    return any(admits(by, thing) for admits in READ[noun])
