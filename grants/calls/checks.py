"""Checks of a whole definition: what single values cannot tell. Each names the sections it needs to have been read."""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from itertools import pairwise
from typing import Any

from grants.calls.decision_checks import bar_can_be_reached, bounds_can_be_met, modifiers_fit, sides_can_decide
from grants.calls.faults import Fault, Path, each_once, unknown
from grants.calls.form import ApplyingDefinition, CriterionDefinition, ReportDefinition, ReviewDefinition
from grants.calls.form_checks import form_makes_sense, report_makes_sense, rules_ask_what_is_asked, rules_name_sides
from grants.calls.paper_checks import agreements_bind, records_are_kept, sides_close
from grants.calls.terms import (
    AwardDefinition,
    CategoryDefinition,
    InstitutionDefinition,
    MemberDefinition,
    PartyDefinition,
    SideDefinition,
    ThemeDefinition,
    TimesDefinition,
)
from grants.rules.deadlines import instant
from grants.rules.phases import MOST_BID_DAYS
from grants.rules.ranking import is_link
from grants.rules.refusal import Refused
from grants.words import say

WHOLE = 100
LONGEST_GRACE = 168  # hours in which the other side may still confirm


def languages_agree(languages: tuple[str, ...], binding_language: str) -> Iterator[Fault]:
    """The call speaks its binding language, and names each language once."""
    if binding_language not in languages:
        yield ("binding_language",), say("The binding language must be one of the call's languages.")
    if max(Counter(languages).values(), default=0) != 1:
        yield ("languages",), say("Name each language of the call once.")


def names_are_once(
    institutions: tuple[InstitutionDefinition, ...], themes: tuple[ThemeDefinition, ...],
    categories: tuple[CategoryDefinition, ...], sides: tuple[SideDefinition, ...],
) -> Iterator[Fault]:  # fmt: skip
    """Every code and every ROR id stands once."""
    yield from each_once("institutions", institutions)
    yield from each_once("institutions", institutions, "ror")
    yield from each_once("themes", themes)
    yield from each_once("categories", categories)
    yield from each_once("sides", sides)


def members_are_known(
    members: tuple[MemberDefinition, ...], institutions: tuple[InstitutionDefinition, ...],
    sides: tuple[SideDefinition, ...],
) -> Iterator[Fault]:  # fmt: skip
    """Members are institutions of the file, on a side of the call; every side has one."""
    known, codes = {each.code for each in institutions}, {side.code for side in sides}
    for place, member in enumerate(members):
        if member.institution not in known:
            yield ("members", place, "institution"), unknown(member.institution)
        if member.side not in codes:
            yield ("members", place, "side"), unknown(member.side)
    for place, side in enumerate(sides):
        if side.code not in {member.side for member in members}:
            yield ("sides", place), say("The side “%(side)s” has no member.", side=side.code)


def sides_add_up(sides: tuple[SideDefinition, ...], categories: tuple[CategoryDefinition, ...]) -> Iterator[Fault]:
    """There is a side; its categories exist, some at least where it pays; its letterhead speaks its language."""
    known = {category.code for category in categories}
    if not sides:
        yield ("sides",), say("A call has at least one side.")
    for place, side in enumerate(sides):
        if not side.categories and side.pays:
            yield ("sides", place, "categories"), say("Name at least one kind of cost that this side pays.")
        for category in side.categories:
            if category not in known:
                yield ("sides", place, "categories"), unknown(category)
        for name in ("office", "address", "signatory", "signatory_title"):
            if side.language not in getattr(side.letterhead, name):
                reason = say("The text is missing in the language “%(language)s”.", language=side.language)
                yield ("sides", place, "letterhead", name), reason


def caps_are_clear(sides: tuple[SideDefinition, ...], themes: tuple[ThemeDefinition, ...]) -> Iterator[Fault]:
    """A side's caps are in its own currency, those of single themes each for a theme of the call."""
    known = {theme.code for theme in themes}
    for place, side in enumerate(sides):
        caps = [(("cap",), side.cap), *((("theme_caps", n, "cap"), one.cap) for n, one in enumerate(side.theme_caps))]
        for where, cap in caps:
            if cap.currency != side.currency:
                reason = say("The cap must be in the side's own currency, %(currency)s.", currency=side.currency)
                yield ("sides", place, *where), reason
        for number, one in enumerate(side.theme_caps):
            if one.theme not in known:
                yield ("sides", place, "theme_caps", number, "theme"), unknown(one.theme)
        for where, reason in each_once("theme_caps", side.theme_caps, "theme"):
            yield ("sides", place, *where), reason


def sides_are_paid_for(sides: tuple[SideDefinition, ...], parties: tuple[PartyDefinition, ...]) -> Iterator[Fault]:
    """Somebody pays on every side that gives money, and nobody on one that does not."""
    paid = {party.side for party in parties}
    for place, side in enumerate(sides):
        if side.pays and side.code not in paid:
            yield ("sides", place), say("The side “%(side)s” gives money, but nobody pays on it.", side=side.code)
    unfunded = {side.code for side in sides if not side.pays}
    for place, party in enumerate(parties):
        if party.side in unfunded:
            yield ("parties", place, "side"), say("The side “%(side)s” gives no money.", side=party.side)


def roles_are_clear(applying: ApplyingDefinition, sides: tuple[SideDefinition, ...]) -> Iterator[Fault]:
    """Sides of the call start; every role stands once, with a number that people can meet; one at most leads."""
    yield from on_known_sides(applying.lead_sides, sides, ("applying", "lead_sides"))
    for where, reason in each_once("roles", applying.roles):
        yield ("applying", *where), reason
    for place, role in enumerate(applying.roles):
        if role.least < 0 or (role.most is not None and role.most < max(role.least, 1)):
            yield ("applying", "roles", place), say("The most must not be less than the least.")
    if sum(role.leads for role in applying.roles) > 1:
        yield ("applying", "roles"), say("Only one role can be that of the principal investigator.")


def signers_can_sign(
    applying: ApplyingDefinition, sides: tuple[SideDefinition, ...], times: TimesDefinition,
) -> Iterator[Fault]:  # fmt: skip
    """Whoever signs, and what officers look at, stands once, on sides of the call; nobody signs after the close."""
    for name in ("endorsements", "checklist"):
        listed: tuple[Any, ...] = getattr(applying, name)
        for where, reason in each_once(name, listed):
            yield ("applying", *where), reason
        for place, one in enumerate(listed):
            yield from on_known_sides(one.sides, sides, ("applying", name, place, "sides"))
    for place, wanted in enumerate(applying.endorsements):
        if wanted.by is not None and wanted.by > times.closes.date():
            reason = say("%(later)s is after the close of the call.", later=wanted.by)
            yield ("applying", "endorsements", place, "by"), reason


def on_known_sides(codes: Iterable[str], sides: tuple[SideDefinition, ...], where: Path) -> Iterator[Fault]:
    """Only sides of the call are named."""
    known = {side.code for side in sides}
    yield from ((where, unknown(code)) for code in codes if code not in known)


def parties_can_pay(
    parties: tuple[PartyDefinition, ...], sides: tuple[SideDefinition, ...],
    institutions: tuple[InstitutionDefinition, ...], themes: tuple[ThemeDefinition, ...],
) -> Iterator[Fault]:  # fmt: skip
    """Who pays is named once, stands on a side, and pledges in that side's currency."""
    currencies = {side.code: side.currency for side in sides}
    known, fields = {each.code for each in institutions}, {theme.code for theme in themes} | {None}
    for place, party in enumerate(parties):
        if (party.institution is None) == (party.name is None):
            yield ("parties", place), say("Name either an institution of this file or an outside funder.")
        elif party.institution and party.institution not in known:
            yield ("parties", place, "institution"), unknown(party.institution)
        if party.side not in currencies:
            yield ("parties", place, "side"), unknown(party.side)
            continue
        for number, pot in enumerate(party.pots):
            if pot.pledge.currency != currencies[party.side]:
                currency = currencies[party.side]
                reason = say("The pledge must be in the side's own currency, %(currency)s.", currency=currency)
                yield ("parties", place, "pots", number, "pledge"), reason
            if pot.theme not in fields:
                yield ("parties", place, "pots", number, "theme"), unknown(pot.theme)


def times_follow(times: TimesDefinition) -> Iterator[Fault]:
    """The wall times exist in their zone, and the dates follow one another."""
    for name, fold in (("opens", 0), ("closes", times.fold)):
        try:
            instant(getattr(times, name), times.zone, fold)
        except Refused as refused:
            yield ("times", name), refused.reason
    if not 0 <= times.counterpart_grace_hours <= LONGEST_GRACE:
        reason = say("Write a number of hours from 0 to %(most)s.", most=LONGEST_GRACE)
        yield ("times", "counterpart_grace_hours"), reason
    order = [("opens", times.opens.date()), ("closes", times.closes.date())]
    order += [(n, d) for n in ("reviews_due_on", "decides_by", "announces_on") if (d := getattr(times, n))]
    for (_, earlier), (name, later) in pairwise(order):
        if later < earlier:
            yield ("times", name), say("%(later)s is before %(earlier)s.", later=later, earlier=earlier)
    if times.opens >= times.closes and times.opens.date() == times.closes.date():
        yield ("times", "closes"), say("The call must open before it closes.")


def award_and_report_follow(award: AwardDefinition, report: ReportDefinition) -> Iterator[Fault]:
    """The award ends after it starts, and its report is due once, afterwards."""
    if award.ends_on <= award.starts_on:
        reason = say("%(later)s is before %(earlier)s.", later=award.ends_on, earlier=award.starts_on)
        yield ("award", "ends_on"), reason
    if (report.due_on is None) == (report.due_days_after_end is None):
        yield ("report",), say("Say either on which day the report is due or how many days after the end.")
    if report.due_on and report.due_on < award.ends_on:
        yield ("report", "due_on"), say("%(later)s is before %(earlier)s.", later=report.due_on, earlier=award.ends_on)
    for place, one in enumerate(report.further):
        rules = (one.due_on, one.months_after_start, one.months_after_end, one.days_after_end)
        if sum(rule is not None for rule in rules) != 1:
            yield ("report", "further", place), say("Say in one way when this report is due.")


def weights_add_up(criteria: tuple[CriterionDefinition, ...]) -> Iterator[Fault]:
    """The weights of the criteria make 100 %, and every scale has at least two marks in rising order."""
    yield from each_once("criteria", criteria)
    total = sum(criterion.weight for criterion in criteria)
    if total != WHOLE or any(criterion.weight < 1 for criterion in criteria):
        yield ("criteria",), say("The weights of the criteria add up to %(total)s %%, not to 100 %%.", total=total)
    for place, criterion in enumerate(criteria):
        points = [mark.points for mark in criterion.marks]
        if len(points) < len("ab") or points != list(range(points[0], points[0] + len(points))):
            yield ("criteria", place, "marks"), say("A scale needs at least two marks, each one point above the last.")


def ties_can_be_broken(review: ReviewDefinition, criteria: tuple[CriterionDefinition, ...]) -> Iterator[Fault]:
    """The tie chain speaks of criteria of the call."""
    codes = [criterion.code for criterion in criteria]
    for place, link in enumerate(review.tie_chain):
        if not is_link(link, codes):
            yield ("review", "tie_chain", place), unknown(link)


def rounds_are_clear(review: ReviewDefinition, criteria: tuple[CriterionDefinition, ...]) -> Iterator[Fault]:
    """Every round has a name of its own, asks criteria of the call, and the first takes every application."""
    codes, seen = [criterion.code for criterion in criteria], set[str]()
    for place, one in enumerate(review.rounds):
        if one.code in seen:
            yield ("review", "rounds", place, "code"), say("“%(name)s” stands here twice.", name=one.code)
        seen.add(one.code)
        for name in ("criteria", "counts"):
            for code in set(getattr(one, name)) - set(codes):
                yield ("review", "rounds", place, name), say("“%(name)s” is not known here.", name=code)
        if one.border and not place:
            yield ("review", "rounds", place, "border"), say("The first round takes every application.")
        if one.bid_days is not None and (place or not 1 <= one.bid_days <= MOST_BID_DAYS):
            told = say("Reviewers are asked what they would like to judge before the first round, for 1 to 60 days.")
            yield ("review", "rounds", place, "bid_days"), told


CHECKS: dict[Callable[..., Iterator[Fault]], tuple[str, ...]] = {
    languages_agree: ("languages", "binding_language"),
    names_are_once: ("institutions", "themes", "categories", "sides"),
    members_are_known: ("members", "institutions", "sides"),
    sides_add_up: ("sides", "categories"),
    caps_are_clear: ("sides", "themes"),
    sides_are_paid_for: ("sides", "parties"),
    roles_are_clear: ("applying", "sides"),
    signers_can_sign: ("applying", "sides", "times"),
    parties_can_pay: ("parties", "sides", "institutions", "themes"),
    times_follow: ("times",),
    sides_close: ("sides", "times"),
    records_are_kept: ("sides",),
    agreements_bind: ("agreements", "institutions"),
    award_and_report_follow: ("award", "report"),
    weights_add_up: ("criteria",),
    rounds_are_clear: ("review", "criteria"),
    ties_can_be_broken: ("review", "criteria"),
    sides_can_decide: ("decision", "sides"),
    modifiers_fit: ("decision", "sides"),
    bounds_can_be_met: ("decision", "sides", "themes", "institutions"),
    bar_can_be_reached: ("decision", "criteria"),
    form_makes_sense: ("form", "sides"),
    report_makes_sense: ("report", "sides"),
    rules_ask_what_is_asked: ("eligibility", "form"),
    rules_name_sides: ("eligibility", "sides"),
}
