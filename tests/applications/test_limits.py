"""Limits across applications: who is on several, teams that overlap, awards before: case 8 of the real cases."""

from datetime import timedelta

import pytest

from grants.applications import actions
from grants.applications.actions import Proposal
from grants.applications.model import ConflictKind, TeamMember
from grants.applications.queries import examined, examined_for
from grants.applications.queries.several import busy, overlaps
from grants.reports.queries import tell_tracks
from grants.rules.eligibility import Result
from grants.rules.formal import ChangeKind
from tests import make
from tests.conftest import NOW

RULES = [
    {"code": "lead_once", "label": {"en": "Leads once"}, "test": {"kind": "max_as_pi", "most": 1}},
    {"code": "join_twice", "label": {"en": "Joins twice"}, "test": {"kind": "max_as_any", "most": 2}},
    {"code": "own_team", "label": {"en": "A team of its own"}, "test": {"kind": "team_overlap", "most_percent": 50}},
    {"code": "not_again", "label": {"en": "Not again"}, "test": {"kind": "not_funded_within", "years": 3}},
    {"code": "reported", "label": {"en": "Reported"}, "test": {"kind": "no_overdue_report"}},
]


@pytest.fixture
def house(session):
    house = make.opened(session, NOW)
    house.call.eligibility = RULES
    return house


def seat(application, person, side, role="mentor"):
    """Somebody with an account who has joined a team."""
    application.members.append(
        TeamMember(person_id=person.id, side=side, name=person.family, role=role, added_at=NOW),
    )


def results(application, by):
    return {one.code: one.result for one in examined_for(application, by)}


def told(application, by, code):
    return next(str(one.explanation) for one in examined_for(application, by) if one.code == code)


def test_case_8_the_same_researcher_in_two_teams_and_as_mentor_in_a_third_is_counted_by_person(house, session):
    one, two, three = make.more(house, 3)
    eva = house.cast.eva
    for application in (one, two):
        seat(application, eva, house.first, "ecr")
    eva.family = "Renamed"
    session.flush()
    assert results(one, house.cast.olu)["join_twice"] is Result.PASS
    assert one.ref != two.ref
    assert f"is on 2 applications, this one and {two.ref}" in told(one, house.cast.olu, "join_twice")
    seat(three, eva, house.second)
    session.flush()
    assert results(one, house.cast.olu)["join_twice"] is Result.FAIL
    assert f"is on 3 applications, this one and {two.ref} and {three.ref}; at most 2." in told(
        one, house.cast.olu, "join_twice",
    )  # fmt: skip


def test_case_8_a_namesake_is_somebody_else(house, session):
    one, two = make.more(house, 2)
    for application, person in ((one, house.cast.eva), (two, house.cast.vic)):
        person.family, person.given = "Same", "Name"
        seat(application, person, house.first)
    session.flush()
    assert results(one, house.cast.olu)["join_twice"] is Result.PASS
    assert busy(session, house.cast.olu, house.call, 1).total == 0


def test_case_8_the_team_is_told_nothing_and_the_office_both(house, session):
    lead, partner = make.pair(house, 1)
    one = make.submitted(house, make.joined(house, lead, partner))
    two = make.submitted(house, make.joined(house, lead, make.pair(house, 2)[1]))
    for application in (one, two):
        assert results(application, house.cast.uma)["lead_once"] is Result.FAIL
        seen = {found.code: str(found.finding.told_to(lambda _line: False)) for found in examined(application)}
        assert set(seen.values()) == {"The offices check this."}
        assert all(found.is_for_offices for found in examined(application))
    assert f"leads 2 applications, this one and {two.ref}; at most 1." in told(one, house.cast.olu, "lead_once")


def test_case_8_two_teams_that_share_more_than_half_the_smaller_one(house, session):
    one, two = make.more(house, 2)
    for application in (one, two):
        seat(application, house.cast.eva, house.first)
        seat(application, house.cast.vic, house.second)
    session.flush()
    assert results(one, house.cast.olu)["own_team"] is Result.PASS
    assert f"It shares 2 of 4 people with {two.ref}; at most 50 per cent." in told(one, house.cast.olu, "own_team")
    assert overlaps(session, house.cast.olu, house.call, 50, 1).total == 0
    seat(one, house.cast.max, house.first)
    seat(two, house.cast.max, house.first)
    session.flush()
    assert results(two, house.cast.olu)["own_team"] is Result.FAIL
    [pair] = overlaps(session, house.cast.olu, house.call, 50, 1).rows
    assert ({pair.first.ref, pair.second.ref}, pair.shared, pair.smaller) == ({one.ref, two.ref}, 3, 5)


def test_drafts_withdrawn_ones_and_those_one_is_in_conflict_with_do_not_count(house, session):
    lead, partner = make.pair(house, 1)
    one = make.submitted(house, make.joined(house, lead, partner))
    other = make.joined(house, lead, make.pair(house, 2)[1])
    assert results(one, house.cast.olu)["lead_once"] is Result.PASS
    make.submitted(house, other)
    session.flush()
    assert results(one, house.cast.olu)["lead_once"] is Result.FAIL
    actions.record_conflict(other, house.cast.olu, (ConflictKind.DECLARED, "a cousin"), house.cast.olu, house.at)
    session.flush()
    assert results(one, house.cast.olu)["lead_once"] is Result.PASS
    assert busy(session, house.cast.olu, house.call, 1).total == 0
    assert results(one, house.cast.uma)["lead_once"] is Result.FAIL
    assert [row.led for row in busy(session, house.cast.uma, house.call, 1).rows] == [2]
    actions.withdraw(other, "No time", lead, house.at)
    session.flush()
    assert results(one, house.cast.uma)["lead_once"] is Result.PASS


def test_the_list_names_everybody_on_several_with_every_place_and_asks_as_much_for_many_as_for_few(
    house, session, statements
):
    made = make.more(house, 6)
    for application in made[:2]:
        seat(application, house.cast.eva, house.first)
    session.flush()
    session.expire_all()
    by, call = house.cast.olu, house.call
    assert by.appointments
    assert call.programme_id
    with statements() as few:
        found = busy(session, by, call, 1)
        overlaps(session, by, call, 10, 1)
    assert [(row.family, row.led, row.joined) for row in found.rows] == [(house.cast.eva.family, 0, 2)]
    assert [place.ref for place in found.rows[0].places] == [made[0].ref, made[1].ref]
    for application in made[2:]:
        seat(application, house.cast.eva, house.first)
    for application in made:
        seat(application, house.cast.vic, house.second)
    session.flush()
    with statements() as many:
        found = busy(session, by, call, 1)
        pairs = overlaps(session, by, call, 10, 1)
    assert (len(few), found.total, [row.joined for row in found.rows], pairs.total) == (len(many), 2, [6, 6], 15)


def test_the_other_applications_of_one_are_found_in_as_many_questions_however_many_they_are(house, session, statements):
    made = make.more(house, 4)
    for application in made[:2]:
        seat(application, house.cast.eva, house.first)
    session.flush()

    def asked():
        session.commit()
        session.expire_all()
        with statements() as seen:
            examined_for(made[0], house.cast.olu)
        return len(seen)

    few = asked()
    for application in made[2:]:
        seat(application, house.cast.eva, house.first)
    session.flush()
    assert asked() == few


def test_where_nobody_looked_up_what_was_funded_before_nothing_passes(house):
    application = make.submitted(house)
    assert results(application, house.cast.olu)["not_again"] is Result.NEEDS_EVIDENCE
    tell_tracks(application, house.cast.olu, house.at.date())
    assert results(application, house.cast.olu)["not_again"] is Result.PASS
    assert results(application, house.cast.olu)["reported"] is Result.PASS


def test_an_award_of_the_same_fund_counts_for_three_years_and_its_overdue_report_is_told(house, session):
    house.call.eligibility = []
    [report] = make.funded(house)
    award = report.award
    house.call.eligibility = RULES
    application = award.application
    later = again(house, session, application)
    tell_tracks(later, house.cast.olu, report.due_on)
    assert f"{application.ref} began on" in told(later, house.cast.olu, "not_again")
    assert results(later, house.cast.olu)["not_again"] is Result.FAIL
    assert results(later, house.cast.olu)["reported"] is Result.PASS
    tell_tracks(later, house.cast.olu, report.due_on + timedelta(days=1))
    assert results(later, house.cast.olu)["reported"] is Result.FAIL
    assert f"the report on {application.ref} was due on" in told(later, house.cast.olu, "reported")
    make.reported(house, report)
    tell_tracks(later, house.cast.olu, report.due_on + timedelta(days=1))
    assert results(later, house.cast.olu)["reported"] is Result.PASS


def again(house, session, before):
    """Another application of the same investigators, in the same programme."""
    later = type(before)(
        call_id=before.call_id, number=900, lead_side=before.lead_side, started_by_id=before.started_by_id,
        changed_at=house.at, submitted_at=house.at,
    )  # fmt: skip
    session.add(later)
    later.begin(house.cast.ada, house.at)
    for part in before.parts:
        later.parts.append(
            type(part)(position=part.position, side=part.side, currency=part.currency, pi_id=part.pi_id, pi=part.pi),
        )
    session.flush()
    session.refresh(later)
    return later


def test_s31_who_withdraws_and_comes_back_or_moves_the_lead_still_leads_one_too_many(house, session):
    lead, partner = make.pair(house, 1)
    one = make.submitted(house, make.joined(house, lead, partner))
    actions.withdraw(one, "A job abroad", lead, NOW)
    two = make.submitted(house, make.joined(house, lead, make.pair(house, 2)[1]))
    session.flush()
    assert results(two, house.cast.olu)["lead_once"] is Result.PASS
    back = actions.propose(one, Proposal(ChangeKind.REINSTATE, "Withdrawn by mistake"), house.cast.olu, NOW)
    actions.agree(back, house.cast.uma, NOW)
    session.flush()
    assert {results(each, house.cast.olu)["lead_once"] for each in (one, two)} == {Result.FAIL}
    for each in (one, two):
        moved = Proposal(ChangeKind.TRANSFER_LEAD, "The work is there", house.second)
        actions.agree(actions.propose(each, moved, house.cast.olu, NOW), house.cast.uma, NOW)
        session.flush()
        assert {results(other, house.cast.olu)["lead_once"] for other in (one, two)} == {Result.FAIL}
