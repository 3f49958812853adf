"""The addresses that browsers send along: where somebody came from, where they want to go on."""

from urllib.parse import SplitResult, urlsplit

NOWHERE = urlsplit("")


def parts_of(address: str | None) -> SplitResult:
    """The parts of an address as it was sent; one that cannot be read leads nowhere."""
    try:
        return urlsplit(address or "")
    except ValueError:
        return NOWHERE


def way_back(address: str | None, otherwise: str) -> str:
    """Only a path of this house is a way back; anything else leads home."""
    parts = parts_of(address)
    safe = (
        address
        and not parts.scheme
        and not parts.netloc
        and address.startswith("/")
        and not address.startswith(("//", "/\\"))
        and address.isprintable()
        and "\\" not in address
    )
    return address if safe and address else otherwise
