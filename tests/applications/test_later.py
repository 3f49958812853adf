"""A deadline put off, and one person let in late: two officers, a reason, everybody told. Cases 5 and 34."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from grants import clock
from grants.applications import actions
from grants.applications.actions import Later
from grants.applications.actions.inviting import Invited
from grants.applications.model import ConflictKind, Right
from grants.calls import actions as calls
from grants.calls.model import Extension
from grants.decisions import actions as decisions
from grants.decisions.actions import Advice
from grants.history import Entry
from grants.jobs.close_calls import close_one, end_one, late_grants_over
from grants.mail import Message
from grants.rules.access import may_read
from grants.rules.applications import ApplicationState
from grants.rules.calls import CallState, is_open, is_open_for
from grants.rules.deadlines import of_application, shuts
from grants.rules.decisions import Recommendation
from grants.rules.eligibility import Result
from grants.rules.extensions import ExtensionState
from grants.rules.refusal import Refused
from grants.rules.relations import THE_CLOCK
from tests import make

WHY = {
    "en": "The campus network of the university was down.",
    "ja": "学内ネットワークの障害のため。",
    "sv": "Nätet låg nere.",
}


@pytest.fixture
def house(session, at):
    return make.opened(session, at)


def on(house, at):
    """It is then."""
    house.session.flush()
    house.at = at
    clock.stop(at)


def stockholm(at):
    return (at + timedelta(hours=2)).strftime("%Y-%m-%d %H:%M")  # summer time all through


def later(house, hours=24, **whom):
    until = house.call.closing.at + timedelta(hours=hours)
    return Later(stockholm(until), "Europe/Stockholm", WHY, **whom)


def proposed(house, **whom):
    found = actions.propose_extension(house.call, later(house, **whom), house.cast.olu, house.at)
    house.session.flush()
    return found


def agreed(house, **whom):
    extension = proposed(house, **whom)
    actions.agree_extension(extension, house.cast.uma, house.at)
    house.session.flush()
    return extension


def handed_in(house, application):
    """Confirmed by both as it stands, and submitted."""
    for part in application.parts:
        actions.confirm(application, application.content_version, part.pi, house.at)
    actions.submit(application, application.content_version, application.lead.pi, house.at)
    house.session.flush()


def told(house, kind):
    return sorted(house.session.scalars(select(Message.to).where(Message.kind == kind)).all())


def after_the_close(house, hours=1):
    on(house, house.call.closing.at + timedelta(hours=hours))


def swept(house):
    """What the job does."""
    close_one(house.session, house.call.id, house.at)
    for key in late_grants_over(house.session, house.at):
        end_one(house.session, key, house.at)
    house.session.flush()


def test_case_34_one_university_gets_more_time_after_its_network_failed(house):
    ours = make.written(house)
    others = make.written(house, make.joined(house, *make.pair(house, 1)))
    lund = ours.part(house.second).institution_id
    assert others.part(house.second).institution_id != lund
    after_the_close(house)
    swept(house)
    assert house.call.state is CallState.CLOSED
    agreed(house, institution_id=lund)
    assert house.call.state is CallState.PUBLISHED
    assert (is_open_for(ours, house.at), is_open_for(others, house.at)) == (True, False)
    assert told(house, "extension.agreed") == [
        "ada@example.org", "ben@example.org", "olu@example.org", "uma@example.org",
    ]  # fmt: skip
    handed_in(house, ours)
    with pytest.raises(Refused, match="The call closed on"):
        actions.write(others, make.answers(others)[:1], others.lead.pi, house.at)
    with pytest.raises(Refused, match="still open"):
        decisions.recommend([ours], Advice(Recommendation.FUND, "so"), house.cast.ivo, house.at)
    after_the_close(house, 25)
    swept(house)
    assert (house.call.state, ours.state) == (CallState.CLOSED, ApplicationState.SUBMITTED)


def test_two_officers_of_two_sides_and_everything_is_on_record(house):
    extension = proposed(house)
    assert told(house, "extension.proposed") == ["uma@example.org"]
    for person in (house.cast.olu, house.cast.ada, house.cast.ivo, house.cast.aud, house.cast.sys):
        with pytest.raises(Refused):
            actions.agree_extension(extension, person, house.at)
    before = house.call.closing
    actions.agree_extension(extension, house.cast.uma, house.at)
    house.session.flush()
    after = house.call.closing
    assert (after.at - before.at, after.reason, after.grace_seconds) == (timedelta(hours=24), WHY, before.grace_seconds)
    assert before in house.call.deadlines
    steps = select(Entry.step, Entry.by_id).where(Entry.subject_id.in_([house.call.id, extension.id]))
    assert {("propose_extension", house.cast.olu.id), ("extend_deadline", house.cast.uma.id),
            ("agree_extension", house.cast.uma.id)} <= {tuple(row) for row in house.session.execute(steps)}  # fmt: skip


def test_a_deadline_is_never_brought_forward_and_needs_a_reason(house):
    for hours in (-1, 0):
        with pytest.raises(Refused, match="only ever put off"):
            actions.propose_extension(house.call, later(house, hours), house.cast.olu, house.at)
    wordless = Later(stockholm(house.call.closing.at + timedelta(hours=1)), "Europe/Stockholm", {"ja": "理由"})
    with pytest.raises(Refused, match="Give the reason"):
        actions.propose_extension(house.call, wordless, house.cast.olu, house.at)


@pytest.mark.parametrize(
    ("wall", "zone", "fold", "field"),
    [
        ("2026-03-29 02:30", "Europe/Stockholm", None, "closes"), ("2026-10-25 02:30", "Europe/Stockholm", None, "fold"),
        ("2026-10-25 17:00", "CET", None, "zone"), ("31 March 17:00", "Asia/Tokyo", None, "closes"),
    ],
)  # fmt: skip
def test_cases_1_and_4_a_later_deadline_is_a_real_time_at_a_real_place(house, wall, zone, fold, field):
    with pytest.raises(Refused) as refused:
        actions.propose_extension(house.call, Later(wall, zone, WHY, fold), house.cast.olu, house.at)
    assert refused.value.field == field


def test_a_proposal_is_dropped_or_waits_but_there_are_never_two_for_the_same_people(house):
    first = proposed(house)
    with pytest.raises(Refused, match="already"):
        actions.propose_extension(house.call, later(house, 48), house.cast.uma, house.at)
    actions.drop_extension(first, house.cast.olu, house.at)
    second = proposed(house)
    actions.drop_extension(second, house.cast.uma, house.at)
    assert [one.state for one in (first, second)] == [ExtensionState.DROPPED] * 2
    with pytest.raises(Refused):
        actions.agree_extension(second, house.cast.uma, house.at)


def test_who_is_invited_is_told_and_their_link_lives_on(house):
    ours = make.started(house)
    invitation = actions.invite(
        ours, Invited("new@example.org", "New", house.second, Right.PI), house.cast.ada, house.at
    )
    on(house, house.call.closing.at - timedelta(days=1))
    invitation.sent_at = house.at
    agreed(house, hours=72)
    assert "new@example.org" in told(house, "extension.agreed")
    assert invitation.until == of_application(ours).at


def test_one_late_person_is_let_in_by_two_officers_for_a_stated_time(house):
    ours = make.written(house)
    others = make.more(house, 1)[0]
    after_the_close(house)
    swept(house)
    agreed(house, application=ours)
    assert house.call.state is CallState.CLOSED
    assert not is_open(house.call, house.at)
    assert (is_open_for(ours, house.at), is_open_for(others, house.at)) == (True, False)
    assert told(house, "extension.agreed") == [
        "ada@example.org", "ben@example.org", "olu@example.org", "uma@example.org",
    ]  # fmt: skip
    with pytest.raises(Refused):
        actions.reopen(others, others.lead.pi, house.at)
    handed_in(house, ours)
    assert not may_read(house.cast.ivo, "ranked application", ours)
    assert may_read(house.cast.ivo, "ranked application", others)
    with pytest.raises(Refused, match="still open"):
        actions.check_eligibility(ours, house.first, (Result.PASS, ""), house.cast.olu, house.at)
    on(house, shuts(of_application(ours)) + timedelta(seconds=1))
    swept(house)
    assert may_read(house.cast.ivo, "ranked application", ours)
    extension = house.session.scalars(select(Extension)).one()
    assert extension.state is ExtensionState.OVER


def test_a_late_person_who_does_not_use_the_time_is_told_once_that_it_is_over(house):
    ours = make.written(house)
    after_the_close(house)
    swept(house)
    agreed(house, application=ours)
    count = told(house, "not_submitted")
    for _ in range(2):
        on(house, shuts(of_application(ours)) + timedelta(hours=1))
        swept(house)
    assert len(told(house, "not_submitted")) == len(count) + 2
    assert ours.state is ApplicationState.DRAFT


def test_nobody_in_conflict_lets_an_application_in_or_hears_of_it(house):
    ours = make.submitted(house)
    after_the_close(house)
    swept(house)
    actions.record_conflict(ours, house.cast.uma, (ConflictKind.DECLARED, "a friend"), house.cast.uma, house.at)
    extension = proposed(house, application=ours)
    assert told(house, "extension.proposed") == []
    assert not may_read(house.cast.uma, "extension", extension)
    with pytest.raises(Refused):
        actions.agree_extension(extension, house.cast.uma, house.at)
    with pytest.raises(Refused):
        actions.propose_extension(house.call, later(house, 48, application=ours), house.cast.uma, house.at)
    seen = select(Entry).where(Entry.subject_id == house.call.id, Entry.step == "propose_extension")
    assert house.session.scalars(seen).all() == []


def test_nobody_comes_in_once_the_ranking_is_frozen_and_it_is_not_frozen_while_somebody_may(house):
    late, *others = make.written(house), *make.more(house, 2)
    after_the_close(house)
    swept(house)
    for one in others:
        make.reviewed(house, one)
    make.advised(house, Recommendation.FUND, *others)
    agreed(house, application=late)
    with pytest.raises(Refused, match="let in late"):
        decisions.lock(house.call, house.cast.ivo, house.at)
    on(house, shuts(of_application(late)) + timedelta(hours=1))
    swept(house)
    decisions.lock(house.call, house.cast.ivo, house.at)
    house.session.flush()
    house.session.expire_all()
    with pytest.raises(Refused, match="frozen its ranking"):
        actions.propose_extension(house.call, later(house, 400, application=late), house.cast.olu, house.at)


def test_the_clock_waits_for_the_last_university(house):
    agreed(house, side=house.second)
    on(house, house.call.closing.at + timedelta(hours=2))
    with pytest.raises(Refused, match="open until"):
        calls.close(house.call, THE_CLOCK, house.at)


def test_an_application_is_started_by_the_university_that_has_more_time_and_by_no_other(house):
    home = house.cast.ada.institution_id
    after_the_close(house)
    swept(house)
    agreed(house, institution_id=home)
    assert actions.start(house.call, house.first, house.cast.ada, house.at).number
    elsewhere, _ = make.pair(house, 1)
    assert elsewhere.institution_id != home
    with pytest.raises(Refused, match="The call closed on"):
        actions.start(house.call, house.first, elsewhere, house.at)
