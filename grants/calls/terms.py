"""The terms of a call: everything its definition file says, as frozen values, in the words of `model`."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from typing import Literal

from grants.calls.decision_terms import DecisionDefinition
from grants.calls.form import (
    TOGETHER,
    ApplyingDefinition,
    CriterionDefinition,
    QuestionDefinition,
    ReportDefinition,
    ReviewDefinition,
    RuleDefinition,
    SectionDefinition,
)
from grants.calls.values import (
    CallCode,
    Code,
    Country,
    Currency,
    LanguageCode,
    Line,
    MonthDay,
    Names,
    Ror,
    SideCode,
    Wording,
    Zone,
)
from grants.money import Money


@dataclass(frozen=True)
class ProgrammeDefinition:
    """The standing programme a call belongs to."""

    slug: Code
    name: Wording
    about: Wording


@dataclass(frozen=True)
class FormerNameDefinition:
    """What an institution was called until a day; old letters keep it."""

    names: Names
    until: date


@dataclass(frozen=True)
class InstitutionDefinition:
    """A university or funder, with the clock and the fiscal year it lives by; `code` is its name in the file."""

    code: Code
    names: Names
    country: Country
    zone: Zone
    fiscal_year_start: MonthDay
    ror: Ror | None = None
    former_names: tuple[FormerNameDefinition, ...] = ()


@dataclass(frozen=True)
class MemberDefinition:
    """An institution belongs to the programme, on one side of it, between two days."""

    institution: Code
    side: SideCode
    since: date | None = None
    until: date | None = None


@dataclass(frozen=True)
class AgreementDefinition:
    """The paper on which the programme stands: whom it binds, from when to when, and where it is kept."""

    name: Names
    valid_from: date
    valid_to: date
    signed_on: date | None = None
    reference: Line | None = None
    all_members: bool = False
    institutions: tuple[Code, ...] = ()
    funders: tuple[Names, ...] = ()


@dataclass(frozen=True)
class LetterheadDefinition:
    """Whose name a side's letters carry."""

    office: Names
    address: Names  # its lines, one under the other
    signatory: Names
    signatory_title: Names
    email: Line


@dataclass(frozen=True)
class ThemeCapDefinition:
    """A theme for whose projects a side pays at most another sum than its usual one."""

    theme: Code
    cap: Money


@dataclass(frozen=True)
class SideDefinition:
    """One side of the call: its money, its clock, its language, its letters; a cap of 0 takes part unfunded."""

    code: SideCode
    label: Wording
    currency: Currency
    zone: Zone
    language: LanguageCode
    cap: Money
    categories: tuple[Code, ...]
    letterhead: LetterheadDefinition
    letter_prefix: Line
    date_style: Literal["western", "era"] = "western"
    spend_by: date | None = None
    closes: datetime | None = None  # where its deadline is another than the call's: a wall time in its own zone
    fold: int | None = None
    theme_caps: tuple[ThemeCapDefinition, ...] = ()
    keep_years: int = 10  # its records, after the end of the projects
    keep_unfunded_years: int = 2  # applications that were not funded, after the decision
    names_head: bool = False  # whoever accepts an award names the head of department

    @property
    def pays(self) -> bool:
        """Whether it gives money at all."""
        return any(cap.minor for cap in (self.cap, *(each.cap for each in self.theme_caps)))


@dataclass(frozen=True)
class CategoryDefinition:
    """A kind of cost a budget line may name."""

    code: Code
    label: Wording


@dataclass(frozen=True)
class PotDefinition:
    """Money a party has pledged to this call, perhaps for one theme only."""

    pledge: Money
    theme: Code | None = None
    carry_over: Literal["free", "agreed", "none"] = "free"  # what was promised and not paid when the fiscal year ends


@dataclass(frozen=True)
class PartyDefinition:
    """Who pays on a side: a university (by its code) or an outside funder (by name), with its pots."""

    side: SideCode
    pots: tuple[PotDefinition, ...]
    institution: Code | None = None
    name: Names | None = None


@dataclass(frozen=True)
class ThemeDefinition:
    """A field the call is open to."""

    code: Code
    label: Wording


@dataclass(frozen=True)
class TimesDefinition:
    """The dates of the round: wall times in one named zone, frozen to UTC when the call is published."""

    zone: Zone
    opens: datetime
    closes: datetime
    fold: int | None = None  # where the hour of closing comes twice: the first (0) or the second (1)
    grace_seconds: int = 0
    deadline_rule: Literal["own", "earliest"] = "own"  # where sides have deadlines of their own
    counterpart_grace_hours: int = 0  # what one investigator confirmed in time, the others may confirm so long after
    internal_on: date | None = None
    reviews_due_on: date | None = None
    decides_by: date | None = None
    announces_on: date | None = None


@dataclass(frozen=True)
class AwardDefinition:
    """From when to when an award runs, and what its letter asks for."""

    starts_on: date
    ends_on: date
    acknowledgement: Wording
    conditions: tuple[Wording, ...] = ()
    accepts_within_days: int = 30


@dataclass(frozen=True)
class CallDefinition:
    """A call as its definition file states it."""

    code: CallCode
    languages: tuple[LanguageCode, ...]
    binding_language: LanguageCode
    name: Wording
    summary: Wording
    who_may_apply: Wording
    what_is_funded: Wording
    how_judged: Wording
    contact: Wording
    programme: ProgrammeDefinition
    institutions: tuple[InstitutionDefinition, ...]
    members: tuple[MemberDefinition, ...]
    categories: tuple[CategoryDefinition, ...]
    sides: tuple[SideDefinition, ...]
    parties: tuple[PartyDefinition, ...]
    themes: tuple[ThemeDefinition, ...]
    times: TimesDefinition
    form: tuple[SectionDefinition, ...]
    criteria: tuple[CriterionDefinition, ...]
    review: ReviewDefinition
    decision: DecisionDefinition
    award: AwardDefinition
    report: ReportDefinition
    eligibility: tuple[RuleDefinition, ...] = ()
    agreements: tuple[AgreementDefinition, ...] = ()
    applying: ApplyingDefinition = TOGETHER
    theme_title: Wording | None = None
    demonstration_remark: Wording | None = None

    def questions(self) -> Iterator[QuestionDefinition]:
        """Every question of the application form, in order."""
        return (question for section in self.form for question in section.questions)
