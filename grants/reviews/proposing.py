"""A proposal of reviewers: the question as it is put to the reckoning, and its answer with all that explains it.

Both are plain, so that they can be kept, and the answer worked out again from what it rests on.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import asdict, dataclass, replace
from typing import Any

from grants.reckoning import provenance
from grants.reckoning.assignment import Assignment, best_total, fairest
from grants.reckoning.panel import Panel, Rules, panel_of
from grants.reckoning.shortage import WorstOff, shortage, worst_off
from grants.rules.assignment import EXPERT_FROM, Mode, Wishes
from grants.rules.bids import Liking, weighed

Question = Mapping[str, Any]
SECONDS = 60.0
Report = Callable[[int, int], None]
PARTS = 3


def answer(question: Question, wishes: Wishes, report: Report = lambda _done, _of: None) -> dict[str, Any]:
    """Who would judge what, or who cannot be served; with the loads, the worst-off and the price of fairness."""
    report(0, PARTS)
    panel = panel_in(question, wishes)
    found = solved(panel, wishes.mode)
    report(1, PARTS)
    told = impossible(panel) if found is None else possible(panel, question, found)
    report(2, PARTS)
    rests = provenance.of(question, asdict(wishes) | {"mode": wishes.mode.value})
    return {**told, "bids": len(question["bids"]), "provenance": rests.told()}


def panel_in(question: Question, wishes: Wishes) -> Panel:
    """The panel of the question: what is held already counts, and is not asked again."""
    reviewers, applications = question["reviewers"], question["applications"]
    held = {name: told["held"] for name, told in applications.items()}
    barred = {(name, who) for name, who in question["barred"]}
    barred |= {(name, who) for name, each in held.items() for who in each if who in reviewers}
    balanced = question["reads"] == "all"
    rules = Rules(
        institution={who: told["institution"] for who, told in reviewers.items() if told["institution"]},
        most_of_one=wishes.most_of_one, side={who: told["side"] for who, told in reviewers.items()},
        sides=question["sides"], least_of_each=wishes.per_side if balanced else 0,
        expert_from=EXPERT_FROM if wishes.expert else None, held=held,
    )  # fmt: skip
    plain = panel_of(
        {(name, who): value for name, who, value in question["affinity"]}, barred,
        {name: told["demand"] for name, told in applications.items()},
        {who: (0, told["most"]) for who, told in reviewers.items()}, rules,
    )  # fmt: skip
    return with_bids(plain, question["bids"])


def with_bids(panel: Panel, bids: Iterable[tuple[str, str, str]]) -> Panel:
    """The same panel, its fits moved by what reviewers would like to judge; who may be asked, and who knows, stays."""
    at = {name: n for n, name in enumerate(panel.applications)}
    to = {name: n for n, name in enumerate(panel.reviewers)}
    fits = panel.affinity.copy()
    for name, who, liking in bids:
        here = at[name], to[who]
        fits[here] = weighed(int(fits[here]), Liking(liking))
    return replace(panel, affinity=fits)


@dataclass(frozen=True)
class Solved:
    """The assignment asked for, the best total beside it, whether it is proven, what no worst-off can surpass."""

    chosen: Assignment
    best: Assignment
    is_proven: bool
    ceiling: int


def solved(panel: Panel, mode: Mode) -> Solved | None:
    """The assignment that is asked for; none where no complete one exists."""
    if mode is Mode.TOTAL:
        best = best_total(panel, SECONDS)
        return None if best is None else Solved(best, best, best.is_proven, best.worst)
    found = fairest(panel, SECONDS)
    return None if found is None else Solved(found.fair, found.best, found.is_proven, found.ceiling)


def possible(panel: Panel, question: Question, found: Solved) -> dict[str, Any]:
    """An answer with its proof and what explains it."""
    chosen = found.chosen
    pairs = [[name, who] for name, each in chosen.reviewers.items() for who in each]
    return {
        "pairs": pairs, "unread": [pair for pair in pairs if pair in question["unread"]],
        "total": chosen.total, "worst": chosen.worst, "best_total": found.best.total, "best_worst": found.best.worst,
        "proven": found.is_proven, "ceiling": found.ceiling,
        "worst_off": [explained(question, one) for one in worst_off(panel, chosen)],
    }  # fmt: skip


def explained(question: Question, one: WorstOff) -> dict[str, Any]:
    """One of the worst-off: its fit, the best it could have, whom it did not get and why."""
    held = set(question["applications"][one.application]["held"])
    missed = {who: limit.value for who, limit in one.missed.items() if who not in held}
    return {"application": one.application, "score": one.score, "own_best": one.own_best, "missed": missed}


def impossible(panel: Panel) -> dict[str, Any]:
    """Who cannot be served, and by how many."""
    lack = shortage(panel)
    return {
        "assignable": lack.assignable, "wanted": int(panel.demand.sum()), "applications": dict(lack.applications),
        "claims": [[rule, name, count] for (rule, name), count in lack.claims.items()],
        "crowded": list(lack.crowded), "full": list(lack.full),
    }  # fmt: skip
