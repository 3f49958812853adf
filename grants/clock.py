"""The one clock: nothing else in the house asks what time it is."""

from datetime import UTC, datetime

_stopped: datetime | None = None


def now() -> datetime:
    """The present instant, in UTC; every deed of the fund is dated by it."""
    return _stopped or datetime.now(UTC)


def stop(at: datetime) -> None:
    """Hold the clock at an instant, so that a rehearsal of a deadline is exact."""
    global _stopped  # noqa: PLW0603 - the one clock is the one place for this
    _stopped = at


def run() -> None:
    """Let the clock run again."""
    global _stopped  # noqa: PLW0603
    _stopped = None
