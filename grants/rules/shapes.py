"""The shape of a call: who may start an application, which sides have a part in it, who must be on the team."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from enum import StrEnum
from typing import Any, Protocol

from grants.words import Sentence, say


class Shape(StrEnum):
    """Whether the sides apply together, or each nominates its own."""

    JOINT = "joint"
    NOMINATION = "nomination"

    @property
    def label(self) -> Sentence:
        """The shape for people."""
        return SHAPE_LABELS[self]


SHAPE_LABELS = {
    Shape.JOINT: say("Every side has a part in each application"),
    Shape.NOMINATION: say("Each university nominates its own people; an application has one part"),
}


class Shaped(Protocol):
    """A call, as far as its shape goes."""

    @property
    def shape(self) -> str:
        """One of Shape."""

    @property
    def sides(self) -> Sequence[Any]:
        """Its sides, each with `code`."""

    @property
    def lead_sides(self) -> Sequence[str]:
        """The sides that may start an application; none named: any."""


def leading(call: Shaped) -> list[Any]:
    """The sides on which an application can be started."""
    return [side for side in call.sides if not call.lead_sides or side.code in call.lead_sides]


def taking_part(call: Shaped, lead: str) -> list[Any]:
    """The sides that have a part in an application started on that side."""
    return [side for side in call.sides if call.shape != Shape.NOMINATION or side.code == lead]


def may_lead(call: Shaped, side: str) -> bool:
    """Whether an application can be started on that side."""
    return side in {one.code for one in leading(call)}


def sides_in(application: Any) -> list[str]:
    """The sides that have a part in an application."""
    return [part.side for part in application.parts]


def has_part(application: Any, side: str) -> bool:
    """Whether a side has a part in an application."""
    return side in sides_in(application)


def lead_role(roles: Iterable[Mapping[str, Any]]) -> Mapping[str, str]:
    """What the principal investigator is called in this call; nothing where it has no word of its own."""
    return next((role["label"] for role in roles if role["leads"]), {})


def role_gaps(roles: Iterable[Mapping[str, Any]], held: Sequence[str]) -> Iterator[Sentence]:
    """Which roles of the team are taken by too few or too many; the one that leads is the investigator's own."""
    for role in roles:
        count = held.count(role["code"])
        if role["leads"]:
            continue
        if count < role["least"]:
            yield say(
                "%(role)s: %(count)s on the team, at least %(least)s are needed.",
                role=role["label"], count=count, least=role["least"],
            )  # fmt: skip
        if role["most"] is not None and count > role["most"]:
            yield say(
                "%(role)s: %(count)s on the team, at most %(most)s are allowed.",
                role=role["label"], count=count, most=role["most"],
            )  # fmt: skip
