"""The server process is killed at a hundred random moments while people save and submit."""

import time
from random import Random
from threading import Event

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from grants.applications.content import fingerprint
from grants.applications.model import Answer, Application
from grants.calls.queries import officers
from grants.cli.upkeep import check
from grants.history.model import Entry
from grants.mail.model import Message
from tests.faults.ground import Ground, teams
from tests.faults.person import PATIENCE
from tests.faults.writer import Ledger, Writer
from tests.make import first_section

KILLS, PEOPLE, SEED = 100, 6, 20220315
MOST = 5  # promises between two kills
MOMENT = 0.1  # seconds; so that a kill strikes at any place of what is going on
EVERYTHING = 25  # every so many times the process that keeps the port dies as well


@pytest.fixture
def ledgers(tried: Ground) -> dict[Application, Ledger]:
    """What the teams were promised by a server that died a hundred times."""
    enough, chance = Event(), Random(SEED)
    section = first_section(tried.house.call)
    writers = [Writer(team, section, enough, SEED + number) for number, team in enumerate(teams(tried, PEOPLE))]
    tried.house.session.close()
    with tried.site as site:
        try:
            for writer in writers:
                writer.start()
            for number in range(1, KILLS + 1):
                some_work(writers, chance)
                if number % EVERYTHING:
                    site.kill_workers(chance)
                else:
                    site.kill()
                    site.start()
        finally:
            enough.set()
            for writer in writers:
                writer.join(PATIENCE)
        assert not any(writer.is_alive() for writer in writers)
        site.kill()
    with tried.record.reading() as session:
        return {session.get(Application, writer.team.application_id): writer.ledger for writer in writers}


def some_work(writers: list[Writer], chance: Random) -> None:
    """Let the teams be promised a few things more, then wait for some moment."""
    wanted, until = promises(writers) + chance.randint(1, MOST), time.monotonic() + PATIENCE
    while promises(writers) < wanted:
        assert all(writer.is_alive() for writer in writers)
        assert time.monotonic() < until, [fault for writer in writers for fault in writer.ledger.faults]
        time.sleep(0.002)
    time.sleep(chance.uniform(0.0, MOMENT))


def promises(writers: list[Writer]) -> int:
    """How much was acknowledged so far."""
    return sum(writer.ledger.saves + writer.ledger.submissions for writer in writers)


def test_a_killed_server_loses_nothing_it_acknowledged_and_leaves_nothing_half_done(tried, ledgers):
    told = list(ledgers.values())
    assert [fault for ledger in told for fault in ledger.faults] == []
    assert sum(ledger.unanswered_saves for ledger in told) > KILLS / 10
    assert sum(ledger.unanswered_submissions for ledger in told) > 0
    assert sum(ledger.submissions for ledger in told) > KILLS / 4
    assert list(check(tried.settings, tried.record)) == []
    with tried.record.reading() as session:
        for application, ledger in ledgers.items():
            same = session.get(Application, application.id)
            everything_acknowledged_stands(session, same, ledger)
            every_submission_is_whole(session, same, ledger)


def everything_acknowledged_stands(session: Session, application: Application, ledger: Ledger) -> None:
    """In each place stands the text acknowledged last, or one sent after it that nobody answered."""
    shared = select(Answer).where(Answer.application_id == application.id, Answer.side == "")
    standing = {answer.question: answer.value for answer in session.scalars(shared)}
    assert [place for place, texts in ledger.may_stand.items() if standing[place] not in texts] == []
    written = [entry for entry in lived(session, application) if entry.step == "write"]
    assert len(written) >= ledger.saves


def every_submission_is_whole(session: Session, application: Application, ledger: Ledger) -> None:
    """State, snapshots, history and the mail of receipt tell the same story."""
    snapshots = application.snapshots
    entries = lived(session, application)
    submitted = [entry for entry in entries if entry.step == "submit"]
    assert [one.ordinal for one in snapshots] == list(range(1, len(snapshots) + 1))
    assert [one.sha256 for one in snapshots] == [fingerprint(one.content) for one in snapshots]
    assert [(entry.detail["ordinal"], entry.detail["sha256"]) for entry in submitted] == [
        (one.ordinal, one.sha256) for one in snapshots
    ]
    assert set(ledger.receipts) <= {one.sha256 for one in snapshots}
    assert ledger.submissions <= len(snapshots) <= ledger.submissions + ledger.unanswered_submissions
    last = next(entry for entry in reversed(entries) if entry.step in {"submit", "reopen"})
    assert application.state.value == last.target
    assert application.submitted_at == snapshots[-1].at
    assert receipts(session, application) == expected_receipts(session, application)


def lived(session: Session, application: Application) -> list[Entry]:
    """An application's history, from its first entry."""
    return list(session.scalars(select(Entry).where(Entry.subject_id == application.id).order_by(Entry.seq)))


def receipts(session: Session, application: Application) -> list[tuple[str, str, str]]:
    """Who was sent a receipt of which submission."""
    sent = select(Message).where(Message.application_id == application.id, Message.kind.startswith("receipt"))
    known = [one.sha256 for one in application.snapshots]
    return sorted(
        (message.kind, message.to, next(mark for mark in known if mark in message.body))
        for message in session.scalars(sent)
    )


def expected_receipts(session: Session, application: Application) -> list[tuple[str, str, str]]:
    """One for each investigator and each officer, for every submission."""
    office = officers(session, application.call.programme_id, application.submitted_at)
    told = [("receipt", part.pi.email) for part in application.parts]
    told += [("receipt_office", officer.email) for officer in office]
    return sorted((kind, to, one.sha256) for one in application.snapshots for kind, to in told)
