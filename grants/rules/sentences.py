"""Sentences put together from sentences."""

from collections.abc import Sequence

from grants.words import Sentence, say


def joined(sentences: Sequence[Sentence]) -> Sentence:
    """Several sentences, one after the other."""
    first, *others = sentences
    return say("%(first)s %(rest)s", first=first, rest=joined(others)) if others else first


def together(items: Sequence[object]) -> object:
    """Several things named as one subject: a, b and c."""
    *others, last = items
    return say("%(others)s and %(last)s", others=listed(others), last=last) if others else last


def listed(items: Sequence[object]) -> object:
    """Several things in a row, as a list is written in each language."""
    first, *others = items
    return say("%(first)s, %(rest)s", first=first, rest=listed(others)) if others else first
