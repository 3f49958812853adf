"""What formal changes wait for whom: an officer's agreement, an investigator's."""

from typing import Any

from sqlalchemy import bindparam, select
from sqlalchemy.orm import Session

from grants.applications.model import Application, FormalChange, Part
from grants.calls.model import Call
from grants.rules.formal import ChangeState, is_second
from grants.rules.relations import holds
from grants.rules.roles import Role

AMONG_MINE = select(FormalChange.id).where(
    FormalChange.state == ChangeState.PROPOSED, FormalChange.among_pis.is_(True),
    FormalChange.application_id.in_(select(Part.application_id).where(Part.pi_id == bindparam("me"))),
)  # fmt: skip


def proposals_to(session: Session, by: Any) -> list[FormalChange]:
    """The proposals among investigators that this one may agree to."""
    waiting = session.scalars(AMONG_MINE, {"me": by.id}).all()
    if not waiting:
        return []
    found = session.scalars(select(FormalChange).where(FormalChange.id.in_(waiting)))
    return [change for change in found if is_second(by, change)]


def changes_for(session: Session, by: Any) -> list[FormalChange]:
    """The formal changes that wait for this officer, who is not the one who proposed them."""
    office = {held.programme_id for held in holds(by, Role.OFFICER)}
    wanted = (
        select(FormalChange).join(Application).join(Call)
        .where(FormalChange.state == ChangeState.PROPOSED, FormalChange.among_pis.is_(False),
               Call.programme_id.in_(office))
        .order_by(FormalChange.proposed_at)
    )  # fmt: skip
    return [change for change in session.scalars(wanted) if is_second(by, change)]
