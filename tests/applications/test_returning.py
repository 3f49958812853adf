"""An application given back for correction: one side proposes, the other agrees, its team corrects it or it stands."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from grants.applications import actions
from grants.applications.actions import Later
from grants.applications.model import ConflictKind
from grants.history import Entry
from grants.mail import Message
from grants.reviews import actions as reviews
from grants.reviews.actions import Asked
from grants.rules.access import may_read
from grants.rules.applications import ApplicationState as A
from grants.rules.deadlines import of_application, shuts
from grants.rules.eligibility import Result
from grants.rules.extensions import ExtensionState
from grants.rules.refusal import Refused
from tests import make
from tests.applications.test_later import handed_in, on, swept

WHY = {
    "en": "Name the early-career researcher.",
    "ja": "若手研究者の氏名を記入してください。",
    "sv": "Namnge den unga forskaren.",
}


@pytest.fixture
def house(session, at):
    return make.opened(session, at)


@pytest.fixture
def ours(house):
    """Submitted in a call that closed an hour ago."""
    application = make.submitted(house)
    on(house, house.call.closing.at + timedelta(hours=1))
    swept(house)
    return application


def proposed(house, application, by=None, why=WHY):
    later = Later("2022-04-08 17:00", "Asia/Tokyo", why, application=application, returns=True)
    found = actions.propose_extension(house.call, later, by or house.cast.olu, house.at)
    house.session.flush()
    return found


def returned(house, application):
    extension = proposed(house, application)
    actions.agree_extension(extension, house.cast.uma, house.at)
    house.session.flush()
    return extension


def mails(house, kind):
    return {one.to: one for one in house.session.scalars(select(Message).where(Message.kind == kind))}


def test_one_side_proposes_the_other_agrees_and_only_then_it_is_open_to_its_team(house, ours):
    extension = proposed(house, ours)
    assert ours.state is A.SUBMITTED
    assert list(mails(house, "extension.proposed")) == ["uma@example.org"]
    with pytest.raises(Refused):
        actions.agree_extension(extension, house.cast.olu, house.at)
    with pytest.raises(Refused):
        actions.write(ours, make.answers(ours)[:1], ours.lead.pi, house.at)
    actions.agree_extension(extension, house.cast.uma, house.at)
    assert (ours.state, extension.state) == (A.RETURNED, ExtensionState.AGREED)
    actions.write(ours, make.answers(ours)[:1], ours.lead.pi, house.at)
    steps = select(Entry.step).where(Entry.application_id == ours.id, Entry.noun == "application")
    assert "return_for_correction" in house.session.scalars(steps).all()


def test_everybody_is_told_what_to_correct_until_when_on_both_clocks_each_in_their_language(house, ours):
    returned(house, ours)
    told = mails(house, "extension.agreed")
    assert set(told) == {f"{who}@example.org" for who in ("ada", "ben", "olu", "uma")}
    ada, ben = told["ada@example.org"], told["ben@example.org"]
    for mail, why, tokyo, lund in (
        (ada, WHY["ja"], "2022年4月8日", "10:00"), (ben, WHY["sv"], "8 april 2022", "10:00"),
    ):  # fmt: skip
        assert why in mail.body
        assert all(part in mail.body for part in (tokyo, "17:00", lund)), mail.body
        assert ours.ref in mail.subject


def test_it_is_corrected_submitted_again_and_only_the_new_submission_counts(house, ours):
    first = ours.snapshots[-1].sha256
    returned(house, ours)
    actions.write(ours, [actions.Written("title", "Corrected: 高齢社会", "")], ours.lead.pi, house.at)
    for step in (
        lambda: actions.check_eligibility(ours, house.first, (Result.PASS, ""), house.cast.olu, house.at),
        lambda: reviews.assign([Asked(ours, make.judge(house, house.cast.rea))], house.cast.olu, house.at),
    ):
        with pytest.raises(Refused):
            step()
    assert not may_read(house.cast.ivo, "ranked application", ours)
    handed_in(house, ours)
    assert (ours.state, len(ours.snapshots)) == (A.SUBMITTED, 2)
    assert ours.snapshots[-1].sha256 != first
    on(house, shuts(of_application(ours)) + timedelta(minutes=1))
    swept(house)
    assert may_read(house.cast.ivo, "ranked application", ours)
    assert (ours.state, mails(house, "stands"), mails(house, "not_corrected")) == (A.SUBMITTED, {}, {})


def test_what_is_not_submitted_again_stands_as_it_was_and_team_and_offices_are_told_once(house, ours):
    extension = returned(house, ours)
    actions.write(ours, make.answers(ours)[:1], ours.lead.pi, house.at)
    on(house, shuts(of_application(ours)) + timedelta(minutes=1))
    for _ in range(2):
        swept(house)
    assert (ours.state, len(ours.snapshots), extension.state) == (A.SUBMITTED, 1, ExtensionState.OVER)
    for kind, who in (("stands", ("ada", "ben")), ("not_corrected", ("olu", "uma"))):
        found = select(Message.to).where(Message.kind == kind)
        assert sorted(house.session.scalars(found)) == [f"{one}@example.org" for one in who], kind
    with pytest.raises(Refused):
        actions.write(ours, make.answers(ours)[:1], ours.lead.pi, house.at)


def test_a_return_that_is_dropped_changes_nothing(house, ours):
    extension = proposed(house, ours)
    with pytest.raises(Refused, match="already"):
        proposed(house, ours, house.cast.uma)
    actions.drop_extension(extension, house.cast.uma, house.at)
    assert ours.state is A.SUBMITTED
    assert mails(house, "extension.agreed") == {}


def test_while_there_is_time_a_team_corrects_it_by_itself(house):
    early = make.submitted(house)
    with pytest.raises(Refused, match="There is still time"):
        proposed(house, early)


def test_what_somebody_has_begun_to_judge_is_not_returned(house, ours):
    asked = reviews.assign([Asked(ours, make.judge(house, house.cast.rea))], house.cast.olu, house.at)[0]
    extension = proposed(house, ours)
    reviews.accept(asked, house.cast.rea, house.at)
    house.session.flush()
    house.session.expire_all()
    with pytest.raises(Refused, match="begun to read"):
        actions.agree_extension(extension, house.cast.uma, house.at)
    assert ours.state is A.SUBMITTED


def test_a_return_needs_a_reason_one_application_and_an_officer_without_conflict(house, ours):
    with pytest.raises(Refused, match="reason"):
        proposed(house, ours, why={"ja": "理由"})
    with pytest.raises(Refused, match="Only one application"):
        proposed(house, None)
    actions.record_conflict(ours, house.cast.uma, (ConflictKind.DECLARED, "a friend"), house.cast.uma, house.at)
    extension = proposed(house, ours)
    assert mails(house, "extension.proposed") == {}
    for person in (house.cast.uma, house.cast.ada, house.cast.ivo, house.cast.aud, house.cast.sys):
        with pytest.raises(Refused):
            actions.agree_extension(extension, person, house.at)


# --- the pages ---------------------------------------------------------------------------------------------------------


def text(answer):
    return answer.get_data(as_text=True).replace("\xa0", " ")


def test_the_pages_lead_from_the_case_through_the_other_side_to_the_team_and_back(client, house, ours):
    case = f"/office/applications/{ours.id}"
    client.be(house.cast.olu)
    said = {f"return-reason_{code}": why for code, why in WHY.items()}
    said |= {"return-zone": "Asia/Tokyo", "return-closes": "2022-04-08", "return-closes_clock": "17:00"}
    assert f'action="{case}/return"' in text(client.get(case))
    assert client.send(f"{case}/return", **said | {"return-reason_en": ""}).status_code == 422
    assert client.send(f"{case}/return", **said | {"return-zone": "JST"}).status_code == 422
    assert client.send(f"{case}/return", **said).status_code == 303
    both_clocks = ("Friday 8 April 2022, 17:00 JST", "Friday 8 April 2022, 10:00 CEST")
    for person in (house.cast.olu, house.cast.uma):
        waiting = text(client.be(person).get(case))
        assert all(one in waiting for one in both_clocks)
        assert "waits for a second officer" in waiting
    home = text(client.get("/office"))
    assert f"{ours.ref} is to be returned for correction: please agree" in home
    desk = text(client.get(f"/office/calls/{house.call.id}/deadlines"))
    assert "A return for correction waits for a second officer" in desk
    extension = ours.call.extensions[-1]
    assert client.send(f"/office/extensions/{extension.id}/agree", version=extension.version).status_code == 303
    now = text(client.get(case))
    assert "Returned to its team" in now
    assert WHY["en"] in now
    assert all(one in now for one in both_clocks)
    house.session.expire_all()
    house.cast.ada.language = "en"
    team = text(client.be(house.cast.ada).get(f"/my/applications/{ours.id}"))
    assert WHY["en"] in team
    assert all(one in team for one in both_clocks)
    assert client.get(f"/my/applications/{ours.id}/submit").status_code == 200
    listed = text(client.be(house.cast.olu).get(f"/office/calls/{house.call.id}/applications?state=returned"))
    assert ours.ref in listed


def test_where_it_cannot_be_returned_the_page_says_why(client, house):
    early = make.submitted(house)
    client.be(house.cast.olu)
    page = text(client.get(f"/office/applications/{early.id}"))
    assert "There is still time: its team can reopen it by itself." in page
    assert "/return" not in page
