"""A proposal of reviewers: worked out aside, looked at, applied once (the decision part's assignment; S9)."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy import select

from grants.applications import actions as applications
from grants.applications.model import ConflictKind
from grants.mail.model import Message
from grants.reviews import actions
from grants.reviews.proposing import answer
from grants.reviews.queries import question_of
from grants.rules.assignment import Mode, ProposalState, Wishes, is_japanese
from grants.rules.refusal import Refused
from grants.rules.reviews import AssignmentState
from grants.rules.search import fold

SIDES = ("JP", "SE")


def question(applications, reviewers, affinity, barred):
    return {
        "sides": list(SIDES), "reads": "all", "applications": applications, "reviewers": reviewers, "barred": sorted(barred),
        "unread": [], "bids": [], "affinity": sorted([one, who, value] for (one, who), value in affinity.items()),
    }  # fmt: skip


@st.composite
def questions(draw):
    names = [f"a{n}" for n in range(draw(st.integers(1, 5)))]
    people = [f"r{n}" for n in range(draw(st.integers(1, 6)))]
    reviewers = {
        who: {"side": draw(st.sampled_from(SIDES)), "institution": draw(st.sampled_from(["", "x", "y"])),
              "most": draw(st.integers(0, 4))}
        for who in people
    }  # fmt: skip
    affinity = {(one, who): draw(st.integers(1, 9)) for one in names for who in people}
    barred = [[one, who] for one in names for who in people if draw(st.integers(0, 4)) == 0]
    held = {one: draw(st.lists(st.sampled_from(people), unique=True, max_size=2)) for one in names}
    per_side = draw(st.integers(1, 2))
    asked = {}
    for one in names:
        there = [reviewers[who]["side"] for who in held[one]]
        asked[one] = {"demand": sum(max(0, per_side - there.count(side)) for side in SIDES), "held": sorted(held[one])}
    wishes = Wishes(draw(st.sampled_from(Mode)), per_side, 9, draw(st.sampled_from([None, 1, 2])), draw(st.booleans()))
    return question(asked, reviewers, affinity, barred), wishes


@settings(max_examples=60, deadline=None)
@given(questions())
def test_no_conflict_is_ever_proposed_loads_and_rules_hold_and_what_is_held_counts(asked):
    told, wishes = asked
    found = answer(told, wishes)
    assert found == answer(told, wishes)
    if "pairs" not in found:
        assert found["applications"] or found["claims"]
        return
    assert not [pair for pair in found["pairs"] if pair in told["barred"]]
    for who, each in told["reviewers"].items():
        assert sum(one == who for _, one in found["pairs"]) <= each["most"]
    for name, each in told["applications"].items():
        own = [who for one, who in found["pairs"] if one == name]
        assert len(own) == len(set(own)) == each["demand"]
        assert not set(own) & set(each["held"])
        judges = [told["reviewers"][who] for who in [*own, *each["held"]]]
        assert all(sum(one["side"] == side for one in judges) >= wishes.per_side for side in SIDES)
        if wishes.most_of_one is not None and own:
            chosen = {told["reviewers"][who]["institution"] for who in own} - {""}
            assert all(
                sum(one["institution"] == place for one in judges) <= wishes.most_of_one
                or not any(told["reviewers"][who]["institution"] == place for who in own)
                for place in chosen
            )


def test_a_side_of_which_nobody_is_in_the_pool_is_said_to_be_missing():
    reviewers = {f"r{n}": {"side": "JP", "institution": "", "most": 9} for n in range(4)}
    told = question({"a": {"demand": 2, "held": []}}, reviewers, {("a", who): 1 for who in reviewers}, [])
    assert answer(told, Wishes())["claims"] == [["side SE", "a", 1]]


def proposed(judging, by, **wishes):
    made = actions.ask_for_proposal(judging.call, Wishes(**wishes), by, judging.at)
    judging.session.flush()
    asked = question_of(judging.session, by, judging.call, made.wishes, judging.at)
    actions.keep_outcome(made, answer(asked, made.wishes), judging.at)
    judging.session.flush()
    return made


def asked_mails(judging):
    return judging.session.scalars(select(Message).where(Message.kind == "review_asked")).all()


def test_it_is_looked_at_first_applied_in_one_step_and_never_twice(judging):
    olu = judging.cast.olu
    made = proposed(judging, olu)
    assert (made.state, len(made.outcome["pairs"]), asked_mails(judging)) == (ProposalState.READY, 4, [])
    assert made.outcome["provenance"].keys() == {"fingerprint", "versions", "settings", "seed"}
    assert len(actions.apply_proposal(made, olu, judging.at)) == 4
    judging.session.flush()
    assert sorted(one.to for one in asked_mails(judging)) == ["rea@example.org", "sol@example.org"]
    with pytest.raises(Refused, match="cannot be done now"):
        actions.apply_proposal(made, olu, judging.at)
    assert len(asked_mails(judging)) == 2


def test_what_changed_since_is_refused(judging):
    made = proposed(judging, judging.cast.olu)
    judging.conflicted(judging.asked(judging.cast.rea), judging.cast.rea)
    with pytest.raises(Refused, match="Something changed"):
        actions.apply_proposal(made, judging.cast.olu, judging.at)


def test_only_whoever_asked_for_it_applies_it_and_nothing_of_their_conflicts_is_in_it(judging):
    """S9: a chair in conflict proposes reviewers for the others, and the proposal tells nothing of that one."""
    ivo, ours = judging.cast.ivo, judging.application
    applications.record_conflict(ours, ivo, (ConflictKind.DECLARED, "a cousin"), ivo, judging.at)
    judging.session.flush()
    made = proposed(judging, ivo)
    assert {name for name, _ in made.outcome["pairs"]} == {str(judging.other.id)}
    with pytest.raises(Refused, match="not for you"):
        actions.apply_proposal(made, judging.cast.olu, judging.at)


def test_who_is_full_is_not_asked_and_who_cannot_be_served_is_named(judging):
    judging.member(judging.cast.rea).most = 1
    judging.session.flush()
    made = proposed(judging, judging.cast.olu)
    assert made.state is ProposalState.IMPOSSIBLE
    assert (made.outcome["assignable"], made.outcome["wanted"]) == (3, 4)
    assert made.outcome["full"] == [str(judging.cast.rea.id)]


def test_who_judges_already_counts(judging):
    judging.accepted(judging.cast.rea)
    made = proposed(judging, judging.cast.olu)
    assert sorted(made.outcome["pairs"]) == sorted([
        [str(judging.application.id), str(judging.cast.sol.id)], [str(judging.other.id), str(judging.cast.rea.id)],
        [str(judging.other.id), str(judging.cast.sol.id)],
    ])  # fmt: skip
    assert judging.asked(judging.cast.sol).state is AssignmentState.INVITED


def test_who_does_not_read_japanese_is_the_last_to_be_proposed_for_what_is_written_in_it(judging):
    """Issue 4: languages in the pool; the proposal looks at them, and says so where it cannot do otherwise."""
    rea, sol = judging.member(judging.cast.rea), judging.member(judging.cast.sol)
    snapshot = judging.application.snapshots[-1]
    snapshot.search_key = fold("高齢社会の共同研究を若手研究者が進める。" * 5 + " ageing care")
    sol.expertise = rea.expertise = "ageing"
    rea.languages, sol.languages = ["ja", "en"], ["sv", "en"]
    judging.session.flush()
    judging.session.expire_all()
    asked = question_of(judging.session, judging.cast.olu, judging.call, Wishes(), judging.at)
    ours, who, reads = str(judging.application.id), str(judging.cast.sol.id), str(judging.cast.rea.id)
    fits = {(one, person): value for one, person, value in asked["affinity"]}
    assert asked["unread"] == [[ours, who]]
    assert fits[ours, who] == 1 < fits[ours, reads]
    made = proposed(judging, judging.cast.olu)
    assert made.outcome["unread"] == [[ours, who]]  # there is nobody else of that side
    sol.languages = []
    judging.session.flush()
    assert question_of(judging.session, judging.cast.olu, judging.call, Wishes(), judging.at)["unread"] == []


@pytest.mark.parametrize(("text", "is_it"), [
    ("We study ageing with 高齢社会 and 若手研究者", False), ("高齢社会をIoTとAIで支える", True), ("", False), ("12 34", False),
])  # fmt: skip
def test_a_text_is_japanese_by_its_letters(text, is_it):
    assert is_japanese(fold(text)) is is_it
