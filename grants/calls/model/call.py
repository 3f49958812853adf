"""The call itself and its sides."""

import uuid
from datetime import date, datetime
from typing import TYPE_CHECKING, Any

from sqlalchemy import BigInteger, ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from grants.calls.decision_terms import DecisionDefinition, decision_kept
from grants.calls.form import RuleDefinition
from grants.db import Base, Line
from grants.history import Lives
from grants.money import Money
from grants.rules.calls import CALL
from grants.rules.deadlines import DeadlineRule, of_call
from grants.rules.funding import WALKS
from grants.rules.shapes import Shape

if TYPE_CHECKING:
    from grants.calls.model.content import Criterion, Question, ReviewRound, Theme
    from grants.calls.model.money import FundingParty, Rate
    from grants.calls.model.programme import Programme
    from grants.calls.model.times import Deadline, Extension

OWN = "all, delete-orphan"


class Call(Lives, Base):
    """One round of a programme, from draft to closed out.

    What only computations read is kept whole, in the words of the definition file: `categories` [{code, label}],
    `conditions` [texts], `eligibility` (`rules` gives them back), `reporting` {due_on, due_days_after_end, reminders,
    spending, outcomes}, `institution_codes` {name in the file: institution}, `lead_sides` [codes of the sides that may
    start; none: any], `team_roles` [{code, label, least, most, leads}], `endorsements` [{code, label, sides, by}],
    `checklist` [{code, label, sides}] of what officers look at (rules/checklist.py),
    `modifiers` of the policy (`decision` gives them back),
    `conflict_rules` [kinds] by which possible conflicts are found (rules/conflicts.py),
    `inherited` and `looked_at` [keys of what a copy took over, and of what was found right], `drifted` {place of a
    text: [languages left behind]}.
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
    shape: Mapped[str] = mapped_column(Line(20), default=Shape.JOINT)
    lead_sides: Mapped[list[Any]] = mapped_column(default=list)
    team_roles: Mapped[list[Any]] = mapped_column(default=list)
    endorsements: Mapped[list[Any]] = mapped_column(default=list)
    checklist: Mapped[list[Any]] = mapped_column(default=list)
    theme_title: Mapped[dict[str, str]] = mapped_column(default=dict)
    opens_at: Mapped[datetime]
    zone: Mapped[str] = mapped_column(Line(60))
    internal_on: Mapped[date | None]
    starts_on: Mapped[date]
    ends_on: Mapped[date]
    decides_by: Mapped[date | None]
    announces_on: Mapped[date | None]
    accepts_within_days: Mapped[int] = mapped_column(default=30)
    counterpart_grace_hours: Mapped[int] = mapped_column(default=0)
    policy: Mapped[str] = mapped_column(Line(40))
    max_awards: Mapped[int | None]
    one_per_theme: Mapped[bool] = mapped_column(default=False)
    modifiers: Mapped[dict[str, Any]] = mapped_column(default=dict)
    tie_chain: Mapped[list[Any]]
    aggregation: Mapped[str] = mapped_column(Line(20), default="side_balanced")
    at_round: Mapped[int] = mapped_column(default=0)
    conflict_rules: Mapped[list[Any]] = mapped_column(default=list)
    eligibility: Mapped[list[Any]]
    categories: Mapped[list[Any]]
    institution_codes: Mapped[dict[str, str]]
    reporting: Mapped[dict[str, Any]]
    demonstration_remark: Mapped[dict[str, str]]
    deadline_rule: Mapped[str] = mapped_column(Line(10), default=DeadlineRule.OWN)
    copied_from_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("call.id"))
    inherited: Mapped[list[Any]] = mapped_column(default=list)
    looked_at: Mapped[list[Any]] = mapped_column(default=list)
    drifted: Mapped[dict[str, Any]] = mapped_column(default=dict)
    uncovered_because: Mapped[str] = mapped_column(Line(1000), default="")
    proposed_by_side: Mapped[str | None] = mapped_column(Line(10))
    proposed_by_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("person.id"))
    next_number: Mapped[int] = mapped_column(BigInteger, default=1)

    programme: Mapped["Programme"] = relationship(back_populates="calls", lazy="joined")
    sides: Mapped[list["Side"]] = relationship(back_populates="call", order_by="Side.position", lazy="selectin")
    themes: Mapped[list["Theme"]] = relationship(order_by="Theme.position", cascade=OWN)
    criteria: Mapped[list["Criterion"]] = relationship(order_by="Criterion.position", cascade=OWN)
    review_rounds: Mapped[list["ReviewRound"]] = relationship(order_by="ReviewRound.position", cascade=OWN)
    questions: Mapped[list["Question"]] = relationship(order_by="Question.position", cascade=OWN)
    deadlines: Mapped[list["Deadline"]] = relationship(order_by="Deadline.announced_at", lazy="selectin", cascade=OWN)
    extensions: Mapped[list["Extension"]] = relationship(back_populates="call", order_by="Extension.proposed_at")
    rates: Mapped[list["Rate"]] = relationship(order_by="Rate.day.desc()")
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

    @property
    def closing(self) -> "Deadline":
        """The deadline at the head of the call, as it stands for all."""
        deadline: Deadline = of_call(self)
        return deadline

    @property
    def review_round(self) -> "ReviewRound":
        """The round of review the call is in, or will begin with."""
        return next(one for one in self.review_rounds if one.position == self.at_round)

    def side(self, code: str) -> "Side":
        """The side of that code."""
        return next(side for side in self.sides if side.code == code)

    @property
    def rules(self) -> list[RuleDefinition]:
        """The rules of eligibility, as the law book examines them."""
        return [RuleDefinition(**rule) for rule in self.eligibility]

    @property
    def decision(self) -> DecisionDefinition:
        """How it is decided: the policy and what tempers it."""
        return decision_kept(self, self.modifiers)

    @property
    def walks(self) -> bool:
        """Whether a ranking or lots and the pots decide, not the sides' verdicts."""
        return self.policy in WALKS

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
    theme_caps: Mapped[dict[str, Any]] = mapped_column(default=dict)
    categories: Mapped[list[Any]]
    spend_by: Mapped[date | None]
    letterhead: Mapped[dict[str, Any]]
    letter_prefix: Mapped[str] = mapped_column(Line(30))
    date_style: Mapped[str] = mapped_column(Line(10), default="western")
    keep_years: Mapped[int] = mapped_column(default=10)
    keep_unfunded_years: Mapped[int] = mapped_column(default=2)
    names_head: Mapped[bool] = mapped_column(default=False)
    call: Mapped[Call] = relationship(back_populates="sides")

    @property
    def cap(self) -> Money:
        """The most this side pays for one project."""
        return Money(self.cap_minor, self.currency)

    def cap_for(self, theme: str) -> Money:
        """The most this side pays for one project of a theme."""
        return Money(self.theme_caps.get(theme, self.cap_minor), self.currency)

    @property
    def pays(self) -> bool:
        """Whether this side gives money at all: a partner may take part without."""
        return bool(self.cap_minor or any(self.theme_caps.values()))
