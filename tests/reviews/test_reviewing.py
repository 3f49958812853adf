"""A reviewer's work in the room: asked, free of conflict, scoring, in, taken back; and what ends it."""

import pytest
from sqlalchemy import select

from grants.applications import actions as applications
from grants.applications.model import ConflictKind
from grants.history.model import Entry
from grants.mail.model import Message
from grants.reviews import actions
from grants.reviews.actions import Asked, Judgement
from grants.reviews.queries import blind, pile, queue
from grants.rules.access import may_read
from grants.rules.refusal import Overtaken, Refused
from grants.rules.reviews import AssignmentState, ReviewState


def mails(session, kind):
    return session.scalars(select(Message).where(Message.kind == kind)).all()


def test_a_reviewer_reads_only_after_saying_there_is_no_conflict(judging):
    rea = judging.cast.rea
    assignment = judging.asked(rea)
    judging.session.flush()
    assert may_read(rea, "assignment", assignment)
    assert not may_read(rea, "application", judging.application)
    review = actions.accept(assignment, rea, judging.at)
    judging.session.flush()
    judging.session.refresh(judging.application)
    assert may_read(rea, "application", judging.application)
    assert may_read(rea, "review", review)
    assert not may_read(judging.cast.sol, "review", review)
    assert not may_read(judging.cast.olu, "review", review)


def test_one_mail_to_each_reviewer_whatever_the_number(judging):
    rea, sol = judging.member(judging.cast.rea), judging.member(judging.cast.sol)
    pairs = [Asked(one, who) for one in (judging.application, judging.other) for who in (rea, sol)]
    actions.assign(pairs, judging.cast.olu, judging.at)
    told = mails(judging.session, "review_asked")
    assert sorted(one.to for one in told) == ["rea@example.org", "sol@example.org"]
    assert all(one.link == "/reviews" and len(one.lines) == 2 for one in told)


def test_before_the_call_closes_nobody_is_asked(judging):
    judging.house.at = judging.call.opens_at
    with pytest.raises(Refused):
        judging.asked(judging.cast.rea)


def test_somebody_in_conflict_is_not_asked(judging):
    rea, part = judging.cast.rea, judging.application.parts[0]
    rea.institution, rea.unit, part.unit = part.institution, "ＤＥＰＴ of  Physics", "Dept of Physics"
    judging.session.flush()
    with pytest.raises(Refused) as refused:
        judging.asked(rea)
    assert "same unit" in str(refused.value.reason)
    rea.unit = "Dept of Chemistry"
    assert judging.asked(rea).state is AssignmentState.INVITED


def test_a_conflict_found_since_bars_accepting(judging):
    rea, part = judging.cast.rea, judging.application.parts[0]
    assignment = judging.asked(rea)
    rea.institution, rea.unit, part.unit = part.institution, "Physics", "physics"
    judging.session.flush()
    with pytest.raises(Refused, match="Declare a conflict"):
        actions.accept(assignment, rea, judging.at)


def test_a_declared_conflict_closes_the_application_and_voids_the_review(judging):
    rea = judging.cast.rea
    review = judging.reviewed(rea)
    judging.conflicted(review.assignment, rea)
    judging.session.expire_all()
    assert (review.assignment.state, review.state) == (AssignmentState.CONFLICTED, ReviewState.VOID)
    assert [score.mark for score in review.scores] == [4] * len(judging.call.criteria)
    assert not may_read(rea, "application", judging.application)
    assert not may_read(rea, "review", review)
    with pytest.raises(Refused):
        judging.asked(rea)
    told = {one.to for one in mails(judging.session, "conflict_declared")}
    assert told == {"olu@example.org", "uma@example.org", "ivo@example.org"}


def test_an_officer_in_conflict_is_told_nothing(judging):
    uma = judging.cast.uma
    applications.record_conflict(judging.application, uma, (ConflictKind.DECLARED, ""), uma, judging.at)
    actions.decline(judging.asked(judging.cast.rea), ("No time", ""), judging.cast.rea, judging.at)
    assert [one.to for one in mails(judging.session, "review_declined")] == ["olu@example.org"]


def test_scores_are_kept_and_counted_and_an_unchanged_save_leaves_no_trace(judging):
    rea = judging.cast.rea
    review = judging.accepted(rea)
    first = judging.call.criteria[0].code
    assert actions.score(review, Judgement({first: 5}, for_panel="Good."), rea, judging.at)
    judging.session.flush()
    version = review.version
    assert not actions.score(review, Judgement({first: 5}, for_panel="Good."), rea, judging.at)
    assert review.version == version
    entries = judging.session.scalars(select(Entry).where(Entry.subject_id == review.id).order_by(Entry.seq)).all()
    assert [one.step for one in entries] == ["begin", "score"]
    assert entries[1].detail == {"marks": {first: 5}, "texts": ["for_panel"]}


@pytest.mark.parametrize("mark", [0, 6, 99, -1, 10**30])
def test_a_mark_off_the_scale_is_refused(judging, mark):
    review = judging.accepted(judging.cast.rea)
    with pytest.raises(Refused) as refused:
        actions.score(review, Judgement({judging.call.criteria[1].code: mark}), judging.cast.rea, judging.at)
    assert refused.value.field == f"mark-{judging.call.criteria[1].code}"


def test_a_second_tab_overwrites_nothing_unseen(judging):
    rea = judging.cast.rea
    review = judging.accepted(rea)
    seen = review.version
    actions.score(review, Judgement(for_panel="From the first tab", seen=seen), rea, judging.at)
    with pytest.raises(Overtaken):
        actions.score(review, Judgement(for_panel="From the second tab", seen=seen), rea, judging.at)
    assert review.for_panel == "From the first tab"


def test_a_review_is_submitted_whole_and_taken_back(judging):
    rea = judging.cast.rea
    review = judging.accepted(rea)
    with pytest.raises(Refused, match="no mark yet"):
        actions.submit(review, rea, judging.at)
    actions.score(review, judging.whole(), rea, judging.at)
    actions.submit(review, rea, judging.at)
    with pytest.raises(Refused):
        actions.score(review, judging.whole(2), rea, judging.at)
    with pytest.raises(Refused):
        actions.reopen(review, judging.cast.olu, judging.at)
    actions.reopen(review, rea, judging.at)
    assert (review.state, review.submitted_at) == (ReviewState.DRAFT, None)


def test_taken_off_and_asked_again_what_was_written_is_still_there(judging):
    rea, olu = judging.cast.rea, judging.cast.olu
    review = judging.reviewed(rea)
    actions.remove(review.assignment, "By mistake", olu, judging.at)
    judging.session.flush()
    assert pile(judging.session, rea) == []
    assert not may_read(rea, "assignment", review.assignment)
    again = judging.asked(rea)
    assert again is review.assignment
    assert actions.accept(again, rea, judging.at) is review
    assert (review.state, len(review.scores)) == (ReviewState.DRAFT, len(judging.call.criteria))


def test_the_pile_lists_what_the_door_admits(judging):
    rea = judging.cast.rea
    judging.accepted(rea)
    judging.conflicted(judging.asked(rea, judging.other), rea)
    lines = pile(judging.session, rea)
    assert [(line.title, line.is_live) for line in lines] == [
        (judging.application.title, True), ("", False),
    ]  # fmt: skip
    assert [line.ref for line in queue(judging.session, rea, judging.call)] == [judging.application.ref]
    judging.member(rea).until = judging.at
    judging.session.flush()
    judging.session.expire_all()
    assert pile(judging.session, rea) == []


def test_the_others_are_read_blind_and_only_after_ones_own(judging):
    rea, sol = judging.cast.rea, judging.cast.sol
    mine = judging.accepted(rea)
    judging.reviewed(sol, mark=2)
    judging.session.flush()
    criteria = judging.call.criteria
    assert blind(judging.session, rea, judging.application, criteria) == []
    actions.score(mine, judging.whole(), rea, judging.at)
    actions.submit(mine, rea, judging.at)
    judging.session.flush()
    judging.session.expire_all()
    [other] = blind(judging.session, rea, judging.application, criteria)
    assert (other.place, other.figure, other.text) == (1, 2, "A clear plan.")
    assert "solid" not in repr(other)
    assert "Solvberg" not in repr(other)
