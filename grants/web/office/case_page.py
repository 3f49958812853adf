"""What the page of a case shows."""

from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import selectinload

from grants import clock
from grants.applications.model import Application
from grants.applications.signatures import sign_offs
from grants.history.model import Entry
from grants.reviews.model import Assignment, Review
from grants.reviews.queries import AskedLine, Total, asked_of, named_grounds, pool, total_of
from grants.rules.applications import ASSIGN
from grants.rules.relations import is_officer_without_conflict
from grants.rules.reviews import EXPERTISE, ReviewState
from grants.web.forms.cases import AskForm
from grants.web.forms.review import ConflictForm
from grants.web.office.applications import TONES, VERDICT_TONES
from grants.web.office.case_desk import desk_of
from grants.web.office.checking import checking
from grants.web.office.reviewers import as_choice
from grants.web.paper import page
from grants.web.papers import facts_of
from grants.web.past import past
from grants.web.reader import reader, visitor
from grants.web.transaction import session
from grants.words import say


def case_page(application: Application, **forms: Any) -> str:
    """The page, with whatever was refused standing where it was typed."""
    by, at, snapshot = visitor(), clock.now(), application.snapshots[-1]
    asked = asked_of(session(), [application.id]).get(application.id, [])
    refused = next((form for form in forms.values() if form.errors), None)
    steps = {ASSIGN.name} if ASSIGN.is_open_to(by, application, at) else set[str]()
    return page(
        "office/application.html", application=application, call=application.call, snapshot=snapshot, steps=steps,
        signatures=sign_offs(application),
        sent=facts_of(application, snapshot.content, snapshot.at), asked=asked,
        submitted=submitted(application, asked), levels=EXPERTISE, tones=TONES, verdict_tones=VERDICT_TONES,
        entries=happened(application), may_declare=is_officer_without_conflict(by, application), form=refused,
        **checking(application, forms), **desk_of(application, forms), **shown_forms(application, forms, steps),
    )  # fmt: skip


def shown_forms(application: Application, forms: dict[str, Any], steps: set[str]) -> dict[str, Any]:
    """The forms of the page: those that were refused as they were sent, the others empty."""
    asks = forms.get("ask") or AskForm(None, prefix="ask")
    asks.reviewer.choices = to_ask(application) if ASSIGN.name in steps else []
    return {"asks": asks, "declares": forms.get("conflict") or ConflictForm(None, prefix="conflict")}


def to_ask(application: Application) -> list[tuple[str, Any]]:
    """Who of the pool can be asked, with side and load; nobody who is in conflict, nobody twice."""
    by, at, call = visitor(), clock.now(), application.call
    members = pool(session(), by, call, at)
    free = [member for member, found in named_grounds(session(), application, members) if found is None]
    return [("", say("Choose")), *(as_choice(call, member) for member in free)]


def submitted(application: Application, asked: list[AskedLine]) -> list[tuple[AskedLine, Review, Total]]:
    """The reviews that are in, with what they come to; an unfinished one is nobody's to read but its author's."""
    wanted = (
        select(Review).join(Review.assignment)
        .where(Assignment.application_id == application.id, Review.state == ReviewState.SUBMITTED)
        .options(selectinload(Review.scores))
    )  # fmt: skip
    found = {review.id: review for review in session().scalars(wanted)}
    criteria = application.call.criteria
    return [
        (line, found[line.review_id], total_of(found[line.review_id], criteria))
        for line in asked
        if line.is_in and line.review_id in found
    ]


def happened(application: Application) -> list[dict[str, Any]]:
    """Everything that happened to the case but the single saves, newest first."""
    wanted = select(Entry).where(Entry.application_id == application.id, Entry.step.not_in({"write", "score"}))
    entries = session().scalars(wanted.order_by(Entry.at.desc(), Entry.seq.desc()).limit(200)).all()
    zone = visitor().zone
    return [{**row, "at": reader().moment(row["at"], zone)} for row in past(entries)]
