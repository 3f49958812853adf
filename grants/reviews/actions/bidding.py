"""Bidding: somebody of the pool says what they would like to judge."""

import uuid
from collections.abc import Mapping
from datetime import datetime

from sqlalchemy import select

from grants.applications.model import Application
from grants.calls.model import Call
from grants.db import session_of
from grants.history import note
from grants.people.model import Person
from grants.reviews.model import Bid
from grants.reviews.queries.bids import open_to_bids
from grants.rules.bids import Liking, bids_in, reason_no_bids
from grants.rules.refusal import Refused
from grants.words import say

Said = Mapping[uuid.UUID, Liking | None]


def bid(call: Call, said: Said, by: Person, at: datetime) -> None:
    """Keep what somebody said of some applications, or take it back; what they may not judge is passed over."""
    if not bids_in(by, call):
        raise Refused(say("This is not for you to do."))
    reason = reason_no_bids(call, at)
    if reason is not None:
        raise Refused(reason)
    session = session_of(call)
    wanted = open_to_bids(by, call, at).with_only_columns(Application.id).where(Application.id.in_(said))
    kept = {
        one.application_id: one
        for one in session.scalars(select(Bid).where(Bid.reviewer_id == by.id, Bid.application_id.in_(said)))
    }
    for key in session.scalars(wanted).all():
        liking = said[key]
        if liking is None and key in kept:
            session.delete(kept[key])
        elif liking is not None and key in kept:
            kept[key].liking, kept[key].at = liking, at
        elif liking is not None:
            session.add(Bid(application_id=key, reviewer_id=by.id, liking=liking, at=at))
    note(session, by, "bid", by, at, call=call.code)
