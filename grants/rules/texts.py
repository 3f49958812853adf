"""What any text must be to be kept at all: neither database may refuse it."""

import re

from grants.rules.refusal import Refused
from grants.words import say

UNSTORABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff]")


def refuse_unstorable(text: str, field: str) -> None:
    """Refuse a character that cannot be stored, or shown again."""
    if UNSTORABLE.search(text):
        raise Refused(say("There is a character in this text that cannot be stored."), field)
