"""What a call asks and by what it judges: themes, criteria, questions."""

import uuid
from datetime import date
from enum import StrEnum
from typing import Any

from sqlalchemy import ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from grants.db import Base, Line, choice


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


class ReviewRound(Base):
    """One round of review with its switches (rules/phases.py says what each means).

    `criteria` and `counts` are codes of the call's criteria, `guide` and `border` shares in per cent.
    """

    __tablename__ = "review_round"
    __table_args__ = (UniqueConstraint("call_id", "code"),)

    call_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("call.id"))
    position: Mapped[int]
    code: Mapped[str] = mapped_column(Line(40))
    label: Mapped[dict[str, str]]
    reads: Mapped[str] = mapped_column(Line(10), default="all")
    reviews_per_side: Mapped[int] = mapped_column(default=1)
    least: Mapped[int | None]
    blind: Mapped[str] = mapped_column(Line(10), default="single")
    others: Mapped[str] = mapped_column(Line(10), default="after_own")
    decides: Mapped[str] = mapped_column(Line(10), default="panel")
    told: Mapped[str] = mapped_column(Line(20), default="comments")
    discussed: Mapped[bool] = mapped_column(default=True)
    bid_days: Mapped[int | None]
    criteria: Mapped[list[Any]]
    counts: Mapped[list[Any]]
    guide: Mapped[list[Any]]
    border: Mapped[list[Any]]
    due_on: Mapped[date | None]


class Form(StrEnum):
    """Which form a question stands on."""

    APPLICATION = "application"
    REPORT = "report"


class Question(Base):
    """One question of the application or the report form: of the whole team, of each side, or of one side.

    A table has `columns` [{code, label, kind, choices, currency}] and at most `max_rows` rows.
    """

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
    side: Mapped[str] = mapped_column(Line(10), default="")
    currency: Mapped[str] = mapped_column(Line(3), default="")
    columns: Mapped[list[Any]] = mapped_column(default=list)
    max_rows: Mapped[int | None]
    max_words: Mapped[int | None]
    max_characters: Mapped[int | None]
    choices: Mapped[list[Any]]
