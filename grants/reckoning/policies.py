"""Policies: the nine ways in which sides decide together, each tried out over a whole call before or after it runs.

Six follow the sides' verdicts as `rules.funding` reads them, three walk a ranking or a draw over the pots. A scheme is
one versioned object: equal terms have the same version, whoever writes them.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, dataclass, field, replace
from fractions import Fraction
from itertools import groupby
from typing import Any

from grants.reckoning.choice import allot_with_quotas
from grants.reckoning.provenance import fingerprint
from grants.rules import funding, lottery, quotas
from grants.rules.allotment import Line, Means, OnEmpty, Project, Reason, allot
from grants.rules.decisions import Recommendation
from grants.rules.funding import Joint, JointResult, ReasonClass, SideVerdict
from grants.rules.walked import BELOW_BAR, Walked, by_walk

Places = Mapping[str, int]


class TieDecides(ValueError):
    """Equals share a place, and which of them comes first decides who is funded: nobody chooses that in silence."""

    def __init__(self, rank: int, names: Sequence[str]) -> None:
        super().__init__(f"a tie at place {rank} decides who is funded: {', '.join(names)}")
        self.rank, self.names = rank, tuple(names)


class NoSet(ValueError):
    """No set of projects meets the quotas with the money there is."""


@dataclass(frozen=True)
class Scheme:
    """A policy with its modifiers: stop or skip, a bar, part offers, strata of a draw, quotas as (kind, terms).

    The seed breaks ties by lot, or draws; without one, a tie that decides is refused.
    """

    policy: str
    on_empty: OnEmpty = "skip"
    bar: Fraction | None = None
    part: Fraction | None = None
    seed: str = ""
    strata: str = ""
    quotas: tuple[tuple[str, Mapping[str, Any]], ...] = ()

    @property
    def version(self) -> str:
        """The fingerprint of its terms."""
        told = asdict(self) | {"bar": str(self.bar), "part": str(self.part)}
        return fingerprint(told)


@dataclass(frozen=True)
class Candidate:
    """One application: what it asks, its score, what each side says, what panel or steering group advises."""

    project: Project
    score: Fraction | None = None
    sides: Mapping[str, SideVerdict] = field(default_factory=dict)
    advice: Recommendation | None = None


@dataclass(frozen=True)
class Decided:
    """What follows for one application, in a sentence, and its line where pots were walked."""

    joint: Joint
    line: Line | None = None
    walked: Walked | None = None

    @property
    def result(self) -> JointResult | None:
        """What the sides decide together; none while somebody must still decide."""
        return self.joint.result

    @property
    def reason(self) -> ReasonClass | None:
        """Why it was declined."""
        return self.joint.reason


def decide(scheme: Scheme, candidates: Sequence[Candidate], means: Means) -> dict[str, Decided]:
    """What the scheme makes of a whole call: by application. A ValueError where it lacks what it needs.

    Only the walking policies look at the means; quotas that nothing can meet, and ties, are told as a ValueError too.
    """
    if scheme.policy in ORDERS:
        return walked(scheme, candidates, means)
    if scheme.policy not in funding.POLICIES:
        raise ValueError(f"there is no policy {scheme.policy}")
    return {
        each.project.id: Decided(funding.decide(scheme.policy, list(each.sides.values()), each.advice))
        for each in candidates
    }


def walked(scheme: Scheme, candidates: Sequence[Candidate], means: Means) -> dict[str, Decided]:
    """The walking policies; who does not reach the bar takes no part."""
    over = [each for each in candidates if scheme.bar is None or (each.score or Fraction(0)) >= scheme.bar]
    lines = walk(scheme, [each.project for each in over], means)
    held = told(lines, means if scheme.policy == "MIXED_POT" else replace(means, balancing=None))
    found = {line.project.id: (line, held[line.project.id]) for line in lines}
    return {
        each.project.id: decided(each, *found.get(each.project.id, (None, Walked(0, BELOW_BAR)))) for each in candidates
    }


def decided(candidate: Candidate, line: Line | None, found: Walked) -> Decided:
    """One application after the walk: sides that have not been asked yet are not waited for."""
    if candidate.sides:
        return Decided(by_walk(list(candidate.sides.values()), candidate.advice, found), line, found)
    reason = ReasonClass.QUALITY if found.result is JointResult.DECLINED else None
    return Decided(Joint(found.result, found.told, reason), line, found)


def walk(scheme: Scheme, projects: Sequence[Project], means: Means) -> tuple[Line, ...]:
    """The walk itself, in the scheme's order and with its modifiers."""
    if scheme.policy == "MIXED_POT" and means.balancing is None:
        raise ValueError("there is no balancing pot to fill gaps from")
    own = means if scheme.policy == "MIXED_POT" else replace(means, balancing=None)
    lines = reached(scheme, ORDERS[scheme.policy](scheme, projects), own)
    if not scheme.seed:
        refuse_ties(lines)
    return lines


def refuse_ties(lines: Sequence[Line]) -> None:
    """A TieDecides where equals fare differently, or are offered what is left."""
    for rank, group in groupby(lines, key=lambda line: line.project.rank):
        sharing = list(group)
        fares = {line.reason for line in sharing}
        if len(sharing) > 1 and (len(fares) > 1 or Reason.IN_PART in fares):
            raise TieDecides(rank, [line.project.id for line in sharing])


def told(lines: Sequence[Line], means: Means) -> dict[str, Walked]:
    """Each line with its place, and with the pots whose gap the balancing pot fills there."""
    found: dict[str, Walked] = {}
    spent: dict[str, int] = {}
    for place, line in enumerate(lines, 1):
        spent = {name: spent.get(name, 0) + line.granted.get(name, 0) for name in means.pots}
        gaps = means.gaps(spent)
        filled = tuple({"en": name} for name in sorted(line.granted) if line.funded and gaps[name] and means.balancing)
        short = tuple({"en": name} for name in line.short)
        found[line.project.id] = Walked(place, line.reason, short, filled)
    return found


def in_rank_order(scheme: Scheme, projects: Sequence[Project]) -> list[Project]:
    """By rank, lots among equals."""
    lined = sorted(projects, key=lambda project: (project.rank, project.id))
    groups = [[project.id for project in group] for _, group in groupby(lined, key=lambda project: project.rank)]
    named = {project.id: project for project in lined}
    return [named[name] for name in lottery.broken(scheme.seed, groups)]


def in_drawn_order(scheme: Scheme, projects: Sequence[Project]) -> list[Project]:
    """By lot alone; with strata by turns, the first of each stratum before the second of any."""
    if not scheme.seed:
        raise ValueError("a lottery needs its seed")
    named = {project.id: project for project in projects}
    if not scheme.strata:
        return [named[name] for name in lottery.drawn(scheme.seed, named)]
    strata = {name: str(project.attributes.get(scheme.strata)) for name, project in named.items()}
    turns = {name: turn for each in lottery.by_stratum(scheme.seed, strata).values() for turn, name in enumerate(each)}
    lined = sorted(named, key=lambda name: (turns[name], lottery.ticket(scheme.seed, name)))
    return [named[name] for name in lined]


def reached(scheme: Scheme, ordered: Sequence[Project], means: Means) -> tuple[Line, ...]:
    """The walk with the scheme's quotas; bounds from above need no search: whoever keeps to them so far may go on."""
    bounds = [QUOTAS[kind](ordered, **terms) for kind, terms in scheme.quotas]
    if not bounds:
        return allot(ordered, means, scheme.on_empty, scheme.part).lines
    if all(only_from_above(each) for each in bounds):
        return allot(ordered, means, scheme.on_empty, scheme.part, Within(ordered, bounds).keeps).lines
    if scheme.part is not None:
        raise ValueError("part offers and quotas from below do not go together")
    walk = allot_with_quotas(ordered, means, bounds, scheme.on_empty)
    if walk is None:
        raise NoSet("no set of projects meets the quotas")
    return walk.lines


class Within:
    """Bounds from above, counted as a walk goes down."""

    def __init__(self, ordered: Sequence[Project], bounds: Sequence[quotas.Quota]) -> None:
        self.ordered, self.bounds, self.counts = ordered, bounds, [0] * len(bounds)

    def keeps(self, chosen: Sequence[bool]) -> bool:
        """Whether the last one chosen keeps to every bound; then it is counted, for it is funded."""
        name = self.ordered[len(chosen) - 1].id
        counts = [count + each.weights.get(name, 0) for count, each in zip(self.counts, self.bounds, strict=True)]
        if any(each.most is not None and count > each.most for count, each in zip(counts, self.bounds, strict=True)):
            return False
        self.counts = counts
        return True


def only_from_above(quota: quotas.Quota) -> bool:
    """Whether more projects can only bring a set nearer to breaking it."""
    return quota.least is None and all(weight >= 0 for weight in quota.weights.values())


def fenced(projects: Sequence[Project], pot: str, free: int, attribute: str, value: Any) -> quotas.Quota:
    """A ring-fence for one theme in a pot."""
    return quotas.ring_fence(projects, pot, free, lambda project: project.attributes.get(attribute) == value)


QUOTAS: dict[str, Callable[..., quotas.Quota]] = {
    "at_least": quotas.at_least,
    "at_most": quotas.at_most,
    "share_of": quotas.share_of,
    "awards": quotas.awards,
    "balanced": quotas.balanced,
    "ring_fence": fenced,
}
ORDERS: dict[str, Callable[[Scheme, Sequence[Project]], list[Project]]] = {
    "RANKED_POTS": in_rank_order,
    "MIXED_POT": in_rank_order,
    "LOTTERY": in_drawn_order,
}
