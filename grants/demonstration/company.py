"""The people of the demonstration: those behind the doors, and as many investigators as the rounds need."""

import hashlib
from datetime import date, datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from grants.calls.model import Call, Membership, Programme
from grants.demonstration.names import name_for
from grants.people.demonstration import DOMAIN, DOORS, Invented
from grants.people.model import Appointment, Institution, Person
from grants.rules.roles import Role

UNITS = {
    "JP": ("工学研究院", "農学研究院", "人文科学研究院", "医学研究院", "情報学研究科"),
    "SE": ("Institutionen för geovetenskaper", "Institutionen för vårdvetenskap", "Institutionen för datavetenskap"),
    "US": ("College of Engineering", "School of Information Sciences", "Department of Economics"),
    "GB": ("School of Earth and Environment", "Department of Anthropology", "Institute of Neurology"),
}
TITLES = {"JP": ("准教授", "講師", "助教", "教授"), "SE": ("Docent", "Universitetslektor", "Biträdande lektor"),
          "US": ("Assistant Professor", "Associate Professor", "Professor"),
          "GB": ("Lecturer", "Senior Lecturer", "Associate Professor")}  # fmt: skip
LANGUAGES = {"JP": "ja", "SE": "sv", "US": "en", "GB": "en"}


def chance(*of: object) -> float:
    """A number between 0 and 1 that looks like chance and is the same every time."""
    said = "|".join(str(one) for one in of)
    return int.from_bytes(hashlib.sha256(said.encode()).digest()[:6]) / 2**48


def behind_doors(session: Session, programme: str, role: Role | None) -> tuple[Person, ...]:
    """Who plays a part in a programme behind the doors of the sign-in page, in their order."""
    wanted = [one.email for one in DOORS if one.programme == programme and one.role == role]
    found = {person.email: person for person in session.scalars(select(Person).where(Person.email.in_(wanted)))}
    return tuple(found[email] for email in wanted)


def people_behind_doors(session: Session, since: datetime) -> None:
    """Everybody the sign-in page of a demonstration offers, with the names and places it promises."""
    universities = {one.ror: one for one in session.scalars(select(Institution))}
    for one in DOORS:
        session.add(account(one, universities.get(one.ror), since))
    session.flush()


def account(one: Invented, university: Institution | None, since: datetime) -> Person:
    """One invented person's account."""
    return Person(
        email=one.email, family=one.family, given=one.given, family_latin=one.family_latin,
        given_latin=one.given_latin, title=one.title, unit=one.unit, institution=university, language=one.language,
        zone=one.zone, doctorate_on=one.doctorate_on, created_at=since, notice_seen_at=since,
    )  # fmt: skip


def appoint_offices(session: Session, since: datetime) -> None:
    """Officers for their side of their programme, the auditor for every programme, the administrator."""
    programmes = {one.slug: one for one in session.scalars(select(Programme))}
    for one in DOORS:
        person = session.scalars(select(Person).where(Person.email == one.email)).one()
        if one.role is Role.OFFICER and one.programme:
            programme = programmes[one.programme]
            person.appointments.append(
                Appointment(role=Role.OFFICER, programme_id=programme.id, side=one.side, since=since),
            )
        elif one.role is Role.AUDITOR:
            person.appointments += [
                Appointment(role=Role.AUDITOR, programme_id=programme.id, since=since)
                for programme in programmes.values()
            ]
        elif one.role is Role.ADMINISTRATOR:
            person.appointments.append(Appointment(role=Role.ADMINISTRATOR, since=since))
    session.flush()


def investigator(session: Session, university: Institution, number: int, since: datetime) -> Person:
    """The n-th invented researcher of a university; asked for again, the same person."""
    salt = int(chance("name", university.ror) * 900)
    name = name_for(university.country, number * 31 + salt)
    email = f"{name.key}.{(university.ror or 'x')[:4]}{DOMAIN}"
    found = session.scalar(select(Person).where(Person.email == email))
    if found is not None:
        return found
    country = university.country
    person = Person(
        email=email, family=name.family, given=name.given, family_latin=name.family_latin,
        given_latin=name.given_latin, title=TITLES[country][number % 3], unit=UNITS[country][number % 3],
        institution=university, language=LANGUAGES[country], zone=university.zone, created_at=since,
        doctorate_on=date(2012 + int(chance(email) * 9), 3 + int(chance(email, 2) * 6), 20), notice_seen_at=since,
    )  # fmt: skip
    session.add(person)
    session.flush()
    return person


def universities(session: Session, call: Call, side: str) -> list[Institution]:
    """The members of one side, those with the largest pots first, as the file names them."""
    members = session.scalars(
        select(Membership).where(Membership.programme_id == call.programme_id, Membership.side == side),
    )
    order = {party.institution_id: party.position for party in call.parties}
    return sorted((one.institution for one in members), key=lambda one: order.get(one.id, 99))
