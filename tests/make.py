"""How tests get their things: by really doing the deeds, in the order life does them."""

import unicodedata
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from grants import clock
from grants.applications import actions as applications
from grants.applications.actions import BudgetRow, Written
from grants.applications.actions.inviting import Invited
from grants.applications.model import Application, Invitation, Right
from grants.applications.queries import questions_of
from grants.calls import actions as calls
from grants.calls.definition import read, shipped
from grants.calls.model import Call, Membership
from grants.people.model import Institution, Person
from grants.rules.relations import THE_CLOCK
from tests import cast as company
from tests.cast import Cast


HOUR = timedelta(hours=1)


@dataclass
class House:
    """A published call with its cast."""

    session: Session
    cast: Cast
    call: Call
    at: datetime

    @property
    def first(self) -> str:
        return self.call.sides[0].code

    @property
    def second(self) -> str:
        return self.call.sides[1].code


def members(session: Session, call: Call, side: str) -> list[Institution]:
    """The universities of one side, in a stable order."""
    found = session.scalars(
        select(Membership).where(Membership.programme_id == call.programme_id, Membership.side == side),
    )
    return sorted((one.institution for one in found), key=lambda one: one.ror or "")


def drafted(session: Session, at: datetime, name: str = "mirai-2022") -> House:
    """A call as its first officer has written it."""
    definition = read(shipped()[name].read_text())
    cast = company.assemble(session, at)
    programme = calls.open_programme(session, definition, THE_CLOCK)
    for person, side in ((cast.olu, definition.sides[0].code), (cast.uma, definition.sides[1].code)):
        company.officer(person, programme.id, side, at)
    session.flush()
    call = calls.create_call(session, definition, cast.olu, at)
    return House(session, cast, call, at)


def opened(session: Session, at: datetime, name: str = "mirai-2022") -> House:
    """The same call, published by both sides, with chair, reviewers and auditor appointed."""
    house = drafted(session, at, name)
    calls.propose(house.call, house.cast.olu, at)
    calls.publish(house.call, house.cast.uma, at)
    company.appoint(session, house.cast, house.call, at)
    company.place(house.cast.ada, members(session, house.call, house.first)[0])
    company.place(house.cast.ben, members(session, house.call, house.second)[0])
    session.flush()
    house.at = max(at, house.call.opens_at + timedelta(days=1))
    clock.stop(house.at)
    return house


def first_section(call: Call) -> str:
    """The section at whose head the title stands."""
    return questions_of(call)[0].section


def answer_to(question: Any, side: str, call: Call) -> Any:
    """An honest answer to any kind of question."""
    by_kind = {
        "text": "Ageing together: 高齢社会 and åldrande",
        "long": "We study this together, on both sides, with early-career researchers in the lead. " * 4,
        "yes_no": "no",
        "date": "2022-05-01",
        "number": "3",
        "money": "1000",
        "link": "https://example.org/plan",
        "country": "JP",
    }
    if question.kind == "theme":
        return call.themes[0].code
    if question.kind == "choice":
        return question.choices[0]["code"]
    if question.kind == "choices":
        return [question.choices[0]["code"]]
    return by_kind[question.kind]


def answers(application: Application) -> list[Written]:
    """An answer to everything that is asked."""
    return [
        Written(question.code, answer_to(question, side, application.call), side)
        for question in questions_of(application.call)
        for side in ([part.side for part in application.parts] if question.per_side else [""])
        if question.kind != "file"
    ]


def started(house: House, lead: Person | None = None, at: datetime | None = None) -> Application:
    """An application that its first investigator has started."""
    return applications.start(house.call, house.first, lead or house.cast.ada, at or house.at)


def joined(house: House, lead: Person | None = None, partner: Person | None = None, at: datetime | None = None) -> Application:
    """The same, with the other side's investigator, who came by the link."""
    at, partner = at or house.at, partner or house.cast.ben
    application = started(house, lead, at)
    whom = Invited(partner.email, "Partner", house.second, Right.PI)
    invitation = applications.invite(application, whom, application.parts[0].pi, at)
    applications.accept_invitation(invitation, partner, at)
    return application


def written(house: House, application: Application | None = None, at: datetime | None = None) -> Application:
    """The same, with every question answered and both budgets filled in, each by its own side."""
    at = at or house.at
    application = application or joined(house, at=at)
    lead, partner = (application.part(side).pi for side in (house.first, house.second))
    said = answers(application)
    applications.write(application, [one for one in said if one.side in {"", house.first}], lead, at)
    applications.write(application, [one for one in said if one.side == house.second], partner, at)
    for part in application.parts:
        fill_part(house, part, at)
    return application


def fill_part(house: House, part: Any, at: datetime) -> None:
    """One side's university and budget: its whole cap."""
    side = house.call.side(part.side)
    amount = str(side.cap).split(" ", 1)[1]
    applications.set_budget(part, [BudgetRow(side.categories[0], "Two visits", amount)], part.pi, at)


def submitted(house: House, application: Application | None = None, at: datetime | None = None) -> Application:
    """The same, confirmed by both and submitted."""
    at = at or house.at
    application = written(house, application, at)
    for part in application.parts:
        applications.confirm(application, application.content_version, part.pi, at)
    applications.submit(application, application.content_version, application.lead.pi, at)
    return application


def newest_invitation(session: Session) -> Invitation:
    return session.scalars(select(Invitation).order_by(Invitation.sent_at.desc())).first()


def plain(text: str) -> str:
    """Text without the spaces and dashes that typesetting puts in."""
    return " ".join(unicodedata.normalize("NFKC", text).split())
