"""Checks of how a call is decided: a policy its sides can follow, and terms that go together and can be met."""

from collections.abc import Iterator, Sequence
from fractions import Fraction
from typing import Any

from grants.calls.decision_terms import BoundDefinition, DecisionDefinition
from grants.calls.faults import Fault, unknown
from grants.calls.form import CriterionDefinition
from grants.calls.terms import InstitutionDefinition, SideDefinition, ThemeDefinition
from grants.rules.funding import POLICY_LABELS, WALKS
from grants.words import say

WHOLE = 100
PAIR = 2
ONLY_FOR = {
    "on_empty": WALKS,
    "bar": WALKS,
    "part_percent": WALKS,
    "balancing": {"MIXED_POT"},
    "strata": {"LOTTERY"},
    "veto_days": {"LEAD_SIDE"},
}
MANY = 9999
RANGES = {
    "max_awards": (1, MANY),
    "min_awards": (1, MANY),
    "most_per_institution": (1, MANY),
    "apart": (0, MANY),
    "part_percent": (1, WHOLE - 1),
    "veto_days": (1, 365),
}
NEEDS = {"balancing": "MIXED_POT", "bar": "LOTTERY", "veto_days": "LEAD_SIDE"}


def sides_can_decide(decision: DecisionDefinition, sides: tuple[SideDefinition, ...]) -> Iterator[Fault]:
    """The policy fits the number of sides that pay."""
    paying = sum(side.pays for side in sides)
    if decision.policy == "ONE_SIDED" and paying != 1:
        yield ("decision", "policy"), say("One side alone decides only where one side alone gives money.")
    if decision.policy == "LEAD_SIDE" and len(sides) < PAIR:
        yield ("decision", "policy"), say("A lead side needs a side that is led: this call has only one.")
    if decision.apart is not None and len(sides) < PAIR:
        yield ("decision", "apart"), say("There is nothing to balance: this call has only one side.")


def modifiers_fit(decision: DecisionDefinition, sides: tuple[SideDefinition, ...]) -> Iterator[Fault]:
    """Every term belongs to the policy, nothing that it needs is missing, and no two terms contradict each other."""
    label = POLICY_LABELS[decision.policy]
    for name, policies in ONLY_FOR.items():
        if name in decision.modifiers and decision.policy not in policies:
            yield ("decision", name), say("“%(name)s” has no place where the policy is “%(policy)s”.",
                                          name=name, policy=label)  # fmt: skip
    for name, policy in NEEDS.items():
        if decision.policy == policy and name not in decision.modifiers:
            yield ("decision",), say("The policy “%(policy)s” needs “%(name)s”.", policy=label, name=name)
    if decision.balancing is not None and decision.balancing.currency not in {side.currency for side in sides}:
        yield ("decision", "balancing"), unknown(decision.balancing.currency)
    yield from numbers_make_sense(decision)
    yield from terms_go_together(decision)


def numbers_make_sense(decision: DecisionDefinition) -> Iterator[Fault]:
    """Counts are one or more, shares less than the whole."""
    for name, (low, high) in RANGES.items():
        value = getattr(decision, name)
        if value is not None and not low <= value <= high:
            yield ("decision", name), say("Write a whole number from %(low)s to %(high)s.", low=low, high=high)
    if decision.balancing is not None and decision.balancing.minor <= 0:
        yield ("decision", "balancing"), say("The amount must be more than nothing.")


def terms_go_together(decision: DecisionDefinition) -> Iterator[Fault]:
    """A walk that stops cannot make room for others, and a part offered cannot be counted upon for a least number."""
    room = [
        name for name in ("min_awards", "apart", "most_per_institution", "one_per_theme") if getattr(decision, name)
    ]
    room += ["bounds"] if decision.bounds else []
    if decision.on_empty == "stop" and room:
        yield (
            ("decision", "on_empty"),
            say("A walk that stops where a pot is empty cannot pass over a project for “%(name)s”.", name=room[0]),
        )
    below = decision.min_awards is not None or decision.apart is not None or any(map(from_below, decision.bounds))
    if decision.part_percent is not None and below:
        yield ("decision", "part_percent"), say("Parts are not offered where a least number of awards is asked for.")


def from_below(bound: BoundDefinition) -> bool:
    """Whether it asks for a least number."""
    return bound.least is not None or bound.least_percent is not None


def bounds_can_be_met(
    decision: DecisionDefinition, sides: tuple[SideDefinition, ...], themes: tuple[ThemeDefinition, ...],
    institutions: tuple[InstitutionDefinition, ...],
) -> Iterator[Fault]:  # fmt: skip
    """Every bound is of something the file names, stands once, and leaves room; together they leave room as well."""
    every: dict[str, Sequence[Any]] = {"lead": sides, "theme": themes, "institution": institutions}
    known = {about: {each.code for each in things} for about, things in every.items()}
    seen: set[tuple[str, str]] = set()
    for place, bound in enumerate(decision.bounds):
        where = ("decision", "bounds", place)
        if bound.name not in known[bound.about]:
            yield (*where, "name"), unknown(bound.name)
        if (bound.about, bound.name) in seen:
            yield (*where, "name"), say("“%(name)s” stands here twice.", name=bound.name)
        seen.add((bound.about, bound.name))
        yield from bound_leaves_room(bound, where)
    yield from number_leaves_room(decision)
    if decision.policy == "LOTTERY" and decision.strata == "theme" and not themes:
        yield ("decision", "strata"), say("A draw by themes needs themes.")


def bound_leaves_room(bound: BoundDefinition, where: tuple[str | int, ...]) -> Iterator[Fault]:
    """A bound says something, and its least is not above its most."""
    if bound.least is bound.most is bound.least_percent is None:
        yield where, say("Name at least one of: %(known)s.", known="least, most, least_percent")
    for name, high in (("least", MANY), ("most", MANY), ("least_percent", WHOLE)):
        value = getattr(bound, name)
        if value is not None and not 0 <= value <= high:
            yield (*where, name), say("Write a whole number from %(low)s to %(high)s.", low=0, high=high)
    if bound.least is not None and bound.most is not None and bound.most < bound.least:
        yield (*where, "most"), say("The most must not be less than the least.")


def number_leaves_room(decision: DecisionDefinition) -> Iterator[Fault]:
    """The least numbers of sides, or of themes, do not add up to more awards than the call makes."""
    if decision.max_awards is None:
        return
    if decision.min_awards is not None and decision.min_awards > decision.max_awards:
        yield ("decision", "min_awards"), say("The most must not be less than the least.")
    for about in ("lead", "theme"):
        wanted = sum(bound.least or 0 for bound in decision.bounds if bound.about == about)
        if wanted > decision.max_awards:
            yield ("decision", "bounds"), say("These least numbers add up to %(wanted)s, but the call makes at most "
                                              "%(most)s awards.", wanted=wanted, most=decision.max_awards)  # fmt: skip


def bar_can_be_reached(decision: DecisionDefinition, criteria: tuple[CriterionDefinition, ...]) -> Iterator[Fault]:
    """The bar lies on the scale of the criteria."""
    if decision.bar is None or not criteria:
        return
    highs = sum(Fraction(max(mark.points for mark in each.marks)) * each.weight for each in criteria) / WHOLE
    lows = sum(Fraction(min(mark.points for mark in each.marks)) * each.weight for each in criteria) / WHOLE
    if not lows <= Fraction(decision.bar) <= highs:
        yield ("decision", "bar"), say("No mean score can be %(bar)s: the scale goes from %(low)s to %(high)s.",
                                       bar=decision.bar, low=str(lows), high=str(highs))  # fmt: skip
