"""The scheme of a call, as a case states it: its policy with every term, each a quota, a bar or a way to walk."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations
from typing import Any

from grants.calls.decision_terms import BoundDefinition, DecisionDefinition
from grants.calls.decision_words import ONE_PER_THEME, bound_told, number_told
from grants.calls.model import Call
from grants.reckoning import provenance
from grants.reckoning.policies import QUOTAS, only_from_above
from grants.rules.allotment import Project
from grants.words import Sentence

Quota = list[Any]  # its kind, and its terms


@dataclass(frozen=True)
class Unmet:
    """A term that is not met; nobody may release too many of a kind, too few may be all there is."""

    term: Sentence
    strict: bool


def scheme_told(call: Call, terms: DecisionDefinition, seed: str = "") -> dict[str, Any]:
    """The scheme of a call, or what it would be under other terms."""
    return {
        "policy": terms.policy,
        "on_empty": terms.on_empty,
        "bar": terms.bar,
        "part": f"{terms.part_percent}/100" if terms.part_percent else None,
        "seed": seed,
        "strata": terms.strata,
        "quotas": [quota for _, quota in quotas_of(call, terms)],
    }


def fingerprint_of_terms(call: Call) -> str:
    """SHA-256 over the terms by which a call is decided: the same terms, the same fingerprint."""
    return provenance.fingerprint(scheme_told(call, call.decision) | call.decision.modifiers)


def quotas_of(call: Call, terms: DecisionDefinition) -> Iterator[tuple[Sentence, Quota]]:
    """Every term that speaks of the funded projects as a whole, in words and as a quota."""
    if terms.min_awards is not None:
        yield number_told(terms, "min_awards"), ["awards", {"least": terms.min_awards, "most": None}]
    if terms.max_awards is not None:
        yield number_told(terms, "max_awards"), ["awards", {"least": None, "most": terms.max_awards}]
    if terms.one_per_theme:
        yield from ((ONE_PER_THEME, most("theme", theme.code, 1)) for theme in call.themes)
    if terms.most_per_institution is not None:
        told = number_told(terms, "most_per_institution")
        yield from ((told, most(at(code), True, terms.most_per_institution)) for code in sorted(call.institution_codes))
    if terms.apart is not None:
        for pair in combinations([side.code for side in call.sides], 2):
            balanced = {"attribute": "lead", "sides": list(pair), "apart": terms.apart}
            yield number_told(terms, "apart"), ["balanced", balanced]
    for bound in terms.bounds:
        yield from ((bound_told(call, bound, kind), quota) for kind, quota in quotas_of_bound(bound))


def most(attribute: str, value: Any, count: int) -> Quota:
    """At most so many of a kind."""
    return ["at_most", {"attribute": attribute, "value": value, "count": count}]


def at(code: str) -> str:
    """The attribute that says that a project has an investigator at a university: it has one for each side."""
    return f"at {code}"


def quotas_of_bound(bound: BoundDefinition) -> Iterator[tuple[str, Quota]]:
    """The numbers for one side, theme or university, each with the name of its term."""
    attribute, value = (at(bound.name), True) if bound.about == "institution" else (bound.about, bound.name)
    kind = {"attribute": attribute, "value": value}
    if bound.least is not None:
        yield "least", ["at_least", kind | {"count": bound.least}]
    if bound.most is not None:
        yield "most", ["at_most", kind | {"count": bound.most}]
    if bound.least_percent is not None:
        yield "least_percent", ["share_of", kind | {"share": [bound.least_percent, 100]}]


def unmet(call: Call, attributes: Mapping[str, Mapping[str, Any]], funded: Collection[str]) -> list[Unmet]:
    """The terms of the call that these awards do not meet, each once; `strict` where there are too many of a kind."""
    projects = [Project(ref, 1, {}, 0, told) for ref, told in attributes.items()]
    quotas = [(told, QUOTAS[kind](projects, **terms)) for told, (kind, terms) in quotas_of(call, call.decision)]
    found = {told.text + str(told.values): Unmet(told, only_from_above(quota))
             for told, quota in quotas if not quota.is_met(funded)}  # fmt: skip
    return list(found.values())


def attributes_of(theme: str, lead: str, universities: Sequence[str]) -> dict[str, Any]:
    """What the terms look at in one project."""
    return {"theme": theme, "lead": lead} | {at(code): True for code in universities}
