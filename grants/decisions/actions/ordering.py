"""The panel's work: put applications in order, recommend, freeze."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import select, update

from grants.applications.model import Application
from grants.calls.model import Call
from grants.db import session_of
from grants.decisions.heard import told
from grants.decisions.model import Place, Ranking
from grants.decisions.panel import Panel, Standing, order_of, panel_of, standings
from grants.decisions.queries import fingerprint_of, place_of, ranking_in, summaries, unheard
from grants.people.model import Person
from grants.rules.applications import RECOMMEND
from grants.rules.decisions import LOCK, ORDER, WAIVE, Recommendation, reason_against_advice, reason_too_many
from grants.rules.ranking import cut, placed, rearranged
from grants.rules.refusal import Refused
from grants.rules.relations import is_chair_of_call
from grants.words import say


@dataclass(frozen=True)
class Advice:
    """What the panel advises about an application, and why."""

    recommendation: Recommendation
    reason: str = ""


@dataclass(frozen=True)
class Move:
    """Which application goes to which place, and why."""

    which: UUID
    to: int
    reason: str


def ranking_of(call: Call, by: Person, at: datetime) -> Ranking:
    """The call's ranking; the chair's first deed opens it."""
    if not is_chair_of_call(by, call):
        raise Refused(say("Only the chair of the panel ranks and recommends."))
    ranking = ranking_in(call)
    if ranking is None:
        ranking = Ranking(call=call, call_id=call.id)
        session_of(call).add(ranking)
        ranking.begin(by, at)
    return ranking


def move(call: Call, wish: Move, by: Person, at: datetime) -> None:
    """Put one application at a place, by itself; the reason stands in the history of the ranking."""
    ranking = ranking_of(call, by, at)
    ranking.allow(ORDER, by, at)
    session = session_of(call)
    seen = standings(session, by, call)
    one = next((each for each in seen if each.id == wish.which), None)
    if one is None:
        raise Refused(say("Choose one application of this list."), "chosen")
    if not 1 <= wish.to <= len(seen):
        raise Refused(say("Choose a place from 1 to %(last)s.", last=len(seen)), "place")
    if not wish.reason.strip():
        raise Refused(say("Give the reason for the move: it stands in the panel's record."), "reason")
    ranking.take(ORDER, by, at, application=f"{call.code}-{one.number:03d}", place=wish.to, reason=wish.reason)
    others = placed(filter(None, ([each for each in group if each != one.number] for group in order_of(seen))))
    below = next((number for number, place in others.items() if place >= wish.to), None)
    panel = panel_of(session, call)
    if others:
        anchor = list(others)[-1] if below is None else below
        put(ranking, panel, placed(rearranged(panel.groups, one.number, anchor, above=below is not None)))


def put(ranking: Ranking, panel: Panel, places: dict[int, int]) -> None:
    """Write down the order of the whole call: rows that are not there yet are made, those that moved are changed."""
    session = session_of(ranking)
    session.flush()
    kept = {
        number: (key, position)
        for number, key, position in session.execute(
            select(Application.number, Place.id, Place.position)
            .join(Application, Application.id == Place.application_id)
            .where(Place.ranking_id == ranking.id),
        )
    }
    session.add_all(
        Place(ranking_id=ranking.id, application_id=panel.rows[number].id, position=place, reason="")
        for number, place in places.items()
        if number not in kept
    )
    moved = [
        {"id": kept[number][0], "position": place}
        for number, place in places.items()
        if number in kept and kept[number][1] != place
    ]
    if moved:
        session.execute(update(Place), moved)
        session.expire_all()


def recommend(applications: Sequence[Application], advice: Advice, by: Person, at: datetime) -> None:
    """Record what the panel advises about one application or several."""
    if not applications:
        raise Refused(say("Choose at least one application."), "chosen")
    call = applications[0].call
    reason = reason_against_advice(call, advice.reason)
    if reason is not None:
        raise Refused(reason, "reason")
    ranking = ranking_of(call, by, at)
    for application in applications:
        application.take(
            RECOMMEND, by, at, recommendation=advice.recommendation.value, reason=advice.reason,
        )  # fmt: skip
        place = placed_in(ranking, application)
        place.recommendation, place.reason = advice.recommendation, advice.reason
    session_of(call).flush()
    if ranking.is_locked:
        ranking.fingerprint = fingerprint_of(session_of(call), call)
    refuse_too_many(call, standings(session_of(call), by, call))


def placed_in(ranking: Ranking, application: Application) -> Place:
    """The application's line in the ranking; one is begun where there is none yet."""
    place = place_of(application)
    if place is None:
        place = Place(ranking=ranking, ranking_id=ranking.id, application=application, position=0)
        session_of(ranking).add(place)
    return place


def waive(applications: Sequence[Application], reason: str, by: Person, at: datetime) -> None:
    """Let applications stand with fewer reviews than were asked for; the reason stands in the ranking's history."""
    if not applications:
        raise Refused(say("Choose at least one application."), "chosen")
    if not reason.strip():
        raise Refused(say("Give the reason: it stands in the panel's record."), "reason")
    call = applications[0].call
    ranking, counted = ranking_of(call, by, at), summaries(session_of(call), call, [one.id for one in applications])
    for application in applications:
        count = counted[application.id].reviews
        ranking.take(WAIVE, by, at, application=application.ref, reviews=count, reason=reason)
        placed_in(ranking, application).waived_with = count
    session_of(call).flush()


def refuse_too_many(call: Call, seen: Iterable[Standing]) -> None:
    """The panel advises no more awards than the call has."""
    reason = reason_too_many(call, [one.theme for one in seen if one.recommendation is Recommendation.FUND])
    if reason is not None:
        raise Refused(reason, "recommendation")


def advise_by_place(call: Call, fund: int, reserve: int, by: Person, at: datetime) -> int:
    """Recommend by the order what has no recommendation yet: the first so many to fund, then reserve, the rest not.

    In a call with one award for each theme the first so many of every theme are meant.
    """
    session = session_of(call)
    seen = standings(session, by, call)
    fields = sorted({one.theme for one in seen}) if call.one_per_theme else [None]
    wanted: dict[int, Recommendation] = {}
    for field in fields:
        wanted |= lines(order_of(one for one in seen if field in {None, one.theme}), fund, reserve)
    unadvised = {one.id: wanted[one.number] for one in seen if one.recommendation is None}
    for recommendation in Recommendation:
        keys = [key for key, advised in unadvised.items() if advised is recommendation]
        if keys:
            chosen = session.scalars(select(Application).where(Application.id.in_(keys)).order_by(Application.number))
            recommend(chosen.unique().all(), Advice(recommendation), by, at)
    return len(unadvised)


def lines(groups: Sequence[Sequence[int]], fund: int, reserve: int) -> dict[int, Recommendation]:
    """What the places say: above the first line, between the two, below."""
    first, _ = cut(groups, fund)
    both, rest = cut(groups, fund + reserve)
    return (
        dict.fromkeys(rest, Recommendation.REJECT)
        | dict.fromkeys(both, Recommendation.RESERVE)
        | dict.fromkeys(first, Recommendation.FUND)
    )


def lock(call: Call, by: Person, at: datetime) -> str:
    """Freeze order and recommendations; the fingerprint tells whether they are still the same."""
    ranking = ranking_of(call, by, at)
    session = session_of(call)
    seen = standings(session, by, call)
    ranking.unadvised = 0 if call.walks else sum(one.recommendation is None for one in seen)
    ranking.unheard = len(unheard(session, call, [one.id for one in seen]))
    ranking.allow(LOCK, by, at)
    panel = panel_of(session, call)
    put(ranking, panel, placed(panel.groups))
    session.flush()
    sealed = fingerprint_of(session, call)
    ranking.freezes += 1
    weighed = told(session, call, sorted(panel.rows), ())
    ranking.take(
        LOCK, by, at, fingerprint=sealed, number=ranking.freezes,
        weighing=weighed.kept.provenance["fingerprint"] if weighed is not None and weighed.is_fresh else "",
    )  # fmt: skip
    ranking.fingerprint, ranking.locked_at = sealed, at
    return sealed
