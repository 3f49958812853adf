"""The verbs of letters: prepared by one officer, numbered by one of another side, put into writing by the clock."""

import secrets
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import select
from sqlalchemy.orm import Session

from grants.applications.model import Application
from grants.awards.model import AwardPart
from grants.calls.model import Call, Side
from grants.db import session_of
from grants.letters.fonts import coverage
from grants.letters.frozen import freeze
from grants.letters.glyphs import refuse_missing
from grants.letters.model import Letter, LetterCounter
from grants.letters.queries import last_issues, waiting_for_letter
from grants.letters.wording import Numbered, facts_of
from grants.mail import post
from grants.mail.outbox import Telling
from grants.people.model import Person
from grants.rules import letters as law
from grants.rules.letters import LetterKind
from grants.rules.refusal import Refused
from grants.rules.relations import THE_CLOCK, sides_of
from grants.words import say

ANSWER = say("Please accept or decline your part of the award by the date in the letter.")


@dataclass(frozen=True)
class Due:
    """A letter that should be written: to whom, on which side, and the part of the award it is about."""

    application: Application
    side: Side
    part: AwardPart | None


def prepare(call: Call, by: Person, at: datetime) -> list[Letter]:
    """Prepare every letter of one's own side that is still owed: award letters, and regrets to the others."""
    mine, earlier = sides_of(by, call), last_issues(call)
    side_of_hand = next(iter(sorted(mine)), "")
    prepared = []
    for application, part, side in waiting_for_letter(call, mine):
        letter = letter_for(Due(application, side, part), by, side_of_hand, at)
        if letter is not None and law.may_prepare(by, letter):
            letter.issue = earlier.get((application.id, side.id, letter.kind), 0) + 1
            session_of(call).add(letter)
            letter.begin(by, at, kind=letter.kind.value, side=side.code)
            prepared.append(letter)
    if not prepared:
        raise Refused(say("No letter of your side is owed just now."))
    return prepared


def letter_for(due: Due, by: Person, side_of_hand: str, at: datetime) -> Letter | None:
    """A letter not yet on record, or nothing where there is nobody to write to."""
    addressee = due.application.part(due.side.code).pi
    if addressee is None:
        return None
    return Letter(
        application=due.application, application_id=due.application.id, side=due.side, side_id=due.side.id,
        part=due.part, part_id=due.part.id if due.part else None, addressee=addressee, addressee_id=addressee.id,
        kind=LetterKind.AWARD if due.part else LetterKind.REGRET, language=due.side.language,
        code=secrets.token_hex(16), facts={}, drafted_by_id=by.id, drafted_by_side=side_of_hand, drafted_at=at,
    )  # fmt: skip


def number(letters: Sequence[Letter], base_url: str, by: Person, at: datetime) -> None:
    """Issue prepared letters: each gets the next number of its series, and what it says is frozen with it.

    A letter with a character that no face has is refused before any number is spent.
    """
    for letter in sorted(letters, key=lambda one: (one.side.position, one.kind, one.application.number)):
        on = at.astimezone(ZoneInfo(letter.side.zone)).date()
        letter.series = letter.side.letter_prefix
        letter.ordinal = next_in(session_of(letter), letter.series)
        letter.number = f"{letter.series}{letter.ordinal:03d}"
        facts = facts_of(letter, Numbered(letter.number, on, base_url))
        refuse_missing(facts, coverage())
        letter.facts = freeze(facts)
        letter.issued_by_id = by.id
        letter.take(law.NUMBER, by, at, number=letter.number)


def next_in(session: Session, series: str) -> int:
    """The next number of a series: the counter moves in the same transaction as the letter, so no number is lost."""
    counter = session.scalar(select(LetterCounter).where(LetterCounter.series == series).with_for_update())
    if counter is None:
        counter = LetterCounter(series=series, last=0)
        session.add(counter)
    counter.last += 1
    session.flush()
    return counter.last


def put_into_writing(letter: Letter, sha256: str, at: datetime) -> None:
    """The printed bytes are kept: from now on they are the letter, and its addressee is told."""
    letter.sha256, letter.issued_at, letter.fault = sha256, at, ""
    letter.take(law.ISSUE, THE_CLOCK, at, sha256=sha256)
    tell(letter, at)


def tell(letter: Letter, at: datetime) -> None:
    """Tell the addressee that the letter is there."""
    award = letter.part.award_id if letter.part else None
    post(
        session_of(letter), letter.addressee,
        Telling(
            kind="letter",
            subject=say("Your letter %(number)s", number=letter.number),
            paragraphs=(
                say("The letter about “%(title)s” is ready for you to download.", title=letter.application.title),
                *((ANSWER,) if award else ()),
            ),
            link=f"/my/awards/{award}" if award else f"/my/letters/{letter.id}",
            call_id=letter.call_id, application_id=letter.application_id,
        ),
        at,
    )  # fmt: skip


def could_not_be_printed(letter: Letter, why: str) -> None:
    """Keep why a numbered letter could not be printed; an officer sees it, and it is tried again."""
    letter.fault = why[:1000]


def discard(letters: Iterable[Letter], by: Any, at: datetime) -> None:
    """Throw prepared letters away; they never had a number."""
    for letter in letters:
        letter.take(law.DISCARD, by, at)
