"""Whether somebody may hand in anything new while a report of theirs is missing."""

from collections.abc import Iterable
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from grants.applications.model import Hold
from grants.calls.model import Call
from grants.db import session_of
from grants.rules.refusal import Refused
from grants.words import say


def holds_on(session: Session, people: Iterable[UUID | None], programme_id: UUID) -> list[Hold]:
    """What is held against these people in a programme, the oldest first."""
    wanted = select(Hold).where(
        Hold.person_id.in_([key for key in people if key]), Hold.programme_id == programme_id,
        Hold.lifted_at.is_(None),
    )  # fmt: skip
    return list(session.scalars(wanted.order_by(Hold.due_on, Hold.ref)))


def refuse_if_held(call: Call, people: Iterable[UUID | None], by: UUID) -> None:
    """Nothing new of somebody who owes a report; which one is told to nobody but them."""
    held = holds_on(session_of(call), people, call.programme_id)
    own = next((one for one in held if one.person_id == by), None)
    if own is not None:
        raise Refused(say(
            "You owe the report on %(ref)s, which was due on %(day)s. Until it is accepted or waived you cannot apply.",
            ref=own.ref, day=own.due_on,
        ))  # fmt: skip
    if held:
        raise Refused(say("An investigator of this application owes this programme a report; they were told which."))
