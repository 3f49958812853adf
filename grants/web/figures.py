"""Figures on a page: the sentence first, then the picture, then the table; no rate without its denominator."""

from collections.abc import Sequence
from typing import Any

from grants.reports.queries import Figures
from grants.rules.figures import Tally, told
from grants.words import Sentence, say

NO_RATE = say("–")


def rate(part: int, whole: int) -> Sentence:
    """A share in whole per cent, with its numerator and denominator."""
    if not whole:
        return NO_RATE
    return say("%(rate)s %% (%(part)s of %(whole)s)", rate=per_cent(part, whole), part=part, whole=whole)


def per_cent(part: int, whole: int) -> int:
    """A share in whole per cent, rounded half up."""
    return (200 * part + whole) // (2 * whole)


def headline(counts: Figures) -> list[dict[str, Any]]:
    """The big numbers of a call, for those who may know all of them."""
    total = counts.total
    return [
        {"number": total.submitted, "label": say("applications submitted")},
        {"number": total.eligible, "label": say("found eligible by every side")},
        {"number": total.approved, "label": say("approved")},
        share(total.approved, total.eligible, say("of the eligible were approved")),
        share(total.approved, total.submitted, say("of the submitted were approved")),
    ]


def share(part: int, whole: int, label: Sentence) -> dict[str, Any]:
    """A rate as a big number, its numerator and denominator below it."""
    number = say("%(rate)s %%", rate=per_cent(part, whole)) if whole else NO_RATE
    return {"number": number, "label": label, "note": say("%(part)s of %(whole)s", part=part, whole=whole)}


def published(counts: Figures) -> list[dict[str, Any]]:
    """The big numbers that offices publish."""
    total = counts.total
    return [
        {"number": total.submitted, "label": say("applications submitted")},
        {"number": total.approved, "label": say("approved")},
        share(total.approved, total.submitted, say("of the submitted were approved")),
        {"number": counts.members, "label": say("member universities")},
    ]


def summary(total: Tally) -> list[dict[str, Any]]:
    """Counts only, and no small ones: what an administrator may know."""
    few = say("fewer than five")
    rows = [
        (total.submitted, say("applications submitted")),
        (total.eligible, say("found eligible by every side")),
        (total.approved, say("approved")),
    ]
    return [{"number": few if told(count) is None else count, "label": label} for count, label in rows]


def bars(counts: Figures) -> Sequence[tuple[Any, list[int]]]:
    """Submitted and approved for each member university, as principal investigator."""
    return [(row.name, [row.as_pi.submitted, row.as_pi.approved]) for row in counts.universities if row.side]
