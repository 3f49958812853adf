"""What a reviewer of the pool may bid on, a page at a time; and how many have bidden, for those who ask reviewers."""

import uuid
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Select, exists, func, select
from sqlalchemy.orm import Session, lazyload

from grants.applications.model import Application
from grants.applications.queries import in_conflict
from grants.calls.model import Call
from grants.people.model import Person
from grants.reviews.model import Assignment, Bid
from grants.reviews.queries.cases import PartLine, parts_of
from grants.reviews.queries.grounds import ground_told_of
from grants.reviews.queries.pool import PoolMember, in_pool
from grants.reviews.queries.seeking import listed
from grants.rules.applications import ApplicationState
from grants.rules.bids import Liking
from grants.rules.calls import let_in
from grants.rules.relations import holds, judges_blind
from grants.rules.reviews import AssignmentState
from grants.rules.roles import Role
from grants.words import Sentence

PER_PAGE = 25


@dataclass(frozen=True)
class BidLine:
    """One application of the list: title, theme and people, what was said of it, what the rules find against it."""

    application: Application
    parts: Sequence[PartLine]
    liking: Liking | None
    found: Sentence | None

    @property
    def key(self) -> uuid.UUID:
        """The application's own key."""
        key: uuid.UUID = self.application.id
        return key

    @property
    def field(self) -> str:
        """The name of its field on the form."""
        return f"bid-{self.key}"


@dataclass(frozen=True)
class Bidding:
    """One page of the list, which page it is, of how many; how many there are, and of how many something was said."""

    rows: Sequence[BidLine]
    number: int
    pages: int
    total: int
    said: int


def open_to_bids(by: Any, call: Call, at: datetime) -> Select[Application]:
    """What somebody of the pool may be asked for: not their own, none in conflict, none they were asked for before."""
    asked = exists().where(
        Assignment.application_id == Application.id, Assignment.reviewer_id == by.id,
        Assignment.state != AssignmentState.REMOVED,
    )  # fmt: skip
    wanted = select(Application).where(
        Application.call_id == call.id, Application.submitted_at.is_not(None),
        Application.state == ApplicationState.SUBMITTED, Application.id.not_in(let_in(call, at)),
        ~in_conflict(by.id), ~asked,
    )  # fmt: skip
    if call.review_round.reads == "all":
        return wanted
    return wanted.where(Application.lead_side.in_({held.side for held in holds(by, Role.REVIEWER, call_id=call.id)}))


def bidding(session: Session, by: Person, call: Call, number: int, at: datetime) -> Bidding:
    """A page of what somebody may bid on, by number; nothing of its people where reviewers judge blind."""
    wanted = open_to_bids(by, call, at)
    total = session.scalar(wanted.with_only_columns(func.count(), maintain_column_froms=True)) or 0
    pages = max(1, -(-total // PER_PAGE))
    number = min(max(1, number), pages)
    page = wanted.order_by(Application.number).limit(PER_PAGE).offset((number - 1) * PER_PAGE)
    found = list(session.scalars(page.options(lazyload("*"))).unique())
    keys = [one.id for one in found]
    parts = {} if judges_blind(by, call) else parts_of(session, keys)
    said, against = bids_of(session, by, keys), ground_told_of(session, by, call, found)
    rows = [BidLine(one, parts.get(one.id, ()), said.get(one.id), against.get(one.id)) for one in found]
    mine = wanted.join(Bid, (Bid.application_id == Application.id) & (Bid.reviewer_id == by.id))
    told = session.scalar(mine.with_only_columns(func.count(), maintain_column_froms=True)) or 0
    return Bidding(rows, number, pages, total, told)


def bids_of(session: Session, by: Any, keys: Collection[uuid.UUID]) -> dict[uuid.UUID, Liking]:
    """What somebody said of these applications."""
    rows = session.execute(
        select(Bid.application_id, Bid.liking).where(Bid.reviewer_id == by.id, Bid.application_id.in_(keys)),
    )
    return {key: liking for key, liking in rows}  # noqa: C416 - rows are no pairs to dict()


def bids_between(
    session: Session, call: Call, applications: Iterable[Application], members: Iterable[PoolMember],
) -> list[list[str]]:  # fmt: skip
    """What the pool said of these applications: application, reviewer, liking."""
    shown, pool = {one.id for one in applications}, {one.person.id for one in members}
    rows = session.execute(
        select(Bid.application_id, Bid.reviewer_id, Bid.liking)
        .join(Application, Application.id == Bid.application_id)
        .where(Application.call_id == call.id),
    )
    return sorted([str(key), str(who), liking.value] for key, who, liking in rows if key in shown and who in pool)


def counted_bidders(session: Session, by: Any, call: Call, at: datetime) -> tuple[int, int]:
    """How many of the pool have bidden, of how many; bids on what this person is in conflict with tell nothing."""
    pool = in_pool(call, at).with_only_columns(Person.id).order_by(None).subquery()
    handled = listed(by, call).with_only_columns(Application.id)
    bidden = select(func.count(Bid.reviewer_id.distinct())).where(
        Bid.application_id.in_(handled), Bid.reviewer_id.in_(select(pool.c.id)),
    )  # fmt: skip
    return session.scalar(bidden) or 0, session.scalar(select(func.count()).select_from(pool)) or 0
