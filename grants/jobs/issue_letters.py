"""Letters that have their number are printed one by one, kept, and told of; killed anywhere, it goes on from there."""

import uuid
from collections.abc import Iterator, Sequence
from concurrent.futures import Future
from contextlib import closing, contextmanager
from datetime import datetime

from grants.config import Settings
from grants.db import Record
from grants.files.store import Lost, Store
from grants.jobs.engine import Work, job
from grants.letters import actions
from grants.letters.compose import LetterFacts
from grants.letters.engine import Engine, PrintError, Seal
from grants.letters.frozen import thaw
from grants.letters.glyphs import MissingGlyph
from grants.letters.model import Letter
from grants.letters.queries import to_be_printed
from grants.rules.letters import LetterState

PRESSES = 2
KIND = "issue_letters"
Tools = tuple[Engine, Store, Seal | None]


@job(KIND)
def run(work: Work) -> None:
    """Print every numbered letter of a call; what cannot be printed says why and waits for an officer."""
    call_id = uuid.UUID(work.payload["call_id"])
    with work.record.transaction() as session:
        waiting = to_be_printed(session, call_id)
    store = Store(work.settings.data_folder / "files")
    with Engine(PRESSES) as engine, sealed(work.settings) as seal:
        for done, _ in enumerate(press(work.record, waiting, (engine, store, seal), work.at), start=1):
            work.report(done, len(waiting))


@contextmanager
def sealed(settings: Settings) -> Iterator[Seal | None]:
    """The digital seal, if this installation has a certificate."""
    if settings.sealed_with is None:
        yield None
        return
    with closing(Seal(settings.sealed_with, settings.passphrase)) as seal:
        yield seal


def press(record: Record, waiting: Sequence[uuid.UUID], tools: Tools, at: datetime) -> Iterator[uuid.UUID]:
    """Print letters, as many side by side as there are presses; each is kept and told of before the next is taken."""
    engine, store, seal = tools
    for group in batched(waiting, PRESSES):
        started = [(letter_id, begun(record, letter_id, engine, store)) for letter_id in group]
        for letter_id, printing in started:
            issue(record, letter_id, (printing, store, seal), at)
            yield letter_id


def begun(record: Record, letter_id: uuid.UUID, engine: Engine, store: Store) -> Future[bytes]:
    """Hand a letter's frozen facts to the next free press; no transaction is open meanwhile."""
    with record.reading() as session:
        facts = thaw(LetterFacts, session.get_one(Letter, letter_id).facts)
    try:
        return engine.begin(facts.illustrated(store.open))
    except Lost as lost:
        never: Future[bytes] = Future()
        never.set_exception(PrintError(f"A picture of this letter cannot be read: {lost}"))
        return never


def issue(record: Record, letter_id: uuid.UUID, made: tuple[Future[bytes], Store, Seal | None], at: datetime) -> None:
    """Keep a letter's bytes, then say in one transaction that they are it; or why it could not be printed."""
    printing, store, seal = made
    try:
        printed = printing.result()
        sha256 = store.keep(seal.put_on(printed) if seal else printed)
    except (MissingGlyph, PrintError) as fault:
        with record.transaction() as session:
            actions.could_not_be_printed(session.get_one(Letter, letter_id), str(fault))
        return
    with record.transaction() as session:
        letter = session.get_one(Letter, letter_id, with_for_update={"of": Letter})
        if letter.state is LetterState.NUMBERED:
            actions.put_into_writing(letter, sha256, at)


def batched(all_of_them: Sequence[uuid.UUID], size: int) -> Iterator[Sequence[uuid.UUID]]:
    """So many at a time."""
    return (all_of_them[start : start + size] for start in range(0, len(all_of_them), size))
