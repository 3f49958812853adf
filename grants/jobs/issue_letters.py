"""Letters that have their number are printed one by one, kept, and told of; killed anywhere, it goes on where it was."""

import uuid

from grants.db import Record
from grants.files.store import Store
from grants.jobs.engine import Work, job
from grants.letters import actions
from grants.letters.compose import LetterFacts
from grants.letters.engine import Engine, PrintError
from grants.letters.frozen import thaw
from grants.letters.glyphs import MissingGlyph
from grants.letters.model import Letter
from grants.letters.queries import to_be_printed
from grants.rules.letters import LetterState

PRESSES = 2
KIND = "issue_letters"


@job(KIND)
def run(work: Work) -> None:
    """Print every numbered letter of a call; what cannot be printed says why and waits for an officer."""
    call_id = uuid.UUID(work.payload["call_id"])
    with work.record.transaction() as session:
        waiting = to_be_printed(session, call_id)
    store = Store(work.settings.data_folder / "files")
    with Engine(PRESSES) as engine:
        for done, letter_id in enumerate(waiting):
            work.report(done, len(waiting))
            issue(work, letter_id, engine, store)
    work.report(len(waiting), len(waiting))


def issue(work: Work, letter_id: uuid.UUID, engine: Engine, store: Store) -> None:
    """Print one letter with no transaction open, keep its bytes, then say in one transaction that they are it."""
    facts = frozen_facts(work.record, letter_id)
    try:
        sha256 = store.keep(engine.render(facts))
    except (MissingGlyph, PrintError) as fault:
        with work.record.transaction() as session:
            actions.could_not_be_printed(session.get_one(Letter, letter_id), str(fault))
        return
    with work.record.transaction() as session:
        letter = session.get_one(Letter, letter_id, with_for_update={"of": Letter})
        if letter.state is LetterState.NUMBERED:
            actions.put_into_writing(letter, sha256, work.at)


def frozen_facts(record: Record, letter_id: uuid.UUID) -> LetterFacts:
    """What the letter says, as it was frozen with its number."""
    with record.reading() as session:
        return thaw(LetterFacts, session.get_one(Letter, letter_id).facts)
