"""Building the demonstration: every round as far as it has come, each deed on the day it would have been done."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from uuid import UUID

from sqlalchemy.orm import Session

from grants import clock
from grants.applications import actions as applications
from grants.applications.actions import Written
from grants.applications.queries import questions_of
from grants.calls import actions as calls
from grants.calls.definition import read, shipped
from grants.calls.model import Call
from grants.config import Settings
from grants.db import Record
from grants.demonstration import afterwards, applying, company, judging
from grants.demonstration.rounds import ROUNDS, Round, Stage
from grants.jobs.due import run_due
from grants.people.model import Appointment, Person
from grants.rules.calls import closes_at
from grants.rules.relations import THE_CLOCK
from grants.rules.roles import Role

SINCE = datetime(2019, 4, 1, tzinfo=UTC)


@dataclass(frozen=True)
class Bench:
    """Who plays in a programme behind the doors, by side: two officers, the chair, reviewers, applicants."""

    officers: tuple[Person, ...]
    chairs: tuple[Person, ...]
    reviewers: tuple[Person, ...]
    applicants: tuple[Person, ...]


def build(record: Record, settings: Settings) -> None:
    """Fill an empty house with people and calls in every stage of life."""
    today = clock.now()
    with record.transaction() as session:
        for name in dict.fromkeys(stated.programme for stated in ROUNDS):
            calls.open_programme(session, read(shipped()[name].read_text()), THE_CLOCK)
        session.flush()
        company.people_behind_doors(session, SINCE)
        company.appoint_offices(session, SINCE)
    for stated in ROUNDS:
        live(record, settings, stated, today)
    run_due(record, settings, today)


def bench(session: Session, programme: str) -> Bench:
    """The people of a programme who are behind doors."""
    return Bench(
        *(company.behind_doors(session, programme, role) for role in (Role.OFFICER, Role.CHAIR, Role.REVIEWER, None))
    )


def live(record: Record, settings: Settings, stated: Round, today: datetime) -> None:
    """One round, from its draft to where it stands today."""
    with record.transaction() as session:
        call = published(session, stated, today)
        call_id, end = call.id, closes_at(call)
    if stated.stage >= Stage.OPEN:
        with record.transaction() as session:
            apply_all(session, session.get_one(Call, call_id), stated)
    if stated.stage >= Stage.CLOSED:
        judge(record, stated, call_id, end)
    if stated.stage >= Stage.RELEASED:
        follow_up(record, settings, (stated, call_id), end, today)


def published(session: Session, stated: Round, today: datetime) -> Call:
    """The call, written by the first side and published by the second, as far as the round goes."""
    definition = stated.definition(today.date())
    officer, other = bench(session, definition.programme.slug).officers
    opens = definition.times.opens.replace(tzinfo=UTC)
    written = min(opens - timedelta(days=20), today - timedelta(days=2))
    call = calls.create_call(session, definition, officer, written)
    if stated.stage >= Stage.PROPOSED:
        calls.propose(call, officer, written + timedelta(days=1))
    if stated.stage >= Stage.OPEN:
        calls.publish(call, other, written + timedelta(days=5))
    session.flush()
    return call


def apply_all(session: Session, call: Call, stated: Round) -> None:
    """Everybody applies; in the call that is open now, some are still writing."""
    people = bench(session, call.programme.slug)
    still_open = stated.stage is Stage.OPEN
    for team in applying.teams(session, call, stated.applications, people.applicants):
        if still_open and team.number % 3 == 0:
            half_written(session, call, team)
        else:
            applying.apply(session, call, team)
        session.flush()


def half_written(session: Session, call: Call, team: applying.Team) -> None:
    """A draft in the middle of being written."""
    application = applying.begun(session, call, team)
    asked = {question.code for question in questions_of(call)}
    wanted = {"title": team.title, "theme": team.theme, "summary": "We ask, together, …", "plan": "First we shall …"}
    said = [Written(code, text) for code, text in wanted.items() if code in asked]
    applications.write(application, said, team.people[0], application.changed_at + timedelta(hours=1))


def judge(record: Record, stated: Round, call_id: UUID, end: datetime) -> None:
    """From the closed call to the decisions, as far as the round goes."""
    with record.transaction() as session:
        call = session.get_one(Call, call_id)
        people = bench(session, call.programme.slug)
        calls.close(call, THE_CLOCK, end + timedelta(hours=1))
        session.flush()
        if stated.stage < Stage.RELEASED:  # what is history needs no looking through any more
            share = 0.6 if stated.stage is Stage.CLOSED else 1.0
            judging.look_through(session, call, people.officers, end + timedelta(days=2), share)
        if stated.stage is Stage.CLOSED:
            return
        judging.check(session, call, people.officers, end + timedelta(days=3))
        [chair] = people.chairs
        appoint_chair(call, chair, end)
        members = judging.pool(session, call, people.reviewers, end + timedelta(days=1))
        judging.assign(session, call, members, people.officers[0], end + timedelta(days=5))
        judging.review(session, call, end + timedelta(days=7), 0.45 if stated.stage is Stage.REVIEWING else 1.0)
    if stated.stage >= Stage.DECIDING:
        with record.transaction() as session:
            call = session.get_one(Call, call_id)
            people = bench(session, call.programme.slug)
            [chair] = people.chairs
            judging.rank(session, call, chair, stated.awards, end + timedelta(days=30))
            judging.decide(session, call, people.officers, chair, end + timedelta(days=45))


def appoint_chair(call: Call, chair: Person, at: datetime) -> None:
    """The panel has its chair."""
    chair.appointments.append(Appointment(role=Role.CHAIR, call_id=call.id, since=at))


def follow_up(record: Record, settings: Settings, which: tuple[Round, UUID], end: datetime, today: datetime) -> None:
    """Release, letters, acceptances, reports, as far as the round goes."""
    stated, call_id = which
    released = end + timedelta(days=70)
    with record.transaction() as session:
        call = session.get_one(Call, call_id)
        people = bench(session, call.programme.slug)
        judging.release(session, call, people.officers, released)
    if stated.stage < Stage.OFFERED:
        return
    afterwards.write_letters(record, settings, call_id, people.officers, released + timedelta(days=1))
    with record.transaction() as session:
        share = 0.5 if stated.stage is Stage.OFFERED else 1.0
        afterwards.answer_offers(session, session.get_one(Call, call_id), share, released + timedelta(days=6))
    if stated.stage >= Stage.REPORTING:
        tell_what_came_of_it(record, stated, call_id, today)


def tell_what_came_of_it(record: Record, stated: Round, call_id: UUID, today: datetime) -> None:
    """Reports, most of them accepted where the round is history."""
    with record.transaction() as session:
        call = session.get_one(Call, call_id)
        people = bench(session, call.programme.slug)
        ended = datetime(call.ends_on.year, call.ends_on.month, call.ends_on.day, 9, tzinfo=UTC)
        share = 0.95 if stated.stage is Stage.DONE else 0.4
        at = min(ended + timedelta(days=8), today - timedelta(days=40))
        afterwards.report(session, call, people.officers, share, at)
