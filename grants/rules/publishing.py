"""What everyone may read of an award: that it was given; more only when the investigators of every side agree."""

from typing import Any

from grants.rules.applications import FUNDED
from grants.rules.awards import PartState
from grants.rules.calls import CallState

FINISHED = frozenset({CallState.RELEASED, CallState.ARCHIVED})
NOT_TAKEN = frozenset({PartState.DECLINED, PartState.LAPSED})


def is_public_award(_by: Any, award: Any) -> bool:
    """An award of a released call that no side has turned down."""
    application = award.application
    if application.call.state not in FINISHED or application.state not in FUNDED:
        return False
    return not any(part.state in NOT_TAKEN for part in award.parts)


def sides_silent(award: Any) -> list[Any]:
    """The sides whose investigator has not agreed to publish."""
    agreed = {one.side for one in award.publications}
    return [part.side for part in award.parts if part.side.code not in agreed]


def is_published(award: Any) -> bool:
    """Whether the investigators of every side have agreed, and the award is public at all."""
    return is_public_award(None, award) and not sides_silent(award)


def may_publish(by: Any, award: Any) -> str | None:
    """The side for which somebody agrees to publish: the one whose part they lead."""
    return next((part.side.code for part in award.parts if by.id is not None and part.pi_id == by.id), None)
