"""The cast: the same people in every test, by the names the whole house uses for them."""

from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy.orm import Session

from grants.calls.model import Call
from grants.people.model import Appointment, Institution, Person
from grants.rules.roles import Role


@dataclass
class Cast:
    """ada & ben apply, rea & sol review, olu & uma are officers of two universities, ivo chairs, max is a stranger."""

    ada: Person
    ben: Person
    rea: Person
    sol: Person
    olu: Person
    uma: Person
    ivo: Person
    aud: Person
    sys: Person
    max: Person
    eva: Person
    vic: Person


NAMES = {
    "ada": ("髙橋", "愛", "Takahashi", "Ai", "ja", "Asia/Tokyo"),
    "ben": ("Öberg", "Björn", "Oberg", "Bjorn", "sv", "Europe/Stockholm"),
    "rea": ("𠮷田", "玲", "Yoshida", "Rei", "ja", "Asia/Tokyo"),
    "sol": ("Sølvberg", "Åsa", "Solvberg", "Asa", "sv", "Europe/Stockholm"),
    "olu": ("大石", "瑠美", "Oishi", "Rumi", "en", "Asia/Tokyo"),
    "uma": ("Lindqvist", "Ulla", "", "", "en", "Europe/Stockholm"),
    "ivo": ("Ivarsson", "Ivo", "", "", "en", "Europe/Stockholm"),
    "aud": ("Audley", "Una", "", "", "en", "Europe/London"),
    "sys": ("Systrom", "Ida", "", "", "en", "UTC"),
    "max": ("Maxwell", "Sam", "", "", "en", "UTC"),
    "eva": ("Edberg", "Eva", "", "", "en", "Europe/Stockholm"),
    "vic": ("Vik", "Vera", "", "", "en", "Europe/Stockholm"),
}


def assemble(session: Session, at: datetime) -> Cast:
    """Everyone, with an account and no role yet."""
    people = {}
    for key, (family, given, family_latin, given_latin, language, zone) in NAMES.items():
        people[key] = Person(
            email=f"{key}@example.org", family=family, given=given, family_latin=family_latin,
            given_latin=given_latin, language=language, zone=zone, created_at=at, doctorate_on=date(2018, 3, 24),
            notice_seen_at=at,
        )  # fmt: skip
    session.add_all(people.values())
    session.flush()
    people["sys"].appointments.append(Appointment(role=Role.ADMINISTRATOR, since=at))
    session.flush()
    return Cast(**people)


def officer(person: Person, programme_id: object, side: str, at: datetime) -> None:
    """A person is an officer of one side of a programme."""
    person.appointments.append(Appointment(role=Role.OFFICER, programme_id=programme_id, side=side, since=at))


def appoint(session: Session, cast: Cast, call: Call, at: datetime) -> None:
    """Give the cast its roles in a call of which olu and uma are officers already."""
    first, second = call.sides[0].code, call.sides[min(1, len(call.sides) - 1)].code
    programme = {"programme_id": call.programme_id}
    here = {**programme, "call_id": call.id}
    appointments = [
        (cast.aud, Role.AUDITOR, programme, None),
        (cast.ivo, Role.CHAIR, here, None),
        (cast.rea, Role.REVIEWER, here, first),
        (cast.sol, Role.REVIEWER, here, second),
    ]
    for person, role, scope, side in appointments:
        person.appointments.append(Appointment(role=role, side=side, since=at, **scope))
    session.flush()


def place(person: Person, institution: Institution) -> None:
    """A person works at an institution."""
    person.institution = institution
