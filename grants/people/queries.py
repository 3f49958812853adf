"""What is asked of people."""

import uuid
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Select, exists, func, or_, select
from sqlalchemy.orm import Session, joinedload

from grants.people.model import (
    Affiliation,
    Appointment,
    CareerBreak,
    Institution,
    InstitutionName,
    Joining,
    KeyLink,
    KeyPurpose,
    ParkedForm,
    Person,
    RecoveryCode,
    SignedIn,
    SignInTry,
)
from grants.rules.access import READ
from grants.rules.people import folded
from grants.rules.relations import ANYONE
from grants.rules.roles import Role
from grants.rules.search import fold

SEARCHED = (Person.email, Person.family, Person.given, Person.family_latin, Person.given_latin)


def by_email(session: Session, email: str) -> Person | None:
    """The person whose account has this address."""
    return session.scalar(select(Person).where(Person.email == folded(email)))


def by_emails(session: Session, emails: Iterable[str]) -> dict[str, Person]:
    """Those of these addresses that have an account."""
    return {person.email: person for person in session.scalars(select(Person).where(Person.email.in_(emails)))}


def is_beyond(session: Session, limits: Mapping[str, int], since: datetime) -> bool:
    """Whether any of these addresses or sources has used up its tries since an instant."""
    counts = (
        select(SignInTry.counted, func.count())
        .where(SignInTry.counted.in_(limits), SignInTry.at > since)
        .group_by(SignInTry.counted)
    )
    return any(count >= limits[counted] for counted, count in session.execute(counts))


def usable_key(session: Session, key: uuid.UUID, purpose: KeyPurpose, at: datetime) -> KeyLink | None:
    """A mailed link that still opens what it is for."""
    return session.scalar(
        select(KeyLink).where(
            KeyLink.id == key, KeyLink.purpose == purpose, KeyLink.used_at.is_(None), KeyLink.until > at,
        ),
    )  # fmt: skip


def spare_codes_left(session: Session, person: Person) -> int:
    """How many recovery codes the person has not used yet."""
    unused = select(func.count()).where(RecoveryCode.person_id == person.id, RecoveryCode.used_at.is_(None))
    return session.scalar(unused) or 0


def sessions_of(session: Session, person: Person, at: datetime) -> Sequence[SignedIn]:
    """Where the person is signed in now, newest first."""
    running = select(SignedIn).where(SignedIn.person_id == person.id, SignedIn.until > at)
    return session.scalars(running.order_by(SignedIn.since.desc(), SignedIn.id)).all()


def breaks_of(session: Session, person: Person) -> Sequence[CareerBreak]:
    """The person's leaves, in their order."""
    return session.scalars(
        select(CareerBreak).where(CareerBreak.person_id == person.id).order_by(CareerBreak.starts_on, CareerBreak.id),
    ).all()


def posts_of(session: Session, person: Person) -> Sequence[Affiliation]:
    """The person's posts, the newest first."""
    own = select(Affiliation).where(Affiliation.person_id == person.id)
    return session.scalars(own.order_by(Affiliation.since.desc().nulls_last(), Affiliation.id)).unique().all()


def by_proved_orcid(session: Session, orcid: str) -> Person | None:
    """Whose account is connected with an iD that was proved at ORCID; one that was only typed opens nothing."""
    return session.scalar(select(Person).where(Person.orcid == orcid, Person.orcid_proved_at.is_not(None)))


def look_alikes(session: Session, person: Person) -> Sequence[Person]:
    """Open accounts that may be the same human being's: the same ORCID iD, e-Rad number or name, however written."""
    pairs = ((person.family, person.given), (person.family_latin, person.given_latin))
    same = [Person.search_key.contains(fold(f"{family} {given}"), autoescape=True) for family, given in pairs if given]
    same += [getattr(Person, name) == value for name in ("orcid", "erad") if (value := getattr(person, name))]
    if not same:
        return []
    wanted = select(Person).where(or_(*same), Person.id != person.id, Person.disabled_at.is_(None))
    return session.scalars(wanted.order_by(Person.email).limit(20)).unique().all()


def joinings_of(session: Session, person: Person) -> Sequence[Joining]:
    """Which accounts were joined into this one and still are."""
    wanted = select(Joining).where(Joining.kept_id == person.id, Joining.parted_at.is_(None))
    return session.scalars(wanted.order_by(Joining.at).options(joinedload(Joining.other))).unique().all()


def universities(session: Session) -> Sequence[Institution]:
    """The institutions a person can choose from: those known by a ROR id."""
    return session.scalars(select(Institution).where(Institution.ror.is_not(None))).all()


def institution_called(session: Session, name: str) -> Institution | None:
    """An institution by any of its names, as typed."""
    named = select(Institution).join(InstitutionName).where(func.lower(InstitutionName.text) == name.lower())
    return session.scalar(named.order_by(Institution.ror.is_(None), Institution.id).limit(1))


def administrators(session: Session, at: datetime) -> Sequence[Person]:
    """Who keeps the accounts now."""
    return session.scalars(
        select(Person).where(Person.disabled_at.is_(None), holding(Role.ADMINISTRATOR, at)).order_by(Person.email),
    ).all()


def holding(role: Role, at: datetime) -> ColumnElement[bool]:
    """A person who holds a role at an instant, anywhere."""
    current = or_(Appointment.until.is_(None), Appointment.until > at)
    return exists().where(Appointment.person_id == Person.id, Appointment.role == role, current)


@dataclass(frozen=True)
class Wanted:
    """What is looked for in the directory: words of a name or address, a role, and which page of it."""

    words: str = ""
    role: Role | None = None
    page: int = 1
    per_page: int = 50


@dataclass(frozen=True)
class Found:
    """One page of what was found, and how many there are altogether."""

    rows: Sequence[Person]
    total: int


def directory(session: Session, by: Any, wanted: Wanted, at: datetime) -> Found:
    """The people a reader of accounts finds, in the order of their names; nobody else finds anyone."""
    if not any(admits(by, ANYONE) for admits in READ["account"]):
        return Found((), 0)
    sought = narrowed(select(Person), wanted, at)
    total = session.scalar(select(func.count()).select_from(sought.with_only_columns(Person.id).subquery())) or 0
    ordered = sought.order_by(func.lower(Person.family_latin), func.lower(Person.family), Person.given, Person.id)
    page = ordered.limit(wanted.per_page).offset((wanted.page - 1) * wanted.per_page)
    return Found(list(session.scalars(page).unique()), total)


def narrowed(sought: Select[Person], wanted: Wanted, at: datetime) -> Select[Person]:
    """Only those in whom every word occurs, and who hold the role."""
    for word in wanted.words.split():
        sought = sought.where(or_(*(column.icontains(word, autoescape=True) for column in SEARCHED)))
    return sought.where(holding(wanted.role, at)) if wanted.role else sought


@dataclass(frozen=True)
class Accounts:
    """How many accounts there are, how many are closed, and how many staff lack their second factor."""

    all: int
    closed: int
    unguarded: int


def accounts(session: Session, roles: frozenset[Role], at: datetime) -> Accounts:
    """The state of the accounts in three numbers."""
    everyone = func.count(Person.id)
    staff = or_(*(holding(role, at) for role in sorted(roles)))
    unguarded = everyone.filter(staff, Person.second_factor.is_(None), Person.disabled_at.is_(None))
    row = session.execute(select(everyone, everyone.filter(Person.disabled_at.is_not(None)), unguarded)).one()
    return Accounts(*row)


def parked(session: Session, key: uuid.UUID, by: Person, at: datetime) -> ParkedForm | None:
    """What this very person sent when they were no longer signed in."""
    row = session.get(ParkedForm, key)
    return row if row is not None and row.person_id == by.id and at < row.until else None


def named_by_id(session: Session, keys: Iterable[str], language: str) -> dict[str, str]:
    """The names of some people, by their keys, as a reader of that language writes them."""
    found = session.scalars(select(Person).where(Person.id.in_([uuid.UUID(key) for key in keys]))).unique()
    return {str(one.id): one.name_in(language) for one in found}
