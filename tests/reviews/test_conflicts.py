"""The conflict desk in the room: found by rule, looked at, found later, lifted by two (cases 17, 18; S10, S26)."""

import pytest

from grants.applications import actions as applications
from grants.applications.model import ConflictKind, TeamMember
from grants.decisions.panel import panel_of
from grants.reviews import actions
from grants.reviews.model import Tie
from grants.reviews.queries import ground_of, grounds_between, pile, possible_conflicts, ties_of
from grants.rules.access import may_read
from grants.rules.refusal import Refused
from grants.rules.reviews import AssignmentState, ReviewState


def waiting(judging, by=None):
    found = possible_conflicts(judging.session, by or judging.cast.olu, judging.call, judging.at)
    return [(one.application.ref, one.person.email, [ground.kind.value for ground in one.grounds]) for one in found]


def same_unit(judging, person, application=None):
    part = (application or judging.application).parts[0]
    person.institution, person.unit, part.unit = part.institution, "Physics", "physics"
    judging.session.flush()


def test_what_the_rules_find_waits_until_it_was_looked_at(judging):
    rea, ours = judging.cast.rea, judging.application
    assert waiting(judging) == []
    same_unit(judging, rea)
    assert waiting(judging) == [(ours.ref, "rea@example.org", ["same_unit"])]
    with pytest.raises(Refused, match="cannot judge"):
        judging.asked(rea)
    why = ([ConflictKind.SAME_UNIT], "Another department of that name")
    applications.clear_conflict(ours, rea, why, judging.cast.olu, judging.at)
    judging.session.flush()
    assert waiting(judging) == []
    assert judging.accepted(rea).state is ReviewState.DRAFT
    judging.session.add(Tie(person_id=rea.id, kind=ConflictKind.SUPERVISOR, email=judging.cast.ada.email))
    judging.session.flush()
    assert waiting(judging) == [(ours.ref, "rea@example.org", ["supervisor"])]


def test_somebody_who_applies_elsewhere_in_the_call_with_one_of_the_team(judging):
    rea, ours = judging.cast.rea, judging.application
    guest = {"side": judging.house.first, "name": "Guest", "email": "guest@x.example", "role": "member"}
    make_member(judging, ours, guest)
    make_member(judging, judging.other, guest)
    make_member(judging, judging.other, {**guest, "name": "Rea", "email": rea.email})
    found = grounds_between(judging.session, judging.call, [rea], [ours, judging.other])
    kinds = {key[0]: [one.kind.value for one in told] for key, told in found.items()}
    assert kinds == {ours.id: ["co_applicant"], judging.other.id: ["applicant", "co_applicant"]}


def make_member(judging, application, told):
    application.members.append(TeamMember(added_at=judging.at, may_edit=False, **told))
    judging.session.flush()


def test_a_call_that_does_not_ask_by_a_rule_does_not_find_by_it(judging):
    same_unit(judging, judging.cast.rea)
    judging.call.conflict_rules = ["co_author"]
    assert ground_of(judging.session, judging.cast.rea, judging.application) is None


def test_a_conflict_found_later_ends_access_at_once_and_totals_are_made_anew(judging):
    """S26: adding a conflict later hides the application at once, voids the review and keeps it."""
    rea, sol, ours, olu = judging.cast.rea, judging.cast.sol, judging.application, judging.cast.olu
    review = judging.reviewed(rea, mark=5)
    judging.reviewed(sol, mark=3)
    judging.session.expire_all()
    before = score(judging)
    same_unit(judging, rea)
    actions.withdraw_for_conflict(review.assignment, "same laboratory", olu, judging.at)
    applications.record_conflict(ours, rea, (ConflictKind.SAME_UNIT, "same laboratory"), olu, judging.at)
    judging.session.flush()
    judging.session.expire_all()
    assert (review.assignment.state, review.state) == (AssignmentState.CONFLICTED, ReviewState.VOID)
    assert {one.mark for one in review.scores} == {5}
    assert not may_read(rea, "application", ours)
    assert not may_read(rea, "review", review)
    assert not any(line.is_live for line in pile(judging.session, rea))
    assert (before, score(judging)) == (4, 3)


def score(judging):
    ranked = panel_of(judging.session, judging.call).ranked
    return next(one.contender.score for one in ranked if one.contender.application == judging.application.number)


def test_nobody_settles_their_own_and_a_chair_cannot_get_rid_of_a_conflict(judging):
    """S10: what concerns oneself is looked at by somebody else, and what is on record is lifted by two officers."""
    ivo, ours = judging.cast.ivo, judging.application
    same_unit(judging, ivo)
    assert waiting(judging, ivo) == [(ours.ref, "ivo@example.org", ["same_unit"])]
    with pytest.raises(Refused, match="somebody else"):
        applications.clear_conflict(ours, ivo, ([ConflictKind.SAME_UNIT], ""), ivo, judging.at)
    applications.record_conflict(ours, ivo, (ConflictKind.SAME_UNIT, ""), judging.cast.olu, judging.at)
    judging.session.flush()
    assert waiting(judging, ivo) == []
    conflict = next(one for one in ours.conflicts if one.person_id == ivo.id)
    with pytest.raises(Refused, match="not for you"):
        applications.propose_lifting(conflict, "It is none", ivo, judging.at)
    with pytest.raises(Refused, match="on record"):
        applications.clear_conflict(ours, ivo, ([ConflictKind.SAME_UNIT], ""), judging.cast.olu, judging.at)


def test_two_officers_of_two_sides_lift_a_conflict_and_it_is_kept(judging):
    """Case 18: a recorded exception has two names, a reason, and never the person's own."""
    sol, ours, olu, uma = judging.cast.sol, judging.application, judging.cast.olu, judging.cast.uma
    assignment = judging.asked(sol)
    judging.conflicted(assignment, sol)
    conflict = next(one for one in ours.conflicts if one.person_id == sol.id)
    with pytest.raises(Refused, match="Write why"):
        applications.propose_lifting(conflict, " ", olu, judging.at)
    with pytest.raises(Refused, match="Nobody has proposed"):
        applications.lift(conflict, uma, judging.at)
    applications.propose_lifting(conflict, "Another book", olu, judging.at)
    with pytest.raises(Refused, match="another side"):
        applications.lift(conflict, olu, judging.at)
    applications.lift(conflict, uma, judging.at)
    judging.session.flush()
    assert (conflict.stands, conflict.reason, conflict.lift_reason, conflict.proposed_by_id) == (
        False, "We wrote a book together", "Another book", olu.id,
    )  # fmt: skip
    assert judging.asked(sol).state is AssignmentState.INVITED


def test_a_tie_is_told_once_kept_folded_and_gone_with_the_person(judging):
    rea, ada = judging.cast.rea, judging.cast.ada
    with pytest.raises(Refused, match="e-mail address"):
        actions.add_tie(rea, Tie(kind=ConflictKind.CO_AUTHOR, email="", doi=""), rea, judging.at)
    with pytest.raises(Refused, match="year"):
        actions.add_tie(rea, Tie(kind=ConflictKind.CO_AUTHOR, email="", doi="10.1000/X"), rea, judging.at)
    told = Tie(kind=ConflictKind.CO_AUTHOR, email="", doi="https://doi.org/10.1000/X", year=2021)
    actions.add_tie(rea, told, rea, judging.at)
    actions.add_tie(ada, Tie(kind=ConflictKind.SUPERVISOR, email="REA@example.org", doi=""), ada, judging.at)
    judging.session.flush()
    assert [one.doi for one in ties_of(judging.session, rea)] == ["10.1000/x"]
    assert [one.email for one in ties_of(judging.session, ada)] == ["rea@example.org"]
    with pytest.raises(Refused, match="not for you"):
        actions.remove_tie(told, ada, judging.at)
    actions.drop_ties(judging.session, rea)
    assert list(ties_of(judging.session, rea)) == list(ties_of(judging.session, ada)) == []
