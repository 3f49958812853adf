"""Casework: a decision as a file states it, so that a page, a command and anybody else compute it alike.

A case names scheme, pots and applications in plain words and whole numbers; its answer says of every application what
follows and why, what each pot spends, what more money would change, and how often each is funded over plausible ranks.
"""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from fractions import Fraction
from typing import Any

from grants.money import Money
from grants.reckoning.choice import most_merit
from grants.reckoning.evidence import Table
from grants.reckoning.policies import (
    ORDERS,
    QUOTAS,
    Candidate,
    Decided,
    NoSet,
    Scheme,
    TieDecides,
    decide,
    only_from_above,
    reached,
    walk,
)
from grants.reckoning.ranks import plausible_orders
from grants.reckoning.severity import Prior
from grants.reckoning.solver import Undecided
from grants.rules.allotment import Allotment, Balancing, Line, Means, Pot, Project, Reason, changed, wanting
from grants.rules.decisions import Recommendation
from grants.rules.funding import ReasonClass, SideVerdict, Verdict

Case = Mapping[str, Any]
MOST_COMPARED = 120  # beyond so many applications the optimum of merit is not looked for: it may take minutes
COMPARING = 10.0  # seconds in all that the optimum of merit is looked for
MOST_ASKED = 15  # of so many that are not funded it is told what they lack
CUT = "max_merit_cut"
CUT_SHORT: Case = {"max_merit": None, CUT: True}  # where the optimum would take too long


def project_of(told: Case) -> Project:
    """A project as a case writes it."""
    return Project(told["id"], told["rank"], told["asks"], told.get("merit", 0), told.get("attributes", {}))


def means_of(case: Case) -> Means:
    """The pots of a case, and its common pot."""
    pots = {pot["institution"]: Pot(pot["currency"], pot["amount"]) for pot in case.get("pots", [])}
    common = case.get("common_pot")
    if common is None:
        return Means(pots)
    rates = {currency: Fraction(rate) for currency, rate in common["rates"].items()}
    return Means(pots, Balancing(common["currency"], common["amount"], rates))


def scheme_of(told: Case) -> Scheme:
    """The scheme of a case."""
    bar, part = (Fraction(told[name]) if told.get(name) else None for name in ("bar", "part"))
    return Scheme(
        told["policy"], told.get("on_empty", "skip"), bar, part, told.get("seed", ""), told.get("strata") or "",
        tuple((kind, dict(terms)) for kind, terms in told.get("quotas", [])),
    )  # fmt: skip


def candidate_of(told: Case) -> Candidate:
    """An application of a case, with what its sides say."""
    score = Fraction(told["score"]) if told.get("score") is not None else None
    sides = {code: side_of(code, each) for code, each in told.get("sides", {}).items()}
    advice = Recommendation(told["advice"]) if told.get("advice") else None
    return Candidate(project_of({"rank": 1, "asks": {}, **told}), score, sides, advice)


def side_of(code: str, told: Case) -> SideVerdict:
    """One side's verdict in a case."""
    requested = Money(told["requested"], told["currency"])
    return SideVerdict(
        {"en": code}, requested, Verdict(told["verdict"]) if told.get("verdict") else None, None,
        ReasonClass(told["reason"]) if told.get("reason") else None,
        leads=told.get("leads", False), agrees=told.get("agrees", False),
    )  # fmt: skip


def answered(case: Case) -> dict[str, Any]:
    """The answer to a case; where a tie decides, or nothing meets the quotas, that is the answer."""
    scheme, means = scheme_of(case["scheme"]), means_of(case)
    candidates = [candidate_of(each) for each in case["applications"]]
    try:
        found = decide(scheme, candidates, means)
    except TieDecides as tie:
        return {"feasible": False, "because": "tie", "place": tie.rank, "names": sorted(tie.names)}
    except NoSet:
        return {"feasible": False, "because": "quotas"}
    last = len(found) + 1
    decisions = sorted((told_of(*each) for each in found.items()), key=lambda one: (one["place"] or last, one["id"]))
    told = {"feasible": True, "scheme": scheme.version, "decisions": decisions}
    if scheme.policy not in ORDERS:
        return told
    lines = [line for one in decisions if (line := found[one["id"]].line)]
    whole = walk_told(scheme, lines, means, compare=case.get("compare", True))
    return told | whole | plausible(case, candidates)


def told_of(name: str, found: Decided) -> dict[str, Any]:
    """What follows for one application."""
    joint, line, walked = found.joint, found.line, found.walked
    return {
        "id": name,
        "result": joint.result.value if joint.result else None,
        "class": joint.reason.value if joint.reason else None,
        "sentence": str(joint.explanation),
        "place": walked.place if walked else None,
        "reason": str(walked.reason) if walked else None,
        "short": list(line.short) if line else [],
        "filled": [each["en"] for each in walked.filled] if walked else [],
        "granted": dict(line.granted) if line else {},
    }


def walk_told(scheme: Scheme, lines: Sequence[Line], means: Means, *, compare: bool) -> dict[str, Any]:
    """What the walk comes to as a whole, what more money would change, and the optimum of merit to compare."""
    own = means if scheme.policy == "MIXED_POT" else replace(means, balancing=None)
    spent = {name: sum(line.granted.get(name, 0) for line in lines) for name in means.pots}
    whole = Allotment(tuple(lines), spent, own.need(spent) if own.balancing else 0)
    ordered = [line.project for line in lines]
    return {
        "funded": whole.funded,
        "reserve": whole.reserve,
        "spent": spent,
        "common_pot_used": whole.filled,
        "what_if": what_if(scheme, ordered, own, whole) if compare else {},
        **(optimum(scheme, ordered, own) if compare else {"max_merit": None}),
    }


def what_if(scheme: Scheme, ordered: Sequence[Project], means: Means, before: Allotment) -> dict[str, Any]:
    """What more money would fund the next ones: only what a second walk with that money bears out."""
    found: dict[str, Any] = {}
    missed = [line.project.id for line in before.lines if line.reason is Reason.POT_EXHAUSTED]
    for name in missed[:MOST_ASKED]:
        lacking, common = wanting(before, name, means)
        more = raised(means, {} if means.balancing else lacking, common)
        try:
            after = Allotment(walk(scheme, ordered, more), {}, 0)
        except (TieDecides, NoSet):
            continue
        if name in after.funded:
            new, lost = changed(before, after)
            also = [each for each in new if each != name]
            found[name] = {"pots": {} if means.balancing else lacking, "common": common, "also": also, "instead": lost}
    return found


def raised(means: Means, lacking: Mapping[str, int], common: int) -> Means:
    """The same means with more in these pots, or in the balancing pot."""
    for name, by in lacking.items():
        means = means.raised(name, by)
    if means.balancing is None or not common:
        return means
    return replace(means, balancing=replace(means.balancing, amount=means.balancing.amount + common))


def optimum(scheme: Scheme, ordered: Sequence[Project], means: Means) -> dict[str, Any]:
    """Who would be funded for the largest sum of merit: a comparison, never advice; or that it would take too long."""
    if len(ordered) > MOST_COMPARED:
        return dict(CUT_SHORT)
    quotas = [QUOTAS[kind](ordered, **terms) for kind, terms in scheme.quotas]
    try:
        return {"max_merit": most_merit(ordered, means, quotas, COMPARING)}
    except Undecided:
        return dict(CUT_SHORT)


def is_borne_out(kept: Case, again: Case) -> bool:
    """Whether two answers are the same; a comparison that ran out of time in one of them decides nothing."""
    if CUT in kept or CUT in again:
        kept, again = ({key: value for key, value in each.items() if key not in CUT_SHORT} for each in (kept, again))
    return kept == again


def plausible(case: Case, candidates: Sequence[Candidate]) -> dict[str, Any]:
    """In how many of the plausible rankings each application is funded, where the case brings its reviews."""
    told, scheme = case.get("reviews"), scheme_of(case["scheme"])
    projects = [each.project for each in candidates]
    searched = any(not only_from_above(QUOTAS[kind](projects, **terms)) for kind, terms in scheme.quotas)
    if not told or searched or scheme.policy == "LOTTERY":  # a search for each ranking would take too long
        return {}
    table = Table.of_rows(told["applications"], told["reviewers"], told["scores"])
    orders = plausible_orders(table, Prior.estimating(*told["scale"]), told["draws"], told["seed"])
    named = {each.project.id: each.project for each in candidates if scheme.bar is None or passes(each, scheme.bar)}
    means = means_of(case) if scheme.policy == "MIXED_POT" else replace(means_of(case), balancing=None)
    count = dict.fromkeys(told["applications"], 0)
    for order in orders:
        lined = [name for _, name in sorted(zip(order.tolist(), told["applications"], strict=True)) if name in named]
        for line in reached(scheme, [named[name] for name in lined], means):
            count[line.project.id] += line.funded
    return {"plausible": {"draws": told["draws"], "funded": count}}


def passes(candidate: Candidate, bar: Fraction) -> bool:
    """Whether its score reaches the bar."""
    return candidate.score is not None and candidate.score >= bar
