"""What is asked of former applications: which can be copied, what they said, who was on them; and deleted drafts."""

from collections.abc import Iterator
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from grants.applications.model import Answer, Application, Part, Right
from grants.applications.queries import Asked, people_of, questions_of
from grants.calls.model import Call
from grants.db import session_of
from grants.people.model import Person
from grants.rules.invitations import InvitationState

MOST = 50


@dataclass(frozen=True)
class Suggestion:
    """Somebody of the former team who could be invited again."""

    former_id: UUID
    side: str
    name: str
    email: str
    role: str
    right: Right


def to_copy(session: Session, by: Person, call: Call) -> list[Application]:
    """The applications of other calls in which this person was a principal investigator, newest first."""
    mine = select(Part.application_id).where(Part.pi_id == by.id)
    wanted = select(Application).where(Application.id.in_(mine), Application.call_id != call.id)
    return list(session.scalars(wanted.order_by(Application.changed_at.desc(), Application.id).limit(MOST)).unique())


def answers_of(application: Application) -> Iterator[tuple[Asked, Answer]]:
    """What was answered, in the order of the form."""
    for question in questions_of(application.call):
        for answer in application.answers:
            if answer.question == question.code:
                yield question, answer


def suggestions(application: Application) -> list[Suggestion]:
    """Who was on the former team, and is neither on this one nor invited to it."""
    former = (
        session_of(application).get(Application, application.copied_from_id) if application.copied_from_id else None
    )
    if former is None:
        return []
    here = {person.email for person in people_of(application)}
    here |= {one.email for one in application.invitations if one.state is InvitationState.PENDING}
    free = {part.side for part in application.parts if part.pi_id is None}
    sides = {part.side for part in application.parts}
    found = [
        *(Suggestion(part.id, part.side, part.pi.name_in("en"), part.pi.email, "", Right.PI)
          for part in former.parts if part.pi is not None and part.side in free),
        *(Suggestion(one.id, one.side, one.name, one.email, one.role, Right.EDIT if one.may_edit else Right.VIEW)
          for one in former.members if one.email and one.side in sides),
    ]  # fmt: skip
    return [one for one in found if one.email not in here]
