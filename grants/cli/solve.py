"""Cases from files: a question to the reckoning written as JSON, answered as JSON, with what the answer rests on."""

import json
from collections.abc import Callable, Mapping
from itertools import groupby
from operator import attrgetter
from typing import Any, Literal

from grants.reckoning import provenance
from grants.reckoning.agreement import LEVELS, alpha, icc
from grants.reckoning.assignment import Assignment, fairest
from grants.reckoning.casework import answered, means_of, project_of
from grants.reckoning.choice import allot_with_quotas, most_merit
from grants.reckoning.evidence import Table
from grants.reckoning.panel import Panel, Rules, panel_of
from grants.reckoning.ranks import expected_ranks
from grants.reckoning.severity import Prior
from grants.reckoning.shortage import shortage
from grants.reckoning.solver import Undecided
from grants.rules import quotas
from grants.rules.allotment import Allotment, Project
from grants.rules.lottery import broken, ticket

Case = Mapping[str, Any]
MODES: Mapping[str, Literal["skip", "stop"]] = {"rank_order_skip": "skip", "rank_order_stop": "stop"}


class NoCase(ValueError):
    """A file that asks nothing the reckoning can answer."""


def solve(text: str) -> str:
    """The answer to a case, as JSON; NoCase says what is wrong with the file."""
    try:
        case = json.loads(text)
        answer = KINDS[case["kind"]](case)
    except KeyError as missing:
        raise NoCase(f"The case lacks or does not know {missing}.") from None
    except (ValueError, TypeError, AttributeError, IndexError, ZeroDivisionError) as fault:
        raise NoCase(f"This is not a case: {fault}.") from None
    except Undecided:
        raise NoCase("The time was too short for an answer.") from None
    asked = {name: told for name, told in case.items() if name not in {"expected", "title", "source", "published"}}
    rests = provenance.of(asked, {"kind": case["kind"]} | answer.pop("settings", {}), answer.pop("seed", None))
    told = {"id": case["id"], **answer, "provenance": rests.told()}
    return json.dumps(told, ensure_ascii=False, indent=1, allow_nan=False)


def funding(case: Case) -> dict[str, Any]:
    """Who is funded over one ranking and several pots."""
    projects = sorted(map(project_of, case["applications"]), key=attrgetter("rank"))
    seed, named = case["lottery_seed"], {each.id: each for each in projects}
    equals = [[each.id for each in group] for _, group in groupby(projects, key=attrgetter("rank"))]
    ordered = [named[name] for name in broken(seed, equals)]
    means, limits = means_of(case), [quota(each, projects) for each in case.get("quotas", [])]
    merit = most_merit(ordered, means, limits)
    if merit is None:
        return {"feasible": False}
    modes = {name: mode for name, mode in MODES.items() if mode == "skip" or not limits}
    walks = {name: allot_with_quotas(ordered, means, limits, mode) for name, mode in modes.items()}
    return {
        "feasible": True,
        "order_after_lottery": [each.id for each in ordered],
        "tickets": {each.id: ticket(seed, each.id) for each in ordered},
        **{name: walked(walk) for name, walk in walks.items() if walk},
        "max_merit": {"funded": merit, "merit": sum(named[name].merit for name in merit)},
        "seed": seed,
    }


def policy(case: Case) -> dict[str, Any]:
    """What one of the nine policies makes of a whole call, a sentence for each application."""
    return answered(case) | {"seed": case["scheme"].get("seed") or None}


def quota(told: Case, projects: list[Project]) -> quotas.Quota:
    """A quota as a case writes it."""
    kind, attribute, value = told["type"], told["attribute"], told["value"]
    if kind == "min_share":
        return quotas.share_of(projects, attribute, value, (told["numerator"], told["denominator"]))
    return {"min_count": quotas.at_least, "max_count": quotas.at_most}[kind](projects, attribute, value, told["count"])


def walked(walk: Allotment) -> dict[str, Any]:
    """A walk as an answer writes it."""
    return {
        "funded": walk.funded,
        "decisions": [
            {
                "id": line.project.id,
                "funded": line.funded,
                "reason": line.reason.value,
                "short_institutions": line.short,
            }
            for line in walk.lines
        ],
        "spent": walk.spent,
        "common_pot_used": walk.filled,
    }


def ranking(case: Case) -> dict[str, Any]:
    """Expected ranks, plausible places and groups; how lenient each reviewer is."""
    prior, draws, seed = case["prior"], case.get("draws", 10_000), case.get("seed", 0)
    table = Table.of_rows(case["applications"], case["reviewers"], case["scores"])
    found = expected_ranks(table, Prior(prior["sd_upper"], prior["severity_sd"]), draws, seed)
    return {
        "expected_rank": [each.expected_rank for each in found.standings],
        "pcer": found.percentiles,
        "mean_score": [each.mean for each in found.standings],
        "rank_interval_50": [each.half for each in found.standings],
        "rank_interval_90": [each.most for each in found.standings],
        "funding_line": found.line(case["fundable"]),
        "groups": [group.value for group in found.groups(case["fundable"])],
        "reviewer_severity": [each.mean for each in found.leniencies],
        "settings": {"draws": draws},
        "seed": seed,
    }


def assignment(case: Case) -> dict[str, Any]:
    """The best total and the fair assignment, or what is missing for one."""
    panel = panel_in(case)
    found = fairest(panel)
    if found is None:
        lack = shortage(panel)
        return {
            "feasible": False,
            "max_assignable": lack.assignable,
            "missing": {"applications": lack.applications, "reviewers": lack.reviewers},
            "crowded": {"applications": lack.crowded, "reviewers": lack.full},
        }
    price = {"of_total": found.best.total, "costs": found.best.total - found.fair.total}
    return {
        "feasible": True,
        "max_total": shared_out(found.best),
        "max_min": shared_out(found.fair) | {"proven": found.is_proven},
        "price_of_fairness": price,
    }


def panel_in(case: Case) -> Panel:
    """The panel of a case."""
    least = case.get("min_affinity")
    rows = zip(case["applications"], case["affinity"], strict=True)
    affinity = {
        (name, reviewer): value
        for name, row in rows
        for reviewer, value in zip(case["reviewers"], row, strict=True)
        if least is None or value >= least
    }
    loads = zip(case["load_min"], case["load_max"], strict=True)
    groups = dict(zip(case["reviewers"], case.get("reviewer_group") or [], strict=False))
    return panel_of(
        affinity,
        {(application, reviewer) for application, reviewer in case["conflicts"]},
        dict(zip(case["applications"], case["demand"], strict=True)),
        dict(zip(case["reviewers"], loads, strict=True)),
        Rules(institution=groups, most_of_one=case.get("max_same_group")),
    )


def shared_out(found: Assignment) -> dict[str, Any]:
    """An assignment as an answer writes it."""
    return {"assignment": found.reviewers, "total": found.total, "worst": found.worst, "bound": found.bound}


def reliability(case: Case) -> dict[str, Any]:
    """How far the reviewers agree: alpha on every level, and intraclass correlations where the table is complete."""
    rows = case["table"]
    whole = all(score is not None for row in rows for score in row)
    return {f"alpha_{level}": alpha(rows, level) for level in LEVELS} | (dict(icc(rows)) if whole else {})


KINDS: dict[str, Callable[[Case], dict[str, Any]]] = {
    "assignment": assignment,
    "funding": funding,
    "policy": policy,
    "ranking": ranking,
    "reliability": reliability,
}
