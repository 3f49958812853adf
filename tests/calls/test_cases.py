"""Cases 7, 12, 32 and 33 of the real cases: one text for twins, a side without money, names with dates, third parties."""

from dataclasses import replace
from datetime import date, datetime

import pytest
from sqlalchemy import select

from grants import clock
from grants.applications import actions as applications
from grants.applications.actions import BudgetRow
from grants.applications.actions.inviting import Invited
from grants.applications.content import content_of
from grants.applications.model import Answer, Right
from grants.applications.queries import examined, gaps
from grants.calls import actions as calls
from grants.calls.definition import read, write
from grants.calls.queries import definition_of
from grants.decisions.queries import cases_of
from grants.letters.actions import prepare
from grants.letters.model import Letter
from grants.letters.wording import Numbered, facts_of
from grants.money import Money
from grants.people.model import Institution
from grants.rules.applications import ApplicationState
from grants.rules.awards import AwardStanding
from grants.rules.decisions import Recommendation
from grants.rules.eligibility import Result
from grants.rules.refusal import Overtaken, Refused
from tests import make


def test_case_7_twins_cannot_differ_what_is_shared_is_written_once_and_only_the_annex_is_a_side_s_own(session, at):
    house = make.opened(session, at)
    application = make.written(house)
    shared = {one.code for one in house.call.questions if one.form == "application" and not one.per_side}
    kept = session.execute(select(Answer.question, Answer.side).where(Answer.application_id == application.id)).all()
    assert {side for question, side in kept if question in shared} == {""}
    assert {(question, side) for question, side in kept if side} == {
        (question, side) for question in ("contribution", "export_control") for side in ("JP", "SE")
    }
    plan = next(one for one in application.answers if one.question == "plan")
    seen = plan.version
    applications.write(application, [make.Written("plan", "Agreed by both", seen=seen)], house.cast.ada, house.at)
    with pytest.raises(Overtaken):
        applications.write(application, [make.Written("plan", "Another twin", seen=seen)], house.cast.ben, house.at)
    assert [one["value"] for one in content_of(application)["answers"] if one["question"] == "plan"] == [
        "Agreed by both"
    ]


def test_case_12_a_side_that_is_asked_for_nothing_consents_and_does_not_vote(session, at):
    house = make.opened(session, at, "uniq-2025")
    application = make.written(house)
    nothing = [BudgetRow("travel", "Paid from another grant", "0")]
    applications.set_budget(application.part("US"), nothing, application.part("US").pi, house.at)
    assert gaps(application) == []
    for side in ("TW", "JP"):
        applications.confirm(application, application.content_version, application.part(side).pi, house.at)
    with pytest.raises(Refused, match="has not confirmed"):
        applications.submit(application, application.content_version, application.lead.pi, house.at)
    applications.confirm(application, application.content_version, application.part("US").pi, house.at)
    applications.submit(application, application.content_version, application.lead.pi, house.at)
    make.closed(house)
    make.reviewed(house, application)
    make.advised(house, Recommendation.FUND, application)
    session.flush()
    assert [side.is_in for side in cases_of(session, house.call)[0].sides] == [False, True, False]
    make.followed(house)
    award = make.released(house)[0]
    assert application.state is ApplicationState.APPROVED
    assert [(part.side.code, part.granted) for part in award.parts] == [
        ("TW", Money(30_000_000, "TWD")), ("JP", Money(1_000_000, "JPY")),
    ]  # fmt: skip
    make.in_writing(house)
    make.accepted(house, award)
    assert award.standing is AwardStanding.ACTIVE


def later(house, day):
    house.at = datetime.combine(day, datetime.min.time(), house.at.tzinfo)
    clock.stop(house.at)
    return house.at


def test_case_32_an_old_letter_keeps_the_old_name_and_a_new_one_says_the_new(session, at):
    house = make.opened(session, at, "ucl-osaka-2022")
    application = make.submitted(house)
    make.closed(house)
    make.reviewed(house, application)
    make.advised(house, Recommendation.REJECT, application)
    make.followed(house)
    make.released(house)
    osaka = session.scalars(select(Institution).where(Institution.ror == "035t8zc32")).one()
    assert osaka.name["en"] == "Osaka University"
    make.in_writing(house)
    old = session.scalars(select(Letter).where(Letter.side.has(code="JP"))).unique().one()
    sealed = dict(old.facts)
    later(house, date(2025, 4, 1))
    assert osaka.name["en"] == "The University of Osaka"
    session.expire_all()
    assert old.facts == sealed
    assert "Osaka University" in str(sealed)
    assert "The University of Osaka" not in str(sealed)
    new = facts_of(old, Numbered("UO-JP-2025-1", date(2025, 4, 1), "http://localhost"))
    assert [one.institution_english for one in new.partners if one.side == "大阪大学"] == ["The University of Osaka"]


def test_case_32_who_leaves_the_consortium_keeps_the_award_and_is_outside_the_next_call(session, at):
    house = make.opened(session, at)
    report = make.funded(house)[0]
    left = next(one for one in house.call.programme.members if one.institution_id == house.cast.ada.institution_id)
    left.until = date(2022, 12, 31)
    session.flush()
    again = read(write(definition_of(house.call)).replace("MIRAI-2022", "MIRAI-2023"))
    times = replace(
        again.times, opens=again.times.opens.replace(year=2023), closes=again.times.closes.replace(year=2023),
        internal_on=None, reviews_due_on=None, decides_by=None, announces_on=None,
    )  # fmt: skip
    award = replace(again.award, starts_on=date(2023, 7, 1), ends_on=date(2024, 3, 31))
    changed = replace(again, times=times, award=award, report=replace(again.report, due_on=date(2024, 4, 30)))
    with_it = calls.create_call(session, replace(changed, code="MIRAI-2024"), house.cast.olu, house.at)
    with pytest.raises(Refused, match="No agreement binds"):
        calls.propose(with_it, house.cast.olu, house.at)
    without = tuple(party for party in changed.parties if party.institution != "waseda")
    call = calls.create_call(session, replace(changed, parties=without), house.cast.olu, house.at)
    calls.propose(call, house.cast.olu, house.at)
    calls.publish(call, house.cast.uma, house.at)
    now = later(house, date(2023, 2, 2))
    application = applications.start(call, "JP", house.cast.ada, now)
    assert report.award.parts[0].institution_id == house.cast.ada.institution_id
    assert report.award.standing is AwardStanding.ACTIVE
    found = {one.code: one for one in examined(application)}
    assert found["members"].result is Result.FAIL


def test_case_33_three_parties_in_a_call_of_three_and_a_third_without_money_in_a_call_of_two(session, at):
    house = make.opened(session, at, "kyushu-illinois-2022")
    application = make.joined(house)
    firm = Invited(
        "ines@example.org", "Ines Industry", "JP", Right.VIEW, "industry", affiliation="Example Instruments Ltd"
    )
    applications.invite(application, firm, house.cast.ada, house.at)
    make.submitted(house, application)
    said = content_of(application)["members"][0]
    assert (said["name"], said["affiliation"], said["institution"]) == ("Ines Industry", "Example Instruments Ltd", {})
    assert [part["side"] for part in content_of(application)["parts"]] == ["JP", "US"]


def test_case_33_a_partner_side_without_money_takes_part_consents_and_gets_no_award_of_nothing(session, at):
    text = make.DEFINITIONS["kyushu-illinois-2022"].read_text()
    unfunded = text.replace("cap: USD 7,500 ", "cap: USD 0 ").replace(
        '  - {side: US, institution: illinois, pots: [{pledge: "USD 37,500"}]}\n', "",
    ).replace("policy: JOINT_COMMITTEE", "policy: ONE_SIDED")  # fmt: skip
    assert unfunded != text
    house = make.published(make.drafted_from(session, at, read(unfunded)))
    application = make.submitted(house)
    assert [part.requested.minor for part in application.parts] == [1_000_000, 0]
    report = make.funded(house, [application])[0]
    assert [part.side.code for part in report.award.parts] == ["JP"]
    with pytest.raises(Refused, match="No letter of your side is owed"):
        prepare(house.call, house.cast.uma, house.at)
    assert report.award.standing is AwardStanding.ACTIVE
