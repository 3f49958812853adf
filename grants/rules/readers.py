"""Who reads what: one sentence each, as the table in `rules/access.py` names them.

Conflict is inside the sentences: whoever is in conflict with an application is let in by none.
"""

from typing import Any

from grants import clock
from grants.rules import relations as are
from grants.rules.applications import JUDGED, OPEN_TO_WRITING, ApplicationState
from grants.rules.calls import BEFORE_PUBLICATION, PUBLIC, is_waited_for
from grants.rules.extensions import is_theirs
from grants.rules.letters import LetterState
from grants.rules.phases import shows_others
from grants.rules.reports import HANDED_IN
from grants.rules.reviews import AssignmentState, is_own_review


def call_is_public(_by: Any, call: Any) -> bool:
    """A published call is public."""
    return call.state in PUBLIC


def reads_call_record(by: Any, call: Any) -> bool:
    """Officers of the call; its auditor from its publication on."""
    return are.is_officer_of_call(by, call) or (was_published(call) and are.is_auditor_of_call(by, call))


def was_published(call: Any) -> bool:
    """A draft is its officers' alone."""
    return call.state not in BEFORE_PUBLICATION


def reads_call_figures(by: Any, call: Any) -> bool:
    """Officers, chair and auditor of the call."""
    return reads_call_record(by, call) or (was_published(call) and are.is_chair_of_call(by, call))


def reads_call_summary(by: Any, call: Any) -> bool:
    """An administrator counts what a published call came to."""
    return was_published(call) and are.is_administrator(by)


def officer_reads_submitted(by: Any, application: Any) -> bool:
    """Officers read what was submitted; a draft stays private to its team."""
    seen = application.state is not ApplicationState.DRAFT and bool(application.submitted_at)
    return seen and are.is_officer_without_conflict(by, application)


def auditor_reads_submitted(by: Any, application: Any) -> bool:
    """The auditor reads what was submitted."""
    return bool(application.submitted_at) and are.is_auditor_of_application(by, application)


def panel_reads_closed(by: Any, application: Any) -> bool:
    """Chair and assigned reviewers read when the call has closed, unless it was withdrawn."""
    if application.state not in JUDGED or not application.submitted_at or is_waited_for(application, clock.now()):
        return False
    return are.is_chair_without_conflict(by, application) or are.is_assigned_reviewer(by, application)


def chair_reads_closed(by: Any, application: Any) -> bool:
    """The chair ranks what was handed in when the call has closed, unless in conflict with it."""
    if application.state not in JUDGED or not application.submitted_at or is_waited_for(application, clock.now()):
        return False
    return are.is_chair_without_conflict(by, application)


def reads_metadata(by: Any, application: Any) -> bool:
    """Officers see that a draft exists: number, title, people, last change; no answers."""
    return are.is_officer_without_conflict(by, application) or are.is_auditor_of_application(by, application)


def handles_application(by: Any, application: Any) -> bool:
    """Officers and auditor read the case: eligibility, notes, decisions."""
    return officer_reads_submitted(by, application) or auditor_reads_submitted(by, application)


def reads_reviews(by: Any, application: Any) -> bool:
    """Officers, chair and auditor read reviews; a reviewer as the round says, after their own. Applicants never."""
    if are.is_on_team(by, application) or not application.submitted_at:
        return False
    return (
        handles_application(by, application)
        or chair_reads_closed(by, application)
        or (application.state in JUDGED and reads_others(by, application))
    )


def reads_others(by: Any, application: Any) -> bool:
    """A reviewer sees what the others wrote as far as the round of review lets them: mostly when their own is in."""
    own_is_in = are.has_submitted_own_review(by, application)
    return are.is_assigned_reviewer(by, application) and shows_others(application, own_is_in=own_is_in)


def is_asked_reviewer(by: Any, assignment: Any) -> bool:
    """The reviewer who was asked: title and people only, until free of conflict."""
    return (
        by.id is not None
        and assignment.reviewer_id == by.id
        and assignment.state is not AssignmentState.REMOVED
        and assignment.application.state in JUDGED
        and are.is_reviewer_in_call(by, assignment.application.call)
        and not are.is_on_team(by, assignment.application)
    )


def reads_own_review(by: Any, review: Any) -> bool:
    """A reviewer reads their own review while they read its application."""
    application = review.application
    judged = application.state in JUDGED and bool(application.submitted_at)
    return judged and not is_waited_for(application, clock.now()) and is_own_review(by, review)


def reads_assignment_record(by: Any, assignment: Any) -> bool:
    """Officers and auditor see who was asked, and the chair while it is judged; nobody in conflict with it."""
    application = assignment.application
    return (
        are.is_officer_without_conflict(by, application)
        or are.is_auditor_of_application(by, application)
        or (application.state in JUDGED and are.is_chair_without_conflict(by, application))
    )


def looks_in_for_support(by: Any, application: Any) -> bool:
    """Officers look into a draft while one of its investigators has opened it to them."""
    is_on = application.support_until is not None and clock.now() < application.support_until
    return is_on and application.state in OPEN_TO_WRITING and are.is_officer_without_conflict(by, application)


def reads_formal_change(by: Any, change: Any) -> bool:
    """Officers read what officers propose, investigators what investigators propose."""
    application = change.application
    return are.is_pi(by, application) if change.among_pis else are.is_officer_without_conflict(by, application)


def handles_invitation(by: Any, invitation: Any) -> bool:
    """Officers help with invitations that went astray."""
    return are.is_officer_without_conflict(by, invitation.application)


def handles_extension(by: Any, extension: Any) -> bool:
    """Officers of the call; where one application is let in late, nobody in conflict with it."""
    return is_theirs(by, extension)


def reads_papers_of_call(by: Any, call: Any) -> bool:
    """Reviewers and chair of a published call take their own papers home to read."""
    return was_published(call) and (are.is_reviewer_in_call(by, call) or are.is_chair_of_call(by, call))


def chairs_panel(by: Any, call: Any) -> bool:
    """The chair of a published call; a draft is its officers' alone."""
    return was_published(call) and are.is_chair_of_call(by, call)


def reads_award(by: Any, award: Any) -> bool:
    """Both teams, officers and auditor."""
    application = award.application
    return (
        are.is_on_team(by, application)
        or are.is_officer_without_conflict(by, application)
        or are.is_auditor_of_application(by, application)
    )


def may_apply_in(by: Any, call: Any) -> bool:
    """Whoever is signed in stands before the form of a public call; the law says whether they can start."""
    return by.id is not None and call_is_public(by, call)


def reads_letter_record(by: Any, letter: Any) -> bool:
    """Officers and auditor read every letter of their call, prepared ones as well."""
    application = letter.application
    return are.is_officer_without_conflict(by, application) or are.is_auditor_of_application(by, application)


def reads_letter(by: Any, letter: Any) -> bool:
    """An issued letter: both investigators, members of its own side; officers and auditor see drafts as well."""
    application = letter.application
    if are.is_officer_without_conflict(by, application) or are.is_auditor_of_application(by, application):
        return True
    if letter.state not in {LetterState.ISSUED, LetterState.SUPERSEDED, LetterState.VOID} or not letter.issued_at:
        return False
    if letter.state is LetterState.VOID:
        return bool(are.side_of_pi(by, application) == letter.side.code)
    return are.is_pi(by, application) or any(
        member.person_id == by.id and member.side == letter.side.code
        for member in application.members
        if by.id is not None
    )


def writes_or_reads_along(by: Any, report: Any) -> bool:
    """The team whose report it is."""
    return are.is_on_team(by, report.award.application)


def reads_report(by: Any, report: Any) -> bool:
    """Officers and auditor always; the chair while it is in. Nobody in conflict."""
    application = report.award.application
    if are.is_officer_without_conflict(by, application) or are.is_auditor_of_application(by, application):
        return True
    return report.state in HANDED_IN and are.is_chair_without_conflict(by, application)


def reads_person(by: Any, person: Any) -> bool:
    """Oneself, officers and the administrator."""
    return are.is_self(by, person) or are.is_officer(by) or are.is_administrator(by)


def owns_leave(by: Any, leave: Any) -> bool:
    """Whose career break or post it is."""
    return by.id is not None and by.id == leave.person_id


def reads_job(by: Any, job: Any) -> bool:
    """How far the work on a call is: its officers and auditor."""
    call = job.call
    return call is not None and reads_call_record(by, call)
