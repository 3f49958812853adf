"""Policies: the nine ways in which sides decide together, each tried out over a whole call before or after it runs.

Four follow the sides' verdicts as `rules.funding` reads them, two add a steering group or a lead side, three walk a
ranking over the pots. A scheme is one versioned object: equal terms have the same version, whoever writes them.
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
from grants.rules.funding import JointResult, ReasonClass, SideVerdict, Verdict

RESULTS = {
    Reason.FUNDED: JointResult.APPROVED,
    Reason.IN_PART: JointResult.CONDITIONAL,
    Reason.POT_EXHAUSTED: JointResult.RESERVE,
    Reason.QUOTA: JointResult.RESERVE,
    Reason.BELOW_STOP: JointResult.RESERVE,
}
OF_STEERING = {
    Recommendation.RESERVE: (JointResult.RESERVE, None),
    Recommendation.REJECT: (JointResult.DECLINED, ReasonClass.QUALITY),
}
VETOES = {Verdict.INELIGIBLE, Verdict.NO_MONEY}


@dataclass(frozen=True)
class Scheme:
    """A policy with its modifiers: stop or skip, a bar to reach, part offers, and quotas as (kind, its terms)."""

    policy: str
    on_empty: OnEmpty = "skip"
    bar: Fraction | None = None
    part: Fraction | None = None
    seed: str = ""
    quotas: tuple[tuple[str, Mapping[str, Any]], ...] = ()

    @property
    def version(self) -> str:
        """The fingerprint of its terms."""
        told = asdict(self) | {"bar": str(self.bar), "part": str(self.part)}
        return fingerprint(told)


@dataclass(frozen=True)
class Candidate:
    """One application: what it asks, its score, what each side says, what panel or steering group advises.

    `lead` is the side that leads it; `silence_agrees` says that the others' time for a veto is over.
    """

    project: Project
    score: Fraction | None = None
    sides: Mapping[str, SideVerdict] = field(default_factory=dict)
    advice: Recommendation | None = None
    lead: str = ""
    silence_agrees: bool = False


@dataclass(frozen=True)
class Decided:
    """What follows for one application (no result: somebody must still decide), and its line where pots were walked."""

    result: JointResult | None
    reason: ReasonClass | None = None
    line: Line | None = None


def decide(scheme: Scheme, candidates: Sequence[Candidate], means: Means) -> dict[str, Decided]:
    """What the scheme makes of a whole call: by application. A ValueError where it lacks what it needs.

    Only the walking policies look at the means; quotas that nothing can meet are told as a ValueError too.
    """
    if scheme.policy in WALKS:
        return WALKS[scheme.policy](scheme, candidates, means)
    if scheme.policy not in BY_SIDES:
        raise ValueError(f"there is no policy {scheme.policy}")
    return {each.project.id: BY_SIDES[scheme.policy](each) for each in candidates}


def as_the_sides_say(policy: str) -> Callable[[Candidate], Decided]:
    """A policy of the law book, for one application."""

    def decided(candidate: Candidate) -> Decided:
        joint = funding.decide(policy, list(candidate.sides.values()), candidate.advice)
        return Decided(joint.result, joint.reason)

    return decided


def recommend_then_steering(candidate: Candidate) -> Decided:
    """Both sides recommend; the steering group decides among what they recommend."""
    joint = funding.unanimous(list(candidate.sides.values()))
    if joint.result in (None, JointResult.DECLINED):
        return Decided(joint.result, joint.reason)
    if candidate.advice is None:
        return Decided(None)
    return Decided(*OF_STEERING.get(candidate.advice, (joint.result, joint.reason)))


def lead_side(candidate: Candidate) -> Decided:
    """The lead side decides; a partner can only say that it is not eligible there or that there is no money."""
    lead = candidate.sides[candidate.lead]
    partners = [each for side, each in candidate.sides.items() if side != candidate.lead]
    lead_alone = funding.unanimous([replace(lead, requested=replace(lead.requested, minor=1))])
    if lead_alone.result in (None, JointResult.DECLINED):
        return Decided(lead_alone.result, lead_alone.reason)
    for each in partners:
        if each.verdict in VETOES:
            reason = ReasonClass.BUDGET if each.verdict is Verdict.NO_MONEY else ReasonClass.ELIGIBILITY
            return Decided(JointResult.DECLINED, reason)
    silent = any(each.verdict in (None, Verdict.DEFER) for each in partners)
    return Decided(None) if silent and not candidate.silence_agrees else Decided(lead_alone.result)


def in_rank_order(scheme: Scheme, candidates: Sequence[Candidate]) -> list[Project]:
    """By rank, lots among equals."""
    lined = sorted((each.project for each in candidates), key=lambda project: (project.rank, project.id))
    groups = [[project.id for project in group] for _, group in groupby(lined, key=lambda project: project.rank)]
    named = {project.id: project for project in lined}
    return [named[name] for name in lottery.broken(scheme.seed, groups)]


def in_drawn_order(scheme: Scheme, candidates: Sequence[Candidate]) -> list[Project]:
    """By lot alone."""
    named = {each.project.id: each.project for each in candidates}
    return [named[name] for name in lottery.drawn(scheme.seed, named)]


Order = Callable[[Scheme, Sequence[Candidate]], list[Project]]


def walked(order: Order, *, balancing: bool) -> Callable[[Scheme, Sequence[Candidate], Means], dict[str, Decided]]:
    """A policy that walks the pots in this order; who does not reach the bar takes no part."""

    def decided(scheme: Scheme, candidates: Sequence[Candidate], means: Means) -> dict[str, Decided]:
        if balancing and means.balancing is None:
            raise ValueError("there is no balancing pot to fill gaps from")
        over = [each for each in candidates if scheme.bar is None or (each.score or Fraction(0)) >= scheme.bar]
        found = dict.fromkeys(
            (each.project.id for each in candidates), Decided(JointResult.DECLINED, ReasonClass.QUALITY)
        )
        lines = reached(scheme, order(scheme, over), means if balancing else replace(means, balancing=None))
        return found | {line.project.id: Decided(RESULTS[line.reason], None, line) for line in lines}

    return decided


def reached(scheme: Scheme, ordered: Sequence[Project], means: Means) -> tuple[Line, ...]:
    """The walk with the scheme's modifiers."""
    if scheme.part is not None and scheme.quotas:
        raise ValueError("part offers and quotas do not go together")
    if not scheme.quotas:
        return allot(ordered, means, scheme.on_empty, scheme.part).lines
    bounds = [QUOTAS[kind](ordered, **terms) for kind, terms in scheme.quotas]
    walk = allot_with_quotas(ordered, means, bounds, scheme.on_empty)
    if walk is None:
        raise ValueError("no set of projects meets the quotas")
    return walk.lines


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
BY_SIDES: dict[str, Callable[[Candidate], Decided]] = {
    **{policy: as_the_sides_say(policy) for policy in funding.POLICIES},
    "RECOMMEND_THEN_STEERING": recommend_then_steering,
    "LEAD_SIDE": lead_side,
}
WALKS = {
    "RANKED_POTS": walked(in_rank_order, balancing=False),
    "MIXED_POT": walked(in_rank_order, balancing=True),
    "LOTTERY": walked(in_drawn_order, balancing=False),
}
