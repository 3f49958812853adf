"""What is asked of a team's talk: the comments on each section, and which of them somebody has not read."""

from collections import Counter
from typing import Any

from sqlalchemy import and_, bindparam, func, select
from sqlalchemy.orm import Session

from grants.applications.model import Application, Comment, CommentsRead
from grants.applications.queries import on_team
from grants.db import session_of


def comments_of(application: Application, section: str = "") -> list[Comment]:
    """What was said about an application, or about one section of it, oldest first."""
    wanted = select(Comment).where(Comment.application_id == application.id).order_by(Comment.at, Comment.id)
    return list(session_of(application).scalars(wanted.where(Comment.section == section) if section else wanted))


def unread(application: Application, by: Any) -> Counter[str]:
    """How many comments of others, by section, somebody has not read yet."""
    wanted = unread_by(by.id).where(Comment.application_id == application.id)
    rows = session_of(application).execute(
        wanted.with_only_columns(Comment.section, func.count()).group_by(Comment.section)
    )
    return Counter({section: count for section, count in rows})  # noqa: C416 - a Row is no pair to mypy


def unread_everywhere(session: Session, by: Any) -> dict[Any, int]:
    """How many comments somebody has not read, in each of their applications."""
    rows = session.execute(UNREAD_EVERYWHERE, {"me": by.id})
    return {application_id: count for application_id, count in rows}  # noqa: C416 - likewise


def unread_by(person_id: Any) -> Any:
    """The comments of others that are newer than this person's last look at their section, and not settled."""
    mine = and_(
        CommentsRead.application_id == Comment.application_id, CommentsRead.section == Comment.section,
        CommentsRead.person_id == person_id,
    )  # fmt: skip
    newer = CommentsRead.until.is_(None) | (Comment.at > CommentsRead.until)
    return select(Comment).outerjoin(CommentsRead, mine).where(
        newer, Comment.by_id != person_id, Comment.resolved_at.is_(None),
    )  # fmt: skip


UNREAD_EVERYWHERE = (
    unread_by(bindparam("me"))
    .join(Application, Application.id == Comment.application_id).where(on_team(bindparam("me")))
    .with_only_columns(Comment.application_id, func.count()).group_by(Comment.application_id)
)  # fmt: skip
