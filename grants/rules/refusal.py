"""A refusal: what the law answers instead of yes."""

from grants.words import Sentence


class Refused(Exception):
    """Something the fund's rules do not allow, with the reason as a sentence and the field it concerns."""

    def __init__(self, reason: Sentence, field: str | None = None) -> None:
        super().__init__(reason.text)
        self.reason = reason
        self.field = field


class Overtaken(Refused):
    """Somebody else changed the thing meanwhile; what was typed is kept and shown beside it."""


class Hidden(Exception):
    """For this person the thing does not exist."""
