"""What the record holds of a person, side by side, and until when."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from grants.applications.model import Application
from grants.applications.queries.lists import on_team
from grants.people.model import Person
from grants.rules.applications import LIVE
from grants.rules.keeping import Held, kept_until
from grants.rules.shapes import sides_in


def held_of(session: Session, person: Person) -> list[Held]:
    """Every application on whose team the person is, once for each side that keeps it; a draft is kept by nobody."""
    wanted = select(Application).where(on_team(person.id)).order_by(Application.number, Application.id)
    return [
        Held(one.ref, side, kept_until(one.call.ends_on, one.call.side(side).keep_years), one.state in LIVE)
        for one in session.scalars(wanted).unique()
        if one.submitted_at is not None or one.state in LIVE
        for side in sides_in(one)
    ]
