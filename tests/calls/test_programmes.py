"""The six programmes, with no code of their own: imported, published, applied to, closed, judged, funded, reported."""

import pytest
from sqlalchemy import func, select

from grants.applications import actions as applications
from grants.applications.model import Application
from grants.applications.queries import gaps
from grants.calls.actions import create_call, propose, publish
from grants.calls.definition import read, write
from grants.calls.queries import definition_of
from grants.decisions.queries import cases_of
from grants.letters.model import Letter
from grants.money import Money
from grants.rules.applications import ApplicationState
from grants.rules.calls import CallState
from grants.rules.letters import LetterState
from grants.rules.refusal import Refused
from tests import make

SIX = sorted(make.DEFINITIONS)
SHAPES = {
    "kyushu-illinois-2022": ("JOINT_COMMITTEE", ["JP", "US"]),
    "mirai-2022": ("NOMINATE_THEN_HOME", ["JP", "SE"]),
    "renkei-2022": ("NOMINATE_THEN_HOME", ["JP"]),
    "ucl-osaka-2022": ("JOINT_COMMITTEE", ["UK", "JP"]),
    "uniq-2025": ("UNANIMOUS", ["TW", "US", "JP"]),
    "young-leaders-2023": ("ONE_SIDED", ["JP"]),
}


def test_there_are_six_programmes_of_every_shape_and_policy():
    assert sorted(SHAPES) == SIX


@pytest.mark.parametrize("name", SIX)
def test_a_programme_is_published_applied_to_and_closed(session, at, name):
    house = make.opened(session, at, name)
    assert house.call.state is CallState.PUBLISHED
    application = make.submitted(house)
    assert (house.call.policy, [part.side for part in application.parts]) == SHAPES[name]
    assert application.state is ApplicationState.SUBMITTED
    make.closed(house)
    assert house.call.state is CallState.CLOSED
    assert [case.ref for case in cases_of(session, house.call)] == [f"{house.call.code}-001"]


@pytest.mark.parametrize("name", SIX)
def test_a_programme_goes_on_to_its_accepted_awards_and_reports(session, at, name):
    house = make.opened(session, at, name)
    application = make.submitted(house)
    report = make.funded(house, [application])[0]
    assert application.state is ApplicationState.APPROVED
    sides = SHAPES[name][1]
    assert [part.side.code for part in report.award.parts] == sides
    assert [part.granted for part in report.award.parts] == [part.requested for part in application.parts]
    issued = select(func.count(Letter.id)).where(Letter.state == LetterState.ISSUED)
    assert session.scalar(issued) == len(sides)
    make.reported(house, report)
    assert report.submitted_at is not None


@pytest.mark.parametrize("name", SIX)
def test_a_published_call_exports_to_a_file_that_imports_as_the_same_call(session, at, name):
    house = make.opened(session, at, name)
    session.flush()
    file = write(definition_of(house.call)).replace(house.call.code, "AGAIN-2030")
    again = create_call(session, read(file), house.cast.olu, at)
    session.flush()
    assert write(definition_of(again)) == file
    propose(again, house.cast.olu, at)
    publish(again, house.cast.uma, at)
    assert again.state is CallState.PUBLISHED


def test_a_nomination_has_one_part_on_whichever_side_nominates_and_needs_its_team(session, at):
    house = make.opened(session, at, "renkei-2022")
    application = make.started(house)
    british = applications.start(house.call, "UK", house.cast.ben, house.at)
    assert [[part.side for part in one.parts] for one in (application, british)] == [["JP"], ["UK"]]
    lacking = [str(gap.sentence) for gap in gaps(application) if gap.section == "team"]
    assert lacking == ["Fellow: 0 on the team, at least 2 are needed."]
    both = [make.submitted(house, one) for one in (make.joined(house), make.teamed(house, british))]
    make.closed(house)
    for one in both:
        make.reviewed(house, one)
    make.advised(house, make.Recommendation.FUND, *both)
    make.followed(house)
    awards = make.released(house)
    assert [[part.granted for part in award.parts] for award in awards] == [
        [Money(600_000, "GBP")], [Money(300_000, "JPY")],
    ]  # fmt: skip


def test_only_the_side_that_leads_starts_in_a_call_that_says_so(session, at):
    house = make.opened(session, at, "ucl-osaka-2022")
    with pytest.raises(Refused, match="an application is started by"):
        applications.start(house.call, "JP", house.cast.ben, house.at)
    with pytest.raises(Refused, match="Choose the side"):
        applications.start(house.call, "SE", house.cast.ben, house.at)
    assert session.scalar(select(func.count(Application.id))) == 0


def test_a_strand_has_a_cap_of_its_own(session, at):
    house = make.opened(session, at, "young-leaders-2023")
    application = make.written(house)
    side = house.call.sides[0]
    assert [side.cap_for(code) for code in ("in_person", "online")] == [Money(800_000, "JPY"), Money(300_000, "JPY")]
    assert application.theme == "in_person"
    online = [make.Written("theme", "online")]
    applications.write(application, online, application.lead.pi, house.at)
    over = [str(gap.sentence) for gap in gaps(application) if gap.anchor == "budget"]
    assert len(over) == 1
    assert "300,000" in over[0]


def test_one_side_alone_still_has_four_eyes(session, at):
    house = make.drafted(session, at, "young-leaders-2023")
    propose(house.call, house.cast.olu, at)
    with pytest.raises(Refused):
        publish(house.call, house.cast.olu, at)
    publish(house.call, house.cast.uma, at)
    assert house.call.state is CallState.PUBLISHED
