"""T9: 800 issue requests for 200 awards by two officers at once, every one clicked twice; a tenth of the renderings
fails, and whoever prints is killed five times: no number twice, no gap without a reason on record."""

import os
import signal
import time
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from datetime import timedelta
from functools import partial
from multiprocessing import get_context
from random import Random
from uuid import uuid4

import pytest
from sqlalchemy import func, insert, or_, select, update

from grants import clock
from grants.applications.model import Application
from grants.awards.model import Award, AwardPart, Condition
from grants.calls.model import Call
from grants.config import Settings
from grants.db import Base, Record
from grants.decisions.model import SideDecision
from grants.files.store import Store
from grants.jobs.due import run_due
from grants.jobs.engine import enqueue
from grants.jobs.issue_letters import KIND
from grants.letters import actions
from grants.letters.model import Letter, LetterCounter
from grants.mail.model import Message
from grants.people.model import Person
from grants.rules.applications import ApplicationState
from grants.rules.awards import PartState
from grants.rules.calls import CallState
from grants.rules.funding import Verdict
from grants.rules.letters import LetterState
from grants.rules.refusal import Refused
from tests.bench import thousand
from tests.conftest import NOW
from tests.own import database

AWARDS, KILLS, SEED = 200, 5, 20220610
LATER = timedelta(days=60)
FAILING = AWARDS // 10 * 2  # of the 400 renderings
FORK = get_context("fork")
LONG = "The office asks for a list of every journey, with its day, its purpose and whom it brought together. " * 150


@pytest.fixture
def ground(request, tmp_path):
    """A released call with 200 awards of two parts, written straight into the tables; no letter yet."""
    with database(request.config.getoption("--database"), tmp_path) as url:
        record = Record(url)
        Base.metadata.create_all(record.writers)
        with record.writing() as session:
            house = thousand.opened(session, NOW)
            people = thousand.people(session, house, 2 * AWARDS, "investigator")
            rows = [thousand.row(house.call, number, people[number], NOW) for number in range(AWARDS)]
            session.execute(insert(Application), [{**one, "_state": ApplicationState.APPROVED} for one in rows])
            thousand.bulk(session, thousand.Part, thousand.parts(house, rows, people))
            awarded(session, house, rows)
            session.execute(update(Call).where(Call.id == house.call.id).values(state=CallState.RELEASED))
            session.commit()
            told = (house.call.id, house.cast.olu.id, house.cast.uma.id)
        yield record, url, tmp_path, told
        record.close()


def awarded(session, house, rows):
    """An award for each application as its sides decided it; the last of them have a condition that no two pages hold."""
    awards = {one["id"]: uuid4() for one in rows}
    thousand.bulk(session, Award, (
        {"id": key, "application_id": application, "starts_on": NOW.date(), "ends_on": (NOW + LATER).date(),
         "made_at": NOW} for application, key in awards.items()
    ))  # fmt: skip
    found = list(session.scalars(select(thousand.Part)))
    pots = {side.code: side.id for side in house.call.sides}
    given = [(part, {"JPY": 400_000, "SEK": 4_000_000}[part.currency]) for part in found]
    thousand.bulk(session, SideDecision, (
        {"id": uuid4(), "application_id": part.application_id, "side": part.side, "verdict": Verdict.FUND,
         "minor": minor, "currency": part.currency, "by_id": house.cast.olu.id, "at": NOW} for part, minor in given
    ))  # fmt: skip
    thousand.bulk(session, AwardPart, (
        {"id": uuid4(), "award_id": awards[part.application_id], "position": part.position, "side_id": pots[part.side],
         "pi_id": part.pi_id, "institution_id": part.institution_id, "minor": minor, "currency": part.currency,
         "ends_on": (NOW + LATER).date(), "answer_by": NOW + 9 * LATER, "_state": PartState.OFFERED, "version": 0}
        for part, minor in given
    ))  # fmt: skip
    thousand.bulk(session, Condition, (
        {"id": uuid4(), "award_id": key, "position": 0, "side": "SE", "text": {"sv": LONG, "en": LONG}, "version": 0}
        for key in list(awards.values())[-FAILING:]
    ))  # fmt: skip


def prepared(record, told):
    """Every letter prepared, each side's by its own officer; which letter waits for which officer."""
    call_id, olu, uma = told
    waiting = []
    for by, other in ((olu, uma), (uma, olu)):
        with record.transaction() as session:
            made = actions.prepare(session.get_one(Call, call_id), session.get_one(Person, by), NOW + LATER / 2)
            waiting += [(letter.id, other) for letter in made]
    return waiting


def requested(record, call_id, wanted):
    """One request as the office's page makes it: hold the call, issue the letter, ask the press; true if it did."""
    letter_id, officer = wanted
    clock.stop(NOW + LATER / 2)
    with suppress(Refused), record.transaction() as session:
        session.get_one(Call, call_id, with_for_update={"of": Call})
        letter, at = session.get_one(Letter, letter_id), NOW + LATER / 2
        actions.number([letter], "http://localhost", session.get_one(Person, officer), at)
        enqueue(session, KIND, str(call_id), {"call_id": str(call_id)}, at, call_id=call_id)
        return True
    return False


def out_of_press(record):
    """How many letters are in writing or say why not."""
    settled = select(func.count()).where(or_(Letter.state == LetterState.ISSUED, Letter.fault != ""))
    with record.reading() as session:
        return session.scalar(settled)


def printing(url, folder, number):
    """Somebody prints, in a process of their own group; later than the last one's hold on the job."""
    at = NOW + LATER / 2 + timedelta(minutes=10) * number
    worker = FORK.Process(target=printer, args=(url, folder, at))
    worker.start()
    return worker


def printer(url, folder, at):
    """The clock's work, in a group of its own."""
    os.setsid()
    settings = Settings(data_folder=folder, database_url=url, secret_key="a key of the faults, long enough")
    run_due(Record(url), settings, at)


def printed_through_five_kills(record, url, folder):
    """Print everything, while whoever prints is killed with all its presses, five times, somewhere in its work."""
    chance, before = Random(SEED), 0
    for number in range(KILLS):
        worker, wanted = printing(url, folder, number), before + chance.randint(10, 60)
        while out_of_press(record) < wanted and worker.is_alive():
            time.sleep(0.1)
        os.killpg(worker.pid, signal.SIGKILL)
        worker.join()
        before = out_of_press(record)
    assert before < 2 * AWARDS, "it was done before it was killed"
    last = printing(url, folder, KILLS)
    last.join()
    assert last.exitcode == 0


def test_800_requests_give_400_letters_without_a_double_or_a_gap(ground):
    record, url, folder, told = ground
    waiting = prepared(record, told)
    assert len(waiting) == 2 * AWARDS
    clicks = [one for one in waiting for _click in range(2)]
    Random(SEED).shuffle(clicks)
    with ThreadPoolExecutor(4) as pool:
        done = list(pool.map(partial(requested, record, told[0]), clicks))
    assert Counter(done) == {True: 2 * AWARDS, False: 2 * AWARDS}
    printed_through_five_kills(record, url, folder)
    with record.reading() as session:
        letters = list(session.scalars(select(Letter)).unique())
        counters = dict(session.execute(select(LetterCounter.series, LetterCounter.last)).all())
        mails = Counter(session.scalars(select(Message.link).where(Message.kind == "letter")))
        store = Store(folder / "files")
        for series, last in counters.items():
            ordinals = sorted(one.ordinal for one in letters if one.series == series)
            assert ordinals == list(range(1, last + 1)) == list(range(1, AWARDS + 1))
        issued = [one for one in letters if one.state is LetterState.ISSUED]
        failed = [one for one in letters if one.state is LetterState.NUMBERED]
        assert len(issued) + len(failed) == 2 * AWARDS
        assert len(failed) == FAILING
        assert all("fills" in one.fault and "pages" in one.fault for one in failed)
        assert len({one.sha256 for one in issued}) == len(issued)
        assert all(store.open(one.sha256).startswith(b"%PDF") for one in issued)
        assert mails.total() == len(issued)
