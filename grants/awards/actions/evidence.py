"""Conditions: an investigator shows that one is met; an officer of that side accepts it, or asks for more."""

from datetime import datetime

from grants.awards.model import Condition
from grants.awards.tellings import evidence_telling, judged_telling, office_telling
from grants.calls.queries import officers
from grants.db import session_of
from grants.mail.outbox import Telling, post, post_all
from grants.people.model import Person
from grants.rules.awards import ASK_AGAIN, MEET, SHOW
from grants.rules.refusal import Refused
from grants.rules.relations import is_in_conflict, sides_of
from grants.words import say


def show_evidence(condition: Condition, evidence: str, by: Person, at: datetime) -> None:
    """Tell how a condition is met: which approval, of which day, where its paper is."""
    condition.allow(SHOW, by, at)
    if not evidence.strip():
        raise Refused(say("Say how the condition is met."), "evidence")
    condition.take(SHOW, by, at, evidence=evidence)
    condition.evidence, condition.remark = evidence, ""
    part = condition.award.part_of(condition.side)
    call = condition.award.application.call
    office = [
        one for one in officers(session_of(condition), call.programme_id, at)
        if condition.side in sides_of(one, call) and not is_in_conflict(one, condition.award.application)
    ]  # fmt: skip
    post_all(session_of(condition), office, office_telling(part, *evidence_telling(part)), at)


def judge_evidence(condition: Condition, remark: str, by: Person, at: datetime) -> None:
    """Accept the evidence; or, with a remark, ask for more."""
    step = ASK_AGAIN if remark.strip() else MEET
    condition.take(step, by, at, remark=remark)
    condition.remark = remark
    part = condition.award.part_of(condition.side)
    telling = office_telling(part, *judged_telling(part, remark))
    post(session_of(condition), part.pi, Telling(**{**vars(telling), "link": f"/my/awards/{part.award_id}"}), at)
