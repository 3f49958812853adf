"""Two texts that met in one field: shown side by side with what differs, to take one, the other or both."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from flask import get_template_attribute

from grants.rules.differences import Piece, both, differences, newer, older


@dataclass(frozen=True)
class Clash:
    """What somebody else wrote into a field meanwhile, and what its writer wants to save there."""

    theirs: Any
    mine: Any
    labels: Mapping[str, str] = field(default_factory=dict)

    @property
    def is_text(self) -> bool:
        """Whether both are texts, so that they can be put together."""
        return isinstance(self.theirs, str) and isinstance(self.mine, str) and not self.labels

    @cached_property
    def pieces(self) -> list[Piece]:
        """What differs between the two."""
        return differences(self.read(self.theirs), self.read(self.mine))

    def read(self, value: Any) -> str:
        """What stands in a field, as its reader reads it."""
        if isinstance(value, str):
            return self.labels.get(value, value.replace("\r\n", "\n"))
        parts = value.values() if isinstance(value, Mapping) else value or ()
        return "\n".join(self.read(part) for part in parts)

    @property
    def their_pieces(self) -> list[Piece]:
        """Their text, with what mine lacks marked in it."""
        return older(self.pieces)

    @property
    def my_pieces(self) -> list[Piece]:
        """My text, with what theirs lacks marked in it."""
        return newer(self.pieces)

    @property
    def both(self) -> str:
        """One text that loses nothing of either."""
        return both(self.read(self.theirs), self.read(self.mine)) if self.is_text else ""

    @property
    def has_merger(self) -> bool:
        """Whether putting both together is worth offering."""
        return self.is_text and bool(self.theirs.strip()) and bool(self.mine.strip())


def drawn(name: str, clash: Clash) -> str:
    """The same for a page that saves as one types: a piece of the page to be put beside the field."""
    draw: Any = get_template_attribute("_clash.html", "clash")
    return str(draw(name, clash))
