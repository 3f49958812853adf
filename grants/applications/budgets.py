"""Each side's money in an application: by whose fiscal years it is counted, up to which cap, what it comes to."""

from collections.abc import Iterator

from grants.applications.model import BudgetLine, Part
from grants.calls.model import Side
from grants.money import Money
from grants.rules import budget
from grants.rules.budget import ReadLine
from grants.rules.fiscal import FiscalYear, years_of
from grants.words import Sentence

CALENDAR = "01-01"


def side_of(part: Part) -> Side:
    """The side of the call that this part belongs to."""
    return part.application.call.side(part.side)


def fiscal_years(part: Part) -> list[FiscalYear]:
    """The fiscal years the project falls in, as the payer counts them: the part's own university, else its side's."""
    call = part.application.call
    return years_of(fiscal_start(part), call.starts_on, call.ends_on)


def fiscal_start(part: Part) -> str:
    """The month and day on which the payer's fiscal year begins."""
    if part.institution is not None:
        return part.institution.fiscal_year_start
    payers = (party.institution for party in part.application.call.parties if party.side == part.side)
    return next((payer.fiscal_year_start for payer in payers if payer is not None), CALENDAR)


def cap(part: Part) -> Money:
    """The most this side pays for this project; a theme may have a limit of its own."""
    return side_of(part).cap_for(part.application.theme)


def sums(part: Part) -> budget.Sums:
    """What the part asks for, added up by kind of cost and fiscal year."""
    return budget.sums(part.budget, part.currency, fiscal_years(part))


def room(part: Part) -> Money:
    """What could still be asked for; less than nothing when the cap is exceeded."""
    return budget.room(part.budget, cap(part))


def faults(part: Part) -> Iterator[Sentence]:
    """What must be put right in the budget before the application is submitted."""
    return budget.faults(part.budget, side_of(part), cap(part), fiscal_years(part))


def read(line: BudgetLine) -> ReadLine:
    """A kept line as it was understood."""
    return ReadLine(
        line.category, line.purpose, line.justification, line.beneficiary, line.year, line.quantity, line.minor,
    )  # fmt: skip
