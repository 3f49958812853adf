"""The places of an application in which something is written beside its answers: facts of a part, budget lines."""

import re

from grants.applications.model import Part

INSTITUTION = "institution_id"
FACTS = {INSTITUTION: 36, "unit": 200, "position_held": 200}
LINE = re.compile(r"line\.([0-9a-f]{32})")


def place_of_fact(name: str) -> str:
    """Under which name the versions of a fact of a part are kept; no question is called so."""
    return f"part.{name}"


def place_of_line(key: str) -> str:
    """Under which name the versions of a budget line are kept."""
    return f"line.{key}"


def fact_in(place: str) -> str | None:
    """The fact of a part that a place holds, if it holds one."""
    name = place.removeprefix("part.")
    return name if name in FACTS and name != place else None


def line_in(place: str) -> str | None:
    """The key of the budget line that a place holds, if it holds one."""
    found = LINE.fullmatch(place)
    return found[1] if found else None


def fact_of(part: Part, name: str) -> str:
    """A fact of a part as its form shows it."""
    return str(getattr(part, name) or "")
