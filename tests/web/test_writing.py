"""Nothing typed is ever lost: two people in one place, every version kept, sessions that end, lines of a budget."""

import re
from datetime import timedelta
from html import unescape

import pytest
from flask.testing import FlaskClient
from sqlalchemy import func, select

from grants import clock
from grants.applications.model import Answer, Application, Version
from grants.jobs.purge import sweep
from grants.people.model import ParkedForm, SignedIn
from tests import make
from tests.client import budget_line, look
from tests.conftest import NOW


@pytest.fixture
def mirai(session):
    house = make.opened(session, NOW)
    for person in (house.cast.ada, house.cast.ben, house.cast.eva):
        person.language = "en"
    return house


@pytest.fixture
def draft(mirai):
    return make.joined(mirai)


@pytest.fixture
def ada(client, mirai):
    return client.be(mirai.cast.ada)


def own(application):
    return f"/my/applications/{application.id}"


def section_of(draft):
    return f"{own(draft)}/sections/{make.first_section(draft.call)}"


def text(answer):
    return unescape(answer.get_data(as_text=True))


def fields_of(page):
    """What a page's own form would send back untouched."""
    found = re.findall(r'<input type="(?:hidden|text)"[^>]*name="([^"]+)"[^>]*value="([^"]*)"', page)
    found += re.findall(r'<input[^>]*name="([^"]+)" type="(?:hidden|text)" value="([^"]*)"', page)
    return {name: unescape(value) for name, value in found}


def title_now(client):
    return client.session.scalar(select(Answer.value).where(Answer.question == "title"))


def versions(client, place="title"):
    wanted = select(Version).where(Version.place == place).order_by(Version.at, Version.number)
    return [(one.value, one.is_aside) for one in client.session.scalars(wanted)]


# --- two people, two tabs --------------------------------------------------------------------------------------------


def test_two_texts_that_met_are_both_on_record_whichever_is_taken(ada, mirai, draft):
    place = section_of(draft)
    ada.send(f"{place}/autosave", title="By Ada", changed="title", version="title:0")
    ada.be(mirai.cast.ben)
    answer = ada.send(f"{place}/autosave", title="By Ben", changed="title", version="title:0")
    assert answer.status_code == 409
    assert answer.get_json()["theirs"] == {"title": "By Ada"}
    assert versions(ada) == [("By Ben", True), ("By Ada", False)]
    shown = answer.get_json()["clashes"]["title"]
    assert "<del>Ada</del>" in shown
    assert "<ins>Ben</ins>" in shown


@pytest.mark.parametrize(
    ("choice", "kept"), [("theirs", "By Ada"), ("mine", "By Ben"), ("both", "By Ada Ben")],
)  # fmt: skip
def test_without_scripts_the_writer_takes_one_the_other_or_both(ada, mirai, draft, choice, kept):
    place = section_of(draft)
    ada.send(place, title="By Ada", version="title:0")
    shown = text(ada.be(mirai.cast.ben).send(place, title="By Ben", version="title:0"))
    assert 'name="stays-title"' in shown
    assert title_now(ada) == "By Ada"
    version = fields_of(shown)["version"]
    assert ada.send(place, title="By Ben", version=version, **{"stays-title": choice}).status_code == 303
    assert title_now(ada) == kept


def test_what_a_page_showed_and_its_writer_left_alone_is_not_written_back(ada, mirai, draft):
    place = section_of(draft)
    ada.send(place, title="Written first", summary="A sea of years", version="")
    sent = fields_of(text(ada.get(place))) | {"summary": "A sea of years"}
    assert sent["title"] == "Written first"
    ada.be(mirai.cast.ben).send(place, title="Written by Ben", changed="title")
    ada.be(mirai.cast.ada)
    assert (
        ada.send(place, **sent | {"csrf_token": ada.make_token(), "summary": "A sea of many years"}).status_code == 303
    )
    assert title_now(ada) == "Written by Ben"
    assert ada.session.scalar(select(Answer.value).where(Answer.question == "summary")) == "A sea of many years"


def test_a_field_that_was_not_sent_is_not_emptied(ada, draft):
    place = section_of(draft)
    ada.send(place, title="Written first")
    ada.send(place, summary="Only this")
    assert title_now(ada) == "Written first"


def test_ones_own_text_whose_saving_one_was_not_told_of_is_written_on(ada, draft):
    place = f"{section_of(draft)}/autosave"
    ada.send(place, title="A long", changed="title", version="title:0")
    answer = ada.send(place, title="A long title", changed="title", version="title:0")
    assert answer.status_code == 200
    assert title_now(ada) == "A long title"


# --- every version ---------------------------------------------------------------------------------------------------


def test_a_burst_of_one_person_is_one_version_and_another_person_s_never(ada, mirai, draft):
    place = f"{section_of(draft)}/autosave"
    for words in ("A", "A sea", "A sea of years"):
        ada.send(place, title=words, changed="title")
    ada.be(mirai.cast.ben).send(place, title="By Ben", changed="title")
    clock.stop(mirai.at + timedelta(minutes=11))
    ada.send(place, title="By Ben, later", changed="title")
    assert versions(ada) == [("A sea of years", False), ("By Ben", False), ("By Ben, later", False)]


def test_a_version_can_be_restored_and_the_restoring_is_a_version_too(ada, mirai, draft):
    place = section_of(draft)
    ada.send(place, title="First words")
    ada.be(mirai.cast.ben).send(place, title="Other words")
    page = text(ada.get(f"{place}/history"))
    assert "<del>First</del><ins>Other</ins> words" in page
    assert "Stands now" in page
    first = next(one for one in ada.session.scalars(select(Version)) if one.value == "First words")
    answer = ada.send(f"{own(draft)}/versions/{first.id}/restore")
    assert answer.location.endswith("/history")
    assert title_now(ada) == "First words"
    assert ada.session.get(Application, draft.id).title == "First words"
    assert [value for value, _ in versions(ada)] == ["First words", "Other words", "First words"]


def test_history_is_the_team_s_and_a_version_opens_in_its_own_application_only(ada, mirai, draft):
    ada.send(section_of(draft), title="First words")
    first = ada.session.scalars(select(Version).where(Version.place == "title")).one()
    elsewhere = make.started(mirai)
    assert ada.send(f"{own(elsewhere)}/versions/{first.id}/restore").status_code == 404
    for person in (mirai.cast.max, mirai.cast.olu, mirai.cast.rea):
        assert ada.be(person).get(f"{section_of(draft)}/history").status_code == 404
        assert ada.send(f"{own(draft)}/versions/{first.id}/restore").status_code == 404


def test_a_history_takes_as_many_statements_for_many_versions_as_for_one(ada, mirai, draft, statements):
    place = section_of(draft)
    ada.send(place, title="First words")
    with statements() as one:
        assert ada.get(f"{place}/history").status_code == 200
    for number in range(3):
        clock.stop(mirai.at + timedelta(hours=number + 1))
        ada.send(place, title=f"Words {number}", summary=f"Also {number}")
    with statements() as many:
        assert text(ada.get(f"{place}/history")).count("Restore this version") == 5
    assert len(many) == len(one)


# --- a side's part ---------------------------------------------------------------------------------------------------


def test_a_budget_is_saved_line_by_line_and_added_up_by_the_server(ada, draft):
    place = f"{own(draft)}/sides/JP"
    line = budget_line(1, category="travel", purpose="Two visits", quantity="２", amount="10万")
    told = ada.send(f"{place}/autosave", changed=f"line.{1:032x}", version=f"line.{1:032x}:0", **line).get_json()
    assert told["echoes"][f"amount-{1:032x}"] == "= JPY\u00a0200,000"
    assert told["echoes"]["total"] == "= JPY\u00a0200,000"
    assert "JPY\u00a0200,000 of at most JPY\u00a0400,000" in told["echoes"]["room"]
    assert f"line.{1:032x}:1-" in told["version"]
    assert draft.part("JP").requested_minor == 200_000
    ada.send(place, **budget_line(2, category="workshop", purpose="Room", amount="300,000"))
    assert draft.part("JP").requested_minor == 500_000
    shown = text(ada.get(place))
    assert "JPY\u00a0100,000 more than the JPY\u00a0400,000" in shown
    assert [line.purpose for line in draft.part("JP").budget] == ["Two visits", "Room"]


def test_a_reason_goes_with_its_line_and_comes_back_with_it(ada, draft):
    place = f"{own(draft)}/sides/JP"
    ada.send(
        place, **budget_line(category="travel", purpose="Visit", amount="1,000", justification="The archive is there.")
    )
    assert draft.part("JP").budget[0].justification == "The archive is there."
    key = f"{1:032x}"
    ada.send(place, remove=key, **budget_line(category="travel", purpose="Visit", amount="1,000"))
    assert draft.part("JP").budget == []
    assert draft.part("JP").requested_minor == 0
    kept = ada.session.scalars(select(Version).where(Version.place == f"line.{key}").order_by(Version.number)).first()
    assert ada.send(f"{own(draft)}/versions/{kept.id}/restore").location.endswith("/sides/JP/history")
    assert [(one.purpose, one.justification) for one in draft.part("JP").budget] == [("Visit", "The archive is there.")]
    assert draft.part("JP").requested_minor == 1_000


def test_two_people_on_one_line_and_in_one_fact_of_a_part_lose_neither(ada, mirai, draft):
    whom = make.Invited("eva@example.org", "Eva", "JP", make.Right.EDIT, "ecr")
    invitation = make.applications.invite(draft, whom, mirai.cast.ada, mirai.at)
    make.applications.accept_invitation(invitation, mirai.cast.eva, mirai.at)
    place, key = f"{own(draft)}/sides/JP/autosave", f"line.{1:032x}"
    ada.send(
        place,
        changed=[key, "unit"],
        unit="By Ada",
        version=f"unit:0 {key}:0",
        **budget_line(purpose="By Ada", category="travel"),
    )
    ada.be(mirai.cast.eva)
    answer = ada.send(place, changed=[key, "unit"], unit="By Eva", version=f"unit:0 {key}:0",
                      **budget_line(purpose="By Eva", category="travel"))  # fmt: skip
    assert answer.status_code == 409
    assert answer.get_json()["theirs"] == {f"purpose-{1:032x}": "By Ada", "unit": "By Ada"}
    assert draft.part("JP").unit == draft.part("JP").budget[0].purpose == "By Ada"
    assert ("By Eva", True) in versions(ada, "part.unit")
    assert any(is_aside and value["purpose"] == "By Eva" for value, is_aside in versions(ada, key))


def test_a_line_sent_twice_is_one_line(ada, draft):
    for _ in range(2):
        ada.send(f"{own(draft)}/sides/JP", **budget_line(category="travel", purpose="Visit", amount="1"))
    assert len(draft.part("JP").budget) == 1


def test_a_line_is_kept_while_its_amount_is_not_written_yet(ada, draft):
    place = f"{own(draft)}/sides/JP"
    assert ada.send(place, **budget_line(category="travel", purpose="Visit", amount="")).status_code == 303
    assert draft.part("JP").requested_minor == 0
    assert "write an amount, or 0" in text(ada.get(f"{own(draft)}/submit"))


# --- a session that ended --------------------------------------------------------------------------------------------


def fields_typed(client, place, **typed):
    """A page as it was opened by whoever is signed in, with something typed into it."""
    return fields_of(text(client.get(place))) | typed


def test_what_is_sent_after_the_session_ended_is_given_back_after_signing_in(ada, mirai, draft):
    place = section_of(draft)
    sent = fields_typed(ada, place, title="Typed late at night")
    ada.session.execute(SignedIn.__table__.delete())
    answer = ada.post(place, data=sent)
    assert answer.status_code == 303
    parked = ada.session.scalars(select(ParkedForm)).one()
    assert answer.location.endswith(f"/sign-in?next=/kept/{parked.id}")
    for other in (mirai.cast.ben, mirai.cast.sys):
        assert ada.be(other).get(f"/kept/{parked.id}").status_code == 404
    shown = text(ada.be(mirai.cast.ada).get(f"/kept/{parked.id}"))
    assert "Typed late at night" in shown
    assert title_now(ada) is None
    again = {"title": "Typed late at night", "version": sent["version"], "kept": str(parked.id)}
    assert ada.send(place, **again).status_code == 303
    assert title_now(ada) == "Typed late at night"
    assert ada.session.scalars(select(ParkedForm)).all() == []


def test_what_is_sent_after_the_cookie_was_lost_is_given_back_as_well(ada, mirai, draft):
    sent = fields_typed(ada, section_of(draft), title="Typed in the train")
    answer = ada.nobody().post(section_of(draft), data=sent)
    parked = ada.session.scalars(select(ParkedForm)).one()
    assert f"/kept/{parked.id}" in answer.location
    assert parked.person_id == mirai.cast.ada.id
    assert ["title", "Typed in the train"] in parked.fields


def test_an_old_token_never_loses_a_form_and_is_never_obeyed(ada, draft):
    sent = fields_typed(ada, section_of(draft), title="Typed before lunch")
    answer = ada.post(section_of(draft), data=sent | {"csrf_token": "of another day"})
    assert answer.status_code == 400
    assert title_now(ada) is None
    shown = text(answer)
    look(shown)
    assert "Typed before lunch" in shown
    again = fields_of(shown)
    assert ada.post(section_of(draft), data=again).status_code == 303
    assert title_now(ada) == "Typed before lunch"


def test_a_page_that_saves_as_one_types_is_given_a_fresh_token_or_told_to_sign_in(ada, mirai, draft):
    place, data = f"{section_of(draft)}/autosave", {"Accept": "application/json"}
    sent = fields_typed(ada, section_of(draft), title="Typed", changed="title")
    old = sent | {"csrf_token": "of another day"}
    answer = ada.post(place, data=old, headers=data)
    assert answer.status_code == 400
    assert ada.post(place, data=sent | {"csrf_token": answer.get_json()["token"]}, headers=data).status_code == 200
    ada.be(mirai.cast.ben)
    answer = ada.post(place, data=old | {"title": "By whom?"}, headers=data)
    assert (answer.status_code, answer.get_json()["person"]) == (401, True)
    assert "token" not in answer.get_json()
    answer = ada.nobody().post(place, data=old, headers=data)
    assert (answer.status_code, answer.get_json()["person"]) == (401, False)
    assert title_now(ada) == "Typed"
    assert ada.session.scalars(select(ParkedForm)).all() == []


@pytest.mark.parametrize("writer", ["", "no such", "0" * 32 + ".sealed", "ａ.ｂ"])
def test_nobody_parks_a_form_under_another_s_name(ada, mirai, draft, writer):
    answer = ada.nobody().post(section_of(draft), data={"title": "Forged", "writer": writer or mirai.cast.ada.id.hex})
    assert answer.status_code in {303, 400}
    assert ada.session.scalar(select(func.count()).select_from(ParkedForm)) == 0


def test_no_password_is_ever_parked(ada):
    sent = fields_of(text(ada.get("/profile/password")))
    ada.nobody().post(
        "/profile/password", data=sent | {"password": "seven quiet herons", "again": "seven quiet herons"}
    )
    assert ada.session.scalar(select(func.count()).select_from(ParkedForm)) == 0


def test_few_forms_are_parked_for_one_person_and_not_for_long(ada, mirai, draft):
    sent = fields_typed(ada, section_of(draft))
    ada.nobody()
    for number in range(14):
        clock.stop(mirai.at + timedelta(minutes=number))
        FlaskClient.open(ada, section_of(draft), method="POST", data=sent | {"title": f"Try {number}"})
    parked = ada.session.scalars(select(ParkedForm).order_by(ParkedForm.at)).all()
    assert len(parked) == 10
    assert ["title", "Try 13"] in parked[-1].fields
    sweep(ada.session, mirai.at + timedelta(days=4))
    assert ada.session.scalars(select(ParkedForm)).all() == []
