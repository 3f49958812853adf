"""What of an earlier draft is kept: what stood before a pause, and what one stroke would take away."""

from collections.abc import Mapping
from datetime import datetime, timedelta

PAUSE = timedelta(minutes=10)
MUCH = 40  # characters that one save takes away


def is_worth_keeping(before: Mapping[str, str], after: Mapping[str, str], last: datetime, at: datetime) -> bool:
    """Whether what stood before a save is kept: ten minutes after the last one, or when the save takes much away."""
    if not any(text.strip() for text in before.values()):
        return False
    return at - last >= PAUSE or any(lost(text, after.get(name, text)) >= MUCH for name, text in before.items())


def lost(old: str, new: str) -> int:
    """How many characters of a text one change in one place took away."""
    head = shared(old, new)
    return len(old) - head - shared(old[head:][::-1], new[head:][::-1])


def shared(one: str, other: str) -> int:
    """With how many characters two texts begin alike."""
    if one == other:
        return len(one)
    apart = (place for place, (a, b) in enumerate(zip(one, other, strict=False)) if a != b)
    return next(apart, min(len(one), len(other)))
