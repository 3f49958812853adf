"""Every application of a call before its decision: what each side decided, and the joint result that follows."""

import hashlib
import json
import uuid
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from grants import clock
from grants.applications.model import Application, Part
from grants.calls.model import Call
from grants.decisions.feedback import UNTOLD, Feedback
from grants.decisions.kept import walked_in
from grants.decisions.model import SideDecision
from grants.decisions.panel import ineligible, places_of
from grants.decisions.walks import ref_of
from grants.money import Money
from grants.rules.applications import JUDGED, ApplicationState
from grants.rules.decisions import Recommendation
from grants.rules.funding import Joint, JointResult, ReasonClass, SideVerdict, Verdict, decide
from grants.rules.walked import Walked, by_walk
from grants.words import say

STATES = {
    JointResult.APPROVED: ApplicationState.APPROVED,
    JointResult.CONDITIONAL: ApplicationState.CONDITIONAL,
    JointResult.RESERVE: ApplicationState.RESERVE,
    JointResult.DECLINED: ApplicationState.DECLINED,
}
NOT_TOLD_YET = say("Shown when all sides have decided")
NOT_ELIGIBLE = Joint(JointResult.DECLINED, say("It was found not eligible."), ReasonClass.ELIGIBILITY)


@dataclass(frozen=True)
class SideCase:
    """One side of a case: who asks there for how much, and what the side decided."""

    side: str
    institution_id: uuid.UUID | None
    requested: Money
    verdict: Verdict | None = None
    amount: Money | None = None
    reason: str = ""
    reason_class: ReasonClass | None = None
    at: datetime | None = None
    agrees: bool = False

    @property
    def is_in(self) -> bool:
        """Whether this side has decided, or need not: nothing is asked of it, or its time to object is over."""
        return self.requested.minor == 0 or self.agrees or self.verdict not in {None, Verdict.DEFER}

    @property
    def untold(self) -> "SideCase":
        """The same without what it decided."""
        return SideCase(self.side, self.institution_id, self.requested)


@dataclass(frozen=True)
class Case:
    """One application with its sides' decisions, what the panel advises, and what follows from both."""

    id: uuid.UUID
    number: int
    ref: str
    title: str
    theme: str
    recommendation: Recommendation | None
    sides: tuple[SideCase, ...]
    joint: Joint
    walked: Walked | None = None
    led_by: str = ""

    @property
    def proposal(self) -> Recommendation | None:
        """What the sides are advised to decide: by the panel, or by the walk where it has not departed from that."""
        return self.recommendation or (self.walked.advice if self.walked else None)

    @property
    def is_all_in(self) -> bool:
        """Whether every side has decided; before that no side learns the other's verdict."""
        return all(side.is_in for side in self.sides)

    @property
    def outcome(self) -> ApplicationState | None:
        """What becomes of it at the release; nothing yet while somebody must still decide."""
        if self.joint.result is None:
            return None
        if self.joint.reason is ReasonClass.ELIGIBILITY:
            return ApplicationState.INELIGIBLE
        return STATES[self.joint.result]

    def seen_from(self, own: set[str]) -> "Case":
        """The case as an officer of these sides may see it: another side's verdict only when all are in."""
        if self.is_all_in:
            return self
        sides = tuple(side if side.side in own else side.untold for side in self.sides)
        joint = self.joint if not self.led_by or self.led_by in own else Joint(None, NOT_TOLD_YET)
        return replace(self, sides=sides, joint=joint)


def cases_of(session: Session, call: Call) -> list[Case]:
    """All applications of a call that were handed in and stand, by number; the same few questions however many."""
    refused, walked = ineligible(session, call), walked_in(session, call)
    advised = {row.number: row.recommendation for row in session.execute(places_of(call))}
    sides = sides_of_cases(session, call)
    columns = (Application.id, Application.number, Application.title, Application.theme, Application.lead_side)
    wanted = select(*columns).where(
        Application.call_id == call.id, Application.submitted_at.is_not(None), Application.state.in_(JUDGED),
    )  # fmt: skip
    found, days, labels = [], call.decision.veto_days, {side.code: side.label for side in call.sides}
    for row in session.execute(wanted.order_by(Application.number)):
        own, advice = agreed(days, sides.get(row.number, ()), row.lead_side), advised.get(row.number)
        ref = ref_of(call, row.number)
        line, parts = walked.get(ref), parts_of(labels, own, row.lead_side)
        joint = NOT_ELIGIBLE if row.number in refused else joint_of(call, parts, advice, line)
        led_by = row.lead_side if call.policy == "LEAD_SIDE" else ""
        found.append(Case(row.id, row.number, ref, row.title, row.theme, advice, own, joint, line, led_by))
    return found


def joint_of(
    call: Call, parts: Sequence[SideVerdict], advice: Recommendation | None, walked: Walked | None
) -> Joint:  # fmt: skip
    """What follows by the call's policy."""
    if call.walks:
        return by_walk(parts, advice, walked)
    return decide(call.policy, parts, advice)


def agreed(days: int | None, sides: tuple[SideCase, ...], lead: str) -> tuple[SideCase, ...]:
    """The sides of a case; where the lead side decides, a partner agrees when its days to object are over."""
    led = next((each.at for each in sides if each.side == lead), None) if days is not None else None
    if led is None or days is None or clock.now() < led + timedelta(days=days):
        return sides
    return tuple(each if each.side == lead else replace(each, agrees=True) for each in sides)


def parts_of(labels: Mapping[str, Any], sides: Iterable[SideCase], lead: str) -> list[SideVerdict]:
    """The sides of a case as the law book hears them."""
    return [
        SideVerdict(labels[each.side], each.requested, each.verdict, each.amount, each.reason_class,
                    leads=each.side == lead, agrees=each.agrees)
        for each in sides
    ]  # fmt: skip


def sides_of_cases(session: Session, call: Call) -> dict[int, tuple[SideCase, ...]]:
    """Each application's sides, in the call's order."""
    decided = {
        (row.number, row.side): row
        for row in session.execute(
            select(Application.number, SideDecision.side, SideDecision.verdict, SideDecision.minor,
                   SideDecision.currency, SideDecision.reason, SideDecision.reason_class, SideDecision.at)
            .join(Application, Application.id == SideDecision.application_id)
            .where(Application.call_id == call.id),
        )
    }  # fmt: skip
    parts = session.execute(
        select(Application.number, Part.side, Part.institution_id, Part.requested_minor, Part.currency)
        .join(Application, Application.id == Part.application_id)
        .where(Application.call_id == call.id)
        .order_by(Part.position),
    )
    found: dict[int, tuple[SideCase, ...]] = {}
    for part in parts:
        row, asked = decided.get((part.number, part.side)), Money(part.requested_minor, part.currency)
        told = () if row is None else (
            row.verdict, Money(row.minor, row.currency), row.reason, row.reason_class, row.at,
        )  # fmt: skip
        case = SideCase(part.side, part.institution_id, asked, *told)
        found[part.number] = (*found.get(part.number, ()), case)
    return found


def fingerprint(cases: Sequence[Case], feedback: Mapping[uuid.UUID, Feedback]) -> str:
    """SHA-256 over everything a release tells: whoever looks at the same list sees the same fingerprint."""
    told: list[Any] = [
        [case.ref, case.outcome, case.recommendation,
         [[side.side, side.verdict, str(side.amount), side.reason, side.reason_class] for side in case.sides],
         feedback.get(case.id, UNTOLD).told()]
        for case in cases
    ]  # fmt: skip
    return hashlib.sha256(json.dumps(told, ensure_ascii=False, separators=(",", ":")).encode()).hexdigest()
