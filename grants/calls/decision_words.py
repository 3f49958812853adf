"""How a call is decided, in words: the policy and every term that tempers it, for whoever reads the call."""

from collections.abc import Iterator, Mapping
from typing import Any

from grants.calls.decision_terms import BoundDefinition, DecisionDefinition
from grants.rules.funding import POLICY_LABELS, WALKS
from grants.words import Sentence, say

NUMBERS: Mapping[str, Sentence] = {
    "max_awards": say("At most %(count)s projects are funded."),
    "min_awards": say("At least %(count)s projects are funded."),
    "most_per_institution": say("At most %(count)s projects of one university are funded."),
    "apart": say("The numbers of projects led from each side differ by %(count)s at most."),
    "part_percent": say("Where a pot is not full enough, a part is offered: at least %(count)s %% of what is asked."),
    "veto_days": say("The other sides have %(count)s days to say that they lack eligibility or money."),
}
ONE_PER_THEME = say("Not more than one for each theme.")
STRATA = {
    "theme": say("Lots are drawn for each theme apart, by turns."),
    "lead": say("Lots are drawn for each leading side apart, by turns."),
}
BOUNDS: Mapping[str, Sentence] = {
    "least": say("%(name)s: at least %(count)s projects."),
    "most": say("%(name)s: at most %(count)s projects."),
    "least_percent": say("%(name)s: at least %(count)s %% of the projects."),
}


def decision_told(call: Any) -> list[Sentence]:
    """How a call is decided, a sentence for each term."""
    terms = call.decision
    policy = POLICY_LABELS.get(terms.policy, say(terms.policy))
    return [say("%(policy)s.", policy=policy), *numbers(terms), *others(terms), *bounds(call, terms.bounds)]


def numbers(terms: DecisionDefinition) -> Iterator[Sentence]:
    """The terms that are one number."""
    for name in NUMBERS:
        if getattr(terms, name) is not None:
            yield number_told(terms, name)


def others(terms: DecisionDefinition) -> Iterator[Sentence]:
    """The terms that are a choice, a bar or money."""
    if terms.one_per_theme:
        yield ONE_PER_THEME
    if terms.policy in WALKS and terms.on_empty == "stop":
        yield say("The walk stops at the first project that the pots do not hold.")
    elif terms.policy in WALKS:
        yield say("A project that the pots do not hold is passed over, and the next one is looked at.")
    if terms.bar is not None:
        yield say("The mean score must be %(bar)s or more.", bar=terms.bar)
    if terms.balancing is not None:
        yield say("A shared pot of %(sum)s fills gaps.", sum=terms.balancing)
    if terms.strata is not None:
        yield STRATA[terms.strata]


def bounds(call: Any, found: tuple[BoundDefinition, ...]) -> Iterator[Sentence]:
    """The numbers for one side, theme or university."""
    return (bound_told(call, bound, kind) for bound in found for kind in BOUNDS if getattr(bound, kind) is not None)


def bound_told(call: Any, bound: BoundDefinition, kind: str) -> Sentence:
    """One such number."""
    return say(BOUNDS[kind].text, name=name_of(call, bound), count=getattr(bound, kind))


def number_told(terms: DecisionDefinition, name: str) -> Sentence:
    """A term that is one number."""
    return say(NUMBERS[name].text, count=getattr(terms, name))


def name_of(call: Any, bound: BoundDefinition) -> Any:
    """What a bound is about, as readers know it."""
    if bound.about == "institution":
        number = call.institution_codes.get(bound.name)
        named = {str(one.institution_id): one.institution.name for one in call.programme.members}
        return named.get(number, bound.name)
    things = call.sides if bound.about == "lead" else call.themes
    label = next((one.label for one in things if one.code == bound.name), {"en": bound.name})
    return say("Led from %(side)s", side=label) if bound.about == "lead" else label
