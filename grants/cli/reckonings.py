"""Kept results computed again: whether each still comes to the same, to the last digit."""

from collections.abc import Iterator

from sqlalchemy import select
from sqlalchemy.orm import Session

from grants.calls.model import Call
from grants.decisions.model import Reckoning
from grants.reckoning import provenance
from grants.reckoning.casework import answered, is_borne_out
from grants.rules.refusal import Refused
from grants.words import say


def again(session: Session, code: str) -> Iterator[tuple[Reckoning, bool]]:
    """Every kept result of a call, with whether its inputs are whole and computing it again gives the same."""
    call = session.scalar(select(Call).where(Call.code == code))
    if call is None:
        raise Refused(say("There is no call “%(code)s”.", code=code))
    kept = select(Reckoning).where(Reckoning.call_id == call.id).order_by(Reckoning.number)
    for one in session.scalars(kept):
        whole = provenance.fingerprint(one.inputs) == one.fingerprint
        yield one, whole and is_borne_out(one.result, answered(one.inputs))
