"""Applications that were not funded and whose time is over on every side that keeps them, unless a hold stops it."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import exists, select
from sqlalchemy.orm import Session

from grants.applications.model import Application
from grants.calls.keeping import held_calls
from grants.calls.model import Deletion
from grants.decisions.model import JointDecision
from grants.rules.retention import UNFUNDED, unfunded_until
from grants.rules.shapes import sides_in


@dataclass(frozen=True)
class Over:
    """An application whose people nobody needs any more: until when each side did."""

    application: Application
    until: dict[str, date]


def unfunded(session: Session, at: datetime) -> Iterator[Over]:
    """Every such application, the oldest first; one that was funded or has been sealed already is none."""
    sealed = exists().where(Deletion.application_id == Application.id)
    wanted = (
        select(Application, JointDecision.released_at)
        .outerjoin(JointDecision, JointDecision.application_id == Application.id)
        .where(Application.state.in_(UNFUNDED), Application.submitted_at.is_not(None), ~sealed)
        .where(Application.call_id.not_in(held_calls()))
    )
    for application, released_at in session.execute(wanted.order_by(Application.submitted_at)).unique():
        decided = released_at or application.withdrawn_at
        if decided is None:
            continue
        call = application.call
        until = {side: unfunded_until(decided.date(), call.side(side)) for side in sides_in(application)}
        if max(until.values()) < at.date():
            yield Over(application, until)
