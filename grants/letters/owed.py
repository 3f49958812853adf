"""Which letters are owed: to each side's investigator, for what has happened to the application or its award."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from sqlalchemy import Select, select
from sqlalchemy.orm import selectinload

from grants import clock
from grants.applications.model import Application
from grants.awards.model import Amendment, Award, AwardPart
from grants.calls.model import Call, Side
from grants.db import session_of
from grants.letters.model import Letter
from grants.reports.model import Report
from grants.rules.amendments import LETTERS, AmendmentState
from grants.rules.applications import ApplicationState
from grants.rules.awards import PartState
from grants.rules.letters import TELLING_OF_CHANGE, LetterKind, LetterState
from grants.rules.reports import OWED

REFUSED = frozenset({ApplicationState.DECLINED, ApplicationState.INELIGIBLE})
PATIENCE = timedelta(days=30)
Key = tuple[Any, Any, str, str]


@dataclass(frozen=True)
class Owed:
    """A letter that should be written: on which application and side, of which kind, and on what occasion."""

    application: Application
    side: Side
    kind: LetterKind
    part: AwardPart | None = None
    occasion: str = ""

    @property
    def key(self) -> Key:
        """What makes it one letter and no other; every issue of it shares this."""
        return self.application.id, self.side.id, self.kind.value, self.occasion


def owed(call: Call, sides: set[str]) -> Iterable[Owed]:
    """Every letter of these sides that is owed and not on record."""
    done = written(call)
    for source in SOURCES:
        for one in source(call):
            if one.side.code in sides and one.key not in done:
                yield one


def written(call: Call) -> set[Key]:
    """The letters of a call that are on record; one that was thrown away or revoked is not."""
    rows = session_of(call).execute(
        select(Letter.application_id, Letter.side_id, Letter.kind, Letter.occasion)
        .join(Application, Application.id == Letter.application_id)
        .where(Application.call_id == call.id, Letter.state != LetterState.VOID),
    )
    return {(application, side, LetterKind(kind).value, occasion) for application, side, kind, occasion in rows}


def for_awards(call: Call) -> Iterable[Owed]:
    """An award letter for every side's part that is offered or accepted, one with conditions where there are any."""
    for part in session_of(call).scalars(parts_awarded(call)).unique():
        if part.state in {PartState.OFFERED, PartState.ACCEPTED}:
            application = part.award.application
            held = application.state is ApplicationState.CONDITIONAL
            yield Owed(application, part.side, LetterKind.CONDITIONAL if held else LetterKind.AWARD, part)


def for_outcomes(call: Call) -> Iterable[Owed]:
    """A letter to each side for what was not funded, or waits on the reserve list."""
    told = {*REFUSED, ApplicationState.RESERVE}
    wanted = select(Application).where(Application.call_id == call.id, Application.state.in_(told))
    for application in session_of(call).scalars(wanted.order_by(Application.number)).unique():
        kind = LetterKind.RESERVE if application.state is ApplicationState.RESERVE else LetterKind.REGRET
        for part in application.parts:
            yield Owed(application, call.side(part.side), kind)


def for_reminders(call: Call) -> Iterable[Owed]:
    """A formal reminder to each side, when a report is thirty days late and every mail was in vain."""
    late = clock.now().date() - PATIENCE
    wanted = (
        select(Report).join(Award).join(Application)
        .where(Application.call_id == call.id, Report.due_on < late,
               Report.state.in_(OWED))
        .order_by(Application.number)
    )  # fmt: skip
    for report in session_of(call).scalars(wanted).unique():
        for part in report.award.parts:
            if report.side in {"", part.side.code}:
                yield Owed(report.award.application, part.side, LetterKind.REMINDER, part, f"report {report.id}")


def for_changes(call: Call) -> Iterable[Owed]:
    """A letter on every change that was agreed, to each side whose part it changed."""
    wanted = (
        select(Amendment).join(Award).join(Application)
        .where(Application.call_id == call.id, Amendment.state == AmendmentState.AGREED)
        .order_by(Application.number, Amendment.asked_at)
    )  # fmt: skip
    for asked in session_of(call).scalars(wanted).unique():
        for part in asked.award.parts:
            if asked.given.get(part.side.code):
                kind = LETTERS.get(asked.kind, LetterKind.AMENDMENT)
                yield Owed(asked.award.application, part.side, kind, part, f"amendment {asked.id}")


def change_told(letter: Letter) -> Amendment | None:
    """The change that a letter tells of."""
    if letter.part is None or letter.kind not in TELLING_OF_CHANGE:
        return None
    changes = session_of(letter).scalars(select(Amendment).where(Amendment.award_id == letter.part.award_id))
    return next((one for one in changes if letter.occasion == f"amendment {one.id}"), None)


def for_certificates(call: Call) -> Iterable[Owed]:
    """A certificate for every part of an award that is closed."""
    for part in session_of(call).scalars(parts_awarded(call).where(Award.closed_at.is_not(None))).unique():
        if part.state is PartState.ACCEPTED:
            yield Owed(part.award.application, part.side, LetterKind.CERTIFICATE, part)


def parts_awarded(call: Call) -> Select[AwardPart]:
    """Every side's part of every award of a call."""
    return (
        select(AwardPart)
        .join(Award, Award.id == AwardPart.award_id)
        .join(Application, Application.id == Award.application_id)
        .where(Application.call_id == call.id)
        .order_by(Application.number, AwardPart.position)
        .options(selectinload(AwardPart.award).selectinload(Award.application))
    )


def report_late(letter: Letter) -> Report | None:
    """The report that a reminder is about."""
    if letter.part is None or letter.kind is not LetterKind.REMINDER:
        return None
    reports = session_of(letter).scalars(select(Report).where(Report.award_id == letter.part.award_id))
    return next((report for report in reports if letter.occasion == f"report {report.id}"), None)


SOURCES: tuple[Callable[[Call], Iterable[Owed]], ...] = (
    for_awards, for_outcomes, for_changes, for_reminders, for_certificates,
)  # fmt: skip
