"""What is asked of letters."""

import uuid
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from grants.applications.model import Application
from grants.applications.queries import in_conflict
from grants.awards.model import AwardPart
from grants.calls.model import Call, Side
from grants.db import session_of
from grants.letters.model import Letter, LetterPicture, LetterWording
from grants.letters.owed import Key, owed
from grants.rules.calls import CallState
from grants.rules.letters import LetterKind, LetterState, PicturePlace, WordingState
from grants.rules.relations import is_in_conflict, sides_of


def last_issues(call: Call) -> dict[Key, int]:
    """The newest issue of every letter of a call, those thrown away among them: the next one counts on."""
    named = (Letter.application_id, Letter.side_id, Letter.kind, Letter.occasion)
    wanted = (
        select(*named, func.max(Letter.issue))
        .join(Application, Application.id == Letter.application_id)
        .where(Application.call_id == call.id)
        .group_by(*named)
    )
    return {
        (one, side, LetterKind(kind).value, occasion): issue
        for one, side, kind, occasion, issue in session_of(call).execute(wanted)
    }


def owed_by(call: Call, by: Any) -> int:
    """How many letters this officer's own side still owes."""
    if call.state not in {CallState.RELEASED, CallState.ARCHIVED}:
        return 0
    return sum(
        1 for one in owed(call, sides_of(by, call))
        if one.application.part(one.side.code).pi_id and not is_in_conflict(by, one.application)
    )  # fmt: skip


def wordings_of(call: Call, *states: WordingState) -> list[LetterWording]:
    """The wordings that officers gave the letters of a call, those in use or in other states, newest first."""
    wanted = select(LetterWording).where(
        LetterWording.call_id == call.id, LetterWording.state.in_(states or (WordingState.IN_USE,)),
    )  # fmt: skip
    return list(session_of(call).scalars(wanted.order_by(LetterWording.proposed_at.desc())))


def in_use(call: Call) -> dict[LetterKind, LetterWording]:
    """The wording in use of every kind of letter that has one of its own in this call."""
    return {one.kind: one for one in wordings_of(call)}


def pictures_of(call: Call, *states: WordingState) -> list[LetterPicture]:
    """The pictures of a call's letters, those in use or in other states, by side and place."""
    wanted = (
        select(LetterPicture)
        .join(Side, Side.id == LetterPicture.side_id)
        .where(LetterPicture.call_id == call.id, LetterPicture.state.in_(states or (WordingState.IN_USE,)))
        .order_by(Side.position, LetterPicture.place, LetterPicture.proposed_at, LetterPicture.id)
    )
    return list(session_of(call).scalars(wanted))


def shown_on(call: Call) -> dict[tuple[str, PicturePlace], str]:
    """The fingerprint of every picture that the letters of a call show, by side and place."""
    return {(one.side.code, one.place): one.sha256 for one in pictures_of(call)}


def chain_of(letter: Letter) -> list[Letter]:
    """Every issue of one letter, the first first."""
    wanted = select(Letter).where(
        Letter.application_id == letter.application_id, Letter.side_id == letter.side_id, Letter.kind == letter.kind,
        Letter.occasion == letter.occasion,
    )  # fmt: skip
    return list(session_of(letter).scalars(wanted.order_by(Letter.issue)).unique())


def of_call(session: Session, by: Any, call: Call, *states: LetterState) -> list[Letter]:
    """The letters of a call that this officer may see, by side and number."""
    wanted = (
        select(Letter)
        .join(Application, Application.id == Letter.application_id)
        .where(Application.call_id == call.id, ~in_conflict(by.id))
        .order_by(Letter.side_id, Letter.kind, Application.number)
    )
    if states:
        wanted = wanted.where(Letter.state.in_(states))
    return list(session.scalars(wanted).unique())


def to_be_printed(session: Session, call_id: uuid.UUID) -> list[uuid.UUID]:
    """Letters of a call that have their number and wait for the press."""
    return list(
        session.scalars(
            select(Letter.id)
            .join(Application, Application.id == Letter.application_id)
            .where(Application.call_id == call_id, Letter.state == LetterState.NUMBERED)
            .order_by(Letter.series, Letter.ordinal),
        ),
    )


def by_code(session: Session, code: str) -> Letter | None:
    """The letter that carries this code."""
    return session.scalar(select(Letter).where(Letter.code == code))


def counts(session: Session, call_id: uuid.UUID) -> dict[LetterState, int]:
    """How many letters of a call are in which state."""
    rows = session.execute(
        select(Letter.state, func.count())
        .join(Application, Application.id == Letter.application_id)
        .where(Application.call_id == call_id)
        .group_by(Letter.state),
    )
    return {LetterState(state): count for state, count in rows}


def is_in_writing(part: AwardPart) -> bool:
    """Whether a part's award letter is out."""
    found = session_of(part).scalar(
        select(Letter.id).where(Letter.part_id == part.id, Letter.state == LetterState.ISSUED).limit(1),
    )
    return found is not None


def issued_on(session: Session, application_id: uuid.UUID) -> list[Letter]:
    """The letters that were issued on an application; who may read which is for the law to say."""
    wanted = select(Letter).where(Letter.application_id == application_id, Letter.issued_at.is_not(None))
    return list(session.scalars(wanted.order_by(Letter.series, Letter.ordinal, Letter.issue)).unique())
