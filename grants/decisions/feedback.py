"""What a team is told besides its outcome, as the last round of the call says; fixed at the release."""

import hashlib
import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from grants.applications.model import Application
from grants.calls.model import Call
from grants.decisions.panel import panel_of
from grants.reviews.model import Assignment, Review
from grants.rules.phases import told_in
from grants.rules.ranking import placed, quarters
from grants.rules.reviews import AssignmentState, ReviewState


@dataclass(frozen=True)
class Feedback:
    """What the reviewers wrote for one team, and the quarter of the ranking it stands in where the call tells it."""

    texts: tuple[str, ...] = ()
    quarter: int | None = None

    def told(self) -> list[Any]:
        """All of it, as a fingerprint is taken of it."""
        return list(self.texts) if self.quarter is None else [*self.texts, self.quarter]


UNTOLD = Feedback()


def feedback_of(session: Session, call: Call) -> Mapping[uuid.UUID, Feedback]:
    """What each team of a call is told besides its outcome; nothing where the call tells the outcome only."""
    if told_in(call) == "nothing":
        return {}
    texts, places = texts_of(session, call), quarters_of(session, call)
    return {key: Feedback(tuple(texts.get(key, ())), places.get(key)) for key in texts | places}


def texts_of(session: Session, call: Call) -> dict[uuid.UUID, list[str]]:
    """What the reviewers wrote for each team, in an order that tells nobody's side, name or hour."""
    written = session.execute(
        select(Assignment.application_id, Review.for_applicants)
        .join(Review, Review.assignment_id == Assignment.id)
        .join(Application, Application.id == Assignment.application_id)
        .where(
            Application.call_id == call.id, Assignment.state == AssignmentState.ACCEPTED,
            Review.state == ReviewState.SUBMITTED,
        ),
    )  # fmt: skip
    found: dict[uuid.UUID, list[str]] = {}
    for application_id, text in written:
        if text.strip():
            found.setdefault(application_id, []).append(text.strip())
    return {key: sorted(texts, key=lambda text: hashlib.sha256(text.encode()).digest()) for key, texts in found.items()}


def quarters_of(session: Session, call: Call) -> dict[uuid.UUID, int]:
    """The quarter of the ranking each application stands in, where applicants are told it."""
    if told_in(call) != "comments_and_quarter":
        return {}
    panel = panel_of(session, call)
    return {panel.rows[number].id: quarter for number, quarter in quarters(placed(panel.groups)).items()}
