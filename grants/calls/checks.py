"""Checks of a whole definition: what single values cannot tell. Each names the sections it needs to have been read."""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from itertools import pairwise
from typing import Any

from grants.calls.form import (
    CriterionDefinition,
    ReportDefinition,
    ReviewDefinition,
    RuleDefinition,
    SectionDefinition,
)
from grants.calls.terms import (
    AwardDefinition,
    CategoryDefinition,
    DecisionDefinition,
    InstitutionDefinition,
    MemberDefinition,
    PartyDefinition,
    SideDefinition,
    ThemeDefinition,
    TimesDefinition,
)
from grants.rules.deadlines import instant
from grants.rules.ranking import is_link
from grants.rules.refusal import Refused
from grants.words import Sentence, say

Path = tuple[str | int, ...]
Fault = tuple[Path, Sentence]
WHOLE = 100
CHOOSING = ("choice", "choices")
WRITING = ("text", "long")


def unknown(text: object) -> Sentence:
    """A name that stands nowhere else in the file."""
    return say("“%(text)s” is not named in this file.", text=str(text))


def each_once(section: str, things: Iterable[Any], name: str = "code") -> Iterator[Fault]:
    """No two things of a list share a name."""
    values = [getattr(thing, name) for thing in things]
    for place, value in enumerate(values):
        if value is not None and value in values[:place]:
            yield (section, place, name), say("“%(name)s” stands here twice.", name=str(value))


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
    """A side's cap is in its own currency, its categories exist, its letterhead speaks its language."""
    known = {category.code for category in categories}
    for place, side in enumerate(sides):
        if side.cap.currency != side.currency:
            reason = say("The cap must be in the side's own currency, %(currency)s.", currency=side.currency)
            yield ("sides", place, "cap"), reason
        for category in side.categories:
            if category not in known:
                yield ("sides", place, "categories"), unknown(category)
        for name in ("office", "address", "signatory", "signatory_title"):
            if side.language not in getattr(side.letterhead, name):
                reason = say("The text is missing in the language “%(language)s”.", language=side.language)
                yield ("sides", place, "letterhead", name), reason


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


def decision_can_be_made(
    decision: DecisionDefinition, review: ReviewDefinition, criteria: tuple[CriterionDefinition, ...],
) -> Iterator[Fault]:  # fmt: skip
    """The tie chain speaks of criteria of the call, and of each link once."""
    codes = [criterion.code for criterion in criteria]
    for place, link in enumerate(review.tie_chain):
        if not is_link(link, codes):
            yield ("review", "tie_chain", place), unknown(link)
    if decision.max_awards is not None and decision.max_awards < 1:
        yield ("decision", "max_awards"), say("“%(text)s” is not a whole number.", text=str(decision.max_awards))


def form_makes_sense(form: tuple[SectionDefinition, ...]) -> Iterator[Fault]:
    """The application form's questions make sense."""
    yield from questions_make_sense(("form",), form)


def report_makes_sense(report: ReportDefinition) -> Iterator[Fault]:
    """The report's questions make sense."""
    yield from questions_make_sense(("report", "sections"), report.sections)


def questions_make_sense(where: Path, sections: tuple[SectionDefinition, ...]) -> Iterator[Fault]:
    """Every question stands once; those that offer choices have some, only those that are written have lengths."""
    seen: set[str] = set()
    for place, section in enumerate(sections):
        for number, question in enumerate(section.questions):
            path = (*where, place, "questions", number)
            if question.code in seen:
                yield (*path, "code"), say("“%(name)s” stands here twice.", name=question.code)
            seen.add(question.code)
            if bool(question.choices) != (question.kind in CHOOSING):
                yield path, say("Choices belong to questions of the kinds choice and choices, and only to them.")
            if question.kind not in WRITING and (question.max_words or question.max_characters):
                yield path, say("Only written answers have a length.")


def rules_ask_what_is_asked(
    eligibility: tuple[RuleDefinition, ...], form: tuple[SectionDefinition, ...],
) -> Iterator[Fault]:  # fmt: skip
    """Rules of eligibility stand once and rest on questions of the form."""
    yield from each_once("eligibility", eligibility)
    asked = {question.code for section in form for question in section.questions}
    for place, rule in enumerate(eligibility):
        for question in questions_in(rule.test):
            if question not in asked:
                yield ("eligibility", place, "test"), unknown(question)


def questions_in(tree: Any) -> Iterator[str]:
    """The questions that a tree of tests rests on."""
    if isinstance(tree, dict):
        if "question" in tree:
            yield str(tree["question"])
        tree = list(tree.values())
    if isinstance(tree, list):
        for each in tree:
            yield from questions_in(each)


CHECKS: dict[Callable[..., Iterator[Fault]], tuple[str, ...]] = {
    languages_agree: ("languages", "binding_language"),
    names_are_once: ("institutions", "themes", "categories", "sides"),
    members_are_known: ("members", "institutions", "sides"),
    sides_add_up: ("sides", "categories"),
    parties_can_pay: ("parties", "sides", "institutions", "themes"),
    times_follow: ("times",),
    award_and_report_follow: ("award", "report"),
    weights_add_up: ("criteria",),
    decision_can_be_made: ("decision", "review", "criteria"),
    form_makes_sense: ("form",),
    report_makes_sense: ("report",),
    rules_ask_what_is_asked: ("eligibility", "form"),
}
