"""How often one source may ask for what is not there: kept in this process, forgotten after a minute."""

from collections import deque
from collections.abc import Callable
from time import monotonic

from werkzeug.exceptions import TooManyRequests

MINUTE = 60.0
MOST_SOURCES = 10_000


class Patience:
    """Counts misses per source within the last minute, by a watch that nobody sets; who misses too often waits."""

    def __init__(self, misses: int, watch: Callable[[], float] = monotonic) -> None:
        self.misses, self.watch = misses, watch
        self.seen: dict[str, deque[float]] = {}

    def check(self, source: str) -> None:
        """Refuse whoever has missed too often within the last minute."""
        missed, now = self.seen.get(source), self.watch()
        if missed is None:
            return
        while missed and missed[0] <= now - MINUTE:
            missed.popleft()
        if len(missed) >= self.misses:
            raise TooManyRequests
        if not missed:
            del self.seen[source]

    def missed(self, source: str) -> None:
        """Count one miss; the oldest sources are forgotten before the memory fills."""
        if len(self.seen) >= MOST_SOURCES:
            self.seen.pop(next(iter(self.seen)))
        self.seen.setdefault(source, deque(maxlen=self.misses)).append(self.watch())
