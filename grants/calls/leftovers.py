"""What officers look at again before a call is published: what was copied, is another's, or drifted."""

import hashlib
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, fields, is_dataclass, replace
from datetime import date
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from grants.calls.gaps import TITLES, wordings
from grants.calls.model import Call, Programme
from grants.calls.statement import definition_of
from grants.calls.terms import CallDefinition
from grants.money import Money
from grants.people.model import InstitutionName
from grants.rules.careers import add_years
from grants.rules.leftovers import has_figures, names_in, placeholders_in, years_in
from grants.words import NAMES, Sentence, say

NOT_OF_THE_ROUND = {"code", "programme", "institutions", "members", "agreements", "eligibility", "languages"}
DATED = ("times", "award", "report", "sides")
SIGNED = {"contact", "letterhead", "letter_prefix", "email"}


@dataclass(frozen=True)
class Leaf:
    """One thing a call says: a wording in one language, a day, an amount."""

    path: tuple[str, ...]
    value: str | date | Money
    language: str = ""

    @property
    def key(self) -> str:
        """What it is known by: it changes with what it says."""
        return hashlib.sha256(repr((self.path, self.language, str(self.value))).encode()).hexdigest()[:20]

    @property
    def title(self) -> Sentence:
        """Where it stands in the call."""
        first = TITLES.get(self.path[0], say(self.path[0]))
        rest = " · ".join(part.replace("_", " ") for part in self.path[1:])
        if self.language:
            return say("%(section)s %(place)s (%(language)s)", section=first, place=rest, language=NAMES[self.language])
        return say("%(section)s %(place)s", section=first, place=rest)


@dataclass(frozen=True)
class Point:
    """Something to look at again, and why."""

    leaf: Leaf
    reason: Sentence

    @property
    def key(self) -> str:
        """What it is settled by: it counts until what it says is changed, or looked at and found right."""
        return hashlib.sha256(f"{self.leaf.key} {self.reason.text}".encode()).hexdigest()[:20]


@dataclass(frozen=True)
class Neighbours:
    """What a call is held against: other institutions and programmes of the house, and what it was copied from."""

    names: Collection[str] = ()
    inherited: Collection[str] = ()
    former_years: Collection[int] = ()
    drifted: Mapping[str, list[str]] | None = None


COPIED = say("It was copied and has not been changed.")


def leaves(terms: Any, path: tuple[str, ...] = ()) -> Iterator[Leaf]:
    """Everything a call says that may change from round to round."""
    if isinstance(terms, (date, Money)) or (isinstance(terms, str) and path[-1] in SIGNED):
        yield Leaf(path, terms)
    elif isinstance(terms, Mapping):
        worded = terms.items() if all(isinstance(text, str) for text in terms.values()) else ()
        yield from (Leaf(path, text, language) for language, text in worded if language in NAMES and text)
    else:
        for name, each in within(terms):
            if path or name not in NOT_OF_THE_ROUND:
                yield from leaves(each, (*path, name))


def within(terms: Any) -> Iterator[tuple[str, Any]]:
    """What a group or a list of terms consists of, each thing by its name or its place."""
    if isinstance(terms, tuple):
        for place, each in enumerate(terms, 1):
            yield getattr(each, "code", str(place)), each
    elif is_dataclass(terms):
        yield from ((each.name, getattr(terms, each.name)) for each in fields(terms))


def own_names(terms: CallDefinition) -> set[str]:
    """What the call's own programme and institutions are called, now and formerly."""
    named = [terms.programme.name, terms.name, *(each.names for each in terms.institutions)]
    named += [former.names for each in terms.institutions for former in each.former_names]
    named += [party.name for party in terms.parties if party.name]
    return {text for names in named for text in names.values()}


def years_of(terms: CallDefinition) -> set[int]:
    """The years in which a round happens."""
    years = [leaf.value.year for leaf in leaves(terms) if isinstance(leaf.value, date)]
    return set(range(min(years), max(years) + 1))


def carries_something(leaf: Leaf, own: Collection[str]) -> bool:
    """Whether it holds a name, a date or an amount."""
    if not isinstance(leaf.value, str) or SIGNED & set(leaf.path):
        return True
    return has_figures(leaf.value) or bool(names_in(leaf.value, own))


def to_inherit(terms: CallDefinition) -> list[str]:
    """What a copy has to look at again: every name, date and amount, by its key."""
    own = own_names(terms)
    return [leaf.key for leaf in leaves(terms) if carries_something(leaf, own)]


def points(terms: CallDefinition, neighbours: Neighbours) -> list[Point]:
    """Everything to look at again, each thing once, in the order of the call."""
    own, years = own_names(terms), years_of(terms)
    inherited, former = set(neighbours.inherited), set(neighbours.former_years) - years
    found = []
    for leaf in leaves(terms):
        reason = reason_to_look(leaf, neighbours.names, own, former)
        if reason is None and leaf.key in inherited:
            reason = COPIED
        if reason is not None:
            found.append(Point(leaf, reason))
    return [*found, *left_behind(terms, neighbours.drifted or {})]


def reason_to_look(leaf: Leaf, names: Collection[str], own: Collection[str], former: set[int]) -> Sentence | None:
    """Why a wording may have stayed behind from elsewhere: a gap to fill in, a stranger's name, a year gone by."""
    if not isinstance(leaf.value, str):
        return None
    left = placeholders_in(leaf.value)
    if left:
        return say("“%(text)s” looks like a place to fill in.", text=left[0])
    strangers = names_in(leaf.value, names, own)
    if strangers:
        return say("It names “%(name)s”, which does not take part in this call.", name=strangers[0])
    gone = sorted(years_in(leaf.value) & former)
    if gone:
        return say("It names %(year)s, a year of the call it was copied from.", year=str(gone[0]))
    return None


def texts_by_place(terms: CallDefinition) -> dict[str, Mapping[str, str]]:
    """Every wording of the call by its place."""
    found: dict[str, Mapping[str, str]] = {}
    for path, texts in wordings(terms):
        place, more = " ".join(path), 1
        while place in found:
            more += 1
            place = f"{' '.join(path)} {more}"
        found[place] = dict(texts)
    return found


def left_behind(terms: CallDefinition, drifted: Mapping[str, list[str]]) -> Iterator[Point]:
    """Wordings whose other languages were changed and they were not."""
    texts = texts_by_place(terms)
    for place, languages in drifted.items():
        for language in languages:
            if texts.get(place, {}).get(language):
                leaf = Leaf(tuple(place.split(" ")), texts[place][language], language)
                yield Point(leaf, say("Another language of this text was changed, this one was not."))


def shifted(terms: CallDefinition, years: int) -> CallDefinition:
    """The same round so many years later: the days of the round move, those of members and agreements stay."""
    return replace(terms, **{name: moved(getattr(terms, name), years) for name in DATED})


def moved(value: Any, years: int) -> Any:
    """The same, with every day in it moved."""
    if isinstance(value, date):
        return add_years(value, years)
    if isinstance(value, tuple):
        return tuple(moved(each, years) for each in value)
    if is_dataclass(value) and not isinstance(value, (type, Money)):
        return replace(value, **{each.name: moved(getattr(value, each.name), years) for each in fields(value)})
    return value


def neighbours_of(session: Session, call: Call, own: Collection[str]) -> Neighbours:
    """Who else is in the house, and what the call was copied from."""
    names = {*session.scalars(select(InstitutionName.text).distinct())}
    names |= {text for name in session.scalars(select(Programme.name)) for text in name.values()}
    original = session.get(Call, call.copied_from_id) if call.copied_from_id else None
    years = years_of(definition_of(original)) if original else ()
    return Neighbours(names - set(own), call.inherited, years, call.drifted)


def to_look_at(session: Session, call: Call) -> list[Point]:
    """What has to be looked at again before this call is published: changed, or found right as it is."""
    terms = definition_of(call)
    found = points(terms, neighbours_of(session, call, own_names(terms)))
    settled = set(call.looked_at)
    return [point for point in found if point.key not in settled]
