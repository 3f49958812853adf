"""A budget as pages read it: its lines, and what they add up to by kind of cost and fiscal year."""

from dataclasses import dataclass

from grants.applications import budgets
from grants.applications.model import Part
from grants.money import Money
from grants.rules.budget import Sums
from grants.web.reader import reader
from grants.words import Sentence, say


@dataclass(frozen=True)
class Table:
    """One side's sums: rows are kinds of cost, columns its payer's fiscal years."""

    kinds: list[tuple[str, str]]
    years: list[tuple[int, str]]
    sums: Sums
    cap: Money
    room: Money

    @property
    def total(self) -> Money:
        """What the side asks for."""
        return self.sums.of()

    @property
    def standing(self) -> Sentence:
        """How the sum stands to the cap."""
        if self.room.minor < 0:
            return say("%(amount)s more than the %(cap)s that this side pays at most.", amount=-self.room, cap=self.cap)
        return say("%(amount)s of at most %(cap)s are still free.", amount=self.room, cap=self.cap)


def table_of(part: Part) -> Table:
    """The sums of a part, as they stand."""
    sums = budgets.sums(part)
    kinds = dict(part.application.call.costs(budgets.side_of(part)))
    known = [(code, reader().say(label)) for code, label in kinds.items()]
    others = [(code, code) for code in sums.categories if code not in kinds]
    years = [(year.code, reader().say(year.label)) for year in sums.years]
    return Table([*known, *others], years, sums, budgets.cap(part), budgets.room(part))


def echoes(part: Part) -> dict[str, str]:
    """Every figure of a budget that its page shows while it is being written, by its place there."""
    table, money = table_of(part), reader().money
    told = {f"amount-{line.key}": f"= {money(line.amount)}" if line.amount else "" for line in part.budget}
    for kind, _ in table.kinds:
        told[f"sum-{kind}"] = money(table.sums.of(kind))
        told |= {f"sum-{kind}-{year}": money(table.sums.of(kind, year)) for year, _ in table.years}
    told |= {f"year-{year}": money(table.sums.of(year=year)) for year, _ in table.years}
    return told | {"total": f"= {money(table.total)}", "room": reader().say(table.standing)}
