"""Kinds of cost: what the budgets of funded projects asked for, beside what their reports say was spent."""

from collections.abc import Mapping
from dataclasses import dataclass

from grants.awards.model import AwardPart
from grants.money import Money
from grants.reports.model import Report
from grants.reports.queries.writing import parts_in
from grants.rules.budget import by_category


@dataclass(frozen=True)
class Cost:
    """One kind of cost of a side: what its budget asked for, and what was spent on it where that was told."""

    part: AwardPart
    code: str
    label: Mapping[str, str]
    asked: Money
    spent: Money | None


def costs_of(report: Report) -> list[Cost]:
    """Every kind of cost that a side in this report pays for, in the call's order."""
    told, application = {one.side: one for one in report.spending}, report.award.application
    found = []
    for part in parts_in(report):
        side, spending, none = part.side.code, told.get(part.side.code), Money(0, part.currency)
        asked = by_category(application.part(side).budget, part.currency)
        found += [
            Cost(part, code, label, asked.get(code, none), spending.on(code) if spending else None)
            for code, label in application.call.costs(part.side)
        ]
    return found
