"""Deleting a draft: nobody has seen it, nobody has applied; what was done to it stays in the history."""

from datetime import datetime
from typing import Any

from sqlalchemy import delete, select

from grants.calls.actions.opening import other_officers
from grants.calls.model import Call, FundingParty, Pot, PotEntry, Rate, Side
from grants.db import session_of
from grants.mail.outbox import Telling, post_all
from grants.people.model import Appointment
from grants.rules.calls import DELETE
from grants.words import say


def delete_call(call: Call, by: Any, at: datetime) -> None:
    """Delete a call that was never published, with all that belongs to it; the other officers are told."""
    call.take(DELETE, by, at, code=call.code, name=dict(call.name))
    session = session_of(call)
    said = say("The draft of the call “%(call)s” (%(code)s) was deleted. It had never been published.",
               call=call.name, code=call.code)  # fmt: skip
    told = Telling("call.deleted", say("The draft “%(call)s” was deleted", call=call.name), (said,))
    post_all(session, other_officers(call, by, at), told, at)
    session.flush()
    parties = select(FundingParty.id).where(FundingParty.call_id == call.id)
    pots = select(Pot.id).where(Pot.party_id.in_(parties))
    session.execute(delete(PotEntry).where(PotEntry.pot_id.in_(pots)))
    session.execute(delete(Pot).where(Pot.party_id.in_(parties)))
    for kind in (FundingParty, Rate, Side, Appointment):
        session.execute(delete(kind).where(kind.call_id == call.id))
    session.expire(call)
    session.delete(call)
    session.flush()
