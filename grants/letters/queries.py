"""What is asked of letters."""

import uuid
from collections.abc import Iterable
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session, selectinload

from grants.applications.model import Application
from grants.applications.queries import in_conflict
from grants.awards.model import Award, AwardPart
from grants.calls.model import Call, Side
from grants.db import session_of
from grants.letters.model import Letter
from grants.rules.applications import ApplicationState
from grants.rules.calls import CallState
from grants.rules.letters import LetterState
from grants.rules.relations import is_in_conflict, sides_of

REFUSED = frozenset({ApplicationState.DECLINED, ApplicationState.INELIGIBLE})


def waiting_for_letter(call: Call, sides: set[str]) -> Iterable[tuple[Application, AwardPart | None, Side]]:
    """What is owed a letter and has none: a part of an award, or a refusal; one for each side."""
    session = session_of(call)
    written = {
        (application, side)
        for application, side in session.execute(
            select(Letter.application_id, Letter.side_id)
            .join(Application, Application.id == Letter.application_id)
            .where(Application.call_id == call.id, Letter.state != LetterState.VOID),
        )
    }
    for part in session.scalars(parts_awarded(call)).unique():
        if part.side.code in sides and (part.award.application_id, part.side_id) not in written:
            yield part.award.application, part, part.side
    refused = select(Application).where(Application.call_id == call.id, Application.state.in_(REFUSED))
    for application in session.scalars(refused.order_by(Application.number)).unique():
        for side in (call.side(part.side) for part in application.parts):
            if side.code in sides and (application.id, side.id) not in written:
                yield application, None, side


def last_issues(call: Call) -> dict[tuple[uuid.UUID, uuid.UUID, str], int]:
    """The newest issue of every letter of a call, those thrown away among them: the next one counts on."""
    wanted = (
        select(Letter.application_id, Letter.side_id, Letter.kind, func.max(Letter.issue))
        .join(Application, Application.id == Letter.application_id)
        .where(Application.call_id == call.id)
        .group_by(Letter.application_id, Letter.side_id, Letter.kind)
    )
    return {(one, side, kind): issue for one, side, kind, issue in session_of(call).execute(wanted)}


def owed_by(call: Call, by: Any) -> int:
    """How many letters this officer's own side still owes."""
    if call.state not in {CallState.RELEASED, CallState.ARCHIVED}:
        return 0
    return sum(
        1 for application, _part, side in waiting_for_letter(call, sides_of(by, call))
        if application.part(side.code).pi_id and not is_in_conflict(by, application)
    )  # fmt: skip


def parts_awarded(call: Call) -> Any:
    """Every side's part of every award of a call."""
    return (
        select(AwardPart)
        .join(Award, Award.id == AwardPart.award_id)
        .join(Application, Application.id == Award.application_id)
        .where(Application.call_id == call.id)
        .order_by(Application.number, AwardPart.position)
        .options(selectinload(AwardPart.award).selectinload(Award.application))
    )


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
    return list(session.scalars(wanted.order_by(Letter.side_id)).unique())
