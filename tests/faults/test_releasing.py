"""T12: a release of 300 applications, killed at ten points while it decides and at ten more while it tells the teams:
nothing wrong is sent, nobody is told twice, and what is sent again goes out under the same Message-ID."""

import os
import signal
from collections import Counter
from datetime import timedelta
from multiprocessing import get_context
from random import Random
from uuid import uuid4

import pytest
from sqlalchemy import event, func, insert, select, update

from grants import clock
from grants.applications.model import Application
from grants.calls.model import Call
from grants.config import Settings
from grants.db import Base, Record
from grants.decisions import actions
from grants.decisions.model import JointDecision, Ranking, SideDecision
from grants.jobs.engine import Watch
from grants.jobs.send_mail import HOLD, send_again, send_due
from grants.mail.model import IN_DOUBT, Message
from grants.people.model import Person
from grants.rules.applications import ApplicationState
from grants.rules.calls import CallState, closes_at
from grants.rules.decisions import RankingState
from grants.rules.funding import Verdict
from tests.bench import thousand
from tests.conftest import NOW
from tests.mail.server import Post, mail_server
from tests.own import database

SIZE, KILLS, SEED = 300, 10, 20220601
FORK = get_context("fork")
OUTCOMES = ((Verdict.FUND, Verdict.FUND), (Verdict.REJECT, Verdict.REJECT), (Verdict.REJECT, Verdict.FUND))


@pytest.fixture
def ground(request, tmp_path):
    """A closed call whose 300 applications are decided on both sides, and whose release the first side proposed."""
    with database(request.config.getoption("--database"), tmp_path) as url:
        record = Record(url)
        Base.metadata.create_all(record.writers)
        with record.writing() as session:
            house = thousand.opened(session, NOW)
            people = thousand.people(session, house, 2 * SIZE, "investigator")
            rows = [thousand.row(house.call, number, people[2 * number], NOW) for number in range(SIZE)]
            session.execute(insert(Application), rows)
            thousand.bulk(session, thousand.Part, thousand.parts(house, rows, people))
            thousand.bulk(session, SideDecision, decided(house, rows))
            session.add(Ranking(call_id=house.call.id, _state=RankingState.LOCKED))
            session.execute(
                update(Call).where(Call.id == house.call.id).values(state=CallState.CLOSED, policy="UNANIMOUS")
            )
            session.commit()
            at = closes_at(house.call) + timedelta(days=60)
            clock.stop(at)
            actions.propose_release(house.call, SIZE, house.cast.olu, at)
            session.execute(update(Message).values(sent_at=at, next_try_at=None))
            session.commit()
            told = (house.call.id, house.cast.uma.id, at)
        yield record, url, tmp_path, told
        record.close()


def decided(house, rows):
    """A third funded, a third refused, a third refused by one side."""
    for number, one in enumerate(rows):
        for side, currency, minor, verdict in zip(
            ("JP", "SE"), ("JPY", "SEK"), (400_000, 4_000_000), OUTCOMES[number % 3], strict=True,
        ):  # fmt: skip
            yield {"id": uuid4(), "application_id": one["id"], "side": side, "verdict": verdict, "currency": currency,
                   "minor": minor if verdict is Verdict.FUND else 0, "by_id": house.cast.olu.id, "at": NOW}  # fmt: skip


def alone(work, *args):
    """Do something in a process of its own; whether it came to its end."""
    process = FORK.Process(target=work, args=args)
    process.start()
    return process


def release(url, told, most):
    """Release all, and die at a statement."""
    call_id, uma, at = told
    record, done = Record(url), []

    def count(_connection, _cursor, statement, *_rest):
        done.append(statement.startswith(("INSERT", "UPDATE")))
        if sum(done) > most:
            os.kill(os.getpid(), signal.SIGKILL)

    event.listen(record.engine, "before_cursor_execute", count)
    with record.transaction() as session:
        actions.release(session.get_one(Call, call_id), SIZE, session.get_one(Person, uma), at)


def killed(process):
    """Whether it was killed, not done."""
    process.join(60)
    return process.exitcode == -signal.SIGKILL


def outcomes(record):
    """All mail that tells an outcome."""
    with record.reading() as session:
        return list(session.scalars(select(Message).where(Message.kind == "outcome")))


def standing(record, call_id):
    """The state of the call, and how many applications are in which."""
    with record.reading() as session:
        counted = select(Application.state, func.count()).where(Application.call_id == call_id)
        return session.get(Call, call_id).state, dict(session.execute(counted.group_by(Application.state)).all())


def test_t12_a_release_of_300_killed_at_twenty_points_sends_nothing_wrong_or_twice(ground):
    record, url, folder, told = ground
    chance = Random(SEED)
    for _ in range(KILLS):
        assert killed(alone(release, url, told, chance.randint(1, 300)))
        assert standing(record, told[0]) == (CallState.RELEASE_PROPOSED, {ApplicationState.SUBMITTED: SIZE})
        assert outcomes(record) == []
    last = alone(release, url, told, 100_000)
    last.join(60)
    assert last.exitcode == 0
    state, states = standing(record, told[0])
    assert state is CallState.RELEASED
    assert states == {ApplicationState.APPROVED: SIZE // 3, ApplicationState.DECLINED: SIZE - SIZE // 3}
    with record.reading() as session:
        assert session.scalar(select(func.count()).select_from(JointDecision)) == SIZE
    written = {one.message_id: one for one in outcomes(record)}
    assert len(written) == len({(one.to, one.application_id) for one in written.values()}) == 2 * SIZE
    office = Post()
    with mail_server(office) as server:
        settings = Settings(data_folder=folder, database_url=url, secret_key="a key of the faults, long enough",
                            smtp_url=f"smtp://{server}")  # fmt: skip
        at = sent_through_kills(url, settings, office, told[2])
        in_doubt = [one for one in outcomes(record) if one.sent_at is None]
        assert {one.fault for one in in_doubt} <= {IN_DOUBT.text}
        assert len(in_doubt) <= KILLS
        assert max(Counter(office.ids).values()) == 1, "nobody is told twice"
        with record.transaction() as session:
            for one in in_doubt:
                send_again(session.get_one(Message, one.id), at)
        send_due(record, settings, Watch(at))
    repeated = {key for key, times in Counter(office.ids).items() if times > 1}
    assert repeated <= {one.message_id for one in in_doubt}
    assert set(office.ids) >= set(written)
    for receivers, mail in office.taken:
        message = written.get(str(mail["Message-ID"]))
        if message is not None:
            assert (receivers, mail["Subject"]) == ([message.to], message.subject)


def sent_through_kills(url, settings, office, at):
    """Send all mail, while whoever sends is killed ten times as the server takes a message; when it was done."""
    chance = Random(SEED)
    for number in range(KILLS):
        at += 2 * HOLD
        sender, wanted = alone(send, url, settings, at), len(office.taken) + chance.randint(1, 40)
        office.on_data = lambda sender=sender, wanted=wanted: (
            len(office.taken) >= wanted and os.kill(sender.pid, signal.SIGKILL)
        )
        assert killed(sender), f"kill {number} came too late"
    office.on_data = lambda: None
    last = alone(send, url, settings, at + 2 * HOLD)
    last.join(120)
    assert last.exitcode == 0
    return at + 4 * HOLD


def send(url, settings, at):
    """The clock's round of mail."""
    send_due(Record(url), settings, Watch(at))
