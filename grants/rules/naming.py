"""Names where they should not stand: a reviewer's, in words that applicants will read. A warning, never a wall."""

import re
from collections.abc import Iterable, Iterator
from typing import Any

from grants.rules.names import is_east_asian, search_key

SHORTEST_LATIN, SHORTEST_HAN = 3, 2


def names_in(text: str, people: Iterable[Any]) -> list[str]:
    """The names and addresses of these people that stand in a text, as those people write them."""
    folded = search_key(text)
    found = (name for person in people for name in names_of(person) if stands_in(name, folded))
    return list(dict.fromkeys(found))


def names_of(person: Any) -> Iterator[str]:
    """By what a person is recognised: the family name in each script, both names together, the address."""
    pairs = [(person.family, person.given), (person.family_latin, person.given_latin)]
    for family, given in pairs:
        if len(family) >= (SHORTEST_HAN if is_east_asian(family) else SHORTEST_LATIN):
            yield family
        elif family and given:
            yield f"{family} {given}"
    yield person.email


def stands_in(name: str, folded: str) -> bool:
    """Whether a name stands in a folded text: kanji anywhere, with or without the space; Latin letters as a word."""
    key = search_key(name)
    if is_east_asian(name):
        return key.replace(" ", "") in folded.replace(" ", "")
    return re.search(rf"(?<!\w){re.escape(key)}(?!\w)", folded) is not None
