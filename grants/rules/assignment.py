"""Who might judge what: so many reviewers of each side for each application, the least laden first, no conflicts."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True)
class Judge:
    """A reviewer of the pool: the side they come from, and how many applications they already have."""

    id: Any
    side: str
    load: int = 0


@dataclass(frozen=True)
class Task:
    """An application to be judged: who judges it already, counted by side, and who must not be asked."""

    id: Any
    judged: Mapping[str, int] = field(default_factory=dict)
    barred: frozenset[Any] = frozenset()


@dataclass(frozen=True)
class Proposal:
    """Who would be asked for what, and for which applications a side has nobody left."""

    pairs: tuple[tuple[Any, Any], ...]
    short: tuple[tuple[Any, str], ...]


def propose(tasks: Iterable[Task], judges: Sequence[Judge], wanted: Mapping[str, int]) -> Proposal:
    """Fill every side of every application; those with the fewest candidates choose first, ties in the order given."""
    loads = {judge.id: judge.load for judge in judges}
    pairs: list[tuple[Any, Any]] = []
    short: list[tuple[Any, str]] = []
    for task in sorted(tasks, key=lambda one: len(free(one, judges))):
        for side, number in wanted.items():
            lacking = number - task.judged.get(side, 0)
            candidates = sorted((one for one in free(task, judges) if one.side == side), key=lambda one: loads[one.id])
            for judge in candidates[: max(lacking, 0)]:
                pairs.append((task.id, judge.id))
                loads[judge.id] += 1
            if lacking > len(candidates):
                short.append((task.id, side))
    return Proposal(tuple(pairs), tuple(short))


def free(task: Task, judges: Iterable[Judge]) -> list[Judge]:
    """The reviewers who may be asked for an application."""
    return [judge for judge in judges if judge.id not in task.barred]
