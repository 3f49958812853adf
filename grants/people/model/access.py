"""How a person gets in: sessions, mailed keys, spare codes, forms kept meanwhile, keys of other systems."""

import uuid
from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from grants.db import Base, Line, choice
from grants.people.model.person import Person


class SignedIn(Base):
    """One session of one person, kept here so that it can be ended here."""

    __tablename__ = "signed_in"

    key_hash: Mapped[str] = mapped_column(Line(64), unique=True)
    person_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("person.id"), index=True)
    since: Mapped[datetime]
    until: Mapped[datetime]
    confirmed_at: Mapped[datetime]
    second_factor_at: Mapped[datetime | None]
    person: Mapped[Person] = relationship(lazy="joined")


class SignInTry(Base):
    """A try to sign in that failed, counted per address and per source."""

    __tablename__ = "sign_in_try"
    __table_args__ = (Index(None, "counted", "at"),)

    counted: Mapped[str] = mapped_column(Line(64))
    at: Mapped[datetime]


class KeyPurpose(StrEnum):
    """What an e-mailed key opens."""

    SIGN_IN = "sign_in"
    REGISTER = "register"
    PASSWORD = "password"  # noqa: S105 - a purpose, not a password
    ADDRESS = "address"


class KeyLink(Base):
    """A link that was mailed to one address and works once, until a stated time. The key itself is not kept."""

    __tablename__ = "key_link"

    purpose: Mapped[KeyPurpose] = mapped_column(choice(KeyPurpose))
    email: Mapped[str] = mapped_column(Line(254), index=True)
    person_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("person.id"))
    made_at: Mapped[datetime]
    until: Mapped[datetime]
    used_at: Mapped[datetime | None]


class RecoveryCode(Base):
    """One spare second factor, kept hashed, good for one use."""

    __tablename__ = "recovery_code"
    __table_args__ = (UniqueConstraint("person_id", "code_hash"),)

    person_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("person.id"))
    code_hash: Mapped[str] = mapped_column(Line(64))
    used_at: Mapped[datetime | None]


class ParkedForm(Base):
    """What a person sent when they were no longer signed in: kept for a while, given back to nobody else."""

    __tablename__ = "parked_form"

    person_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("person.id"), index=True)
    path: Mapped[str] = mapped_column(Line(500))
    fields: Mapped[list[Any]]
    at: Mapped[datetime]
    until: Mapped[datetime]


class AccessKey(Base):
    """A key by which another system reads as its person does, within its scopes."""

    __tablename__ = "access_key"

    person_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("person.id"), index=True)
    name: Mapped[str] = mapped_column(Line(120))
    scopes: Mapped[list[Any]]
    key_hash: Mapped[str] = mapped_column(Line(64), unique=True)
    made_at: Mapped[datetime]
    until: Mapped[datetime]
    revoked_at: Mapped[datetime | None]
    person: Mapped[Person] = relationship(lazy="joined")
