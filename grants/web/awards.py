"""An award as everybody concerned reads it: where each side's part stands, what was asked for, and what is next."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import select

from grants import clock
from grants.awards.model import Award, AwardPart, Instalment
from grants.awards.queries import money_of
from grants.letters.model import Letter
from grants.money import Money
from grants.rules.amendments import AmendmentKind, AmendmentState
from grants.rules.awards import RUNNING, AwardStanding, ConditionState, PartState
from grants.rules.instalments import Payable, Trigger, standing_of
from grants.rules.letters import LetterState
from grants.rules.owing import named
from grants.rules.reports import OWED
from grants.web.transaction import session
from grants.words import Moment, Sentence, say

TONES = {
    AwardStanding.OFFERED: "wait", AwardStanding.ACTIVE: "good", AwardStanding.NEEDS_DECISION: "bad",
    AwardStanding.NOT_TAKEN_UP: "neutral", AwardStanding.CLOSED: "good", AwardStanding.SUSPENDED: "warn",
    AwardStanding.ENDED: "neutral",
}  # fmt: skip
PART_TONES = {
    PartState.OFFERED: "wait", PartState.ACCEPTED: "good", PartState.DECLINED: "bad", PartState.LAPSED: "warn",
    PartState.SUSPENDED: "warn", PartState.WITHDRAWN: "bad", PartState.ENDED: "neutral",
}  # fmt: skip
PAYMENT_TONES = {
    Payable.PAID: "good", Payable.STRUCK: "neutral", Payable.LATER: "neutral", Payable.WAITS: "wait",
    Payable.NOW: "warn", Payable.OVERDUE: "bad",
}  # fmt: skip


def told(award: Award) -> dict[str, Any]:
    """What the award's page shows to its teams and to the offices alike."""
    return {
        "award": award, "application": award.application, "call": award.application.call, "tones": TONES,
        "part_tones": PART_TONES, "money": money_of(session(), award), "next": list(next_steps(award)),
        "payments": payments(award),
        "asked_now": [one for one in award.amendments if one.state is AmendmentState.ASKED],
        "settled": [one for one in award.amendments if one.state is not AmendmentState.ASKED],
    }  # fmt: skip


def next_steps(award: Award) -> Iterator[Sentence]:
    """Who does what next, one sentence each; nothing where the award rests."""
    written = set(session().scalars(
        select(Letter.part_id).where(
            Letter.part_id.in_([part.id for part in award.parts]), Letter.state == LetterState.ISSUED
        )
    ))  # fmt: skip
    for part in award.parts:
        yield from of_part(part, is_written=part.id in written)
    yield from of_conditions(award)
    yield from of_changes(award)
    if award.standing is AwardStanding.NEEDS_DECISION:
        yield say("Both offices decide whether the award goes on without the side that is out, or ends.")
    for report in award.reports:  # type: ignore[attr-defined]
        if report.state in OWED and award.standing in {AwardStanding.ACTIVE, AwardStanding.SUSPENDED}:
            yield say("%(report)s: due on %(day)s.", report=report.kind.label, day=report.due_on)


@dataclass(frozen=True)
class Payment:
    """One planned payment as pages show it."""

    id: UUID
    part: AwardPart
    amount: Money
    awaits: Sentence
    standing: Payable
    paid_at: datetime | None

    @property
    def tone(self) -> str:
        """The colour of where it stands."""
        return PAYMENT_TONES[self.standing]


def payments(award: Award) -> list[Payment]:
    """What every side pays when, and where each payment stands today."""
    at = clock.now()
    return [
        Payment(one.id, part, one.amount, awaited(one), standing_of(one, at), one.entry.at if one.entry else None)
        for part in award.parts for one in part.instalments
    ]  # fmt: skip


def awaited(instalment: Instalment) -> Sentence:
    """What a payment waits for, in words."""
    if instalment.trigger is Trigger.DAY:
        return say("On %(day)s", day=instalment.due_on)
    if instalment.trigger is Trigger.CONDITIONS:
        return say("When the conditions of the side are met")
    asked = named(instalment.award.application.call.reporting, instalment.report_code)
    return say("When this report is accepted: %(report)s", report=asked.kind.label)


def of_changes(award: Award) -> Iterator[Sentence]:
    """The sides that have not answered yet what was asked for."""
    for asked in award.amendments:
        if asked.state is AmendmentState.ASKED:
            for side in asked.sides_asked:
                if side not in asked.given:
                    yield say("The office of %(side)s answers: %(what)s.", side=award.part_of(side).side.label,
                              what=asked.kind.label)  # fmt: skip


def of_part(part: AwardPart, *, is_written: bool) -> Iterator[Sentence]:
    """What one side waits for, and whether its money must be spent before its part ends."""
    side, by = part.side.label, part.side.spend_by
    if part.state is PartState.OFFERED and not is_written:
        yield say("The office of %(side)s prepares the award letter, another side's officer issues it.", side=side)
    elif part.state is PartState.OFFERED:
        yield say("%(side)s: the investigator accepts or declines by %(when)s.", side=side,
                  when=Moment(part.answer_by, part.side.zone))  # fmt: skip
    if part.state in RUNNING and by is not None and part.ends_on > by:
        yield say("%(side)s: its part runs to %(end)s, but its money is to be spent by %(by)s.", side=side,
                  end=part.ends_on, by=by)  # fmt: skip


def of_conditions(award: Award) -> Iterator[Sentence]:
    """The conditions that are not met yet."""
    for condition in award.conditions:
        if condition.side and award.part_of(condition.side).state in RUNNING | {PartState.OFFERED}:
            side = award.part_of(condition.side).side.label
            if condition.state is ConditionState.OPEN:
                yield say("%(side)s: the investigator shows that a condition is met.", side=side)
            elif condition.state is ConditionState.SHOWN:
                yield say("The office of %(side)s looks at the evidence for a condition.", side=side)


def consequences(asked: Any) -> list[Sentence]:
    """What an extension would mean, told before anybody answers: each side's own end, and money bound to a year."""
    if asked.kind is not AmendmentKind.EXTENSION:
        return []
    found = [
        say("%(side)s would run to %(new)s instead of %(old)s if its office agrees.", side=part.side.label,
            new=asked.new_ends_on, old=part.ends_on)
        for part in asked.award.parts if part.state in RUNNING
    ]  # fmt: skip
    found += [
        say("Money of %(side)s is to be spent by %(by)s.", side=part.side.label, by=part.side.spend_by)
        for part in asked.award.parts if part.side.spend_by and part.side.spend_by < asked.new_ends_on
    ]  # fmt: skip
    return [*found, say("The reports of the award are due by the later of the ends.")]
