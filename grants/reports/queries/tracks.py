"""What investigators received from a programme before, and which reports they owe it; for its officers only."""

from collections.abc import Mapping
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import and_, select

from grants.applications.model import Application
from grants.applications.queries import in_conflict
from grants.awards.model import Award, AwardPart
from grants.calls.model import Call, Side
from grants.db import session_of
from grants.reports.model import Report
from grants.rules.awards import PartState
from grants.rules.eligibility import BEFORE, Track, kinds_in
from grants.rules.reports import OWED


def tell_tracks(application: Application, by: Any, today: date) -> None:
    """Let an application know what its investigators had before, where a rule of its call asks that."""
    asked = {kind for rule in application.call.rules for kind in kinds_in(rule.test)}
    application.tracks = tracks_of(application, by, today) if asked & BEFORE else {}


def tracks_of(application: Application, by: Any, today: date) -> Mapping[UUID, Track]:
    """Each investigator's awards of the same programme and overdue reports; none from where `by` is in conflict."""
    ids = [part.pi_id for part in application.parts if part.pi_id]
    wanted = (
        select(
            AwardPart.pi_id, Call.code, Application.number, Award.starts_on, Report.due_on, Report.state,
        )
        .join(Award, Award.id == AwardPart.award_id).join(Application, Application.id == Award.application_id)
        .join(Call, Call.id == Application.call_id)
        .join(Side, Side.id == AwardPart.side_id)
        .outerjoin(Report, and_(Report.award_id == Award.id, Report.side.in_(("", Side.code))))
        .where(
            AwardPart.pi_id.in_(ids), AwardPart.state.in_((PartState.OFFERED, PartState.ACCEPTED)),
            Call.programme_id == application.call.programme_id, Application.id != application.id,
            ~in_conflict(by.id),
        )
        .order_by(Award.starts_on, Call.code, Application.number)
    )  # fmt: skip
    tracks: dict[UUID, Track] = {}
    for row in session_of(application).execute(wanted):
        ref, known = f"{row.code}-{row.number:03d}", tracks.get(row.pi_id, Track())
        late = row.due_on is not None and row.state in OWED and row.due_on < today
        overdue = (*known.overdue, (ref, row.due_on)) if late else known.overdue
        funded = known.funded if (ref, row.starts_on) in known.funded else (*known.funded, (ref, row.starts_on))
        tracks[row.pi_id] = Track(funded, overdue)
    return tracks
