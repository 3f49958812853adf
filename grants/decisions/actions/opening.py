"""A frozen ranking opened again by two officers, as when a conflict is found late: counted anew, frozen anew."""

from datetime import datetime

from sqlalchemy import exists, select, update

from grants.calls.model import Call
from grants.calls.queries import appointed, officers
from grants.db import session_of
from grants.decisions.kept import lots_of
from grants.decisions.model import Place, Ranking
from grants.decisions.queries import ranking_in
from grants.decisions.tellings import opened_again, opening_proposed
from grants.history import Entry
from grants.mail.outbox import Telling, post_all
from grants.people.model import Person
from grants.rules.decisions import OPEN_AGAIN, ORDER, PROPOSE_OPENING
from grants.rules.refusal import Refused
from grants.rules.relations import acting_side
from grants.rules.roles import Role
from grants.words import say


def propose_opening(call: Call, reason: str, by: Person, at: datetime) -> None:
    """Propose to open a frozen ranking again, and say why; an officer of another side agrees."""
    ranking = frozen(call)
    ranking.take(PROPOSE_OPENING, by, at, reason=reason)
    ranking.proposed_by_id, ranking.proposed_by_side = by.id, acting_side(by, call)
    ranking.opening_reason = reason
    others = [one for one in officers(session_of(call), call.programme_id, at) if one.id != by.id]
    post_all(session_of(call), others, opening_proposed(call, reason), at)


def open_again(call: Call, by: Person, at: datetime) -> None:
    """Agree as the second officer: the panel is at work again; what it never moved by hand is counted anew."""
    ranking = frozen(call)
    reason = ranking.opening_reason
    ranking.take(OPEN_AGAIN, by, at, reason=reason, fingerprint=ranking.fingerprint)
    ranking.proposed_by_id = ranking.proposed_by_side = None
    ranking.fingerprint, ranking.opening_reason = "", ""
    session = session_of(call)
    session.flush()
    if not was_moved(ranking):
        session.execute(update(Place).where(Place.ranking_id == ranking.id).values(position=0))
        session.expire_all()
    tell_panel(call, opened_again(call, reason), by, at)


def frozen(call: Call) -> Ranking:
    """The ranking of a call with what the law asks about it."""
    ranking = ranking_in(call)
    if ranking is None:
        raise Refused(say("The ranking is not frozen."))
    ranking.has_lots = lots_of(session_of(call), call) is not None
    return ranking


def was_moved(ranking: Ranking) -> bool:
    """Whether the chair has put anything at a place by hand."""
    moves = exists().where(Entry.subject_id == ranking.id, Entry.step == ORDER.name)
    return bool(session_of(ranking).scalar(select(moves)))


def tell_panel(call: Call, telling: Telling, by: Person, at: datetime) -> None:
    """Tell the chair and the officers, but for whoever did it."""
    serving = [one.person for one in appointed(session_of(call), call, at) if one.role in {Role.CHAIR, Role.OFFICER}]
    post_all(session_of(call), [one for one in serving if one.id != by.id], telling, at)
