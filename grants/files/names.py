"""File names: what a person typed is only ever shown; what leaves this house is a name no system stumbles over."""

import re
import unicodedata

TYPED_BOUND = 255
SAFE_BOUND = 100
SAFE_BYTES = 180
FALLBACK = "document"
FORBIDDEN = set("<>:\"|?*;'`$&%")
INVISIBLE = {"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"}
DEVICE = re.compile(r"(con|prn|aux|nul|clock\$?|conin\$?|conout\$?|(com|lpt)[0-9¹²³])", re.IGNORECASE)


def as_typed(name: str) -> str:
    """The name a person's computer gave, bounded and without what a database cannot keep."""
    return name.encode("utf-8", "ignore").decode().replace("\x00", "")[:TYPED_BOUND]


def safe_name(name: str, ending: str = ".pdf") -> str:
    """The name under which a file may be downloaded: one visible word, no path, no device, honest ending."""
    last = unicodedata.normalize("NFC", name).replace("\\", "/").rstrip("/ ").rpartition("/")[2]
    seen = "".join(" " if sign.isspace() else sign for sign in last if is_plain(sign))
    stem = " ".join(seen.split()).rstrip(". ")
    if stem.lower().endswith(ending):
        stem = stem[: -len(ending)]
    stem = stem.strip(". -~")
    if DEVICE.fullmatch(stem.partition(".")[0].strip()):
        stem = f"{FALLBACK} {stem}"
    short = stem[:SAFE_BOUND].encode()[:SAFE_BYTES].decode(errors="ignore").rstrip(". ")
    return (short or FALLBACK) + ending


def is_plain(sign: str) -> bool:
    """Whether a character is seen as what it is: none that is invisible, turns the line or means something."""
    return sign not in FORBIDDEN and (sign.isspace() or unicodedata.category(sign) not in INVISIBLE)
