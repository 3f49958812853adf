"""Who reads what reviewers wrote, when the next round shows more of it."""

from sqlalchemy import exists, func, select
from sqlalchemy.orm import Session, aliased

from grants.applications.model import Application
from grants.applications.queries import in_conflict
from grants.calls.model import Call
from grants.people.model import Person
from grants.reviews.model import Assignment
from grants.rules.phases import opens_reviews
from grants.rules.reviews import AssignmentState


def new_readers(session: Session, by: Person, call: Call) -> list[Person]:
    """The reviewers who come to read what another wrote when the next round begins, as far as this person may know."""
    if not opens_reviews(call):
        return []
    other, accepted = aliased(Assignment), AssignmentState.ACCEPTED
    beside = exists().where(
        other.application_id == Assignment.application_id, other.id != Assignment.id, other.state == accepted,
    )  # fmt: skip
    judging = (
        select(Assignment.reviewer_id).join(Assignment.application)
        .where(Application.call_id == call.id, Assignment.state == accepted, beside, ~in_conflict(by.id))
    )  # fmt: skip
    wanted = select(Person).where(Person.id.in_(judging))
    return list(session.scalars(wanted.order_by(func.lower(Person.family_latin), func.lower(Person.family), Person.id)))
