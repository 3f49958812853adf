"""The minutes of a panel on paper: who was there, who left for what, what was said and recommended, and why."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from grants.calls.model import Call
from grants.decisions.meeting import Member, agenda_for, items_of, members_of
from grants.decisions.model import AgendaItem
from grants.decisions.panel import Standing
from grants.decisions.queries import ranking_in, standings, titles_of
from grants.history.model import Entry
from grants.letters.paper import AsTyped
from grants.reviews.queries import Rescored, rescored
from grants.rules.decisions import ORDER
from grants.words import Language, Sentence, language, say

NO_ADVICE = say("no recommendation yet")


@dataclass(frozen=True)
class Present:
    """One member of the panel: name, part, whether they were there."""

    name: str
    part: str
    there: str


@dataclass(frozen=True)
class Dealt:
    """One application as it was dealt with."""

    number: str
    title: str
    place: str
    score: str
    outcome: str
    reason: str
    presenter: str
    said: str
    changes: tuple[str, ...]


@dataclass(frozen=True)
class Round:
    """Applications dealt with while the same people were out of the room."""

    away: str
    dealt: tuple[Dealt, ...]


@dataclass(frozen=True)
class MinutesFacts(AsTyped):
    """The minutes in one language; until the ranking is frozen they are a draft and say so."""

    language: str
    programme: str
    call: str
    code: str
    drawn_up: datetime
    zone: str
    people: tuple[Present, ...]
    rounds: tuple[Round, ...]
    fingerprint: str
    frozen_at: datetime | None = None

    @property
    def template(self) -> str:
        """One template for every language."""
        return "letters/minutes.html"

    @property
    def heading(self) -> str:
        """The call; no person's name."""
        return self.round

    @property
    def written_on(self) -> date:
        """The day the ranking was frozen, else the day they were drawn up; by universal time."""
        return (self.frozen_at or self.drawn_up).date()


def minutes(session: Session, call: Call, by: Any, code: str, at: datetime) -> MinutesFacts:
    """The minutes as this reader may have them: nothing of what they are in conflict with."""
    lang, seen, members = language(code), standings(session, by, call), members_of(session, call, at)
    ranking = ranking_in(call)
    names = {one.person.id: one.person.name_in(code) for one in members}
    told = told_of(session, call, seen, lang)
    return MinutesFacts(
        code, lang.say(call.programme.name), lang.say(call.name), call.code, at, by.zone,
        tuple(present(one, call, lang) for one in members),
        tuple(
            Round(lang.say(", ").join(names[key] for key in sorted(block.away, key=names.__getitem__)),
                  tuple(told[number] for number in block.numbers))
            for block in agenda_for(seen, members)
        ),
        ranking.fingerprint if ranking else "", ranking.locked_at if ranking else None,
    )  # fmt: skip


def present(member: Member, call: Call, lang: Language) -> Present:
    """A member as the minutes name them."""
    side = next((lang.say(one.label) for one in call.sides if one.code == member.side), "")
    part = lang.say(member.role.label) + (f" ({side})" if side else "")
    there = {True: say("present"), False: say("absent"), None: say("not recorded")}[member.is_present]
    return Present(member.person.name_in(lang.code), part, lang.say(there))


def told_of(session: Session, call: Call, seen: Sequence[Standing], lang: Language) -> dict[int, Dealt]:
    """Every application by number, with everything that the minutes say of it."""
    ids = [one.id for one in seen]
    titles, items = titles_of(session, ids), items_of(session, ids)
    moved, again = moves(session, call), rescored(session, call, ids)
    told = {}
    for one in seen:
        ref, item = f"{call.code}-{one.number:03d}", items.get(one.id)
        changes = [*changed(moved.get(ref, ()), lang), *given_anew(again.get(one.id, ()), lang)]
        told[one.number] = Dealt(
            ref, titles[one.id], f"{one.place}{' =' if one.tied else ''}",
            lang.score(one.score) if one.score is not None else "–",
            lang.say(one.recommendation.label if one.recommendation else NO_ADVICE), one.reason,
            presenter_of(item, lang), item.said if item else "", tuple(changes),
        )  # fmt: skip
    return told


def presenter_of(item: AgendaItem | None, lang: Language) -> str:
    """Who presented it."""
    return item.presenter.name_in(lang.code) if item is not None and item.presenter is not None else ""


def moves(session: Session, call: Call) -> dict[str, list[Entry]]:
    """Every move of an application in the ranking, by its number, in the order they were made."""
    ranking = ranking_in(call)
    if ranking is None:
        return {}
    wanted = select(Entry).where(Entry.subject_id == ranking.id, Entry.step == ORDER.name).order_by(Entry.seq)
    found: dict[str, list[Entry]] = {}
    for entry in session.scalars(wanted):
        found.setdefault(str(entry.detail.get("application", "")), []).append(entry)
    return found


def changed(entries: Sequence[Entry], lang: Language) -> Iterator[str]:
    """The moves in sentences."""
    for entry in entries:
        yield lang.say(moved_to(entry))


def moved_to(entry: Entry) -> Sentence:
    """One move with its reason."""
    return say("Moved to place %(place)s: %(reason)s", place=entry.detail.get("place", ""),
               reason=entry.detail.get("reason", ""))  # fmt: skip


def given_anew(again: Sequence[Rescored], lang: Language) -> Iterator[str]:
    """The marks that were changed after the discussion, with the reason; the reviewer is not named on paper."""
    for one in again:
        before = lang.score(one.before) if one.before is not None else "–"
        told = say("A reviewer changed marks (total before: %(before)s): %(reason)s", before=before, reason=one.reason)
        yield lang.say(told)
