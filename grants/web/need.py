"""A line of "What needs you": one sentence, one date, one verb that leads to the very thing."""

from dataclasses import dataclass
from datetime import datetime

from grants.web.reader import reader, visitor
from grants.words import Sentence

MOST = 7


@dataclass(frozen=True)
class Need:
    """One thing that waits for this person."""

    sentence: Sentence
    when: datetime | None
    verb: Sentence
    address: str
    tone: str = "wait"

    @property
    def by(self) -> str:
        """By when, on the person's own clock."""
        return reader().moment(self.when, visitor().zone) if self.when else ""

    def urgency(self) -> tuple[bool, float]:
        """Soonest first; what has no date comes last."""
        return self.when is None, self.when.timestamp() if self.when else 0
