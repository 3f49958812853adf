"""What is played: a programme with its two teams, offices, reviewers and chair, each in their own language."""

import uuid
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any

from sqlalchemy import select

from grants.applications.model import Application
from grants.calls import actions as calls
from grants.calls.definition import read, shipped
from grants.calls.model import Call, Programme
from grants.money import Money
from grants.people import passwords
from grants.people.model import Appointment, Institution, Person
from grants.rules.relations import THE_CLOCK
from grants.rules.roles import Role
from tests import make
from tests.journeys.stage import Stage
from tests.journeys.visitor import Someone, Visitor

TOKYO, STOCKHOLM, CHICAGO = "Asia/Tokyo", "Europe/Stockholm", "America/Chicago"
KYUSHU, LUND, ILLINOIS = "00p4k0j84", "012a77v79", "047426m28"


@dataclass(frozen=True)
class Plot:
    """One programme as it is played."""

    name: str
    sides: tuple[str, ...]
    lead: Someone
    partner: Someone
    reviewers: tuple[Someone, ...]
    officers: tuple[Someone, Someone]
    asked: dict[str, tuple[str, Money]]
    answers: dict[str, str] = field(default_factory=dict)
    report_due: date = date(2023, 4, 30)


YOSHIDA = Someone("yoshida.ai@example.org", "𠮷田", "愛", "Yoshida", "Ai", "ja", TOKYO, KYUSHU)
OBERG = Someone("bjorn.oberg@example.org", "Öberg", "Björn", "", "", "sv", STOCKHOLM, LUND)
ABERNATHY = Someone("june.abernathy@example.org", "Abernathy", "June", "", "", "en", CHICAGO, ILLINOIS, phone=True)
TAKAHASHI = Someone("takahashi.ren@example.org", "髙橋", "蓮", "Takahashi", "Ren", "ja", TOKYO, KYUSHU, phone=True)

OISHI = Someone("oishi@example.org", "大石", "瑠美", "Oishi", "Rumi", "ja", TOKYO, KYUSHU)
LINDQVIST = Someone("lindqvist@example.org", "Lindqvist", "Ulla", language="sv", zone=STOCKHOLM, ror=LUND)
PRICE = Someone("price@example.org", "Price", "Dana", language="en", zone=CHICAGO, ror=ILLINOIS)
IVARSSON = Someone("ivarsson@example.org", "Ivarsson", "Ivo", language="en", zone="Europe/London")

NOMURA = Someone("nomura@example.org", "野村", "玲", language="ja", zone=TOKYO, password="")
SOLVBERG = Someone("solvberg@example.org", "Sølvberg", "Åsa", language="sv", zone=STOCKHOLM, password="")
GRANT = Someone("grant@example.org", "Grant", "Lou", language="en", zone=CHICAGO, password="")
KAI = Someone("kai@example.org", "甲斐", "誠", language="ja", zone=TOKYO, password="")


def on_phone(*people: Someone) -> tuple[Any, ...]:
    return tuple(replace(one, phone=True) for one in people)


MIRAI = Plot(
    "mirai-2022", ("JP", "SE"), YOSHIDA, OBERG, (NOMURA, SOLVBERG, KAI), (OISHI, LINDQVIST),
    {"JP": ("４００，０００", Money(400_000, "JPY")), "SE": ("38 500,50", Money(3_850_050, "SEK"))},
    {"mirai_activity": "yes", "workshop_idea": "yes"},
)  # fmt: skip
KYUSHU_ILLINOIS = Plot(
    "kyushu-illinois-2022", ("JP", "US"), ABERNATHY, TAKAHASHI, on_phone(NOMURA, GRANT, KAI), (OISHI, PRICE),
    {"JP": ("９８万", Money(980_000, "JPY")), "US": ("$7,250.75", Money(725_075, "USD"))},
    {"position": "associate", "employed_until": "2031-03-31"}, date(2023, 8, 29),
)  # fmt: skip


class Play:
    """A plot on a stage: the people of it, each at a browser of their own, and what they made so far."""

    call_id: str
    application_id: str
    award_id: str
    report_id: str
    rivals: tuple[Visitor, Visitor]

    def __init__(self, stage: Stage, plot: Plot) -> None:
        self.stage, self.plot = stage, plot
        self.at_browsers: dict[str, Visitor] = {}
        self.passwords = passwords.hashed(Someone("", "").password)
        with stage.record.transaction() as session:
            programme = calls.open_programme(session, read(shipped()[plot.name].read_text()), THE_CLOCK)
            for one, side in zip(plot.officers, plot.sides, strict=True):
                office = Appointment(role=Role.OFFICER, programme_id=programme.id, side=side, since=stage.now)
                self.account(session, one).appointments.append(office)
            self.account(session, IVARSSON)

    def account(self, session: Any, who: Someone) -> Person:
        """An account for somebody who has long been here."""
        person = Person(
            email=who.email, family=who.family, given=who.given, family_latin=who.family_latin,
            given_latin=who.given_latin, language=who.language, zone=who.zone, created_at=self.stage.now,
            notice_seen_at=self.stage.now, password_hash=self.passwords,
            institution=session.scalars(select(Institution).where(Institution.ror == who.ror)).first(),
        )  # fmt: skip
        session.add(person)
        return person

    def __getitem__(self, who: Someone) -> Visitor:
        if who.email not in self.at_browsers:
            self.at_browsers[who.email] = Visitor(self.stage, who)
        return self.at_browsers[who.email]

    @property
    def team(self) -> tuple[Visitor, Visitor]:
        return self[self.plot.lead], self[self.plot.partner]

    @property
    def offices(self) -> tuple[Visitor, Visitor]:
        first, second = self.plot.officers
        return self[first], self[second]

    @property
    def chair(self) -> Visitor:
        return self[IVARSSON]

    @property
    def anybody(self) -> Visitor:
        """Somebody who just came by."""
        return self[Someone("anybody", "", phone=self.plot.lead.phone)]

    def side_of(self, who: Someone) -> str:
        """The side a person of the two teams works on."""
        first, second = self.plot.sides
        return first if who.ror == KYUSHU else second

    @property
    def application_uuid(self) -> uuid.UUID:
        return uuid.UUID(self.application_id)

    @property
    def own(self) -> str:
        return f"/my/applications/{self.application_id}"

    @property
    def office(self) -> str:
        return f"/office/calls/{self.call_id}"

    def call(self) -> Call:
        """The call as it stands, with what is read of it."""
        return self.stage.read(select(Call))[0]

    def programme_id(self) -> str:
        return str(self.stage.read(select(Programme.id))[0])

    def seat_chair(self) -> None:
        """The panel gets its chair."""
        with self.stage.record.transaction() as session:
            call, chair = session.scalars(select(Call)).one(), self.person(session, IVARSSON)
            chair.appointments.append(
                Appointment(role=Role.CHAIR, programme_id=call.programme_id, call_id=call.id, since=self.stage.now),
            )

    def a_rival_applies(self) -> None:
        """Another pair hands in an application of theirs."""
        with self.stage.record.transaction() as session:
            call = session.scalars(select(Call)).one()
            made = make.more(make.House(session, None, call, self.stage.now), 1)[0]
            pair = [self.described(part.pi) for part in made.parts]
            for part in made.parts:
                part.pi.password_hash = self.passwords
        self.rivals = self[pair[0]], self[pair[1]]

    def described(self, person: Person) -> Someone:
        return Someone(person.email, person.family, person.given, language=person.language, zone=person.zone)

    @staticmethod
    def person(session: Any, who: Someone) -> Person:
        return session.scalars(select(Person).where(Person.email == who.email)).one()

    def application(self) -> Application:
        return self.stage.read(select(Application).where(Application.id == self.application_uuid))[0]

    def close(self) -> None:
        for one in self.at_browsers.values():
            one.close()
