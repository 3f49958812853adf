"""Eligibility on the page of a case: what each rule finds, what each side decided on evidence, the verdicts."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import select

from grants import clock
from grants.applications import queries
from grants.applications.model import Application, Finding, Ruling
from grants.people.model import Person
from grants.reports.queries import tell_tracks
from grants.rules.applications import CHECK, RULE
from grants.rules.checklist import sides_read
from grants.rules.eligibility import Examined, verdict
from grants.rules.findings import RULE_LABELS
from grants.rules.relations import sides_of
from grants.rules.shapes import sides_in
from grants.web.eligibility import TONES, Told, seen_by_officer, told
from grants.web.forms.cases import RulingForm, VerdictForm
from grants.web.reader import reader, visitor
from grants.web.reports import today_in
from grants.web.transaction import session


@dataclass(frozen=True)
class Row:
    """One rule on the page: what was found, what was decided, and the form to decide, where this officer may."""

    told: Told
    rulings: Sequence[Ruling]
    form: RulingForm | None
    waits: bool


def checking(application: Application, forms: Mapping[str, Any]) -> dict[str, Any]:
    """What the page shows of eligibility, with whatever was refused standing where it was typed."""
    by, at = visitor(), clock.now()
    tell_tracks(application, by, today_in(application.call))
    examined = queries.examined_for(application, by)
    standing = queries.standing(application.findings)
    checks = forms.get("verdict") or VerdictForm(None, prefix="verdict")
    checks.side.choices = sides_to_check(application)
    own = [side for side, _ in checks.side.choices]
    return {
        "rows": rows(application, examined, forms), "own": own, "reads": sides_read(by, application.call),
        "computed": verdict(examined), "standing": standing,
        "checked": bool(own) and all(side in standing for side in own), "findings": findings(application),
        "checks": checks, "may_check": CHECK.is_open_to(by, application, at), "rule_tones": TONES,
        "rule_labels": RULE_LABELS,
        "waiting": sum(each.blocks_for(own) for each in examined),
    }  # fmt: skip


def rows(application: Application, examined: Sequence[Examined], forms: Mapping[str, Any]) -> list[Row]:
    """Every rule, each with what was decided on it, the newest first."""
    by = visitor()
    sees, may = seen_by_officer(by, application.call), RULE.is_open_to(by, application, clock.now())
    own = sides_to_check(application)
    decided = [*reversed(application.rulings)]
    return [
        Row(
            told(one, sees), [ruling for ruling in decided if ruling.rule == one.code],
            form_for(one, own, forms) if may else None, one.blocks_for(side for side, _ in own),
        )
        for one in examined
    ]  # fmt: skip


def form_for(one: Examined, own: Sequence[tuple[str, Any]], forms: Mapping[str, Any]) -> RulingForm | None:
    """The form in which this officer decides on a rule; none where it concerns another side alone."""
    sides = [(side, label) for side, label in own if one.side in {"", side}]
    if not sides:
        return None
    form: RulingForm = forms.get(f"rule-{one.code}") or RulingForm(None, prefix=f"rule-{one.code}")
    form.side.choices = sides
    form.side.data = form.side.data or sides[0][0]
    return form


def sides_to_check(application: Application) -> list[tuple[str, Any]]:
    """The sides with a part in it whose people this officer checks: the own one."""
    own, taking_part = sides_of(visitor(), application.call), sides_in(application)
    return [(side.code, side.label) for side in application.call.sides if side.code in own and side.code in taking_part]


def findings(application: Application) -> list[tuple[Finding, str]]:
    """Every verdict of every side, newest first, with the name of the officer."""
    ids = {finding.by_id for finding in application.findings}
    names = {one.id: one.name_in(reader().code) for one in session().scalars(select(Person).where(Person.id.in_(ids)))}
    return [(finding, names.get(finding.by_id, "")) for finding in reversed(application.findings)]
