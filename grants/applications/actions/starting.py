"""Starting an application."""

from datetime import datetime

from sqlalchemy import select, update

from grants.applications.holds import refuse_if_held
from grants.applications.model import Application, Part
from grants.calls.model import Call
from grants.db import session_of
from grants.people.model import Person
from grants.rules import calls as call_law
from grants.rules.refusal import Refused
from grants.rules.sentences import listed
from grants.rules.shapes import leading, may_lead, taking_part
from grants.words import Sentence, say


def start(call: Call, side: str, by: Person, at: datetime) -> Application:
    """Start an application on one side of an open call; whoever starts it is that side's principal investigator."""
    call.allow(call_law.START, by, at)
    refuse_if_held(call, [by.id], by.id)
    if not may_lead(call, side):
        raise Refused(reason_not_to_lead(call, side), "side")
    application = Application(
        call=call, call_id=call.id, number=next_number(call), lead_side=side, started_by_id=by.id, changed_at=at,
        content_version=1,
    )  # fmt: skip
    session_of(call).add(application)
    for one in taking_part(call, side):
        mine = one.code == side
        application.parts.append(
            Part(
                position=one.position,
                side=one.code,
                currency=one.currency,
                pi=by if mine else None,
                pi_id=by.id if mine else None,
                institution_id=by.institution_id if mine else None,
                institution=by.institution if mine else None,
                unit=by.unit if mine else "",
                position_held=by.title if mine else "",
            ),
        )
    application.begin(by, at, side=side)
    return application


def reason_not_to_lead(call: Call, side: str) -> Sentence:
    """Why an application cannot be started there: no such side, or one whose partners start."""
    if side not in {one.code for one in call.sides}:
        return say("Choose the side you work on.")
    names = listed([one.label for one in leading(call)])
    return say(
        "In this call an application is started by %(sides)s; ask your partner there to invite you.", sides=names
    )


def next_number(call: Call) -> int:
    """The next application number of a call; numbers are given once and never again."""
    session = session_of(call)
    session.execute(
        update(Call).where(Call.id == call.id).values(next_number=Call.next_number + 1)
        .execution_options(synchronize_session=False),
    )  # fmt: skip
    return session.scalars(select(Call.next_number).where(Call.id == call.id)).one() - 1
