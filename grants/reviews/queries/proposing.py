"""What a proposal of reviewers rests on, read from the record as whoever asks for it may see it."""

import uuid
from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session, undefer

from grants.applications.model import Application, Snapshot
from grants.applications.queries.desk import newest_ordinal
from grants.calls.model import Call
from grants.reckoning import provenance
from grants.reviews.model import Assignment, Proposal
from grants.reviews.queries.bids import bids_between
from grants.reviews.queries.grounds import Pair, grounds_between
from grants.reviews.queries.pool import PoolMember, pool, unsettled
from grants.reviews.queries.seeking import AT_WORK
from grants.rules.assignment import Wishes, affinities, is_japanese, words_of
from grants.rules.reviews import AssignmentState
from grants.rules.search import fold


def question_of(session: Session, by: Any, call: Call, wishes: Wishes, at: datetime) -> dict[str, Any]:
    """What the reckoning is asked: applications with what they lack, the pool, who fits, who must not be asked."""
    applications, members = unsettled(session, by, call), pool(session, by, call, at)
    held, asked = asked_in(session, call)
    barred = grounds_between(session, call, [one.person for one in members], applications)
    reviewers = {
        str(one.person.id): {
            "side": one.side, "institution": str(one.person.institution_id or ""), "most": room(one, wishes),
        }
        for one in members
    }  # fmt: skip
    shown, texts = {one.id for one in applications}, texts_in(session, call)
    unread = unread_in(applications, members, texts)
    for key in shown:
        for who, side in held.get(key, ()):
            reviewers.setdefault(str(who), {"side": side, "institution": "", "most": 0})
    return {
        "sides": [side.code for side in call.sides], "reviewers": reviewers, "reads": call.review_round.reads,
        "applications": {str(one.id): wanted(one, wishes, held.get(one.id, ())) for one in applications},
        "barred": sorted(
            [str(key), str(who)]
            for key, who in {*barred, *of_others(applications, members), *asked}
            if key in shown and str(who) in reviewers
        ),
        "affinity": fitting(call, applications, members, texts, unread), "unread": sorted(map(list, unread)),
        "bids": bids_between(session, call, applications, members) if wishes.bids else [],
    }  # fmt: skip


def room(member: PoolMember, wishes: Wishes) -> int:
    """How many more applications somebody can take."""
    own = member.appointment.most
    return max(0, min(wishes.most_each, own if own is not None else wishes.most_each) - member.asked)


def of_others(applications: Sequence[Application], members: Sequence[PoolMember]) -> set[Pair]:
    """Who may not be asked for what because it is led from another side, where the round says so."""
    return {
        (one.id, member.person.id)
        for one in applications
        for member in members
        if one.call.review_round.reads == "own_side" and member.side != one.lead_side
    }


def wanted(application: Application, wishes: Wishes, held: Sequence[tuple[uuid.UUID, str]]) -> dict[str, Any]:
    """What an application lacks, and who judges it already."""
    there, here = Counter(side for _, side in held), application.call.review_round
    sides = [side.code for side in application.call.sides if here.reads == "all" or side.code == application.lead_side]
    lacking = sum(max(0, wishes.per_side - there[side]) for side in sides)
    least = here.least or 0
    return {"demand": max(lacking, least - len(held)), "held": sorted(str(who) for who, _ in held)}


def asked_in(session: Session, call: Call) -> tuple[dict[uuid.UUID, list[tuple[uuid.UUID, str]]], set[Pair]]:
    """For each application its reviewers at work with their sides, and everyone who has been asked for what."""
    rows = session.execute(
        select(Assignment.application_id, Assignment.reviewer_id, Assignment.side, Assignment.state)
        .join(Assignment.application)
        .where(Application.call_id == call.id, Assignment.state != AssignmentState.REMOVED),
    )
    held: dict[uuid.UUID, list[tuple[uuid.UUID, str]]] = {}
    asked: set[Pair] = set()
    for application, reviewer, side, state in rows:
        asked.add((application, reviewer))
        if state in AT_WORK:
            held.setdefault(application, []).append((reviewer, side))
    return held, asked


def texts_in(session: Session, call: Call) -> dict[uuid.UUID, str]:
    """What was submitted last of each application, folded."""
    newest = (
        select(Snapshot).join(Application, Application.id == Snapshot.application_id)
        .where(Application.call_id == call.id, Snapshot.ordinal == newest_ordinal())
        .options(undefer(Snapshot.search_key))
    )  # fmt: skip
    return {one.application_id: one.search_key for one in session.scalars(newest)}


def unread_in(
    applications: Sequence[Application], members: Sequence[PoolMember], texts: Mapping[uuid.UUID, str],
) -> set[tuple[str, str]]:  # fmt: skip
    """Who does not read the language of what, as far as they said what they read."""
    japanese = [one for one in applications if is_japanese(texts.get(one.id, ""))]
    others = [one for one in members if one.appointment.languages and "ja" not in one.appointment.languages]
    return {(str(one.id), str(member.person.id)) for one in japanese for member in others}


def fitting(
    call: Call, applications: Sequence[Application], members: Sequence[PoolMember], texts: Mapping[uuid.UUID, str],
    unread: Collection[tuple[str, str]],
) -> list[list[Any]]:  # fmt: skip
    """How well everybody fits everything: their words in title, theme and what was submitted, if they can read it."""
    themes = {theme.code: fold(" ".join(theme.label.values())) for theme in call.themes}
    found = affinities(
        {str(one.person.id): words_of(one.appointment.expertise) for one in members},
        {str(one.id): f"{one.title_key} {themes.get(one.theme, '')} {texts.get(one.id, '')}" for one in applications},
    )
    return sorted(
        [application, who, 1 if (application, who) in unread else value]
        for (application, who), value in found.items()
    )  # fmt: skip


def is_current(session: Session, proposal: Proposal, at: datetime) -> bool:
    """Whether what a proposal rests on is as it was when it was worked out."""
    asked = question_of(session, proposal.made_by, proposal.call, proposal.wishes, at)
    return bool(provenance.fingerprint(asked) == proposal.fingerprint)


def proposals_of(session: Session, by: Any, call: Call) -> list[Proposal]:
    """The proposals somebody has asked for in a call, the newest first."""
    own = select(Proposal).where(Proposal.call_id == call.id, Proposal.made_by_id == by.id)
    return list(session.scalars(own.order_by(Proposal.made_at.desc(), Proposal.id).limit(10)))
