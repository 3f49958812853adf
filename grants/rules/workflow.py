"""A step, declared once: from where, to where, who, its label, and the first reason why not."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Any

from grants.words import Sentence

Who = Callable[[Any, Any], bool]
Guard = Callable[[Any, Any, datetime], Sentence | None]


@dataclass(frozen=True)
class Step:
    """One deed in a life: `target` None leaves the state as it is; `name` is also its history entry.

    `told` is the deed as history words it, where its label does not do; its blanks are filled from the entry's detail.
    """

    name: str
    source: frozenset[StrEnum]
    target: StrEnum | None
    who: Who
    label: Sentence
    guards: tuple[Guard, ...] = ()
    danger: bool = False
    told: Sentence | None = None

    def reason_against(self, person: Any, thing: Any, at: datetime) -> Sentence | None:
        """The first sentence that speaks against this step now, or nothing."""
        return next(filter(None, (guard(person, thing, at) for guard in self.guards)), None)

    def is_open_to(self, person: Any, thing: Any, at: datetime) -> bool:
        """Whether this person could take this step now."""
        return thing.state in self.source and self.who(person, thing) and self.reason_against(person, thing, at) is None


@dataclass(frozen=True)
class Workflow:
    """A life: every step a kind of thing can take, in the order they are met."""

    noun: str
    states: type[StrEnum]
    steps: tuple[Step, ...]
    by_name: dict[str, Step] = field(init=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "by_name", {step.name: step for step in self.steps})

    def open_to(self, person: Any, thing: Any, at: datetime) -> list[Step]:
        """The steps this person could take on this thing now."""
        return [step for step in self.steps if step.is_open_to(person, thing, at)]


def states(*names: StrEnum) -> frozenset[StrEnum]:
    """The states a step may start from."""
    return frozenset(names)


def all_of(state: type[StrEnum], *, but: Iterable[StrEnum] = ()) -> frozenset[StrEnum]:
    """Every state of a life, save some."""
    return frozenset(state) - frozenset(but)
