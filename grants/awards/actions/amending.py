"""Changing a running award: asked for, answered by each side concerned, and done as far as the sides agree."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from grants.awards.actions.offering import give_back, tell
from grants.awards.model import Amendment, AmendmentAnswer, Award, AwardPart
from grants.awards.tellings import answered_telling, asked_telling
from grants.db import session_of
from grants.people.model import Institution, Person
from grants.rules import amendments as law
from grants.rules.amendments import AmendmentKind, AmendmentState, Reach
from grants.rules.awards import CHANGE, END, OUT, RESUME, RUNNING, SUSPEND, WITHDRAW, PartState
from grants.rules.refusal import Refused
from grants.rules.relations import THE_CLOCK, acting_side
from grants.rules.workflow import Step
from grants.words import say

A = AmendmentKind


@dataclass(frozen=True)
class Wish:
    """What is asked for: the kind of change, why, and what that kind needs to know."""

    kind: AmendmentKind
    reason: str
    ends_on: date | None = None
    pi: Person | None = None
    institution: Institution | None = None
    spent_minor: int | None = None


def ask(award: Award, wish: Wish, by: Person, at: datetime) -> Amendment:
    """Ask for a change; the offices of the sides that answer are told, and so are the teams."""
    if not law.may_ask(by, award, wish.kind):
        raise Refused(say("This is not for you to do."))
    side = side_of(award, wish.kind, by)
    reason = law.reason_against_asking(award, wish.kind)
    if reason is not None:
        raise Refused(reason)
    refuse_incomplete(award.part_of(side), wish)
    asked = Amendment(
        award=award, award_id=award.id, kind=wish.kind, side=side, reason=wish.reason, asked_by=by, asked_by_id=by.id,
        asked_at=at, new_ends_on=wish.ends_on, old_ends_on=award.part_of(side).ends_on if wish.ends_on else None,
        new_pi=wish.pi, new_institution=wish.institution, spent_minor=wish.spent_minor,
    )  # fmt: skip
    session_of(award).add(asked)
    asked.begin(by, at, kind=wish.kind.value, side=side, reason=wish.reason)
    if wish.kind in law.OF_OFFICES and len(asked.sides_asked) > 1:
        written(asked, (side, True, wish.reason), by, at)
    tell(award.part_of(side), by, lambda _part: asked_telling(asked), at)
    return asked


def side_of(award: Award, kind: AmendmentKind, by: Person) -> str:
    """The side in whose name it is asked: the investigator's own, or the office's."""
    if kind in law.OF_OFFICES:
        return acting_side(by, award.application.call) or ""
    return next(part.side.code for part in award.parts if part.pi_id == by.id)


def refuse_incomplete(part: AwardPart, wish: Wish) -> None:
    """Refuse a wish that lacks what its kind needs to know."""
    if not wish.reason.strip():
        raise Refused(say("Give the reason: both offices and the other side read it."), "reason")
    if wish.kind is A.EXTENSION and (wish.ends_on is None or wish.ends_on <= part.ends_on):
        raise Refused(say("An extension ends later than the award does now, on %(day)s.", day=part.ends_on), "ends_on")
    if wish.kind is A.PI_CHANGE and (wish.pi is None or wish.pi.id == part.pi_id):
        raise Refused(say("Nobody else has an account with this address."), "email")
    if wish.kind is A.MOVE and wish.institution is None:
        raise Refused(say("Choose the university."), "institution")
    if wish.kind is A.WITHDRAWAL and wish.spent_minor is None:
        raise Refused(say("State what has been spent; nothing is 0."), "spent")


def take_back(asked: Amendment, by: Person, at: datetime) -> None:
    """Take back what one asked for, before a side has answered."""
    asked.take(law.TAKE_BACK, by, at)


def answer(asked: Amendment, agrees: bool, note: str, by: Person, at: datetime) -> None:  # noqa: FBT001 - as a form says it
    """Answer for one's own side; what the sides' answers come to is done at once."""
    side = law.answers_for(by, asked)
    asked.allow(law.ANSWER, by, at)
    if side is None:
        raise Refused(say("This is not for you to do."))
    if not note.strip() and (not agrees or asked.kind in law.NEEDS_NOTE):
        raise Refused(
            say("Say what was checked.")
            if agrees
            else say("Give the reason: the other side and both offices read it."),
            "note",
        )
    asked.take(law.ANSWER, by, at, side=side, agrees=agrees, note=note)
    written(asked, (side, agrees, note), by, at)
    if agrees and law.REACH[asked.kind] is Reach.EACH:
        DOES[asked.kind](asked, asked.award.part_of(side), at)
    settle(asked, at)
    tell(asked.award.part_of(side), by, lambda _part: answered_telling(asked, side), at)


def written(asked: Amendment, said: tuple[str, bool, str], by: Person, at: datetime) -> None:
    """Put one side's answer on record."""
    side, agrees, note = said
    asked.answers.append(AmendmentAnswer(side=side, agrees=agrees, note=note, by_id=by.id, at=at))


def settle(asked: Amendment, at: datetime) -> None:
    """What the answers come to, once they come to something; a change that reaches all is done now."""
    outcome = law.outcome(asked.kind, asked.given, asked.sides_asked)
    if outcome is None:
        return
    asked.take(law.SETTLES[outcome], THE_CLOCK, at)
    if outcome is AmendmentState.AGREED and law.REACH[asked.kind] is not Reach.EACH:
        for part in parts_reached(asked):
            DOES[asked.kind](asked, part, at)
    award = asked.award
    award.ends_on = max((part.ends_on for part in award.parts if part.state not in OUT), default=award.ends_on)


def parts_reached(asked: Amendment) -> list[AwardPart]:
    """The parts that a change which all agreed to, or one side for itself, is about."""
    award = asked.award
    if asked.kind is A.EARLY_END:
        return [part for part in award.parts if part.state in RUNNING or part.state is PartState.OFFERED]
    return [award.part_of(asked.side)]


def extend(asked: Amendment, part: AwardPart, at: datetime) -> None:
    """This side's part ends later."""
    if asked.new_ends_on is not None and part.state in RUNNING:
        part.take(CHANGE, THE_CLOCK, at, what=asked.kind.value, ends_on=asked.new_ends_on.isoformat())
        part.ends_on = asked.new_ends_on


def replace_pi(asked: Amendment, part: AwardPart, at: datetime) -> None:
    """Another investigator stands for this side from now on; what was issued keeps the old name."""
    part.take(CHANGE, THE_CLOCK, at, what=asked.kind.value, was=str(part.pi_id))
    part.pi = part.award.application.part(asked.side).pi = asked.new_pi  # type: ignore[assignment]


def move(asked: Amendment, part: AwardPart, at: datetime) -> None:
    """This side's part belongs to another university from now on."""
    part.take(CHANGE, THE_CLOCK, at, what=asked.kind.value, was=str(part.institution_id))
    part.institution = part.award.application.part(asked.side).institution = asked.new_institution


def noted(asked: Amendment, part: AwardPart, at: datetime) -> None:
    """The part stays as it is; the change is on record and in the letter."""
    part.take(CHANGE, THE_CLOCK, at, what=asked.kind.value)


def step_of(step: Step, *, frees: bool = False) -> Callable[[Amendment, AwardPart, datetime], None]:
    """A change that takes the part one step on its way; where it leaves, unpaid money goes back to its pot."""

    def do(asked: Amendment, part: AwardPart, at: datetime) -> None:
        if part.state in step.source:
            part.take(step, THE_CLOCK, at, reason=asked.reason)
            if frees:
                part.reason = asked.reason[:1000]
                give_back(part, asked.asked_by, at)

    return do


def go_on(asked: Amendment, _part: AwardPart, at: datetime) -> None:
    """The award goes on without the side that is out."""
    asked.award.goes_on_since = at


DOES: dict[AmendmentKind, Callable[[Amendment, AwardPart, datetime], Any]] = {
    A.EXTENSION: extend, A.BUDGET: noted, A.PI_CHANGE: replace_pi, A.MOVE: move, A.SUSPENSION: step_of(SUSPEND),
    A.RESUMPTION: step_of(RESUME), A.WITHDRAWAL: step_of(WITHDRAW, frees=True), A.EARLY_END: step_of(END, frees=True),
    A.GO_ON: go_on,
}  # fmt: skip
