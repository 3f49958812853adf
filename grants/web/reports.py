"""A report as its pages read it: what was answered, what was spent, what came of it."""

from dataclasses import dataclass
from functools import partial
from typing import Any
from zoneinfo import ZoneInfo

from grants import clock
from grants.awards.model import AwardPart
from grants.calls.model import Call
from grants.money import Money
from grants.reports.model import Outcome, Report, Spending
from grants.reports.queries import costs_of, kinds_of, outcomes_of, parts_in, sections_of, sides_of
from grants.rules.outcomes import ASKED
from grants.rules.reports import OutcomeKind, ReportState, Standing, standing
from grants.web.lifeline import drawn
from grants.web.sections import answer_told
from grants.words import Sentence, say

TONES = {
    Standing.COMING: "neutral",
    Standing.DUE: "warn",
    Standing.OVERDUE: "bad",
    Standing.RETURNED: "warn",
    Standing.SUBMITTED: "wait",
    Standing.ACCEPTED: "good",
    Standing.WAIVED: "neutral",
}


PLACES = {ReportState.RETURNED: 1, ReportState.SUBMITTED: 2, ReportState.ACCEPTED: 4, ReportState.WAIVED: 4}


@dataclass(frozen=True)
class SideSpending:
    """One side's money: what it was granted, and what it says it has spent."""

    part: AwardPart
    told: Spending | None

    @property
    def left(self) -> Money | None:
        """What is left, and has to be returned; less than nothing where more was spent."""
        return self.part.granted - self.told.spent if self.told else None


def standing_of(report: Report) -> tuple[Any, str]:
    """Where the report stands today, as a word with its dot."""
    here = standing(report.state, report.due_on, report.opens_on, today_in(report.award.application.call))
    return here.label, TONES[here]


def today_in(call: Call) -> Any:
    """The day it is where the call is kept."""
    return clock.now().astimezone(ZoneInfo(call.zone)).date()


def stages_of(report: Report) -> list[dict[str, Any]]:
    """The end of an award's life: the project, its report, the reading of it, closed."""
    closed = say("on %(day)s", day=report.accepted_at.date()) if report.accepted_at else None
    rows: list[tuple[Sentence, Sentence | None]] = [
        (say("Project"), say("until %(day)s", day=report.award.ends_on)),
        (report.kind.label, say("due %(day)s", day=report.due_on)),
        (say("Read by both offices"), None),
        (say("Closed"), closed),
    ]
    here = PLACES.get(report.state, int(today_in(report.award.application.call) >= report.opens_on))
    return drawn(rows, here)


def read(report: Report, *, with_outcomes: bool = True) -> dict[str, Any]:
    """Everything the report says, for a page; what came of the award only for those who may read that."""
    call = report.award.application.call
    told = {
        "report": report,
        "application": report.award.application,
        "call": call,
        "sections": sections_of(report),
        "sides": sides_of(report),
        "answers": {(answer.question, answer.side): answer.value for answer in report.answers},
        "answer_text": answer_told,
        "spending": spending_of(report),
        "asks_spending": report.asks.spending,
        "costs": costs_of(report) if report.asks.spending else [],
        "outcomes": outcomes_by_kind(report) if with_outcomes else None,
        "facts_of": partial(facts_of, call),
        "state": standing_of(report),
    }
    return {**told, "told": told}


def spending_of(report: Report) -> list[SideSpending]:
    """Every side's money, in the call's order."""
    told = {one.side: one for one in report.spending}
    return [SideSpending(part, told.get(part.side.code)) for part in parts_in(report)]


def outcomes_by_kind(report: Report) -> list[tuple[OutcomeKind, list[Outcome]]]:
    """What came of it: the kinds the call asks for, and any other that was told."""
    found: dict[OutcomeKind, list[Outcome]] = {kind: [] for kind in kinds_of(report.award.application.call)}
    for outcome in outcomes_of(report):
        found.setdefault(outcome.kind, []).append(outcome)
    return list(found.items())


def facts_of(call: Call, outcome: Outcome) -> list[tuple[Any, Any]]:
    """What was told of an outcome beside its title: each fact with its question, yes only where it is yes."""
    told = []
    for asked in ASKED[outcome.kind]:
        value = getattr(outcome, asked.name)
        if asked.name == "title" or value in {None, "", False}:
            continue
        told.append((asked.label, shown(call, asked.name, value)))
    return told


def shown(call: Call, name: str, value: Any) -> Any:
    """One fact as a page writes it."""
    if value is True:
        return None
    if name == "year":
        return str(value)
    if name == "side":
        return call.side(value).label
    return value.label if name == "status" else value
