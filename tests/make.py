"""How tests get their things: by really doing the deeds, in the order life does them."""

import unicodedata
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import cache
from pathlib import Path
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from grants import clock
from grants.applications import actions as applications
from grants.applications.actions import BudgetRow, Named, Written
from grants.applications.actions.inviting import Invited
from grants.applications.model import Application, Invitation, Right
from grants.applications.queries import questions_of
from grants.applications.signatures import mark, sign_offs
from grants.awards import actions as awards
from grants.awards.model import Award
from grants.calls import actions as calls
from grants.calls.definition import CallDefinition, read, shipped
from grants.calls.model import Call, Membership
from grants.decisions import actions as decisions
from grants.decisions.actions import Advice
from grants.decisions.queries import cases_of
from grants.letters import actions as letters
from grants.letters.queries import is_in_writing, owed_by
from grants.money import Money
from grants.people.model import Appointment, Institution, Person
from grants.reports import actions as reports
from grants.reports.model import Report
from grants.reports.queries import parts_in
from grants.reports.queries import questions_in as asked_in_report
from grants.reviews import actions as reviews
from grants.reviews.actions import Asked, Judgement
from grants.reviews.model import Review
from grants.rules.answers import sides_asked
from grants.rules.calls import closes_at
from grants.rules.decisions import Recommendation
from grants.rules.owing import FINAL_CODE
from grants.rules.relations import THE_CLOCK
from grants.rules.roles import Role
from grants.rules.shapes import leading, sides_in
from tests import cast as company
from tests.cast import Cast

HERE = Path(__file__).parent
DEFINITIONS = shipped() | {path.stem: path for path in (HERE / "calls").glob("*.yaml")}
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
        return self.call.sides[min(1, len(self.call.sides) - 1)].code

    def officer(self, side: str) -> Person:
        return self.cast.olu if side == self.first else self.cast.uma


def members(session: Session, call: Call, side: str) -> list[Institution]:
    """The universities of one side, in a stable order."""
    found = session.scalars(
        select(Membership).where(Membership.programme_id == call.programme_id, Membership.side == side),
    )
    return sorted((one.institution for one in found), key=lambda one: one.ror or "")


def drafted(session: Session, at: datetime, name: str = "mirai-2022") -> House:
    """A call as its first officer has written it."""
    return drafted_from(session, at, definition_of(name))


@cache
def definition_of(name: str) -> CallDefinition:
    """What a definition file states: it is read once."""
    return read(DEFINITIONS[name].read_text())


def drafted_from(session: Session, at: datetime, definition: CallDefinition) -> House:
    """The same of any definition; one officer serves on its first side, one on all others."""
    cast = company.assemble(session, at)
    programme = calls.open_programme(session, definition, THE_CLOCK)
    first, *others = [side.code for side in definition.sides]
    company.officer(cast.olu, programme.id, first, at)
    for side in others or [first]:
        company.officer(cast.uma, programme.id, side, at)
    session.flush()
    call = calls.create_call(session, definition, cast.olu, at)
    return House(session, cast, call, at)


def opened(session: Session, at: datetime, name: str = "mirai-2022") -> House:
    """The same call, published by both sides, with chair, reviewers and auditor appointed."""
    return published(drafted(session, at, name))


def published(house: House) -> House:
    """A draft that both sides have published, with chair, reviewers and auditor appointed; the day after it opens."""
    session, at = house.session, house.at
    calls.propose(house.call, house.cast.olu, at)
    calls.publish(house.call, house.cast.uma, at)
    company.appoint(session, house.cast, house.call, at)
    for person, side in zip((house.cast.ada, house.cast.ben, house.cast.vic), house.call.sides, strict=False):
        company.place(person, members(session, house.call, side.code)[0])
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
        "person": {"name": "Hana Rei", "email": "hana@example.org", "affiliation": "Example University"},
        "table": [{one["code"]: cell_for(one) for one in question.columns}],
    }
    if question.kind == "theme":
        return call.themes[0].code
    if question.kind == "choice":
        return question.choices[0]["code"]
    if question.kind == "choices":
        return [question.choices[0]["code"]]
    return by_kind[question.kind]


def cell_for(column: dict[str, Any]) -> str:
    """An honest answer in one cell of a table."""
    by_kind = {"text": "A visit", "number": "3", "money": "1000", "date": "2022-05-01"}
    return by_kind.get(column["kind"]) or str(column["choices"][0]["code"])


def answers(application: Application) -> list[Written]:
    """An answer to everything that is asked."""
    return [
        Written(question.code, answer_to(question, side, application.call), side)
        for question in questions_of(application.call)
        for side in sides_asked(question, sides_in(application))
        if question.kind != "file"
    ]


def started(house: House, lead: Person | None = None, at: datetime | None = None) -> Application:
    """An application that its first investigator has started."""
    return applications.start(house.call, leading(house.call)[0].code, lead or house.cast.ada, at or house.at)


def joined(
    house: House, lead: Person | None = None, partner: Person | None = None, at: datetime | None = None
) -> Application:
    """The same, with the other sides' investigators, who came by the link, and the team that the call asks for."""
    at = at or house.at
    application = started(house, lead, at)
    empty = [part.side for part in application.parts if part.pi is None]
    for side, person in zip(empty, (partner or house.cast.ben, house.cast and house.cast.vic), strict=False):
        whom = Invited(person.email, "Partner", side, Right.PI)
        invitation = applications.invite(application, whom, application.lead.pi, at)
        applications.accept_invitation(invitation, person, at)
    return teamed(house, application, at)


def teamed(house: House, application: Application, at: datetime | None = None) -> Application:
    """The same, with the team that the call asks for."""
    at = at or house.at
    for role in house.call.team_roles:
        for number in range(role["least"]):
            whom = Invited(f"{role['code']}{number}@example.org", f"Team {number}", application.lead_side, Right.VIEW,
                           role["code"], doctoral_student=True)  # fmt: skip
            applications.invite(application, whom, application.lead.pi, at)
    return application


def written(house: House, application: Application | None = None, at: datetime | None = None) -> Application:
    """The same, with every question answered and both budgets filled in, each by its own side."""
    at = at or house.at
    application = application or joined(house, at=at)
    said = answers(application)
    for part in application.parts:
        mine = {"", part.side} if part is application.lead else {part.side}
        applications.write(application, [one for one in said if one.side in mine], part.pi, at)
    for part in application.parts:
        fill_part(house, part, at)
    return application


def fill_part(house: House, part: Any, at: datetime) -> None:
    """One side's university and budget: its whole cap."""
    side = house.call.side(part.side)
    if not side.pays:
        return
    amount = str(side.cap_for(part.application.theme)).split(" ", 1)[1]
    applications.set_budget(part, [BudgetRow(side.categories[0], "Two visits", amount)], part.pi, at)


def submitted(house: House, application: Application | None = None, at: datetime | None = None) -> Application:
    """The same, confirmed by both and submitted."""
    at = at or house.at
    application = signed(written(house, application, at), at)
    for part in application.parts:
        applications.confirm(application, application.content_version, part.pi, at)
    applications.submit(application, application.content_version, application.lead.pi, at)
    return application


def signed(application: Application, at: datetime) -> Application:
    """The same, with the signatures that the call asks for."""
    for wanted in sign_offs(application):
        whom = Named(wanted.asked.code, "Signer", f"signer.{wanted.side.code.lower()}@example.org", "Dean's office")
        asked = applications.ask_to_sign(application, whom, application.part(wanted.side.code).pi, at)
        applications.sign(asked, mark(application, wanted.side.code), "", at)
    return application


def pair(house: House, number: int) -> tuple[Person, Person]:
    """Two more investigators, one at a university of each side; not at those of the reviewers."""
    found = []
    for side, language in ((house.first, "ja"), (house.second, "sv")):
        homes = members(house.session, house.call, side)
        person = Person(
            email=f"pi{number}.{side.lower()}@example.org", family=f"Invented{number}", given=side.title(),
            language=language, zone=house.call.side(side).zone, created_at=house.at, notice_seen_at=house.at,
            doctorate_on=date(2018, 3, 24), institution=homes[number % len(homes)],
        )  # fmt: skip
        house.session.add(person)
        found.append(person)
    house.session.flush()
    return found[0], found[1]


def more(house: House, count: int) -> list[Application]:
    """So many more applications, each submitted by a pair of its own."""
    return [submitted(house, joined(house, *pair(house, number))) for number in range(1, count + 1)]


def closed(house: House) -> None:
    """The day after the deadline, the call closed by the clock."""
    house.session.flush()
    house.at = closes_at(house.call) + timedelta(days=1)
    clock.stop(house.at)
    calls.close(house.call, THE_CLOCK, house.at)


def judge(house: House, person: Person) -> Appointment:
    """Somebody's place in the pool."""
    wanted = select(Appointment).where(Appointment.person_id == person.id, Appointment.role == Role.REVIEWER)
    return house.session.scalars(wanted).one()


def review(house: House, application: Application, by: Person, mark: int) -> Review:
    """One review, written and submitted, with the same mark throughout and words that tell whose it is."""
    asked = reviews.assign([Asked(application, judge(house, by))], house.cast.olu, house.at)[0]
    begun = reviews.accept(asked, by, house.at)
    marks = {criterion.code: min(mark, criterion.high) for criterion in house.call.criteria}
    said = Judgement(marks, 3, f"For the panel from {by.email}", f"For the team of {application.ref}: {mark} points.")
    reviews.score(begun, said, by, house.at)
    house.session.flush()
    reviews.submit(begun, by, house.at)
    return begun


def reviewed(house: House, application: Application, first: int = 4, second: int = 3) -> None:
    """Judged by one reviewer of each side."""
    review(house, application, house.cast.rea, first)
    review(house, application, house.cast.sol, second)
    house.session.flush()


def advised(house: House, recommendation: Recommendation, *applications: Application) -> None:
    """What the panel recommends, recorded by its chair."""
    decisions.recommend(applications, Advice(recommendation, "as discussed"), house.cast.ivo, house.at)
    house.session.flush()


def followed(house: House) -> None:
    """Both sides decide as the panel recommends."""
    for side in house.call.sides:
        decisions.follow_panel(house.call, side.code, house.officer(side.code), house.at)
    house.session.flush()


def released(house: House) -> list[Award]:
    """The first side proposes, the second releases; the awards that follow."""
    count = len(cases_of(house.session, house.call))
    decisions.propose_release(house.call, count, house.cast.olu, house.at)
    house.session.flush()
    funded = decisions.release(house.call, count, house.cast.uma, house.at)
    made = [awards.make(application, house.cast.uma, house.at) for application in funded]
    house.session.flush()
    return made


def in_writing(house: House) -> None:
    """Every award letter prepared by one side, issued by the other, and printed."""
    for preparer, issuer in ((house.cast.olu, house.cast.uma), (house.cast.uma, house.cast.olu)):
        if not owed_by(house.call, preparer):
            continue
        prepared = letters.prepare(house.call, preparer, house.at)
        house.session.flush()
        letters.number(prepared, "http://localhost", issuer, house.at)
        house.session.flush()
        for letter in prepared:
            letters.put_into_writing(letter, "0" * 64, house.at)
    house.session.flush()


def accepted(house: House, award: Award) -> Report:
    """Both investigators accept their part; the report they will owe."""
    for part in award.parts:
        part.letter_issued = is_in_writing(part)
        awards.accept(part, f"CC-{part.side.code}", part.pi, house.at)
    house.session.flush()
    asked = reports.ask_for(award, house.at)
    house.session.flush()
    return next(report for report in asked if report.code == FINAL_CODE)


def funded(
    house: House, applications: list[Application] | None = None, others: tuple[Application, ...] = (),
) -> list[Report]:  # fmt: skip
    """Applications judged, recommended, decided, released, put into writing and accepted: reports to be written."""
    applications = applications or [submitted(house)]
    closed(house)
    for application in (*applications, *others):
        reviewed(house, application)
    advised(house, Recommendation.FUND, *applications)
    if others:
        advised(house, Recommendation.REJECT, *others)
    followed(house)
    made = released(house)
    in_writing(house)
    return [accepted(house, award) for award in made]


def told(house: House, report: Report) -> Report:
    """A report written whole: narrative and money, each side its own; half of the money was spent."""
    for part in parts_in(report):
        own, said = part.side.code, "What we did, and what it led to."
        asked = asked_in_report(report)
        mine = [
            reports.Written(
                question.code, said if question.kind == "long" else answer_to(question, side, house.call), side
            )
            for question in asked
            for side in sides_asked(question, [own])
        ]
        reports.write(report, mine, part.pi, house.at)
        spent = str(Money(part.minor // 2, part.currency)).split(" ", 1)[1]
        if report.asks.spending:
            reports.spend(report, part.side.code, reports.Outlay(spent), part.pi, house.at)
        house.session.flush()
    return report


def reported(house: House, report: Report) -> Report:
    """The same, submitted by the lead investigator the day after the project ended."""
    house.at = datetime.combine(report.award.ends_on + timedelta(days=1), datetime.min.time(), house.at.tzinfo)
    clock.stop(house.at)
    reports.submit(told(house, report), report.award.application.lead.pi, house.at)
    house.session.flush()
    return report


def newest_invitation(session: Session) -> Invitation:
    return session.scalars(select(Invitation).order_by(Invitation.sent_at.desc())).first()


def plain(text: str) -> str:
    """Text without the spaces and dashes that typesetting puts in."""
    return " ".join(unicodedata.normalize("NFKC", text).split())
