"""The pages on which a deadline is put off: asked about in the form, on the public record with its reason. Cases 3, 4, 34."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from grants import clock
from grants.calls.model import Call, Extension
from grants.rules.extensions import ExtensionState
from tests import make


@pytest.fixture
def house(session, at, app):
    return make.opened(session, at)


def page(house):
    return f"/office/calls/{house.call.id}/deadlines"


def said(house, **other):
    form = {
        "version": house.session.get(Call, house.call.id).version, "whom": "all", "zone": "Europe/Stockholm",
        "closes": "2022-04-07", "closes_clock": "10:00", "reason_en": "The form was out of order for a day.",
        "reason_ja": "システム障害のため。", "reason_sv": "Formuläret låg nere.",
    }  # fmt: skip
    return form | other


def proposal(house):
    return house.session.scalars(select(Extension).where(Extension.state == ExtensionState.PROPOSED)).one_or_none()


def agreed(house, client, **other):
    client.be(house.cast.olu)
    assert client.send(page(house), **said(house, **other)).status_code == 303
    client.be(house.cast.uma)
    one = proposal(house)
    assert client.send(f"/office/extensions/{one.id}/agree", version=one.version).status_code == 303


def test_case_34_the_old_deadline_stays_on_the_public_page_struck_through_beside_the_new_one_and_its_reason(
    house, client
):
    lund = make.members(house.session, house.call, house.second)[0]
    agreed(house, client, whom=f"institution:{lund.id}")
    client.nobody()
    text = client.get(f"/calls/{house.call.id}").get_data(as_text=True)
    assert lund.name["en"] in text
    assert "The form was out of order for a day." in text
    for shown in ("Thursday 31 March 2022, 17:00 JST", "Thursday 7 April 2022, 17:00 JST",
                  "Thursday 31 March 2022, 10:00 CEST", "Thursday 7 April 2022, 10:00 CEST"):  # fmt: skip
        assert shown in text.replace("\xa0", " "), shown
    assert "<s>" not in text  # the old one still counts for all others
    agreed(house, client)
    client.nobody()
    text = client.get(f"/calls/{house.call.id}").get_data(as_text=True)
    assert text.count("<s>") == 1


def test_case_3_each_side_reads_its_own_weekday_and_hour(house, client):
    agreed(house, client, closes="2022-10-29", closes_clock="17:00")
    client.nobody()
    text = client.get(f"/calls/{house.call.id}").get_data(as_text=True)
    assert "Saturday 29 October 2022, 17:00 CEST" in text
    assert "Sunday 30 October 2022, 00:00 JST" in text


def test_case_4_the_form_refuses_an_hour_that_is_not_there_and_asks_which_of_two_is_meant(house, client):
    client.be(house.cast.olu)
    gap = client.send(page(house), **said(house, closes="2026-03-29", closes_clock="02:30"))
    assert gap.status_code == 422
    assert "There is no 02:30 on 29 March 2026" in gap.get_data(as_text=True)
    fold = client.send(page(house), **said(house, closes="2026-10-25", closes_clock="02:30"))
    assert fold.status_code == 422
    assert "Which of the two is meant?" in fold.get_data(as_text=True)
    answered = client.send(page(house), **said(house, closes="2026-10-25", closes_clock="02:30", fold="1"))
    assert answered.status_code == 303
    assert proposal(house).at.isoformat() == "2026-10-25T01:30:00+00:00"


def test_case_1_a_zone_is_chosen_never_typed(house, client):
    client.be(house.cast.olu)
    for zone in ("CET", "JST", "17:00 CET"):
        assert client.send(page(house), **said(house, zone=zone)).status_code == 422
    assert proposal(house) is None


def test_what_is_left_is_told_by_the_servers_clock(house, client):
    clock.stop(house.call.closing.at - timedelta(days=2, hours=3, minutes=4, seconds=5))
    client.nobody()
    text = client.get(f"/calls/{house.call.id}").get_data(as_text=True)
    assert "2 d 3 h 4 min" in text
    assert 'data-left="183845"' in text
    clock.stop(house.call.closing.at + timedelta(seconds=1))
    assert "data-left" not in client.get(f"/calls/{house.call.id}").get_data(as_text=True)


def test_what_waits_stands_among_the_needs_of_the_other_side_and_a_stale_answer_is_refused(house, client):
    client.be(house.cast.olu)
    client.send(page(house), **said(house))
    client.be(house.cast.uma)
    assert "proposes a later deadline" in client.get("/office").get_data(as_text=True)
    one = proposal(house)
    assert client.send(f"/office/extensions/{one.id}/agree", version=one.version - 1).status_code == 422
    assert client.send(f"/office/extensions/{one.id}/drop", version=one.version).status_code == 303
    assert "proposes a later deadline" not in client.get("/office").get_data(as_text=True)


def test_one_application_is_chosen_by_its_number_and_shown_to_officers_only(house, client):
    ours = make.written(house)
    clock.stop(house.call.closing.at + timedelta(hours=1))
    agreed(house, client, whom=f"application:{ours.id}")
    assert ours.ref in client.get(page(house)).get_data(as_text=True)
    client.nobody()
    assert ours.ref not in client.get(f"/calls/{house.call.id}").get_data(as_text=True)
    client.be(house.cast.ada)
    assert client.get(f"/my/applications/{ours.id}/submit").status_code == 200
    assert "2022年4月7日" in client.get(f"/my/applications/{ours.id}").get_data(as_text=True)
