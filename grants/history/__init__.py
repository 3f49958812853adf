"""History: what happened, who did it, when; owns `entry`. The only room that moves anything; knows no noun."""

from grants.history.lives import Lives
from grants.history.model import Entry
from grants.history.notes import note

__all__ = ["Entry", "Lives", "note"]
