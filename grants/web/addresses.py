"""The addresses that browsers send along: where somebody came from, where they want to go on."""

from urllib.parse import SplitResult, urlsplit

NOWHERE = urlsplit("")


def parts_of(address: str | None) -> SplitResult:
    """The parts of an address as it was sent; one that cannot be read leads nowhere."""
    try:
        return urlsplit(address or "")
    except ValueError:
        return NOWHERE
