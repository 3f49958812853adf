"""Who stands how to what: one sentence each, the vocabulary of every right in the house.

A person is anything with `id` and `appointments`; nobody is `ANYONE`, the clock is `THE_CLOCK`.
Conflict beats every grant: a sentence about an application asks for it first.
"""

from dataclasses import dataclass
from typing import Any

from grants import clock
from grants.rules.roles import Role


@dataclass(frozen=True)
class Nobody:
    """Someone without an account here, or the clock itself."""

    name: str
    id: None = None
    appointments: tuple[Any, ...] = ()
    language: str = "en"


ARCHIVED = "archived"  # a call's last state: its panel is over, and its file is closed to those who judged
ANYONE = Nobody("anyone")
THE_CLOCK = Nobody("the clock")


def anyone(_by: Any, _thing: Any = None) -> bool:
    """Everyone, signed in or not."""
    return True


def is_signed_in(by: Any, _thing: Any = None) -> bool:
    """Someone with an account."""
    return by.id is not None


def is_the_clock(by: Any, _thing: Any = None) -> bool:
    """The clock: deadlines that pass, offers that lapse."""
    return by is THE_CLOCK


def is_self(by: Any, person: Any) -> bool:
    """The person whose own record it is."""
    return by.id is not None and by.id == person.id


def holds(by: Any, role: Role, **scope: Any) -> list[Any]:
    """The appointments to a role that this person holds now, within a programme, call or side."""
    now = clock.now()
    return [
        held
        for held in by.appointments
        if held.role == role
        and (held.until is None or held.until > now)
        and all(getattr(held, name) == value for name, value in scope.items())
    ]


def is_administrator(by: Any, _thing: Any = None) -> bool:
    """Who keeps accounts and settings, and reads no content."""
    return bool(holds(by, Role.ADMINISTRATOR))


def is_officer(by: Any, _thing: Any = None) -> bool:
    """An officer of any programme."""
    return bool(holds(by, Role.OFFICER))


def is_officer_of_programme(by: Any, programme: Any) -> bool:
    """An officer of this programme, of either side: who may write its calls."""
    return bool(holds(by, Role.OFFICER, programme_id=programme.id))


def is_officer_of_call(by: Any, call: Any) -> bool:
    """An officer of this call's programme, of either side."""
    return bool(holds(by, Role.OFFICER, programme_id=call.programme_id))


def sides_of(by: Any, call: Any) -> set[str]:
    """The sides of this call that this officer acts for."""
    return {held.side for held in holds(by, Role.OFFICER, programme_id=call.programme_id)}


def acting_side(by: Any, call: Any) -> str | None:
    """The side an officer acts for, the first of them for an officer of several."""
    acting = sides_of(by, call)
    return next((side.code for side in call.sides if side.code in acting), None)


def is_auditor_of_call(by: Any, call: Any) -> bool:
    """An auditor of this call's programme."""
    return bool(holds(by, Role.AUDITOR, programme_id=call.programme_id))


def is_chair_of_call(by: Any, call: Any) -> bool:
    """The chair of this call's panel, until the call is archived."""
    return call.state != ARCHIVED and bool(holds(by, Role.CHAIR, call_id=call.id))


def is_reviewer_in_call(by: Any, call: Any) -> bool:
    """Someone in this call's pool of reviewers, until the call is archived."""
    return call.state != ARCHIVED and bool(holds(by, Role.REVIEWER, call_id=call.id))


def judges_blind(by: Any, call: Any) -> bool:
    """A reviewer of a call whose present round keeps from reviewers who applies, whatever else they are in it."""
    return call.review_round.blind == "double" and is_reviewer_in_call(by, call)


def judges_or_handles(by: Any, call: Any) -> bool:
    """Officers, chair and reviewers of a call: those who can be in conflict with what they judge or handle."""
    return is_officer_of_call(by, call) or is_chair_of_call(by, call) or is_reviewer_in_call(by, call)


def is_staff_of_call(by: Any, call: Any) -> bool:
    """Who runs, judges or checks a call, or keeps the house: they may not apply in it."""
    return judges_or_handles(by, call) or is_auditor_of_call(by, call) or is_administrator(by)


def is_second_officer(by: Any, call: Any, asked: Any) -> bool:
    """The second of two officers: of another side than the one who asked (or, one-sided, another person)."""
    if len(call.sides) == 1:
        return is_officer_of_call(by, call) and by.id != asked.proposed_by_id
    return bool(sides_of(by, call) - {asked.proposed_by_side}) and by.id != asked.proposed_by_id


def is_officer_of_other_side(by: Any, call: Any) -> bool:
    """The officer who answers what an officer of another side proposed for the call."""
    return is_second_officer(by, call, call)


def is_pi(by: Any, application: Any) -> bool:
    """A principal investigator of either side."""
    return by.id is not None and any(part.pi_id == by.id for part in application.parts)


def side_of_pi(by: Any, application: Any) -> str | None:
    """The side whose principal investigator this is."""
    return next((part.side for part in application.parts if by.id is not None and part.pi_id == by.id), None)


def side_of_team(person_id: Any, application: Any) -> str | None:
    """The side on whose team somebody is, as investigator or member."""
    there = [*((part.pi_id, part.side) for part in application.parts),
             *((member.person_id, member.side) for member in application.members)]  # fmt: skip
    return next((side for key, side in there if key == person_id), None)


def is_lead_pi(by: Any, application: Any) -> bool:
    """The principal investigator who started the application."""
    return by.id is not None and side_of_pi(by, application) == application.lead_side


def is_member(by: Any, application: Any) -> bool:
    """A team member with an account, whatever the right."""
    return by.id is not None and any(member.person_id == by.id for member in application.members)


def may_edit_as_member(by: Any, application: Any) -> bool:
    """A team member who was given the right to edit."""
    return by.id is not None and any(member.person_id == by.id and member.may_edit for member in application.members)


def is_on_team(by: Any, application: Any) -> bool:
    """A principal investigator or a member of the team."""
    return is_pi(by, application) or is_member(by, application)


def may_write(by: Any, application: Any) -> bool:
    """Who writes the shared text: both principal investigators, and members with the right to edit."""
    return is_pi(by, application) or may_edit_as_member(by, application)


def side_written_by(by: Any, application: Any) -> set[str]:
    """The sides whose own part and money this person writes."""
    sides = {part.side for part in application.parts if by.id is not None and part.pi_id == by.id}
    return sides | {
        member.side
        for member in application.members
        if by.id is not None and member.person_id == by.id and member.may_edit
    }


def is_in_conflict(by: Any, application: Any) -> bool:
    """Someone on the team, or with a conflict on record, judges nothing here and handles nothing here."""
    return by.id is not None and (
        is_on_team(by, application)
        or any(conflict.person_id == by.id and conflict.stands for conflict in application.conflicts)
    )


def is_officer_without_conflict(by: Any, application: Any) -> bool:
    """An officer of the application's call who is not in conflict with it."""
    return is_officer_of_call(by, application.call) and not is_in_conflict(by, application)


def is_chair_without_conflict(by: Any, application: Any) -> bool:
    """The chair of the application's call, if not in conflict with it."""
    return is_chair_of_call(by, application.call) and not is_in_conflict(by, application)


def is_auditor_of_application(by: Any, application: Any) -> bool:
    """An auditor of the programme the application belongs to."""
    return is_auditor_of_call(by, application.call) and not is_in_conflict(by, application)


def is_assigned_reviewer(by: Any, application: Any) -> bool:
    """A reviewer of this application who has declared to be without conflict."""
    return (
        by.id is not None
        and is_reviewer_in_call(by, application.call)
        and not is_in_conflict(by, application)
        and any(one.reviewer_id == by.id and one.is_accepted for one in application.assignments)
    )


def has_submitted_own_review(by: Any, application: Any) -> bool:
    """A reviewer whose own review of this application is in."""
    return is_assigned_reviewer(by, application) and any(
        one.reviewer_id == by.id and one.review is not None and one.review.is_in for one in application.assignments
    )
