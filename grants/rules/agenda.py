"""The agenda of a panel: in such an order that whoever is in conflict leaves the room as seldom as possible."""

from collections.abc import Collection, Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise, permutations
from typing import Generic, TypeVar

P = TypeVar("P", bound=Hashable)
FEW = 6  # so many different absences are tried in every order


@dataclass(frozen=True)
class Block(Generic[P]):
    """Applications that follow each other with the same people out of the room."""

    away: frozenset[P]
    numbers: tuple[int, ...]


def agenda(order: Sequence[int], in_conflict: Mapping[int, Collection[P]]) -> list[Block[P]]:
    """The applications in blocks: first those with everybody in the room, within a block in the order given."""
    grouped: dict[frozenset[P], list[int]] = {}
    for number in order:
        grouped.setdefault(frozenset(in_conflict.get(number, ())), []).append(number)
    everybody = frozenset[P]()
    others = lined_up([away for away in grouped if away])
    first = [everybody] if everybody in grouped else []
    return [Block(away, tuple(grouped[away])) for away in (*first, *others)]


def between(blocks: Iterable[Block[P]], first: int, last: int) -> list[Block[P]]:
    """The agenda from one place of it up to another: its blocks, each with those of its applications that lie there."""
    found, passed = [], 0
    for block in blocks:
        numbers = block.numbers[max(0, first - passed) : max(0, last - passed)]
        passed += len(block.numbers)
        if numbers:
            found.append(Block(block.away, numbers))
    return found


def lined_up(absences: list[frozenset[P]]) -> list[frozenset[P]]:
    """Absences in the order with the fewest departures: the best of all while few, else the nearest next."""
    if len(absences) <= FEW:
        return list(min(permutations(absences), key=departures, default=()))
    waiting, lined = list(absences), [absences[0]]
    waiting.remove(absences[0])
    while waiting:
        nearest = min(waiting, key=lambda away: (len(away - lined[-1]), len(lined[-1] - away)))
        waiting.remove(nearest)
        lined.append(nearest)
    return lined


def departures(absences: Iterable[frozenset[P]]) -> int:
    """How often somebody leaves the room."""
    return sum(len(now - before) for before, now in pairwise([frozenset[P](), *absences]))
