"""The forms of a call: what applicants and award holders are asked, who applies how, and how it is judged."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Literal

from grants.calls.values import Code, Currency, Line, SideCode, Tree, Wording
from grants.rules.phases import REVIEW, Switches, Told
from grants.rules.shapes import Shape
from grants.words import language

QuestionKind = Literal[
    "text", "long", "choice", "choices", "yes_no", "date", "money", "number", "file", "theme", "country", "link",
    "person", "table",
]  # fmt: skip
ColumnKind = Literal["text", "number", "money", "date", "choice"]
OutcomeKind = Literal[
    "publication", "preprint", "dataset", "software", "patent", "conference", "event", "exchange", "training",
    "follow_on_bid", "agreement", "media", "prize", "equipment", "manual", "teaching", "spin_off",
]  # fmt: skip
ConflictRule = Literal["same_unit", "co_applicant", "supervisor", "co_author", "email_domain"]


@dataclass(frozen=True)
class ChoiceDefinition:
    """One answer among several."""

    code: Code
    label: Wording


@dataclass(frozen=True)
class ColumnDefinition:
    """One column of a table to be filled in."""

    code: Code
    kind: ColumnKind
    label: Wording
    choices: tuple[ChoiceDefinition, ...] = ()
    currency: Currency | None = None


@dataclass(frozen=True)
class QuestionDefinition:
    """A question of the application form or of the report: to the whole team, to each side, or to one side."""

    code: Code
    kind: QuestionKind
    label: Wording
    hint: Wording | None = None
    required: bool = True
    per_side: bool = False
    side: SideCode | None = None
    max_words: int | None = None
    max_characters: int | None = None
    choices: tuple[ChoiceDefinition, ...] = ()
    currency: Currency | None = None
    columns: tuple[ColumnDefinition, ...] = ()
    max_rows: int | None = None


@dataclass(frozen=True)
class SectionDefinition:
    """Questions under one heading."""

    code: Code
    label: Wording
    questions: tuple[QuestionDefinition, ...]


@dataclass(frozen=True)
class RoleDefinition:
    """A role on the team and how many hold it; the one that leads is held by the principal investigator."""

    code: Code
    label: Wording
    least: int = 0
    most: int | None = None
    leads: bool = False


@dataclass(frozen=True)
class EndorsementDefinition:
    """Somebody outside the team who signs for it: a head of department, a host; on some sides or on all."""

    code: Code
    label: Wording
    sides: tuple[SideCode, ...] = ()
    by: date | None = None


@dataclass(frozen=True)
class ItemDefinition:
    """One thing that officers look at in every application, on some sides or on all."""

    code: Code
    label: Wording
    sides: tuple[SideCode, ...] = ()


@dataclass(frozen=True)
class ApplyingDefinition:
    """The shape of an application: which sides have a part, which may start, who is on the team, who signs for it.

    The checklist is what each side's officers look at when it came in.
    """

    shape: Literal[Shape.JOINT, Shape.NOMINATION] = Shape.JOINT
    lead_sides: tuple[SideCode, ...] = ()
    roles: tuple[RoleDefinition, ...] = ()
    endorsements: tuple[EndorsementDefinition, ...] = ()
    checklist: tuple[ItemDefinition, ...] = ()


TOGETHER = ApplyingDefinition()  # every side has a part, any of them starts


@dataclass(frozen=True)
class RuleDefinition:
    """One rule of eligibility: a test, and what failing it means."""

    code: Code
    label: Wording
    test: Tree
    severity: Literal["block", "flag", "info"] = "block"
    side: SideCode | None = None


@dataclass(frozen=True)
class MarkDefinition:
    """One step of a scale, in words."""

    points: int
    label: Wording


@dataclass(frozen=True)
class CriterionDefinition:
    """What reviewers score: its weight in per cent and what each mark means."""

    code: Code
    label: Wording
    hint: Wording
    weight: int
    marks: tuple[MarkDefinition, ...]

    @property
    def low(self) -> int:
        """The lowest mark."""
        return min(mark.points for mark in self.marks)

    @property
    def high(self) -> int:
        """The highest mark."""
        return max(mark.points for mark in self.marks)


@dataclass(frozen=True, kw_only=True)
class RoundDefinition(Switches):
    """One round of review, with its name and the day by which its reviews are wanted."""

    code: Code
    label: Wording
    due_on: date | None = None


@dataclass(frozen=True)
class ReviewDefinition:
    """How applications are reviewed and how scores are put together.

    One round is said by the first lines, several by `rounds`; the day of the first is among the times of the call.
    `conflicts` are the rules by which possible conflicts are found; who is on a team is in conflict by any rule.
    """

    reviews_per_side: int = 1
    aggregation: Literal["side_balanced", "mean"] = "side_balanced"
    blind: Literal["single", "double"] = "single"
    tie_chain: tuple[Line, ...] = ()
    told: Told = "comments"
    rounds: tuple[RoundDefinition, ...] = ()
    conflicts: tuple[ConflictRule, ...] = ("same_unit", "co_applicant", "supervisor", "co_author")

    def stated_rounds(self, languages: Iterable[str]) -> tuple[RoundDefinition, ...]:
        """The rounds, be they said by name or by the first lines."""
        if self.rounds:
            return self.rounds
        label = {code: language(code).say(REVIEW) for code in languages}
        return (
            RoundDefinition(
                code="review", label=label, reviews_per_side=self.reviews_per_side, blind=self.blind, told=self.told,
            ),
        )  # fmt: skip


@dataclass(frozen=True)
class FurtherReportDefinition:
    """A report that awards owe beside the final one: when it is due, by one rule, and which headings it asks."""

    code: Code
    kind: Literal["interim", "financial", "follow_up"]
    due_on: date | None = None
    months_after_start: int | None = None
    months_after_end: int | None = None
    days_after_end: int | None = None
    sections: tuple[Code, ...] = ()
    spending: bool = False
    outcomes: bool = True
    per_side: bool = False
    instructions: Wording | None = None


@dataclass(frozen=True)
class ReportDefinition:
    """What every award reports: a final report, due on a day or so many days after the end, and any further ones.

    Whoever has not reported `hold_after_days` after the day hands in nothing new; after `escalate_after_days` the
    offices and whoever signed for the side are told.
    """

    sections: tuple[SectionDefinition, ...]
    due_on: date | None = None
    due_days_after_end: int | None = None
    reminders: tuple[int, ...] = (-60, -30, -7, 1, 14, 30)
    spending: bool = True
    outcomes: tuple[OutcomeKind, ...] = ()
    instructions: Wording | None = None
    final_sections: tuple[Code, ...] = ()
    further: tuple[FurtherReportDefinition, ...] = ()
    holds: Literal["all", "lead", "nobody"] = "all"
    hold_after_days: int | None = None
    escalate_after_days: int | None = None
