"""The scheme of a call, as a case states it: its policy with every term, each a quota, a bar or a way to walk."""

from collections.abc import Iterator, Sequence
from itertools import combinations
from typing import Any

from grants.calls.decision_terms import BoundDefinition, DecisionDefinition
from grants.calls.model import Call

Quota = list[Any]  # its kind, and its terms


def scheme_told(call: Call, terms: DecisionDefinition, seed: str = "") -> dict[str, Any]:
    """The scheme of a call, or what it would be under other terms."""
    return {
        "policy": terms.policy,
        "on_empty": terms.on_empty,
        "bar": terms.bar,
        "part": f"{terms.part_percent}/100" if terms.part_percent else None,
        "seed": seed,
        "strata": terms.strata,
        "quotas": quotas_of(call, terms),
    }


def quotas_of(call: Call, terms: DecisionDefinition) -> list[Quota]:
    """Every term that speaks of the funded projects as a whole."""
    found: list[Quota] = []
    if terms.min_awards is not None or terms.max_awards is not None:
        found.append(["awards", {"least": terms.min_awards, "most": terms.max_awards}])
    if terms.one_per_theme:
        found += [most("theme", theme.code, 1) for theme in call.themes]
    if terms.most_per_institution is not None:
        found += [most(at(code), True, terms.most_per_institution) for code in sorted(call.institution_codes)]
    if terms.apart is not None:
        found += [
            ["balanced", {"attribute": "lead", "sides": list(pair), "apart": terms.apart}]
            for pair in combinations([side.code for side in call.sides], 2)
        ]
    return [*found, *(quota for bound in terms.bounds for quota in quotas_of_bound(bound))]


def most(attribute: str, value: Any, count: int) -> Quota:
    """At most so many of a kind."""
    return ["at_most", {"attribute": attribute, "value": value, "count": count}]


def at(code: str) -> str:
    """The attribute that says that a project has an investigator at a university: it has one for each side."""
    return f"at {code}"


def quotas_of_bound(bound: BoundDefinition) -> Iterator[Quota]:
    """The numbers for one side, theme or university."""
    attribute, value = (at(bound.name), True) if bound.about == "institution" else (bound.about, bound.name)
    kind = {"attribute": attribute, "value": value}
    if bound.least is not None:
        yield ["at_least", kind | {"count": bound.least}]
    if bound.most is not None:
        yield ["at_most", kind | {"count": bound.most}]
    if bound.least_percent is not None:
        yield ["share_of", kind | {"share": [bound.least_percent, 100]}]


def attributes_of(theme: str, lead: str, universities: Sequence[str]) -> dict[str, Any]:
    """What the terms look at in one project."""
    return {"theme": theme, "lead": lead} | {at(code): True for code in universities}
