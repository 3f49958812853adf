"""What happens between the close of a call and its decisions, done as it is done."""

from dataclasses import dataclass
from datetime import timedelta

from sqlalchemy import select

from grants import clock
from grants.applications import actions as applications
from grants.applications.model import Application, ConflictKind
from grants.people.model import Appointment, Person
from grants.reviews import actions
from grants.reviews.actions import Asked, Judgement
from grants.reviews.model import Assignment, Review
from grants.rules.calls import closes_at
from grants.rules.roles import Role
from tests import cast, make
from tests.make import House


@dataclass
class Judging:
    house: House
    application: Application
    other: Application

    @property
    def cast(self):
        return self.house.cast

    @property
    def call(self):
        return self.house.call

    @property
    def at(self):
        return self.house.at

    @property
    def session(self):
        return self.house.session

    def member(self, person: Person) -> Appointment:
        return self.session.scalars(
            select(Appointment).where(Appointment.person_id == person.id, Appointment.role == Role.REVIEWER),
        ).one()

    def asked(self, person: Person, application: Application | None = None, by: Person | None = None) -> Assignment:
        one = Asked(application or self.application, self.member(person))
        return actions.assign([one], by or self.cast.olu, self.at)[0]

    def accepted(self, person: Person, application: Application | None = None) -> Review:
        return actions.accept(self.asked(person, application), person, self.at)

    def whole(self, mark: int = 4) -> Judgement:
        marks = {criterion.code: mark for criterion in self.call.criteria}
        return Judgement(marks, 3, "For the panel: solid.", "A clear plan.", "scribbled aside")

    def reviewed(self, person: Person, application: Application | None = None, mark: int = 4) -> Review:
        review = self.accepted(person, application)
        actions.score(review, self.whole(mark), person, self.at)
        self.session.flush()
        actions.submit(review, person, self.at)
        return review

    def conflicted(self, assignment: Assignment, person: Person) -> None:
        actions.declare_conflict(assignment, "We wrote a book together", person, self.at)
        why = (ConflictKind.DECLARED, "We wrote a book together")
        applications.record_conflict(assignment.application, person, why, person, self.at)
        self.session.flush()


def closed(session, at):
    """A call that has closed over two applications, each with a team of its own."""
    house = make.opened(session, at)
    for person, side in ((house.cast.max, house.first), (house.cast.vic, house.second)):
        cast.place(person, make.members(session, house.call, side)[1])
    first = make.submitted(house)
    other = make.submitted(house, make.joined(house, lead=house.cast.max, partner=house.cast.vic))
    session.flush()
    house.at = closes_at(house.call) + timedelta(days=1)
    clock.stop(house.at)
    return Judging(house, first, other)
