"""Checks of a definition's agreements, records and deadlines: whom a paper binds, and that every wall time exists."""

from collections.abc import Iterator

from grants.calls.faults import Fault, unknown
from grants.calls.terms import AgreementDefinition, InstitutionDefinition, SideDefinition, TimesDefinition
from grants.rules.deadlines import instant
from grants.rules.refusal import Refused
from grants.words import say

LONGEST_KEPT = 100  # years


def agreements_bind(
    agreements: tuple[AgreementDefinition, ...], institutions: tuple[InstitutionDefinition, ...],
) -> Iterator[Fault]:  # fmt: skip
    """An agreement ends after it begins, and binds somebody: institutions of the file, funders, or all members."""
    known = {each.code for each in institutions}
    for place, paper in enumerate(agreements):
        if paper.valid_to <= paper.valid_from:
            reason = say("%(later)s is before %(earlier)s.", later=paper.valid_to, earlier=paper.valid_from)
            yield ("agreements", place, "valid_to"), reason
        if not (paper.all_members or paper.institutions or paper.funders):
            yield ("agreements", place), say("Say whom the agreement binds: all members, institutions or funders.")
        for number, code in enumerate(paper.institutions):
            if code not in known:
                yield ("agreements", place, "institutions", number), unknown(code)


def records_are_kept(sides: tuple[SideDefinition, ...]) -> Iterator[Fault]:
    """Each side keeps its records for some years."""
    for place, side in enumerate(sides):
        for name in ("keep_years", "keep_unfunded_years"):
            if not 1 <= getattr(side, name) <= LONGEST_KEPT:
                yield ("sides", place, name), say("Records are kept for 1 to %(most)s years.", most=LONGEST_KEPT)


def sides_close(sides: tuple[SideDefinition, ...], times: TimesDefinition) -> Iterator[Fault]:
    """A deadline that a side has for itself is a time on its own clocks, after the call opens."""
    for place, side in enumerate(sides):
        if side.closes is None:
            continue
        try:
            closes = instant(side.closes, side.zone, side.fold)
            opens = instant(times.opens, times.zone, 0)
        except Refused as refused:
            yield ("sides", place, "closes"), refused.reason
            continue
        if closes <= opens:
            yield ("sides", place, "closes"), say("The call must open before it closes.")
