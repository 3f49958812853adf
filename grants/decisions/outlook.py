"""The outlook of a walk, as one reader may see it: a line for each application, a bar for each pot, what would change.

Whoever is in conflict with an application sees the walk without it: no line, no place, no share in any sum; what more
money would change is then not told at all, as it would tell of what is hidden.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from grants.decisions.kept import lines_of
from grants.money import Money
from grants.rules.sentences import listed
from grants.rules.walked import Walked
from grants.words import Sentence, say

Texts = Mapping[str, str]
Told = Mapping[str, Any]


@dataclass(frozen=True)
class Line:
    """One application in the walk: what it asks, what came of it, what more would fund it, how often it is funded."""

    ref: str
    place: int
    walked: Walked
    asks: tuple[Money, ...]
    more: Sentence | None
    often: tuple[int, int] | None


@dataclass(frozen=True)
class Bar:
    """One pot in its own currency: pledged, asked for by all, spent of its own, filled by the shared pot, left."""

    name: Texts
    theme: Texts | None
    pledged: Money
    asked: Money
    own: Money
    filled: Money
    rest: Money

    @property
    def whole(self) -> Money:
        """What the bar is long for: what is spent from it and what is left."""
        return self.own + self.filled + self.rest


@dataclass(frozen=True)
class Outlook:
    """The whole of it."""

    lines: tuple[Line, ...]
    bars: tuple[Bar, ...]
    shared: Bar | None
    sources: tuple[Told, ...]
    optimum: tuple[tuple[str, ...], tuple[str, ...]] | None
    is_cut_short: bool

    @property
    def reserve(self) -> list[Line]:
        """Who comes next, in order."""
        return [line for line in self.lines if line.walked.place and line.walked.advice.value == "reserve"]


def outlook(inputs: Told, result: Told, hidden: Collection[str]) -> Outlook:
    """What a reader may see of a walk."""
    asks = {one["id"]: one["asks"] for one in inputs["applications"] if one["id"] not in hidden}
    walked = {ref: line for ref, line in lines_of(inputs, result).items() if ref not in hidden}
    named = {pot["institution"]: pot for pot in inputs["pots"]}
    granted = [one["granted"] for one in result["decisions"] if one["id"] not in hidden]
    often = result.get("plausible")
    lines = tuple(
        Line(
            ref, place if line.place else 0, line, asked(asks[ref], named),
            None if hidden else more_told(result["what_if"].get(ref), inputs, named),
            (often["funded"][ref], often["draws"]) if often and not hidden else None,
        )
        for place, (ref, line) in enumerate(walked.items(), 1)
    )  # fmt: skip
    bars = tuple(bar_of(pot, list(asks.values()), granted) for pot in inputs["pots"])
    common = inputs["common_pot"]
    return Outlook(
        lines, bars, shared_bar(common, result["common_pot_used"]) if common and not hidden else None,
        tuple(common["sources"]) if common else (), None if hidden else compared(result),
        not hidden and "max_merit_cut" in result,
    )  # fmt: skip


def asked(asks: Mapping[str, int], named: Mapping[str, Told]) -> tuple[Money, ...]:
    """What a project asks of each pot, each in its own currency."""
    return tuple(Money(minor, named[pot]["currency"]) for pot, minor in asks.items())


def bar_of(pot: Told, asks: Sequence[Mapping[str, int]], granted: Sequence[Mapping[str, int]]) -> Bar:
    """One pot."""
    name, currency, pledged = pot["institution"], pot["currency"], pot["amount"]
    spent = sum(each.get(name, 0) for each in granted)
    wanted = sum(each.get(name, 0) for each in asks)
    figures = (pledged, wanted, min(spent, pledged), max(0, spent - pledged), max(0, pledged - spent))
    return Bar(pot["name"], pot["theme"], *(Money(minor, currency) for minor in figures))


def shared_bar(common: Told, used: int) -> Bar:
    """The pot that fills gaps."""
    figures = (common["amount"], used, used, 0, max(0, common["amount"] - used))
    return Bar({}, None, *(Money(minor, common["currency"]) for minor in figures))


def more_told(told: Told | None, inputs: Told, named: Mapping[str, Told]) -> Sentence | None:
    """What more money would fund this one, and what else would follow from it."""
    if told is None:
        return None
    if told["common"]:
        sums: Any = say("%(sum)s more in the shared pot", sum=Money(told["common"], inputs["common_pot"]["currency"]))
    else:
        sums = listed([
            say("%(sum)s more from %(party)s", sum=Money(minor, named[pot]["currency"]), party=named[pot]["name"])
            for pot, minor in told["pots"].items()
        ])  # fmt: skip
    if told["instead"]:
        return say("%(sums)s would fund it; it would then take the place of %(lost)s.", sums=sums,
                   lost=", ".join(told["instead"]))  # fmt: skip
    if told["also"]:
        return say("%(sums)s would fund it, and then also %(also)s.", sums=sums, also=", ".join(told["also"]))
    return say("%(sums)s would fund it.", sums=sums)


def compared(result: Told) -> tuple[tuple[str, ...], tuple[str, ...]] | None:
    """Whom the largest sum of scores would fund in addition, and whom not; nothing where it is the same."""
    if result["max_merit"] is None:
        return None
    walk, best = result["funded"], result["max_merit"]
    return tuple(one for one in best if one not in walk), tuple(one for one in walk if one not in best)
