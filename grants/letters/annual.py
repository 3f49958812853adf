"""A programme's year on paper, for a vice-president to hand out: figures, universities, money, what came of it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import Select, select
from sqlalchemy.orm import Session

from grants.applications.model import Application
from grants.calls.model import Call, Programme
from grants.calls.queries import FINISHED
from grants.letters.paper import AsTyped
from grants.reports.queries.counted import counted, standing_in
from grants.reports.queries.figures import claims, members_at_close, universities
from grants.reports.queries.money import came_of
from grants.reports.queries.partnership import given_to
from grants.rules import figures as counting
from grants.rules.applications import FUNDED
from grants.words import Language, language, say

MOST_UNIVERSITIES = 16


@dataclass(frozen=True)
class Bar:
    """One line of a chart: what it is about, and two counts, each with its length in per cent of the longest."""

    label: str
    first: str
    second: str
    first_wide: int
    second_wide: int


@dataclass(frozen=True)
class AnnualFacts(AsTyped):
    """A year of a programme in one language; the numbers stand as they are printed."""

    language: str
    programme: str
    call: str
    drawn_up: datetime
    zone: str
    rounds: tuple[str, ...]
    claims: tuple[str, ...]
    big: tuple[tuple[str, str], ...]
    places: tuple[Bar, ...]
    left_out: str
    money: tuple[tuple[str, str, str], ...]
    won: tuple[str, ...]
    outcomes: tuple[Bar, ...]
    projects: tuple[tuple[str, str], ...]

    @property
    def template(self) -> str:
        """One template for every language."""
        return "letters/annual.html"

    @property
    def heading(self) -> str:
        """The programme and the year."""
        return self.round

    @property
    def written_on(self) -> date:
        """The day it was drawn up, by universal time."""
        return self.drawn_up.date()


def rounds_in(session: Session, programme: Programme, year: int) -> list[Call]:
    """The released rounds of a programme whose projects begin in a year."""
    wanted = select(Call).where(
        Call.programme_id == programme.id, Call.state.in_(FINISHED),
        Call.starts_on.between(date(year, 1, 1), date(year, 12, 31)),
    )  # fmt: skip
    return list(session.scalars(wanted.order_by(Call.starts_on, Call.code)))


def annual(session: Session, calls: Sequence[Call], by: Any, code: str, at: datetime) -> AnnualFacts:
    """The year as this reader may know it: nothing of what they are in conflict with."""
    lang, programme = language(code), calls[0].programme
    wanted = standing_in(by, calls)
    count, funded = counted(session, wanted, calls), wanted.where(Application.state.in_(FUNDED))
    total, places = counting.tally(count.every), universities(session, count, members_at_close(session, calls[0]))
    came = came_of(session, funded, ())
    shown = [row for row in places if row.as_pi.submitted][:MOST_UNIVERSITIES]
    rest = len([row for row in places if row.as_pi.submitted]) - len(shown)
    return AnnualFacts(
        code, lang.say(programme.name), str(calls[0].starts_on.year), at, by.zone,
        tuple(f"{call.code} {lang.say(call.name)}" for call in calls),
        tuple(lang.say(claim) for claim in claims(places, total)), headline(total, lang),
        bars([(lang.texts(row.name), row.as_pi.submitted, row.as_pi.approved) for row in shown], lang),
        lang.number(rest) if rest else "",
        tuple((lang.texts(one.label), lang.number(one.projects), lang.money(one.granted))
              for one in given_to(session, funded)),
        tuple(lang.money(won) for won in came.bids_won),
        bars([(lang.say(kind.label), count, joint) for kind, count, joint in came.kinds], lang),
        projects(session, calls, funded),
    )  # fmt: skip


def headline(total: counting.Tally, lang: Language) -> tuple[tuple[str, str], ...]:
    """The big numbers with their labels."""
    told = [
        (lang.number(total.submitted), say("applications submitted")),
        (lang.number(total.eligible), say("found eligible by every side")),
        (lang.number(total.approved), say("approved")),
    ]
    if total.eligible:
        rate = (200 * total.approved + total.eligible) // (2 * total.eligible)
        told.append((lang.say(say("%(rate)s %%", rate=rate)), say("of the eligible were approved")))
    return tuple((number, lang.say(label)) for number, label in told)


def bars(rows: Sequence[tuple[str, int, int]], lang: Language) -> tuple[Bar, ...]:
    """The lines of a chart."""
    longest = max((max(first, second) for _, first, second in rows), default=0) or 1
    return tuple(
        Bar(label, lang.number(first), lang.number(second), 100 * first // longest, 100 * second // longest)
        for label, first, second in rows
    )


def projects(session: Session, calls: Sequence[Call], funded: Select[Any]) -> tuple[tuple[str, str], ...]:
    """The funded projects by number and title."""
    codes = {call.id: call.code for call in calls}
    rows = session.execute(
        funded.with_only_columns(Application.call_id, Application.number, Application.title)
        .order_by(Application.number),
    )  # fmt: skip
    return tuple(sorted((f"{codes[row.call_id]}-{row.number:03d}", row.title) for row in rows))
