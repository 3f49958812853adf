"""The interface for other systems: described, scoped, under the same law as the pages; a calendar to subscribe to."""

from datetime import timedelta

import icalendar
import pytest
from jsonschema import Draft202012Validator
from openapi_spec_validator import validate

from grants import clock
from grants.applications.actions import record_conflict
from grants.people import keys
from grants.rules.conflicts import ConflictKind
from grants.rules.refusal import Refused
from grants.rules.scopes import LASTS, Scope
from tests import make


@pytest.fixture
def house(session, at):
    house = make.opened(session, at)
    house.other, mine = make.more(house, 1)[0], make.submitted(house)
    reports = make.funded(house, [mine, house.other])
    house.report = next(report for report in reports if report.award.application is mine)
    session.commit()
    return house


def key_of(house, person, *scopes):
    key = keys.make_key("Our finance system", [scope.value for scope in scopes], person, house.at)
    house.session.commit()
    return key


def ask(client, address, key=""):
    client.nobody()
    headers = {"Authorization": f"Bearer {key}"} if key else {}
    return client.get(f"/api/v1{address}", headers=headers)


def rows(house, table):
    return f"/calls/{house.call.id}/{table}"


def test_it_is_described_by_openapi_and_answers_as_described(client, house):
    told = ask(client, "/openapi.json").get_json()
    validate(told)
    key = key_of(house, house.cast.olu, *Scope)
    for path, what in told["paths"].items():
        answer = ask(client, path.replace("{id}", str(house.call.id)), key)
        assert answer.status_code == 200, path
        name = what["get"]["responses"]["200"]["content"]["application/json"]["schema"]["$ref"].rsplit("/", 1)[1]
        Draft202012Validator(told["components"]["schemas"][name]).validate(answer.get_json())
    assert set(told["paths"]) >= {"/projects", "/calls", "/calls/{id}/awards", "/calls/{id}/outcomes"}


def test_anyone_reads_the_register_and_nobody_else_anything_without_a_key(client, house):
    found = ask(client, "/projects").get_json()
    assert {one["number"] for one in found["projects"]} == {house.report.award.application.ref, house.other.ref}
    refused = ask(client, rows(house, "applications"))
    assert (refused.status_code, refused.headers["WWW-Authenticate"]) == (401, "Bearer")
    assert "error" in refused.get_json()


def test_a_key_reads_what_its_person_reads_and_only_what_it_was_made_for(client, house):
    key = key_of(house, house.cast.olu, Scope.AWARDS)
    told = ask(client, rows(house, "awards"), key).get_json()
    assert {one["number"] for one in told["rows"]} == {house.report.award.application.ref, house.other.ref}
    assert ask(client, rows(house, "applications"), key).status_code == 403
    assert ask(client, rows(house, "nothing"), key).status_code == 404
    for stranger in (house.cast.ada, house.cast.max):
        assert ask(client, rows(house, "awards"), key_of(house, stranger, Scope.AWARDS)).status_code == 404
    assert ask(client, "/calls", key_of(house, house.cast.ada, Scope.AWARDS)).get_json() == {"calls": []}


def test_conflict_holds_here_too(client, house):
    record_conflict(house.other, house.cast.olu, (ConflictKind.DECLARED, "a cousin"), house.cast.uma, house.at)
    for scope in (Scope.APPLICATIONS, Scope.AWARDS, Scope.DECISIONS, Scope.OUTCOMES):
        answer = ask(client, rows(house, scope.value), key_of(house, house.cast.olu, scope))
        assert answer.status_code == 200
        assert house.other.ref not in answer.get_data(as_text=True)


def test_a_key_opens_no_page_and_dies_when_taken_back_or_old(client, house):
    key = key_of(house, house.cast.olu, Scope.AWARDS)
    page = client.get(f"/office/calls/{house.call.id}/awards", headers={"Authorization": f"Bearer {key}"})
    assert page.status_code in {302, 303}
    clock.stop(house.at + LASTS + timedelta(days=1))
    assert ask(client, rows(house, "awards"), key).status_code == 401
    clock.stop(house.at)
    keys.revoke_key(keys.key_named(house.session, key), house.cast.olu, house.at)
    house.session.commit()
    assert ask(client, rows(house, "awards"), key).status_code == 401
    assert ask(client, rows(house, "awards"), key[:-1]).status_code == 401


def test_a_key_is_made_on_a_page_shown_once_and_kept_as_a_fingerprint(client, house):
    client.be(house.cast.olu)
    made = client.send("/profile/keys", name="Finance", scopes=["awards", "payments"]).get_data(as_text=True)
    key = made.split(keys.MARK, 1)[1].split("<", 1)[0]
    assert keys.MARK + key not in client.get("/profile/keys").get_data(as_text=True)
    (kept,) = keys.keys_of(house.session, house.cast.olu)
    assert (kept.scopes, kept.key_hash) == (["awards", "payments"], keys.hashed(keys.MARK + key))
    client.be(house.cast.uma)
    assert client.send(f"/profile/keys/{kept.id}/revoke").status_code == 404
    with pytest.raises(Refused):
        keys.make_key("x", [], house.cast.olu, house.at)


def test_ones_own_dates_are_a_calendar(client, house):
    key = key_of(house, house.cast.ada, Scope.CALENDAR)
    made = icalendar.Calendar.from_ical(ask(client, f"/calendar/{key}.ics").get_data())
    dates = {str(event["summary"]): event["dtstart"].dt for event in made.walk("VEVENT")}
    title = house.report.award.application.title
    assert [day for what, day in dates.items() if title in what] == [house.report.due_on]
    assert ask(client, "/calendar/tsunagari_none.ics").status_code == 404
    assert ask(client, f"/calendar/{key_of(house, house.cast.ada, Scope.AWARDS)}.ics").status_code == 404
