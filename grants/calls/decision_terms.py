"""The terms of a decision: one of nine policies, and what tempers it, as one object that a call states."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass, fields
from typing import Any, Literal

from grants.calls.values import Figure
from grants.money import Money

Policy = Literal[
    "UNANIMOUS", "JOINT_COMMITTEE", "RECOMMEND_THEN_STEERING", "NOMINATE_THEN_HOME", "LEAD_SIDE", "RANKED_POTS",
    "MIXED_POT", "ONE_SIDED", "LOTTERY",
]  # fmt: skip
About = Literal["lead", "theme", "institution"]
OWN_COLUMNS = ("policy", "max_awards", "one_per_theme")


@dataclass(frozen=True)
class BoundDefinition:
    """How many awards are led from one side, fall to one theme, or to one university (by its name in the file)."""

    about: About
    name: str
    least: int | None = None
    most: int | None = None
    least_percent: int | None = None  # of the number of awards


@dataclass(frozen=True)
class DecisionDefinition:
    """How verdicts of the sides, or a ranking and the pots, become one joint decision.

    `on_empty` says what a walk does where a pot is empty, `part_percent` from which share on a part is offered,
    `apart` by how many awards the leading sides may differ at most, `veto_days` how long a partner may object.
    """

    policy: Policy
    max_awards: int | None = None
    one_per_theme: bool = False
    min_awards: int | None = None
    most_per_institution: int | None = None
    apart: int | None = None
    bounds: tuple[BoundDefinition, ...] = ()
    on_empty: Literal["skip", "stop"] = "skip"
    bar: Figure | None = None
    part_percent: int | None = None
    balancing: Money | None = None
    strata: Literal["theme", "lead"] | None = None
    veto_days: int | None = None

    @property
    def modifiers(self) -> dict[str, Any]:
        """What is not usual in it, beside the policy and its greatest number, as a call keeps it."""
        usual = {each.name: each.default for each in fields(self)}
        told = {name: value for name, value in asdict(self).items() if getattr(self, name) != usual[name]}
        told |= {"balancing": str(self.balancing)} if self.balancing else {}
        return {name: value for name, value in told.items() if name not in OWN_COLUMNS}


def decision_kept(row: Any, modifiers: Mapping[str, Any]) -> DecisionDefinition:
    """The terms as a call keeps them: three in columns of their own, the others together."""
    told = dict(modifiers)
    if told.get("balancing"):
        told["balancing"] = Money.parse(told["balancing"], told["balancing"][:3])
    told["bounds"] = tuple(BoundDefinition(**each) for each in told.get("bounds", ()))
    return DecisionDefinition(**{name: getattr(row, name) for name in OWN_COLUMNS}, **told)
