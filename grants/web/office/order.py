"""Moving a line of a list up or down, or taking it out: what a button of the list asks for."""

from typing import Any, TypeVar

T = TypeVar("T")


def rearranged(things: tuple[T, ...], deed: str) -> tuple[T, ...]:
    """The list after a deed such as “up:quality”; a deed that makes no sense changes nothing."""
    verb, _, code = deed.partition(":")
    codes = [named(thing) for thing in things]
    if code not in codes:
        return things
    place = codes.index(code)
    listed = list(things)
    thing = listed.pop(place)
    if verb == "remove":
        return tuple(listed)
    step = {"up": -1, "down": 1}.get(verb, 0)
    listed.insert(min(max(place + step, 0), len(listed)), thing)
    return tuple(listed)


def named(thing: Any) -> str:
    """The short name of a thing."""
    return str(thing.code)
