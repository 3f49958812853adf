"""A submitted application on paper: what the receipt's fingerprint stands for, to read, print and keep."""

from dataclasses import dataclass
from datetime import date, datetime

from grants.letters.compose import PersonName
from grants.letters.paper import AsTyped
from grants.money import Money


@dataclass(frozen=True)
class TeamRow:
    """A person of the team: name, part in the project, side and university."""

    name: PersonName
    role: str
    side: str
    institution: str
    department: str = ""


@dataclass(frozen=True)
class Table:
    """An answer that is a table."""

    head: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


@dataclass(frozen=True)
class Answer:
    """A question of the form and what was answered; an empty text is printed as not answered."""

    question: str
    answer: str | Table


@dataclass(frozen=True)
class Section:
    """A part of the form."""

    heading: str
    answers: tuple[Answer, ...]


@dataclass(frozen=True)
class BudgetRow:
    """One line of a side's budget: so many at so much each, when, for whom, and why."""

    category: str
    description: str
    amount: Money
    quantity: int = 1
    year: str = ""
    beneficiary: str = ""
    justification: str = ""

    @property
    def each(self) -> Money:
        """What one of them costs."""
        return Money(self.amount.minor // self.quantity, self.amount.currency)


@dataclass(frozen=True)
class Budget:
    """What one side asks for, in its own currency, with the sums already checked: in all, and of each kind and year."""

    side: str
    rows: tuple[BudgetRow, ...]
    total: Money
    sums: tuple[tuple[str, Money], ...] = ()


@dataclass(frozen=True)
class Enclosure:
    """A file that was handed in with the application: what it answers, and its pages as others read them."""

    title: str
    pages: int
    content: bytes


@dataclass(frozen=True)
class ApplicationFacts(AsTyped):
    """One version of an application; without people it is the blind version a reviewer reads.

    A draft says so on its first page; `submitted_at` is then the time at which it stood like this. `first_enclosed`
    is the page on which the first enclosure begins; the press tells it when it knows.
    """

    language: str
    programme: str
    call: str
    number: str
    version: int
    submitted_at: datetime
    zones: tuple[str, ...]
    project_title: str
    sections: tuple[Section, ...]
    fingerprint: str
    theme: str = ""
    courtesy_title: str = ""
    people: tuple[TeamRow, ...] = ()
    budgets: tuple[Budget, ...] = ()
    draft: bool = False
    enclosures: tuple[Enclosure, ...] = ()
    first_enclosed: int = 0

    @property
    def enclosed(self) -> list[tuple[str, int, int]]:
        """The enclosures in the page of contents: title, number of pages, page on which it begins."""
        begins, found = self.first_enclosed, []
        for each in self.enclosures:
            found.append((each.title, each.pages, begins))
            begins += each.pages
        return found

    @property
    def template(self) -> str:
        """One template for every language: the questions are the call's own."""
        return "letters/application.html"

    @property
    def heading(self) -> str:
        """Programme, call and number; no person's name."""
        return f"{self.round}: {self.number}"

    @property
    def written_on(self) -> date:
        """The day it was submitted, by universal time."""
        return self.submitted_at.date()
