"""The verbs of letters: prepared by one officer, numbered by one of another side, put into writing by the clock."""

import secrets
from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import select
from sqlalchemy.orm import Session

from grants.calls.model import Call
from grants.db import session_of
from grants.letters.frozen import freeze
from grants.letters.model import Letter, LetterCounter
from grants.letters.owed import Owed, owed
from grants.letters.queries import chain_of, in_use, last_issues, shown_on
from grants.letters.soundness import refuse_unsound
from grants.letters.wording import Numbered, facts_of
from grants.mail import post
from grants.mail.outbox import Telling
from grants.people.model import Person
from grants.rules import letters as law
from grants.rules.refusal import Refused
from grants.rules.relations import THE_CLOCK, acting_side, sides_of
from grants.words import say

ANSWER = say("Please accept or decline your part of the award by the date in the letter.")


def prepare(call: Call, by: Person, at: datetime) -> list[Letter]:
    """Prepare every letter of one's own side that is still owed, of whatever kind."""
    mine, earlier = sides_of(by, call), last_issues(call)
    prepared = []
    for one in owed(call, mine):
        letter = letter_for(one, by, at)
        if letter is not None and law.may_prepare(by, letter):
            letter.issue = earlier.get(one.key, 0) + 1
            prepared.append(begun(letter, by, at))
    if not prepared:
        raise Refused(say("No letter of your side is owed just now."))
    return prepared


def begun(letter: Letter, by: Person, at: datetime) -> Letter:
    """Put a new letter on record."""
    session_of(letter.application).add(letter)
    letter.begin(by, at, kind=letter.kind.value, side=letter.side.code)
    return letter


def letter_for(one: Owed, by: Person, at: datetime) -> Letter | None:
    """A letter not yet on record, or nothing where there is nobody to write to."""
    addressee = one.part.pi if one.part else one.application.part(one.side.code).pi
    if addressee is None:
        return None
    return Letter(
        application=one.application, application_id=one.application.id, side=one.side, side_id=one.side.id,
        part=one.part, part_id=one.part.id if one.part else None, addressee=addressee, addressee_id=addressee.id,
        kind=one.kind, occasion=one.occasion, language=one.side.language, code=secrets.token_hex(16), facts={},
        drafted_by_id=by.id, drafted_by_side=acting_side(by, one.application.call) or "", drafted_at=at,
    )  # fmt: skip


def replace_by_new(letter: Letter, reason: str, by: Person, at: datetime) -> Letter:
    """Prepare a new issue of an issued letter; the old one holds until the new one is in writing."""
    letter.allow(law.REPLACE, by, at)
    if not reason.strip():
        raise Refused(say("Say why the letter is issued anew: it stays on record."), "reason")
    chain = chain_of(letter)
    if chain[-1].state in {law.LetterState.DRAFT, law.LetterState.NUMBERED}:
        raise Refused(say("A new issue of this letter is prepared already."), "reason")
    letter.take(law.REPLACE, by, at, reason=reason)
    owing = Owed(letter.application, letter.side, letter.kind, letter.part, letter.occasion)
    fresh = letter_for(owing, by, at)
    if fresh is None:
        raise Refused(say("There is nobody to write to."), "reason")
    fresh.issue, fresh.replaces, fresh.replaces_id = chain[-1].issue + 1, letter, letter.id
    return begun(fresh, by, at)


def number(letters: Sequence[Letter], base_url: str, by: Person, at: datetime) -> None:
    """Issue prepared letters: each gets the next number of its series, and what it says is frozen with it.

    One letter that says something untrue or cannot be set stops them all before any number is spent.
    """
    own = {one.id: (in_use(one), shown_on(one)) for one in {letter.application.call for letter in letters}}
    for letter in sorted(letters, key=lambda one: (one.side.position, one.kind, one.application.number)):
        on = at.astimezone(ZoneInfo(letter.side.zone)).date()
        letter.series = letter.side.letter_prefix
        letter.ordinal = next_in(session_of(letter), letter.series)
        letter.number = f"{letter.series}{letter.ordinal:03d}"
        facts = facts_of(letter, Numbered(letter.number, on, base_url, *own[letter.call_id]))
        refuse_unsound(letter, facts)
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
    if letter.replaces is not None and letter.replaces.state is law.LetterState.ISSUED:
        letter.replaces.take(law.SUPERSEDE, THE_CLOCK, at, by_number=letter.number)
    tell(letter, at)


def tell(letter: Letter, at: datetime) -> None:
    """Tell the addressee that the letter is there."""
    award = letter.part.award_id if letter.part else None
    old = letter.replaces.number if letter.replaces else ""
    post(
        session_of(letter), letter.addressee,
        Telling(
            kind="letter",
            subject=say("Your letter %(number)s", number=letter.number),
            paragraphs=(
                say("The letter about “%(title)s” is ready for you to download.", title=letter.application.title),
                *((say("It replaces letter %(number)s, which no longer holds.", number=old),) if old else ()),
                *((ANSWER,) if letter.kind in law.OFFERING else ()),
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
