"""Five thousand awards, each with an accepted report and an outcome: tables to take away, register, figures."""

from collections.abc import Iterator
from datetime import timedelta
from typing import Any
from uuid import UUID, uuid4

from sqlalchemy import update

from grants.applications.model import Application, Finding, Part
from grants.awards.model import Award, AwardPart
from grants.calls.model import Call
from grants.reports.model import Credit, Outcome, Report, Spending
from grants.rules.applications import ApplicationState
from grants.rules.awards import PartState
from grants.rules.calls import CallState, closes_at
from grants.rules.owing import ReportKind
from grants.rules.reports import OutcomeKind, ReportState
from tests.bench import thousand
from tests.make import House


def fill(house: House, size: int) -> dict[str, UUID]:
    """So many awards of a released call, written straight into the tables."""
    session, call = house.session, house.call
    investigators = thousand.people(session, house, 2 * size, "investigator")
    at = closes_at(call) - timedelta(days=1)
    applications = [
        {**thousand.row(call, number, investigators[2 * number - 1], at), "_state": ApplicationState.APPROVED}
        for number in range(1, size + 1)
    ]
    thousand.bulk(session, Application, iter(applications))
    sides = list(thousand.parts(house, applications, investigators))
    thousand.bulk(session, Part, iter(sides))
    thousand.bulk(session, Finding, thousand.findings(house, applications))
    for kind, rows in given(house, applications, sides).items():
        thousand.bulk(session, kind, iter(rows))
    session.execute(update(Call).where(Call.id == call.id).values(_state=CallState.RELEASED))
    return {"call": call.id}


Rows = list[dict[str, Any]]


def given(house: House, applications: Rows, sides: Rows) -> dict[type, Rows]:
    """The awards, their parts, reports, money spent and outcomes."""
    call, at, by = house.call, house.at, house.cast.ada.id
    keys = {one["id"]: uuid4() for one in applications}
    reports = {one: uuid4() for one in keys.values()}
    own = {side.code: side.id for side in call.sides}
    outcomes = {one: uuid4() for one in keys.values()}
    state = {"version": 3}
    return {
        Award: [{"id": key, "application_id": one, "starts_on": call.starts_on, "ends_on": call.ends_on, "made_at": at}
                for one, key in keys.items()],
        AwardPart: [
            {"id": uuid4(), "award_id": keys[one["application_id"]], "position": one["position"],
             "side_id": own[one["side"]], "pi_id": one["pi_id"], "institution_id": one["institution_id"],
             "minor": one["requested_minor"], "currency": one["currency"], "ends_on": call.ends_on, "answer_by": at,
             "cost_centre": "CC-1", "_state": PartState.ACCEPTED, **state}
            for one in sides
        ],
        Report: [
            {"id": reports[key], "award_id": key, "code": "final", "kind": ReportKind.FINAL, "opens_on": call.ends_on,
             "due_on": call.ends_on, "submitted_at": at, "accepted_at": at, "_state": ReportState.ACCEPTED, **state}
            for key in keys.values()
        ],
        Spending: [
            {"id": uuid4(), "report_id": reports[keys[one["application_id"]]], "side": one["side"],
             "minor": one["requested_minor"] // 2, "currency": one["currency"]}
            for one in sides
        ],
        Outcome: [
            {"id": key, "kind": OutcomeKind.PUBLICATION, "title": f"Paper {number}", "year": 2023, "joint": True,
             "doi": f"10.5555/bench.{number}", "authors": [], "added_by_id": by, "added_at": at}
            for number, key in enumerate(outcomes.values())
        ],
        Credit: [{"id": uuid4(), "award_id": award, "outcome_id": key, "by_id": by, "at": at}
                 for award, key in outcomes.items()],
    }  # fmt: skip


def pages(ids: dict[str, UUID]) -> Iterator[tuple[str, str]]:
    """What is asked for, by its name."""
    call = f"/office/calls/{ids['call']}"
    for table in ("applications", "awards", "outcomes"):
        for kind in ("csv", "json", "xlsx"):
            yield f"{table}.{kind}, all", f"{call}/exports/{table}.{kind}"
    yield "register, a page", "/projects"
    yield "register, searched", "/projects?words=bench"
    yield "reports, a page", f"{call}/reports"
    yield "awards, a page", f"{call}/awards"
    yield "figures of the call", f"{call}/figures"
