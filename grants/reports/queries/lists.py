"""Reports in lists: a call's reports for its offices, and what waits for whom."""

import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, bindparam, case, exists, func, or_, select
from sqlalchemy.orm import Session

from grants.applications.model import Application, Part, TeamMember
from grants.applications.queries import in_conflict
from grants.awards.model import Award
from grants.calls.model import Call
from grants.calls.queries import Page, paged
from grants.reports.model import Report, ReportApproval
from grants.reports.queries.parts import PartGranted, parts_granted
from grants.rules.owing import ReportKind
from grants.rules.readers import reads_call_record
from grants.rules.relations import holds
from grants.rules.reports import HANDED_IN, OWED, ReportState, Standing, standing
from grants.rules.roles import Role


@dataclass(frozen=True)
class Sought:
    """What a list of reports is narrowed to: a standing, a page."""

    standing: str = ""
    page: int = 1


@dataclass(frozen=True)
class Line:
    """One report as an office sees it in a list."""

    id: uuid.UUID
    ref: str
    title: str
    due_on: date
    standing: Standing
    kind: ReportKind
    side: str
    submitted_at: datetime | None
    parts: Sequence[PartGranted]
    accepted_by: frozenset[str]


@dataclass(frozen=True)
class Owed:
    """A report that waits to be written by somebody."""

    id: uuid.UUID
    title: str
    kind: ReportKind
    due_on: date
    standing: Standing


@dataclass(frozen=True)
class ToJudge:
    """How many reports of a call wait for an officer's side, and how many are late."""

    call_id: uuid.UUID
    name: Mapping[str, str]
    submitted: int
    overdue: int


def handled(by: Any, call: Call) -> Select[Any]:
    """A call's reports, for its chair only while they are in; never one this person is in conflict with."""
    wanted = (
        select(Report.id).join(Award, Award.id == Report.award_id)
        .join(Application, Application.id == Award.application_id)
        .where(Application.call_id == call.id, ~in_conflict(by.id))
    )  # fmt: skip
    return wanted if reads_call_record(by, call) else wanted.where(Report.state.in_(HANDED_IN))


def reports_in(session: Session, by: Any, call: Call, sought: Sought, today: date) -> Page[Line]:
    """A page of a call's reports, those due first at the head; always the same six questions."""
    wanted = handled(by, call).order_by(Report.due_on, Application.number)
    if sought.standing in set(Standing):
        wanted = wanted.where(IS[Standing(sought.standing)](today))
    page = paged(session, wanted, sought.page)
    columns = (Report.id, Report.kind, Report.side, Report.due_on, Report.opens_on, Report.state, Report.round,
               Report.submitted_at, Report.award_id)  # fmt: skip
    rows = session.execute(
        select(*columns, Application.number, Application.title)
        .join(Award, Award.id == Report.award_id).join(Application, Application.id == Award.application_id)
        .where(Report.id.in_(page.rows)).order_by(Report.due_on, Application.number),
    ).all()  # fmt: skip
    parts, accepted = parts_granted(session, [row.award_id for row in rows]), accepted_by(session, page.rows)
    lines = [
        Line(
            row.id, f"{call.code}-{row.number:03d}", row.title, row.due_on,
            standing(row.state, row.due_on, row.opens_on, today), row.kind, row.side, row.submitted_at,
            parts.get(row.award_id, ()),
            frozenset(side for side, turn in accepted.get(row.id, ()) if turn == row.round),
        )
        for row in rows
    ]  # fmt: skip
    return Page(lines, page.number, page.pages, page.total)


def accepted_by(session: Session, reports: Sequence[uuid.UUID]) -> dict[uuid.UUID, list[tuple[str, int]]]:
    """Which sides accepted these reports, in which round."""
    found: dict[uuid.UUID, list[tuple[str, int]]] = {}
    columns = select(ReportApproval.report_id, ReportApproval.side, ReportApproval.round)
    for report, side, turn in session.execute(columns.where(ReportApproval.report_id.in_(reports))):
        found.setdefault(report, []).append((side, turn))
    return found


IS: Mapping[Standing, Any] = {
    Standing.COMING: lambda day: and_(
        Report.state == ReportState.DRAFT, Report.due_on >= day, Report.opens_on > day,
    ),
    Standing.DUE: lambda day: and_(Report.state == ReportState.DRAFT, Report.due_on >= day, Report.opens_on <= day),
    Standing.OVERDUE: lambda day: and_(Report.state.in_(OWED), Report.due_on < day),
    Standing.RETURNED: lambda day: and_(Report.state == ReportState.RETURNED, Report.due_on >= day),
    Standing.SUBMITTED: lambda _: Report.state == ReportState.SUBMITTED,
    Standing.ACCEPTED: lambda _: Report.state == ReportState.ACCEPTED,
    Standing.WAIVED: lambda _: Report.state == ReportState.WAIVED,
}  # fmt: skip


def standings(session: Session, by: Any, call: Call, today: date) -> dict[Standing, int]:
    """How many of a call's reports stand where, in one question."""
    counts = [func.count(case((condition(today), 1))) for condition in IS.values()]
    row = session.execute(handled(by, call).with_only_columns(*counts)).one()
    return dict(zip(IS, row, strict=True))


def written_by(person_id: Any) -> Any:
    """In SQL: this person writes the report: an investigator, or a member who may edit, of its side or of any."""
    return or_(
        exists().where(
            Part.application_id == Application.id, Part.pi_id == person_id, Report.side.in_(("", Part.side)),
        ),
        exists().where(
            TeamMember.application_id == Application.id, TeamMember.person_id == person_id,
            TeamMember.may_edit.is_(True), Report.side.in_(("", TeamMember.side)),
        ),
    )  # fmt: skip


AWAITING = (
    select(Report.id, Application.title, Report.kind, Report.due_on, Report.state, Report.opens_on)
    .join(Award, Award.id == Report.award_id).join(Application, Application.id == Award.application_id)
    .where(written_by(bindparam("me")), Report.state.in_(OWED)).order_by(Report.due_on, Report.id)
)  # fmt: skip


def awaiting(session: Session, by: Any, today: date) -> list[Owed]:
    """The reports that this person is to write, the next due first."""
    rows = session.execute(AWAITING, {"me": by.id})
    return [
        Owed(row.id, row.title, row.kind, row.due_on, standing(row.state, row.due_on, row.opens_on, today))
        for row in rows
    ]


def judged_by(session: Session, by: Any, today: date) -> list[ToJudge]:
    """The calls in which reports wait for this officer's side, or are late; in one question."""
    held = holds(by, Role.OFFICER)
    if not held:
        return []
    submitted, overdue = Report.state == ReportState.SUBMITTED, IS[Standing.OVERDUE](today)
    rows = session.execute(
        select(
            Call.id, Call.name, func.count(case((and_(submitted, or_(*map(lacks_own, held))), 1))).label("submitted"),
            func.count(case((overdue, 1))).label("overdue"),
        )
        .select_from(Report).join(Award, Award.id == Report.award_id)
        .join(Application, Application.id == Award.application_id).join(Call, Call.id == Application.call_id)
        .where(Call.programme_id.in_([one.programme_id for one in held]), ~in_conflict(by.id))
        .group_by(Call.id, Call.code).order_by(Call.code),
    )  # fmt: skip
    return [ToJudge(*row) for row in rows if row.submitted or row.overdue]


def lacks_own(appointment: Any) -> ColumnElement[bool]:
    """In SQL: the side this officer acts for has not accepted the round that is in."""
    accepted = exists().where(
        ReportApproval.report_id == Report.id, ReportApproval.side == appointment.side,
        ReportApproval.round == Report.round,
    )  # fmt: skip
    ours = Report.side.in_(("", appointment.side))
    return and_(Call.programme_id == appointment.programme_id, ours, ~accepted)
