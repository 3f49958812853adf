"""The shape of what is sent about reports: outcomes of every kind, spending, an office's remark."""

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from grants.reports.model import Spending
from grants.reports.queries import Cost
from grants.rules.outcomes import ASKED, BID_LABELS, CURRENCIES, Asked, BidState
from grants.rules.reports import OutcomeKind, Standing
from grants.rules.spending import FIELD, Outlay
from grants.web.forms.checks import wrong
from grants.web.forms.composed import figures
from grants.web.forms.shape import Sheet, choose, day, kept, line, text, tick, whole
from grants.words import say

MOST_PEOPLE = 100_000
HINTS = {
    "doi": say("Paste it as it stands: 10.1000/182 or https://doi.org/10.1000/182."),
    "detail": None,
    "starts_on": say("Such as 2022-09-23."),
    "amount": say("Write it as you like: 400000, 400,000 or ４００，０００."),
}
STATUSES = [(state.value, BID_LABELS[state]) for state in BidState]


def field_for(asked: Asked, sides: Iterable[tuple[str, Any]]) -> dict[str, Any]:
    """The field or fields for one thing that is asked about an outcome."""
    name, needed, hint = asked.name, asked.needed, HINTS.get(asked.name) or ""
    makers = {
        "title": lambda: line(asked.label, 500, needed=needed),
        "detail": lambda: line(asked.label, 1000, needed=needed),
        "funder": lambda: line(asked.label, 200, needed=needed),
        "doi": lambda: line(asked.label, 200, needed=needed, description=hint),
        "amount": lambda: line(asked.label, 60, needed=needed, description=hint),
        "year": lambda: whole(asked.label, needed=needed, low=1900, high=2100),
        "number": lambda: whole(asked.label, needed=needed, high=MOST_PEOPLE),
        "starts_on": lambda: day(asked.label, needed=needed, description=hint),
        "ends_on": lambda: day(asked.label, needed=needed),
        "joint": lambda: tick(asked.label),
        "early_career": lambda: tick(asked.label),
        "online": lambda: tick(asked.label),
        "side": lambda: choose(asked.label, list(sides), needed=needed, radio=True),
        "status": lambda: choose(asked.label, STATUSES, needed=needed, radio=True),
    }
    currency = {"currency": choose(say("Currency"), [(code, code) for code in CURRENCIES])} if name == "amount" else {}
    return {**currency, name: makers[name]()}


def outcome_form(kind: OutcomeKind, sides: Iterable[tuple[str, Any]], **filled: Any) -> Any:
    """The form of one kind of outcome: exactly what is asked about it."""
    sides = list(sides)
    fields = {name: field for asked in ASKED[kind] for name, field in field_for(asked, sides).items()}
    return type("OutcomeForm", (Sheet,), fields)(data=filled)


def facts(form: Any) -> Mapping[str, Any]:
    """What was told of an outcome."""
    told = {name: value for name, value in form.data.items() if name != "csrf_token"}
    if told.get("status"):
        told["status"] = BidState(told["status"])
    return {name: value for name, value in told.items() if value is not None}


class LookUpForm(Sheet):
    """A DOI whose registry is asked for the rest."""

    doi = line(say("DOI"), 200, description=HINTS["doi"])


class PasteForm(Sheet):
    """A list of things that came of an award."""

    pasted = text(
        say("Your list"), 200_000,
        description=say("BibTeX, RIS, a work list saved from ORCID (JSON), or one thing a line, its year at the end."),
    )  # fmt: skip
    kind = choose(say("Kind, where the list does not say it"), [])


class SpendingForm(Sheet):
    """What one side has spent."""

    amount = line(say("Spent"), 60, description=HINTS["amount"])
    note = text(
        say("Remarks on the money"), 1000, needed=False,
        description=say("Needed when more was spent than was granted. Say here what is returned, and why."),
    )  # fmt: skip


def spending_form(costs: Iterable[Cost], told: Spending | None) -> Any:
    """The form of one side's money: the amount, and each kind of cost the side pays for."""
    kinds = list(costs)
    fields = {FIELD.format(cost.code): line(cost.label, 60, needed=False) for cost in kinds}
    filled = {FIELD.format(cost.code): figures(cost.spent) for cost in kinds if cost.spent}
    if told is not None:
        filled |= {"amount": figures(told.spent), "note": told.note}
    return type("SideSpendingForm", (SpendingForm,), fields)(data=filled)


def outlay(form: Any, costs: Iterable[Cost]) -> Outlay:
    """What was typed into it."""
    kinds = {cost.code: form[FIELD.format(cost.code)].data or "" for cost in costs}
    return Outlay(form.amount.data, form.note.data or "", kinds)


class SubmitForm(Sheet):
    """A report is handed in as its reader saw it."""

    version = kept()


class RemarkForm(Sheet):
    """What an office says when it gives a report back."""

    remark = text(
        say("What should be put right"), 4000, description=say("Both investigators read it, in mail and here."),
    )  # fmt: skip
    version = kept()


class WaiveForm(Sheet):
    """Why an office does without a report."""

    because = line(say("Why it is waived"), 1000, description=say("It stays on record, and both offices read it."))
    version = kept()


class ReportsForm(Sheet):
    """What a list of reports is narrowed to."""

    standing = choose(
        say("Status"), [("", say("All")), *((one.value, one.label) for one in Standing)], needed=False,
    )  # fmt: skip


class AsOfForm(Sheet):
    """The day as of which figures are told, between two days."""

    as_of = day(say("As of"), needed=False)
    first = date.min
    last = date.max

    def validate_as_of(self, field: Any) -> None:
        """A day on which there was something to count, and which has come."""
        if field.data is not None and not self.first <= field.data <= self.last:
            raise wrong(say("Choose a day from %(first)s to %(last)s.", first=self.first, last=self.last))


class SearchForm(Sheet):
    """What the register of funded projects is searched for."""

    words = line(say("Title, person or university"), 100, needed=False)
    programme = choose(say("Programme"), [], needed=False)
    year = choose(say("Year"), [], needed=False)
