"""What was not funded, past its time on every side: first what would be sealed; then, by two people, for good."""

from collections.abc import Iterator
from datetime import datetime

from sqlalchemy.orm import Session

from grants.applications.actions.forgetting import seal_without_people
from grants.applications.model import Application
from grants.cli.forgetting import known
from grants.decisions.retention import unfunded
from grants.jobs import retention
from grants.people.model import Person
from grants.reviews.actions.forgetting import seal_reviews
from grants.rules.keeping import allow_two


def told(session: Session, at: datetime) -> Iterator[str]:
    """What the next night takes away, and what waits for two people."""
    yield from retention.told(session, at)
    over = list(unfunded(session, at))
    yield f"{len(over)} applications that were not funded are past their time; two people seal them without names:"
    for one in over:
        yield f"{one.application.ref}  " + ", ".join(f"{side} until {day}" for side, day in one.until.items())


def sealed(session: Session, both: tuple[str, str], at: datetime) -> int:
    """Seal all of them, for two people who answer for it; how many there were."""
    officers = (known(session, both[0]), known(session, both[1]))
    allow_two(officers)
    over = list(unfunded(session, at))
    for one in over:
        forget_unfunded(one.application, officers, at)
    return len(over)


def forget_unfunded(application: Application, both: tuple[Person, Person], at: datetime) -> None:
    """Take people and words out of an application and out of its reviews; marks and result stay."""
    decision = application.joint_decision  # type: ignore[attr-defined]
    if decision is not None:
        decision.feedback, decision.quarter = [], None
    seal_reviews(application, at)
    seal_without_people(application, both, at)
