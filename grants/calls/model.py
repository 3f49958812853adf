"""The nouns of calls: a call is data, whole in itself, so that it can be exported, copied and imported."""

import uuid
from datetime import date, datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import BigInteger, ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from grants.calls.form import RuleDefinition
from grants.db import Base, Line, choice
from grants.history import Lives
from grants.money import Money
from grants.people.model import Institution
from grants.rules.calls import CALL, PotEntryKind
from grants.rules.pots import Balance, balance

OWN = "all, delete-orphan"


class Programme(Base):
    """A standing agreement to fund together: MIRAI, the Kyushu–Illinois Joint Fund."""

    __tablename__ = "programme"

    slug: Mapped[str] = mapped_column(Line(60), unique=True)
    name: Mapped[dict[str, str]]
    about: Mapped[dict[str, str]]
    calls: Mapped[list["Call"]] = relationship(back_populates="programme", order_by="Call.opens_at.desc()")
    members: Mapped[list["Membership"]] = relationship(back_populates="programme", order_by="Membership.position")


class Membership(Base):
    """An institution belongs to a programme, on one side of it, between two days."""

    __tablename__ = "membership"
    __table_args__ = (Index(None, "programme_id", "side"),)

    programme_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("programme.id"))
    institution_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("institution.id"))
    position: Mapped[int] = mapped_column(default=0)
    side: Mapped[str] = mapped_column(Line(10))
    since: Mapped[date | None]
    until: Mapped[date | None]
    programme: Mapped[Programme] = relationship(back_populates="members")
    institution: Mapped[Institution] = relationship(lazy="joined")


class Agreement(Base):
    """The paper on which a programme stands."""

    __tablename__ = "agreement"

    programme_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("programme.id"), index=True)
    name: Mapped[dict[str, str]]
    valid_from: Mapped[date]
    valid_to: Mapped[date]


class Call(Lives, Base):
    """One round of a programme, from draft to closed out.

    What only computations read is kept whole, in the words of the definition file: `categories` [{code, label}],
    `conditions` [texts], `eligibility` (`rules` gives them back), `reporting` {due_on, due_days_after_end, reminders,
    spending, outcomes}, `institution_codes` {name in the file: institution}.
    """

    __tablename__ = "call"
    workflow = CALL
    undecided = 0  # how many applications have no joint result yet; told by the decisions room before a release

    programme_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("programme.id"), index=True)
    code: Mapped[str] = mapped_column(Line(40), unique=True)
    name: Mapped[dict[str, str]]
    summary: Mapped[dict[str, str]]
    who_may_apply: Mapped[dict[str, str]]
    what_is_funded: Mapped[dict[str, str]]
    how_judged: Mapped[dict[str, str]]
    contact: Mapped[dict[str, str]]
    acknowledgement: Mapped[dict[str, str]]
    conditions: Mapped[list[Any]]
    languages: Mapped[list[Any]]
    binding_language: Mapped[str] = mapped_column(Line(5))
    opens_at: Mapped[datetime]
    zone: Mapped[str] = mapped_column(Line(60))
    internal_on: Mapped[date | None]
    starts_on: Mapped[date]
    ends_on: Mapped[date]
    decides_by: Mapped[date | None]
    announces_on: Mapped[date | None]
    accepts_within_days: Mapped[int] = mapped_column(default=30)
    policy: Mapped[str] = mapped_column(Line(40))
    max_awards: Mapped[int | None]
    one_per_theme: Mapped[bool] = mapped_column(default=False)
    tie_chain: Mapped[list[Any]]
    aggregation: Mapped[str] = mapped_column(Line(20), default="side_balanced")
    blind: Mapped[str] = mapped_column(Line(10), default="single")
    reviews_per_side: Mapped[int] = mapped_column(default=1)
    reviews_due_on: Mapped[date | None]
    scores_to_applicants: Mapped[bool] = mapped_column(default=False)
    eligibility: Mapped[list[Any]]
    categories: Mapped[list[Any]]
    institution_codes: Mapped[dict[str, str]]
    reporting: Mapped[dict[str, Any]]
    demonstration_remark: Mapped[dict[str, str]]
    proposed_by_side: Mapped[str | None] = mapped_column(Line(10))
    proposed_by_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("person.id"))
    next_number: Mapped[int] = mapped_column(BigInteger, default=1)

    programme: Mapped[Programme] = relationship(back_populates="calls", lazy="joined")
    sides: Mapped[list["Side"]] = relationship(back_populates="call", order_by="Side.position", lazy="selectin")
    themes: Mapped[list["Theme"]] = relationship(order_by="Theme.position", cascade=OWN)
    criteria: Mapped[list["Criterion"]] = relationship(order_by="Criterion.position", cascade=OWN)
    questions: Mapped[list["Question"]] = relationship(order_by="Question.position", cascade=OWN)
    deadlines: Mapped[list["Deadline"]] = relationship(order_by="Deadline.announced_at", lazy="selectin")
    parties: Mapped[list["FundingParty"]] = relationship(back_populates="call", order_by="FundingParty.position")

    def history_scope(self) -> tuple[uuid.UUID | None, uuid.UUID | None]:
        """A call's history belongs to the call."""
        return self.id, None

    @property
    def call_id(self) -> uuid.UUID:
        """A call is in its own scope."""
        own: uuid.UUID = self.id
        return own

    @property
    def programme_slug(self) -> str:
        """The programme's short name."""
        return self.programme.slug

    def side(self, code: str) -> "Side":
        """The side of that code."""
        return next(side for side in self.sides if side.code == code)

    @property
    def rules(self) -> list[RuleDefinition]:
        """The rules of eligibility, as the law book examines them."""
        return [RuleDefinition(**rule) for rule in self.eligibility]

    def costs(self, side: "Side") -> list[tuple[str, dict[str, str]]]:
        """The kinds of cost a side pays for, each with its name."""
        return [(kind["code"], kind["label"]) for kind in self.categories if kind["code"] in side.categories]


class Side(Base):
    """One side of a call: its label, languages, clock, currency, limit per project, and how its letters look."""

    __tablename__ = "side"
    __table_args__ = (UniqueConstraint("call_id", "code"),)

    call_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("call.id"))
    position: Mapped[int]
    code: Mapped[str] = mapped_column(Line(10))
    label: Mapped[dict[str, str]]
    currency: Mapped[str] = mapped_column(Line(3))
    zone: Mapped[str] = mapped_column(Line(60))
    language: Mapped[str] = mapped_column(Line(5))
    cap_minor: Mapped[int] = mapped_column(BigInteger)
    categories: Mapped[list[Any]]
    spend_by: Mapped[date | None]
    letterhead: Mapped[dict[str, Any]]
    letter_prefix: Mapped[str] = mapped_column(Line(30))
    date_style: Mapped[str] = mapped_column(Line(10), default="western")
    call: Mapped[Call] = relationship(back_populates="sides")

    @property
    def cap(self) -> Money:
        """The most this side pays for one project."""
        return Money(self.cap_minor, self.currency)


class Deadline(Base):
    """When applications close: a wall time at a place, frozen to an instant; a later one supersedes an earlier one."""

    __tablename__ = "deadline"

    call_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("call.id"), index=True)
    wall: Mapped[str] = mapped_column(Line(20))
    zone: Mapped[str] = mapped_column(Line(60))
    fold: Mapped[int | None]
    at: Mapped[datetime]
    grace_seconds: Mapped[int] = mapped_column(default=0)
    reason: Mapped[str] = mapped_column(Line(1000), default="")
    announced_at: Mapped[datetime]


class Theme(Base):
    """A field the call is about; applicants choose one."""

    __tablename__ = "theme"
    __table_args__ = (UniqueConstraint("call_id", "code"),)

    call_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("call.id"))
    position: Mapped[int]
    code: Mapped[str] = mapped_column(Line(40))
    label: Mapped[dict[str, str]]


class Criterion(Base):
    """What is judged, how much it weighs, and what each mark means."""

    __tablename__ = "criterion"
    __table_args__ = (UniqueConstraint("call_id", "code"),)

    call_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("call.id"))
    position: Mapped[int]
    code: Mapped[str] = mapped_column(Line(40))
    label: Mapped[dict[str, str]]
    hint: Mapped[dict[str, str]]
    weight: Mapped[int]
    low: Mapped[int] = mapped_column(default=1)
    high: Mapped[int] = mapped_column(default=5)
    marks: Mapped[list[Any]]


class Form(StrEnum):
    """Which form a question stands on."""

    APPLICATION = "application"
    REPORT = "report"


class Question(Base):
    """One question of the application or the report form."""

    __tablename__ = "question"
    __table_args__ = (UniqueConstraint("call_id", "form", "code"),)

    call_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("call.id"))
    form: Mapped[Form] = mapped_column(choice(Form))
    position: Mapped[int]
    section: Mapped[str] = mapped_column(Line(40))
    section_label: Mapped[dict[str, str]]
    code: Mapped[str] = mapped_column(Line(40))
    kind: Mapped[str] = mapped_column(Line(20))
    label: Mapped[dict[str, str]]
    hint: Mapped[dict[str, str]]
    required: Mapped[bool] = mapped_column(default=True)
    per_side: Mapped[bool] = mapped_column(default=False)
    max_words: Mapped[int | None]
    max_characters: Mapped[int | None]
    choices: Mapped[list[Any]]


class FundingParty(Base):
    """Who owns the money: a university, or an outside funder, on one side of the call."""

    __tablename__ = "funding_party"

    call_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("call.id"), index=True)
    institution_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("institution.id"))
    position: Mapped[int]
    side: Mapped[str] = mapped_column(Line(10))
    name: Mapped[dict[str, str]]
    call: Mapped[Call] = relationship(back_populates="parties")
    institution: Mapped[Institution | None] = relationship(lazy="joined")
    pots: Mapped[list["Pot"]] = relationship(back_populates="party", order_by="Pot.position", lazy="selectin")


class Pot(Base):
    """Money of one party, in one currency, perhaps kept for one theme. Its balance is always a sum."""

    __tablename__ = "pot"

    party_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("funding_party.id"), index=True)
    position: Mapped[int] = mapped_column(default=0)
    currency: Mapped[str] = mapped_column(Line(3))
    theme: Mapped[str | None] = mapped_column(Line(40))
    party: Mapped[FundingParty] = relationship(back_populates="pots")
    entries: Mapped[list["PotEntry"]] = relationship(back_populates="pot", order_by="PotEntry.at", lazy="selectin")

    @property
    def balance(self) -> Balance:
        """What was pledged, promised, paid and is left, told by the ledger."""
        return balance(self.entries, self.currency)


class PotEntry(Base):
    """One line of a pot's ledger: appended, never changed; what goes out of the pot is negative."""

    __tablename__ = "pot_entry"

    pot_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("pot.id"), index=True)
    kind: Mapped[PotEntryKind] = mapped_column(choice(PotEntryKind))
    minor: Mapped[int] = mapped_column(BigInteger)
    at: Mapped[datetime]
    by_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("person.id"))
    application_id: Mapped[uuid.UUID | None] = mapped_column(index=True)
    note: Mapped[str] = mapped_column(Line(500), default="")
    pot: Mapped[Pot] = relationship(back_populates="entries")
