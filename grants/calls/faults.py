"""A fault of a definition: where it stands, and what is wrong."""

from collections.abc import Iterable, Iterator
from typing import Any

from grants.words import Sentence, say

Path = tuple[str | int, ...]
Fault = tuple[Path, Sentence]


def unknown(text: object) -> Sentence:
    """A name that stands nowhere else in the file."""
    return say("“%(text)s” is not named in this file.", text=str(text))


def each_once(section: str, things: Iterable[Any], name: str = "code") -> Iterator[Fault]:
    """No two things of a list share a name."""
    values = [getattr(thing, name) for thing in things]
    for place, value in enumerate(values):
        if value is not None and value in values[:place]:
            yield (section, place, name), say("“%(name)s” stands here twice.", name=str(value))
