"""What can be said about an uploaded PDF or picture, in words that the server and the limited process share."""

from dataclasses import dataclass, field
from enum import StrEnum

MEBI = 1024 * 1024


class Fault(StrEnum):
    """Why a file cannot be accepted; `inspect` has one full sentence for each."""

    EMPTY = "empty"
    SIZE = "size"
    NOT_PDF = "not a pdf"
    NOT_PICTURE = "not a picture"
    HIDDEN = "hidden content"
    TRAILING = "trailing content"
    DAMAGED = "damaged"
    PASSWORD = "password"  # noqa: S105 - the fault, not a secret
    RESTRICTED = "restricted"
    PAGES = "pages"
    DIMENSION = "dimension"
    SCRIPT = "script"
    OUTSIDE = "outside"
    EMBEDDED = "embedded"
    FORM = "form"
    MEDIA = "media"
    HEAVY = "heavy"
    BUSY = "busy"


class Faulty(Exception):
    """The inspection found a fault; `found` is the number the sentence speaks of, where there is one."""

    def __init__(self, fault: Fault, found: int = 0) -> None:
        super().__init__(fault.value)
        self.fault = fault
        self.found = found


@dataclass(frozen=True)
class Limits:
    """What an upload should be, how large, and how much memory and time judging it may take."""

    kind: str = "pdf"
    size: int = 10 * MEBI
    pages: int = 60
    stream: int = 96 * MEBI
    inflated: int = 400 * MEBI
    pixels: int = 150_000_000
    points: int = 14_400
    memory: int = 768 * MEBI
    cpu: int = 6
    seconds: int = 12


@dataclass(frozen=True)
class Verdict:
    """A file that may be kept: its pages, and the copy without metadata that others are handed."""

    size: int
    pages: int
    sanitised: bytes = field(repr=False)
