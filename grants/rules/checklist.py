"""The checklist of a call: what the officers of each side look at in an application, item by item."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from grants.rules.relations import is_auditor_of_call, sides_of


@dataclass(frozen=True)
class Item:
    """One thing to look at on one side."""

    side: str
    code: str
    label: Mapping[str, str]


def items_of(call: Any, side: str) -> list[Item]:
    """What the officers of a side look at, in the call's order; an item without sides is every side's."""
    return [
        Item(side, one["code"], one["label"]) for one in call.checklist if not one.get("sides") or side in one["sides"]
    ]


def item_of(call: Any, side: str, code: str) -> Item | None:
    """One item of a side, if the call has it."""
    return next((one for one in items_of(call, side) if one.code == code), None)


def sides_with_items(call: Any) -> list[str]:
    """The sides that have something to look at."""
    return [side.code for side in call.sides if items_of(call, side.code)]


def sides_read(by: Any, call: Any) -> set[str]:
    """The sides whose own notes and remarks somebody reads: an officer the own side's, the auditor every side's."""
    every = {side.code for side in call.sides} if is_auditor_of_call(by, call) else set()
    return every | sides_of(by, call)
