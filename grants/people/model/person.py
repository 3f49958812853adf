"""Institutions, people, the posts they hold and the roles they are given."""

import uuid
from collections.abc import Iterable
from datetime import date, datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column, relationship, validates

from grants import clock
from grants.db import Base, Line, Texts, choice
from grants.rules import names, search
from grants.rules.roles import Role


class Precision(StrEnum):
    """How exactly a date is known."""

    DAY = "day"
    MONTH = "month"
    YEAR = "year"


class Basis(StrEnum):
    """Which day of a doctorate a date is: the defence, the conferral, or the day on the certificate."""

    DEFENCE = "defence"
    CONFERRAL = "conferral"
    CERTIFICATE = "certificate"


class Institution(Base):
    """A university or funder, known everywhere by its ROR id; its names have dates."""

    __tablename__ = "institution"

    ror: Mapped[str | None] = mapped_column(Line(9), unique=True)
    country: Mapped[str] = mapped_column(Line(2))
    zone: Mapped[str] = mapped_column(Line(60))
    fiscal_year_start: Mapped[str] = mapped_column(Line(5), default="01-01")
    names: Mapped[list["InstitutionName"]] = relationship(
        back_populates="institution", lazy="selectin", order_by="InstitutionName.valid_from",
    )  # fmt: skip

    def name_on(self, day: date) -> Texts:
        """What the institution was called on a day, per language; an old letter keeps the old name."""
        return called(self.names, day)

    @property
    def name(self) -> Texts:
        """What the institution is called today, per language."""
        return self.name_on(clock.now().date()) or self.newest_name

    @property
    def newest_name(self) -> Texts:
        """What it will be called when every renaming that is known has come, per language."""
        return newest(self.names)


def called(names: Iterable[Any], day: date) -> Texts:
    """What dated names say on a day, per language."""
    return {
        name.language: name.text
        for name in names
        if (name.valid_from is None or name.valid_from <= day) and (name.valid_to is None or day <= name.valid_to)
    }


def newest(names: Iterable[Any]) -> Texts:
    """What names without an end say, per language."""
    return {name.language: name.text for name in names if name.valid_to is None}


class InstitutionName(Base):
    """One name of an institution, in one language, between two days."""

    __tablename__ = "institution_name"

    institution_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("institution.id"), index=True)
    language: Mapped[str] = mapped_column(Line(5))
    text: Mapped[str] = mapped_column(Line(200))
    valid_from: Mapped[date | None]
    valid_to: Mapped[date | None]
    institution: Mapped[Institution] = relationship(back_populates="names")


class Person(Base):
    """One human being with one account; names are kept exactly as typed."""

    __tablename__ = "person"
    __table_args__ = (CheckConstraint("email = lower(email)", name="email_folded"),)

    email: Mapped[str] = mapped_column(Line(254), unique=True)
    family: Mapped[str] = mapped_column(Line(120))
    given: Mapped[str] = mapped_column(Line(120), default="")
    family_latin: Mapped[str] = mapped_column(Line(120), default="")
    given_latin: Mapped[str] = mapped_column(Line(120), default="")
    name_order: Mapped[str] = mapped_column(Line(12), default="")
    search_key: Mapped[str] = mapped_column(default="")
    title: Mapped[str] = mapped_column(Line(120), default="")
    unit: Mapped[str] = mapped_column(Line(200), default="")
    institution_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("institution.id"), index=True)
    language: Mapped[str] = mapped_column(Line(5), default="en")
    zone: Mapped[str] = mapped_column(Line(60), default="UTC")
    orcid: Mapped[str | None] = mapped_column(Line(19), index=True)
    orcid_proved_at: Mapped[datetime | None]
    erad: Mapped[str | None] = mapped_column(Line(8))
    doctorate_on: Mapped[date | None]
    doctorate_precision: Mapped[Precision] = mapped_column(choice(Precision), default=Precision.DAY)
    doctorate_basis: Mapped[Basis] = mapped_column(choice(Basis), default=Basis.CONFERRAL)
    defence_on: Mapped[date | None]
    defence_precision: Mapped[Precision] = mapped_column(
        choice(Precision, "defence_precision"), default=Precision.DAY,
    )  # fmt: skip
    doctoral_student: Mapped[bool] = mapped_column(default=False)
    first_post_on: Mapped[date | None]
    first_post_precision: Mapped[Precision] = mapped_column(
        choice(Precision, "first_post_precision"), default=Precision.DAY,
    )  # fmt: skip
    born_on: Mapped[date | None]
    created_at: Mapped[datetime]
    disabled_at: Mapped[datetime | None]
    password_hash: Mapped[str | None] = mapped_column(Line(200))
    second_factor: Mapped[str | None] = mapped_column(Line(64))
    second_factor_step: Mapped[int | None]
    notice_seen_at: Mapped[datetime | None]

    institution: Mapped[Institution | None] = relationship(lazy="joined")
    appointments: Mapped[list["Appointment"]] = relationship(
        back_populates="person", lazy="selectin", foreign_keys="Appointment.person_id",
    )  # fmt: skip
    breaks: Mapped[list["CareerBreak"]] = relationship(back_populates="person", order_by="CareerBreak.starts_on")
    affiliations: Mapped[list["Affiliation"]] = relationship(back_populates="person", order_by="Affiliation.since")

    @validates(*search.NAMES)
    def _follow(self, changed: str, value: str) -> str:
        """What a person is found by follows every name."""
        told = {name: getattr(self, name) or "" for name in search.NAMES} | {changed: value or ""}
        self.search_key = search.key_of_name(**told)
        return value

    def name_in(self, language: str) -> str:
        """The person's name as a reader of that language writes it."""
        return names.written(self, language)

    def salutation(self, language: str) -> str:
        """The name as a letter in that language begins: with 様 in Japanese."""
        return names.salutation(self, language)


class CareerBreak(Base):
    """Leave that an early-career rule may credit; seen by the person and the own side's officers only.

    `child` numbers the children of a family, 0 where leave is for none: some rules credit so much for each child.
    """

    __tablename__ = "career_break"

    person_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("person.id"), index=True)
    kind: Mapped[str] = mapped_column(Line(40))
    starts_on: Mapped[date]
    ends_on: Mapped[date]
    percent: Mapped[int] = mapped_column(default=100)
    child: Mapped[int] = mapped_column(default=0)
    person: Mapped[Person] = relationship(back_populates="breaks")


class Affiliation(Base):
    """A post at an institution, from a day until the contract ends; without an end it is not known, or permanent."""

    __tablename__ = "affiliation"

    person_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("person.id"), index=True)
    institution_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("institution.id"))
    unit: Mapped[str] = mapped_column(Line(200), default="")
    position: Mapped[str] = mapped_column(Line(40), default="")
    percent: Mapped[int] = mapped_column(default=100)
    since: Mapped[date | None]
    until: Mapped[date | None]
    permanent: Mapped[bool] = mapped_column(default=False)
    person: Mapped[Person] = relationship(back_populates="affiliations")
    institution: Mapped[Institution] = relationship(lazy="joined")


class Joining(Base):
    """Two accounts found to be one human being's: what moved to the one that is kept, so that it can go back."""

    __tablename__ = "joining"

    kept_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("person.id"), index=True)
    other_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("person.id"), index=True)
    reason: Mapped[str] = mapped_column(Line(1000))
    moved: Mapped[list[Any]]
    by_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("person.id"))
    at: Mapped[datetime]
    parted_by_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("person.id"))
    parted_at: Mapped[datetime | None]
    kept: Mapped[Person] = relationship(foreign_keys=[kept_id])
    other: Mapped[Person] = relationship(foreign_keys=[other_id])


class Appointment(Base):
    """A person holds a role in a programme, for one side of it, or in one call, from a day until another.

    A reviewer takes `most` applications at most, and reads the `languages` [code], if they said so.
    """

    __tablename__ = "appointment"
    __table_args__ = (Index(None, "call_id", "role"), Index(None, "programme_id", "role"))

    person_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("person.id"), index=True)
    role: Mapped[Role] = mapped_column(choice(Role))
    programme_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("programme.id"))
    call_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("call.id"))
    side: Mapped[str | None] = mapped_column(Line(10))
    expertise: Mapped[str] = mapped_column(Line(500), default="")
    most: Mapped[int | None]
    languages: Mapped[list[Any]] = mapped_column(default=list)
    since: Mapped[datetime]
    until: Mapped[datetime | None]
    granted_by_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("person.id"))
    person: Mapped[Person] = relationship(back_populates="appointments", foreign_keys=[person_id])
