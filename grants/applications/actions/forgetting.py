"""What stands of a forgotten person in applications beside what was handed in, which stays under its seal."""

from sqlalchemy import update
from sqlalchemy.orm import Session

from grants.applications.model import Invitation, TeamMember
from grants.people.model import Person
from grants.rules.keeping import pseudonym_of


def forget_in_teams(session: Session, person: Person) -> None:
    """Write the pseudonym for the name and address on every team, and on the invitations that were sent there."""
    name, address = pseudonym_of(person)
    told = {"name": name, "email": address}
    session.execute(update(Invitation).where(Invitation.email == person.email).values(told))
    session.execute(update(TeamMember).where(TeamMember.person_id == person.id).values(told))
