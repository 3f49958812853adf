"""The release: two officers of two sides, the whole list, one instant, nothing before. Cases 13, 16."""

import pytest
from sqlalchemy import event, select
from sqlalchemy.exc import IntegrityError

from grants.applications import actions as applications
from grants.applications.model import ConflictKind
from grants.awards import actions as awards
from grants.decisions import actions
from grants.decisions.actions import Advice, Decided
from grants.decisions.model import JointDecision
from grants.decisions.queries import pot_for
from grants.letters import actions as letters
from grants.mail.model import Message
from grants.rules.applications import ApplicationState
from grants.rules.calls import CallState
from grants.rules.decisions import Recommendation
from grants.rules.funding import JointResult, ReasonClass, Verdict
from tests import make
from tests.decisions.refusing import refused

FUND, RESERVE, REJECT = Recommendation.FUND, Recommendation.RESERVE, Recommendation.REJECT


@pytest.fixture
def decided(house):
    """One to fund, one on the reserve list, one declined by the panel, one that a side has no money for."""
    first, second, third, fourth = house.applications
    make.advised(house, FUND, first, fourth)
    make.advised(house, RESERVE, second)
    make.advised(house, REJECT, third)
    no = Decided(house.second, Verdict.NO_MONEY, None, "our board keeps the rest")
    actions.decide(fourth, no, house.cast.uma, house.at)
    make.followed(house)
    house.session.commit()
    return house


def outcomes(house):
    return [application.state.value for application in house.applications]


def mails(house, kind):
    return house.session.scalars(select(Message).where(Message.kind == kind).order_by(Message.to)).all()


def test_two_officers_of_two_sides(decided):
    actions.propose_release(decided.call, 4, decided.cast.olu, decided.at)
    with refused("not for you"):
        actions.release(decided.call, 4, decided.cast.olu, decided.at)
    for stranger in (decided.cast.ivo, decided.cast.aud, decided.cast.ada, decided.cast.sys):
        with refused("not for you"):
            actions.release(decided.call, 4, stranger, decided.at)
    actions.release(decided.call, 4, decided.cast.uma, decided.at)
    assert decided.call.state is CallState.RELEASED


def test_every_application_gets_its_outcome_at_one_instant(decided):
    made = make.released(decided)
    assert outcomes(decided) == ["approved", "reserve", "declined", "declined"]
    told = {one.application_id: one for one in decided.session.scalars(select(JointDecision))}
    first, second, third, fourth = (told[one.id] for one in decided.applications)
    assert [one.result for one in (first, second, third, fourth)] == [
        JointResult.APPROVED, JointResult.RESERVE, JointResult.DECLINED, JointResult.DECLINED,
    ]  # fmt: skip
    assert (third.reason, fourth.reason) == (ReasonClass.QUALITY, ReasonClass.BUDGET)
    assert {one.released_at for one in told.values()} == {decided.at}
    assert [award.application_id for award in made] == [decided.applications[0].id]
    assert set(first.explanation) == {"en", "ja", "sv"}


def test_feedback_is_frozen_without_a_name_or_a_side(decided):
    make.released(decided)
    one = decided.applications[0]
    told = decided.session.scalars(select(JointDecision).where(JointDecision.application_id == one.id)).one()
    assert sorted(told.feedback) == [f"For the team of {one.ref}: 5 points."] * 2
    assert not any(word in str(told.feedback) for word in ("rea", "sol@", "panel", decided.first))


def test_every_person_is_told_once_alone_in_their_language(decided):
    make.released(decided)
    told = mails(decided, "outcome")
    assert len(told) == 2 * len(decided.applications)
    mine = {one.to: one for one in told if one.application_id == decided.applications[0].id}
    assert {to: one.language for to, one in mine.items()} == {"ada@example.org": "ja", "ben@example.org": "sv"}
    assert all(one.link == f"/my/applications/{one.application_id}" for one in told)


def test_case_13_a_regret_does_not_tell_the_other_sides_verdict(decided):
    make.released(decided)
    fourth = decided.applications[3]
    for one in mails(decided, "outcome"):
        if one.application_id == fourth.id:
            text = f"{one.subject} {one.body}"
            assert not any(word in text for word in ("No money", "money", "board", "Sweden", "Japan", "資金", "pengar"))


def test_case_16_no_side_announces_early_no_letter_leaves_and_nobody_hears_before_the_release(decided):
    first = decided.applications[0]
    for officer in (decided.cast.olu, decided.cast.uma):
        with refused("No letter"):
            letters.prepare(decided.call, officer, decided.at)
        with refused("when its decision is released"):
            awards.make(first, officer, decided.at)
    actions.propose_release(decided.call, 4, decided.cast.olu, decided.at)
    with refused("No letter"):
        letters.prepare(decided.call, decided.cast.olu, decided.at)
    assert mails(decided, "outcome") == []
    actions.release(decided.call, 4, decided.cast.uma, decided.at)
    decided.session.flush()
    assert {one.to for one in mails(decided, "outcome")} >= {"ada@example.org", "ben@example.org"}
    assert letters.prepare(decided.call, decided.cast.olu, decided.at)


def test_the_money_is_promised_and_what_was_set_aside_for_others_is_free_again(decided):
    first, fourth = decided.applications[0], decided.applications[3]
    own = pot_for(first, first.part(decided.first)).balance
    assert own.earmarked.minor >= 400_000
    make.released(decided)
    for application in (first, fourth):
        for part in application.parts:
            pot = pot_for(application, part)
            decided.session.expire(pot)
            assert pot.balance.earmarked.minor == 0
    assert pot_for(first, first.part(decided.first)).balance.awarded.minor == 400_000


@pytest.mark.parametrize("typed", [0, 3, 5])
def test_the_count_must_be_typed(decided, typed):
    with refused("another number") as it:
        actions.propose_release(decided.call, typed, decided.cast.olu, decided.at)
    assert it.value.field == "count"
    actions.propose_release(decided.call, 4, decided.cast.olu, decided.at)
    with refused("another number"):
        actions.release(decided.call, typed, decided.cast.uma, decided.at)


def test_nothing_is_released_while_one_is_undecided(decided):
    second = decided.applications[1]
    actions.recommend([second], Advice(FUND), decided.cast.ivo, decided.at)
    actions.decide(second, Decided(decided.first, Verdict.DEFER, None, "wait"), decided.cast.olu, decided.at)
    decided.session.flush()
    with refused("1 applications have no joint result yet"):
        actions.propose_release(decided.call, 4, decided.cast.olu, decided.at)


def test_while_it_is_proposed_nothing_it_rests_on_changes(decided):
    actions.propose_release(decided.call, 4, decided.cast.olu, decided.at)
    decided.session.flush()
    first = decided.applications[0]
    with refused("has been proposed"):
        actions.decide(first, Decided(decided.first, Verdict.NO_MONEY, None, "so"), decided.cast.olu, decided.at)
    with refused("has been proposed"):
        actions.recommend([first], Advice(REJECT), decided.cast.ivo, decided.at)
    actions.take_release_back(decided.call, decided.cast.uma, decided.at)
    decided.session.flush()
    assert decided.call.state is CallState.CLOSED
    actions.recommend([first], Advice(REJECT), decided.cast.ivo, decided.at)


def test_what_was_proposed_is_what_is_released(decided):
    actions.propose_release(decided.call, 4, decided.cast.olu, decided.at)
    decided.session.flush()
    third = decided.applications[2]
    applications.withdraw(third, "moved abroad", third.lead.pi, decided.at)
    decided.session.flush()
    with refused("has changed since it was proposed"):
        actions.release(decided.call, 3, decided.cast.uma, decided.at)


def test_all_or_nothing(decided):
    actions.propose_release(decided.call, 4, decided.cast.olu, decided.at)
    last = decided.applications[3]
    decided.session.add(
        JointDecision(application_id=last.id, result=JointResult.RESERVE, policy="", explanation={}, feedback=[],
                      released_at=decided.at),
    )  # fmt: skip
    decided.session.commit()
    with pytest.raises(IntegrityError):  # the last of four is on record already: nothing is released
        actions.release(decided.call, 4, decided.cast.uma, decided.at)
    decided.session.rollback()
    assert mails(decided, "outcome") == []
    assert set(outcomes(decided)) == {"submitted"}
    assert decided.call.state is CallState.RELEASE_PROPOSED


def test_an_officer_in_conflict_counts_what_they_see_and_the_release_covers_all(decided):
    second = decided.applications[1]
    why = (ConflictKind.DECLARED, "a sister")
    applications.record_conflict(second, decided.cast.uma, why, decided.cast.uma, decided.at)
    decided.session.flush()
    actions.propose_release(decided.call, 4, decided.cast.olu, decided.at)
    with refused("another number"):
        actions.release(decided.call, 4, decided.cast.uma, decided.at)
    actions.release(decided.call, 3, decided.cast.uma, decided.at)
    assert outcomes(decided) == ["approved", "reserve", "declined", "declined"]


def test_a_hidden_application_that_waits_is_not_counted_aloud(decided):
    second = decided.applications[1]
    actions.recommend([second], Advice(FUND), decided.cast.ivo, decided.at)
    actions.decide(second, Decided(decided.first, Verdict.DEFER, None, "wait"), decided.cast.olu, decided.at)
    why = (ConflictKind.DECLARED, "a sister")
    applications.record_conflict(second, decided.cast.uma, why, decided.cast.uma, decided.at)
    decided.session.flush()
    with refused("Not everything is decided yet"):
        actions.propose_release(decided.call, 3, decided.cast.uma, decided.at)


def test_a_call_that_is_released_is_not_released_again(decided):
    make.released(decided)
    with refused("cannot be done now"):
        actions.release(decided.call, 4, decided.cast.uma, decided.at)
    assert len(mails(decided, "outcome")) == 8
    assert outcomes(decided).count(ApplicationState.APPROVED) == 1


class Killed(Exception):
    """The process ends here."""


def killed_after(house, count):
    """A release that ends after so many statements have changed something, as if the process had been killed."""
    done = []

    def count_down(_connection, _cursor, statement, *_rest):
        if statement.startswith(("INSERT", "UPDATE")):
            done.append(statement)
            if len(done) > count:
                raise Killed

    engine = house.session.get_bind()
    event.listen(engine, "before_cursor_execute", count_down)
    try:
        for application in actions.release(house.call, 4, house.cast.uma, house.at):
            awards.make(application, house.cast.uma, house.at)
        house.session.flush()
    except Killed:
        return True
    finally:
        event.remove(engine, "before_cursor_execute", count_down)
    return False


def test_t12_killed_at_any_of_twenty_points_nobody_is_told_and_then_everybody_once(decided):
    actions.propose_release(decided.call, 4, decided.cast.olu, decided.at)
    decided.session.commit()
    written = 0
    for point in range(20):
        assert killed_after(decided, point), f"the release writes only {point} times"
        decided.session.rollback()
        decided.session.expire_all()
        written += 1
        assert mails(decided, "outcome") == []
        assert set(outcomes(decided)) == {"submitted"}
        assert decided.call.state is CallState.RELEASE_PROPOSED
    assert not killed_after(decided, 10_000)
    decided.session.commit()
    told = [(mail.to, mail.application_id) for mail in mails(decided, "outcome")]
    assert (written, len(told), len(set(told))) == (20, 8, 8)
    assert outcomes(decided) == ["approved", "reserve", "declined", "declined"]
