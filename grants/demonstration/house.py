"""Building the demonstration: every round as far as it has come, each deed on the day it would have been done."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from uuid import UUID

from sqlalchemy.orm import Session

from grants import clock
from grants.applications import actions as applications
from grants.applications.actions import Written
from grants.calls import actions as calls
from grants.calls.definition import read, shipped
from grants.calls.model import Call
from grants.config import Settings
from grants.db import Record
from grants.demonstration import afterwards, applying, company, judging
from grants.demonstration.rounds import KYUSHU_ILLINOIS, MIRAI, ROUNDS, Round, Stage
from grants.jobs.due import run_due
from grants.people.model import Appointment, Person
from grants.rules.calls import closes_at
from grants.rules.relations import THE_CLOCK
from grants.rules.roles import Role

SINCE = datetime(2019, 4, 1, tzinfo=UTC)
KINDS = {MIRAI: "mirai", KYUSHU_ILLINOIS: "kyushu_illinois"}


@dataclass(frozen=True)
class Bench:
    """Who runs a round: an officer of each side, the chair, the reviewers and applicants behind the doors."""

    officers: tuple[Person, Person]
    chair: Person
    reviewers: tuple[Person, Person]
    applicants: tuple[Person, Person]


def build(record: Record, settings: Settings) -> None:
    """Fill an empty house with people and calls in every stage of life."""
    today = clock.now()
    with record.transaction() as session:
        for name in KINDS:
            calls.open_programme(session, read(shipped()[name].read_text()), THE_CLOCK)
        session.flush()
        company.people_behind_doors(session, SINCE)
        company.appoint_offices(session, SINCE)
    for stated in ROUNDS:
        live(record, settings, stated, today)
    run_due(record, settings, today)


def bench(session: Session, stated: Round) -> Bench:
    """The people of a programme who are behind doors, as pairs of first and second side."""
    kind = KINDS[stated.programme]
    sides = ("JP", "SE") if stated.programme == MIRAI else ("JP", "US")
    first, second = sides

    def pair(role: Role | None) -> tuple[Person, Person]:
        return company.door(session, kind, role, first), company.door(session, kind, role, second)

    return Bench(pair(Role.OFFICER), company.door(session, kind, Role.CHAIR), pair(Role.REVIEWER), pair(None))


def live(record: Record, settings: Settings, stated: Round, today: datetime) -> None:
    """One round, from its draft to where it stands today."""
    with record.transaction() as session:
        people = bench(session, stated)
        call = published(session, stated, people, today)
        call_id, end = call.id, closes_at(call)
    if stated.stage >= Stage.OPEN:
        with record.transaction() as session:
            apply_all(session, session.get_one(Call, call_id), stated)
    if stated.stage >= Stage.CLOSED:
        judge(record, stated, call_id, end)
    if stated.stage >= Stage.RELEASED:
        follow_up(record, settings, (stated, call_id), end, today)


def published(session: Session, stated: Round, people: Bench, today: datetime) -> Call:
    """The call, written by the first side and published by the second, as far as the round goes."""
    officer, other = people.officers
    definition = stated.definition(today.date())
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
    people = bench(session, stated)
    still_open = stated.stage is Stage.OPEN
    count = stated.applications
    for pair in applying.pairs(session, call, count, people.applicants):
        if still_open and pair.number % 3 == 0:
            half_written(session, call, pair)
        else:
            applying.apply(session, call, pair)
        session.flush()


def half_written(session: Session, call: Call, pair: applying.Pair) -> None:
    """A draft in the middle of being written."""
    application = applying.begun(session, call, pair)
    said = [Written("title", pair.title), Written("theme", pair.theme), Written("summary", "We ask, together, …")]
    applications.write(application, said, pair.people[0], application.changed_at + timedelta(days=1))


def judge(record: Record, stated: Round, call_id: UUID, end: datetime) -> None:
    """From the closed call to the decisions, as far as the round goes."""
    with record.transaction() as session:
        call, people = session.get_one(Call, call_id), bench(session, stated)
        calls.close(call, THE_CLOCK, end + timedelta(hours=1))
        session.flush()
        if stated.stage is Stage.CLOSED:
            return
        judging.check(session, call, people.officers, end + timedelta(days=3))
        appoint_chair(call, people.chair, end)
        members = judging.pool(session, call, people.reviewers, end + timedelta(days=1))
        judging.assign(session, call, members, people.officers[0], end + timedelta(days=5))
        judging.review(session, call, end + timedelta(days=7), 0.45 if stated.stage is Stage.REVIEWING else 1.0)
    if stated.stage >= Stage.DECIDING:
        with record.transaction() as session:
            call, people = session.get_one(Call, call_id), bench(session, stated)
            judging.rank(session, call, people.chair, stated.awards, end + timedelta(days=30))
            judging.decide(session, call, people.officers, people.chair, end + timedelta(days=45))


def appoint_chair(call: Call, chair: Person, at: datetime) -> None:
    """The panel has its chair."""
    chair.appointments.append(Appointment(role=Role.CHAIR, call_id=call.id, since=at))


def follow_up(record: Record, settings: Settings, which: tuple[Round, UUID], end: datetime, today: datetime) -> None:
    """Release, letters, acceptances, reports, as far as the round goes."""
    stated, call_id = which
    released = end + timedelta(days=70)
    with record.transaction() as session:
        people = bench(session, stated)
        judging.release(session, session.get_one(Call, call_id), people.officers, released)
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
        call, people = session.get_one(Call, call_id), bench(session, stated)
        ended = datetime(call.ends_on.year, call.ends_on.month, call.ends_on.day, 9, tzinfo=UTC)
        share = 0.95 if stated.stage is Stage.DONE else 0.4
        at = min(ended + timedelta(days=8), today - timedelta(days=40))
        afterwards.report(session, call, people.officers, share, at)
