"""The release: one side proposes the whole list, another releases it, and every team is told at one instant."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from grants.applications.model import Application
from grants.calls.model import Call
from grants.calls.queries import officers
from grants.db import session_of
from grants.decisions.actions.deciding import hold_pots, set_free
from grants.decisions.feedback import UNTOLD, Feedback
from grants.decisions.kept import is_stale, newest_walk
from grants.decisions.model import JointDecision, Reckoning
from grants.decisions.queries import Case, cases_of, feedback_of, fingerprint, hidden_from, proposed, waiting_on
from grants.decisions.schemes import fingerprint_of_terms
from grants.decisions.tellings import outcome_telling, release_proposed, release_taken_back, released, teams
from grants.decisions.walks import unmet_by
from grants.mail.outbox import Telling, post, post_all
from grants.people.model import Person
from grants.rules.applications import FUNDED, RELEASES
from grants.rules.calls import PROPOSE_RELEASE, RELEASE, TAKE_RELEASE_BACK
from grants.rules.decisions import reason_too_many
from grants.rules.refusal import Refused
from grants.rules.relations import sides_of
from grants.rules.workflow import Step
from grants.words import LANGUAGES, language, say


def propose_release(call: Call, typed: int, by: Person, at: datetime) -> None:
    """Ask a second officer to release: the list is frozen, and nothing that it rests on changes any more."""
    session = session_of(call)
    cases = checked(call, PROPOSE_RELEASE, typed, by, at)
    acting = sides_of(by, call)
    call.proposed_by_id = by.id
    call.proposed_by_side = next(side.code for side in call.sides if side.code in acting)
    sealed = fingerprint(cases, feedback_of(session, call))
    call.take(PROPOSE_RELEASE, by, at, fingerprint=sealed)
    tell_officers(call, by, at, release_proposed(call))


def take_release_back(call: Call, by: Person, at: datetime) -> None:
    """Open the decisions again; nobody outside the offices ever knew."""
    call.take(TAKE_RELEASE_BACK, by, at)
    call.proposed_by_id = call.proposed_by_side = None
    tell_officers(call, by, at, release_taken_back(call))


def release(call: Call, typed: int, by: Person, at: datetime) -> list[Application]:
    """Release every decision of a call at one instant, all of them or none; the funded ones are handed back."""
    session = session_of(call)
    cases = checked(call, RELEASE, typed, by, at)
    feedback = feedback_of(session, call)
    agreed = proposed(session, call)
    if agreed is None or agreed.detail["fingerprint"] != fingerprint(cases, feedback):
        raise Refused(
            say("The list has changed since it was proposed. Take the release back, look at it, propose it again."),
        )
    call.take(RELEASE, by, at, fingerprint=agreed.detail["fingerprint"])
    for side in call.sides:
        hold_pots(call, side.code)
    applications = by_id(session, call)
    ground = Ground(fingerprint_of_terms(call), newest_walk(session, call) if call.walks else None, feedback)
    for case in cases:
        settle(applications[case.id], case, ground, by, at)
    tell_teams(session, [(applications[case.id], case) for case in cases], at)
    tell_officers(call, by, at, released(call))
    return [applications[case.id] for case in cases if case.outcome in FUNDED]


def checked(call: Call, step: Step, typed: int, by: Person, at: datetime) -> list[Case]:
    """The list of a release, when it can be released as it stands and the officer typed how long it is.

    An officer counts what they see; what is hidden from them for a conflict is released with the rest.
    """
    session = session_of(call)
    cases, hidden = cases_of(session, call), hidden_from(session, by, call)
    seen = [case for case in cases if case.number not in hidden]
    call.undecided = waiting_on(seen)
    call.allow(step, by, at)
    if waiting_on(cases):
        raise Refused(say("Not everything is decided yet; ask another officer of this call."))
    too_many = reason_too_many(call, [case.theme for case in cases if case.outcome in FUNDED])
    if too_many is not None:
        raise Refused(too_many)
    broken = next((each.term for each in unmet_by(session, call, cases) if each.strict), None)
    if broken is not None:
        raise Refused(say("These awards break a term of the call: %(term)s", term=broken))
    if is_stale(session, call):
        raise Refused(say("The ranking, a pot or a rate has changed since the pots were walked: walk them again."))
    if not cases:
        raise Refused(say("There is nothing to release: no application was submitted."))
    if typed != len(seen):
        raise Refused(
            say("You typed %(typed)s, but the list shows another number of applications. Count it again.", typed=typed),
            "count",
        )
    return cases


def by_id(session: Session, call: Call) -> dict[UUID, Application]:
    """The applications of a call, whole."""
    found = session.scalars(select(Application).where(Application.call_id == call.id).order_by(Application.number))
    return {one.id: one for one in found.unique()}


@dataclass(frozen=True)
class Ground:
    """What a whole release rests on: the terms by their fingerprint, the walk, what each team is told besides."""

    terms: str
    walk: Reckoning | None
    feedback: Mapping[UUID, Feedback]


def settle(application: Application, case: Case, ground: Ground, by: Person, at: datetime) -> None:
    """Take one application to its outcome, keep what it was told for ever, and give back what was set aside."""
    if case.outcome is None or case.joint.result is None:
        raise Refused(say("%(ref)s has no joint result yet.", ref=case.ref))
    application.take(RELEASES[case.outcome], by, at)
    besides = ground.feedback.get(case.id, UNTOLD)
    session_of(application).add(
        JointDecision(
            application=application, result=case.joint.result, reason=case.joint.reason,
            policy=application.call.policy, terms=ground.terms, released_at=at,
            reckoning_id=ground.walk.id if ground.walk else None, feedback=list(besides.texts), quarter=besides.quarter,
            explanation={code: language(code).say(case.joint.explanation) for code in LANGUAGES},
        ),
    )  # fmt: skip
    for side in case.sides:
        set_free(application, side.side, by, at)


def tell_teams(session: Session, settled: Sequence[tuple[Application, Case]], at: datetime) -> None:
    """Tell everyone on every team, each alone and in their own language."""
    people = teams(session, [application for application, _ in settled])
    for application, case in settled:
        for person, side in people[application.id] if case.outcome else ():
            if case.outcome is not None:
                post(session, person, outcome_telling(application, case.outcome, side), at)


def tell_officers(call: Call, by: Person, at: datetime, telling: Telling) -> None:
    """Tell the officers of both sides, save the one who acts."""
    session = session_of(call)
    others = [one for one in officers(session, call.programme_id, at) if one.id != by.id]
    post_all(session, others, telling, at)
