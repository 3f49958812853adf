"""A call of any size: applications written straight into the tables, with three reviews of four criteria each."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

from sqlalchemy import insert, select
from sqlalchemy.orm import Session

from grants.applications.model import Answer, Application, BudgetLine, Finding, Part, Snapshot
from grants.applications.queries import questions_of
from grants.calls import actions as calls
from grants.calls.definition import read, shipped
from grants.calls.model import Call
from grants.decisions.model import Ranking
from grants.people.model import Appointment, Person
from grants.reviews.model import Assignment, Review, Score
from grants.rules.applications import ApplicationState
from grants.rules.calls import closes_at
from grants.rules.decisions import RankingState
from grants.rules.eligibility import Result
from grants.rules.relations import THE_CLOCK
from grants.rules.reviews import AssignmentState, ReviewState
from grants.rules.roles import Role
from tests import cast as company
from tests.make import House, answer_to, members

REVIEWS, REVIEWERS, TEXT = 3, 60, "A sentence that a reviewer would write about this application. " * 4


def opened(session: Session, at: datetime) -> House:
    """A published call with four criteria and its cast."""
    stated = read(shipped()["mirai-2022"].read_text())
    four = tuple(replace(one, weight=25) for one in stated.criteria[:4])
    stated = replace(stated, criteria=four, review=replace(stated.review, tie_chain=()))
    cast = company.assemble(session, at)
    programme = calls.open_programme(session, stated, THE_CLOCK)
    for person, side in ((cast.olu, "JP"), (cast.uma, "SE")):
        company.officer(person, programme.id, side, at)
    session.flush()
    call = calls.create_call(session, stated, cast.olu, at)
    calls.propose(call, cast.olu, at)
    calls.publish(call, cast.uma, at)
    company.appoint(session, cast, call, at)
    session.flush()
    return House(session, cast, call, at)


def fill(house: House, size: int) -> dict[str, UUID]:
    """So many submitted applications, all reviewed but one of rea's; the ids a bench needs."""
    session, call = house.session, house.call
    reviewers = [house.cast.rea.id, *people(session, house, REVIEWERS, "reviewer", Role.REVIEWER)]
    investigators = people(session, house, 2 * size, "investigator")
    at = closes_at(call) - timedelta(days=1)
    applications = [row(call, number, investigators[number - 1], at) for number in range(1, size + 1)]
    written(house, applications, investigators)
    bulk(session, Snapshot, snapshots(applications, at))
    bulk(session, Finding, findings(house, applications))
    own = judged(session, house, applications, reviewers)
    return {"call": call.id, "mine": applications[0]["id"], "review": own}


def written(house: House, applications: list[dict[str, Any]], investigators: list[UUID]) -> None:
    """Applications with both sides, an answer to everything and a budget."""
    session = house.session
    session.execute(insert(Application), applications)
    bulk(session, Part, parts(house, applications, investigators))
    bulk(session, Answer, answers(house, applications))
    session.flush()
    asked = {"key": "1".zfill(32), "position": 0, "category": "travel", "purpose": "Visits"}
    for part, currency in session.execute(select(Part.id, Part.currency)).all():
        minor = 400_000 if currency == "JPY" else 4_000_000
        session.execute(insert(BudgetLine), [{"id": uuid4(), "part_id": part, "minor": minor, **asked}])


def complete(house: House, size: int) -> list[UUID]:
    """So many drafts in which nothing is missing, by investigators of their own; their ids."""
    investigators = people(house.session, house, 2 * size + 2, "investigator")
    drafts = [
        {**row(house.call, number, investigators[2 * number], house.at), "submitted_at": None, "_state": ApplicationState.DRAFT}
        for number in range(1, size + 1)
    ]  # fmt: skip
    written(house, drafts, investigators)
    return [one["id"] for one in drafts]


def bulk(session: Session, kind: type, rows: Iterator[dict[str, Any]]) -> None:
    """Write rows without their lives."""
    every = list(rows)
    for start in range(0, len(every), 2000):
        session.execute(insert(kind), every[start : start + 2000])


def people(session: Session, house: House, count: int, name: str, role: Role | None = None) -> list[UUID]:
    """Invented people, with a role in the call where one is given."""
    universities = [*members(session, house.call, "JP"), *members(session, house.call, "SE")]
    ids = [uuid4() for _ in range(count)]
    bulk(session, Person, (
        {"id": key, "email": f"{name}{number}@example.org", "family": f"Family{number}", "given": name,
         "institution_id": universities[number % len(universities)].id, "created_at": house.at, "language": "en"}
        for number, key in enumerate(ids)
    ))  # fmt: skip
    if role is not None:
        bulk(session, Appointment, (
            {"id": uuid4(), "person_id": key, "role": role, "call_id": house.call.id, "since": house.at,
             "side": "JP" if number % 2 else "SE"}
            for number, key in enumerate(ids)
        ))  # fmt: skip
    return ids


def row(call: Call, number: int, starter: UUID, at: datetime) -> dict[str, Any]:
    """One submitted application."""
    return {
        "id": uuid4(), "call_id": call.id, "number": number + 1, "title": f"Application number {number} of the bench",
        "theme": call.themes[number % len(call.themes)].code, "lead_side": "JP", "started_by_id": starter,
        "content_version": 9, "submitted_at": at, "changed_at": at, "_state": ApplicationState.SUBMITTED, "version": 9,
    }  # fmt: skip


def parts(house: House, applications: list[dict[str, Any]], investigators: list[UUID]) -> Iterator[dict[str, Any]]:
    """Both sides of every application; the first is ada's and ben's."""
    first, second = (members(house.session, house.call, side) for side in ("JP", "SE"))
    for number, one in enumerate(applications):
        pair = (house.cast.ada.id, house.cast.ben.id) if number == 0 else investigators[2 * number : 2 * number + 2]
        for position, (side, currency, minor, universities) in enumerate(
            (("JP", "JPY", 400_000, first), ("SE", "SEK", 4_000_000, second)),
        ):
            yield {
                "id": uuid4(), "application_id": one["id"], "position": position, "side": side, "currency": currency,
                "pi_id": pair[position], "institution_id": universities[number % len(universities)].id,
                "unit": f"Unit {number}", "position_held": "Lecturer", "requested_minor": minor, "confirmed_version": 9,
            }  # fmt: skip


def answers(house: House, applications: list[dict[str, Any]]) -> Iterator[dict[str, Any]]:
    """An answer to everything."""
    asked = [
        (question, side)
        for question in questions_of(house.call)
        for side in (["JP", "SE"] if question.per_side else [""])
        if question.kind != "file"
    ]
    said = {(question.code, side): answer_to(question, side, house.call) for question, side in asked}
    for one in applications:
        for (code, side), value in said.items():
            yield {"id": uuid4(), "application_id": one["id"], "question": code, "side": side, "value": value,
                   "version": 1, "by_id": house.cast.ada.id, "at": house.at}  # fmt: skip


def snapshots(applications: list[dict[str, Any]], at: datetime) -> Iterator[dict[str, Any]]:
    """What was submitted, as far as a bench looks."""
    for one in applications:
        yield {"id": uuid4(), "application_id": one["id"], "ordinal": 1, "content_version": 9, "at": at,
               "by_id": one["started_by_id"], "content": {"title": one["title"]}, "sha256": "0" * 64}  # fmt: skip


def findings(house: House, applications: list[dict[str, Any]]) -> Iterator[dict[str, Any]]:
    """Eligible on both sides."""
    for one in applications:
        for side, officer in (("JP", house.cast.olu), ("SE", house.cast.uma)):
            yield {"id": uuid4(), "application_id": one["id"], "side": side, "result": Result.PASS, "computed": [],
                   "by_id": officer.id, "at": house.at}  # fmt: skip


def judged(session: Session, house: House, applications: list[dict[str, Any]], reviewers: list[UUID]) -> UUID:
    """Three reviews each; the first of rea's is still a draft: its id."""
    at, criteria, own = house.at, house.call.criteria, None
    assignments, reviews, scores = [], [], []
    for number, one in enumerate(applications):
        for place in range(REVIEWS):
            reviewer = reviewers[(number * REVIEWS + place) % len(reviewers)]
            mine = reviewer == house.cast.rea.id and own is None
            asked, review = uuid4(), uuid4()
            own = review if mine else own
            assignments.append({
                "id": asked, "application_id": one["id"], "reviewer_id": reviewer, "side": "JP" if place % 2 else "SE",
                "asked_at": at, "asked_by_id": house.cast.olu.id, "_state": AssignmentState.ACCEPTED, "version": 2,
            })  # fmt: skip
            reviews.append({
                "id": review, "assignment_id": asked, "for_panel": TEXT, "for_applicants": TEXT, "changed_at": at,
                "submitted_at": None if mine else at, "version": 3,
                "_state": ReviewState.DRAFT if mine else ReviewState.SUBMITTED,
            })  # fmt: skip
            scores += [
                {"id": uuid4(), "review_id": review, "criterion_id": criterion.id,
                 "mark": 1 + (number * 7 + place * 3 + at_place * 5) % 5}
                for at_place, criterion in enumerate(criteria)
            ]  # fmt: skip
    bulk(session, Assignment, iter(assignments))
    bulk(session, Review, iter(reviews))
    bulk(session, Score, iter(scores))
    if own is None:
        raise LookupError("nobody asked rea")
    ranking = Ranking(call_id=house.call.id, _state=RankingState.DRAFT)
    session.add(ranking)
    return own
