"""The administrator's desk: appointing, closing, and who may not."""

import re
from datetime import timedelta

import pytest
from sqlalchemy import func, select

from grants import clock
from grants.calls.model import Programme
from grants.cli.definitions import import_call
from grants.history import Entry
from grants.jobs.due import JOBS
from grants.jobs.engine import KINDS
from grants.mail import Message
from grants.people.model import Appointment, KeyLink, Person
from grants.rules.roles import Role
from grants.web.admin.jobs import NAMES
from tests.cast import assemble
from tests.make import DEFINITIONS, drafted

TOKEN = r'name="csrf_token" value="[^"]*"'


@pytest.fixture
def house(session, at):
    return drafted(session, at)


@pytest.fixture
def cast(house):
    return house.cast


def post_of(house, role):
    return {
        "officer": f"officer {house.call.programme_id} SE",
        "auditor": f"auditor {house.call.programme_id}",
        "chair": f"chair {house.call.id}",
        "administrator": "administrator",
    }[role]


@pytest.mark.parametrize("role", ["officer", "auditor", "chair", "administrator"])
def test_the_administrator_gives_and_ends_every_role(client, house, cast, session, role):
    client.be(cast.sys)
    assert client.send(f"/admin/people/{cast.max.id}/appoint", post=post_of(house, role)).status_code == 303
    held = session.scalars(select(Appointment).where(Appointment.person_id == cast.max.id)).one()
    assert held.role == Role(role)
    again = client.send(f"/admin/people/{cast.max.id}/appoint", post=post_of(house, role))
    assert again.status_code == 422
    assert "hold this role already" in again.get_data(as_text=True)
    assert client.send(f"/admin/appointments/{held.id}/end").status_code == 303
    assert held.until == clock.now()
    steps = select(Entry.step).where(Entry.subject_id == cast.max.id).order_by(Entry.seq)
    assert session.scalars(steps).all() == ["appoint", "dismiss"]
    shown = client.get(f"/admin/people/{cast.max.id}").get_data(as_text=True)
    assert "Appointed as" in shown


def test_a_programme_gets_its_officers_before_it_has_a_call(client, session, at):
    """How an installation begins: the administrator opens a programme, appoints an officer of each side; one drafts."""
    cast = assemble(session, at)
    text = DEFINITIONS["mirai-2022"].read_text()
    assert "Appoint its officers" in import_call(session, text, cast.sys.email, at)
    programme = session.scalars(select(Programme)).one()
    client.be(cast.sys)
    for person, side in ((cast.max, "SE"), (cast.vic, "JP")):
        page = client.get(f"/admin/people/{person.id}").get_data(as_text=True)
        assert f'value="officer {programme.id} {side}"' in page
        assert (
            client.send(f"/admin/people/{person.id}/appoint", post=f"officer {programme.id} {side}").status_code == 303
        )
    assert "is a draft" in import_call(session, text, cast.max.email, at)


@pytest.mark.parametrize("who", ["olu", "ada", "aud", "ivo", "max"])
@pytest.mark.parametrize("role", ["officer", "auditor", "administrator"])
def test_nobody_else_gives_these_roles(client, house, cast, session, who, role):
    client.be(getattr(cast, who))
    before = session.scalar(select(func.count()).select_from(Appointment))
    for person in (cast.eva, getattr(cast, who)):
        answer = client.send(f"/admin/people/{person.id}/appoint", post=post_of(house, role))
        assert answer.status_code in {403, 404, 422}
    assert session.scalar(select(func.count()).select_from(Appointment)) == before


def test_the_administrator_does_nothing_to_their_own_account(client, house, cast, session):
    client.be(cast.sys)
    own = f"/admin/people/{cast.sys.id}"
    for deed in ("disable", "second-factor"):
        assert client.send(f"{own}/{deed}").status_code == 422
    assert client.send(f"{own}/appoint", post=post_of(house, "officer")).status_code == 422
    held = cast.sys.appointments[0]
    assert client.send(f"/admin/appointments/{held.id}/end").status_code == 422
    page = client.get(own).get_data(as_text=True)
    assert "Close the account" not in page
    assert "Give this role" not in page


def test_roles_are_given_only_by_somebody_who_proved_lately_who_they_are(client, house, cast, session, at):
    client.be(cast.sys)
    clock.stop(at + timedelta(minutes=16))
    answer = client.send(f"/admin/people/{cast.max.id}/appoint", post="administrator")
    assert (answer.status_code, answer.location) == (303, "/confirm?next=/")
    assert cast.max.appointments == []


def test_closing_and_opening_an_account(client, cast, session):
    client.be(cast.sys)
    assert client.send(f"/admin/people/{cast.max.id}/disable").status_code == 303
    assert cast.max.disabled_at is not None
    assert client.send(f"/admin/people/{cast.max.id}/password-link").status_code == 422
    assert client.send(f"/admin/people/{cast.max.id}/enable").status_code == 303
    assert cast.max.disabled_at is None
    client.be(cast.olu)
    assert client.send(f"/admin/people/{cast.max.id}/disable").status_code == 422
    assert cast.max.disabled_at is None


@pytest.mark.parametrize(("who", "code"), [("sys", 303), ("olu", 303), ("ada", 404), ("aud", 404), ("max", 404)])
def test_a_password_link_goes_to_the_person_and_is_shown_to_nobody(client, cast, session, who, code):
    client.be(getattr(cast, who))
    assert client.send(f"/admin/people/{cast.eva.id}/password-link").status_code == code
    told = session.scalars(select(Message.to).where(Message.kind == "key_password")).all()
    assert told == (["eva@example.org"] if code == 303 else [])
    if code == 303:
        link = session.scalars(select(KeyLink)).one()
        assert str(link.id) not in client.get(f"/admin/people/{cast.eva.id}").get_data(as_text=True)


@pytest.mark.parametrize(
    ("who", "home", "people"),
    [("sys", 200, 200), ("olu", 403, 200), ("aud", 403, 403), ("ivo", 403, 403), ("ada", 403, 403), (None, 303, 303)],
)
def test_who_stands_in_the_administrators_rooms(client, cast, who, home, people):
    client.be(getattr(cast, who)) if who else client.nobody()
    assert client.get("/admin/").status_code == home
    assert client.get("/admin/settings").status_code == home
    assert client.get("/admin/people").status_code == people


def test_a_stranger_learns_nothing_of_accounts(client, cast):
    client.be(cast.ada)
    there = client.get(f"/admin/people/{cast.eva.id}")
    missing = client.get("/admin/people/00000000-0000-0000-0000-000000000000")
    assert (there.status_code, missing.status_code) == (404, 404)
    told = [re.sub(r"[0-9a-f-]{36}|" + TOKEN, "", one.get_data(as_text=True)) for one in (there, missing)]
    assert told[0] == told[1]


def test_looking_people_up_by_words_and_role(client, cast, session):
    client.be(cast.sys)
    found = client.get("/admin/people?words=takahashi").get_data(as_text=True)
    assert "ada@example.org" in found
    assert "ben@example.org" not in found
    officers = client.get("/admin/people?role=officer").get_data(as_text=True)
    assert "olu@example.org" in officers
    assert "ada@example.org" not in officers
    for odd in ("?page=0", "?page=99999999999999999999", "?page=x", "?role=king", "?words=%00", "?words=" + "x" * 500):
        assert client.get("/admin/people" + odd).status_code == 200


def test_the_list_asks_as_much_for_many_as_for_few(client, cast, session, statements, at):
    client.be(cast.sys)
    with statements() as few:
        client.get("/admin/people")
    session.add_all(Person(email=f"p{n}@example.org", family=f"P{n}", created_at=at) for n in range(60))
    session.commit()
    with statements() as many:
        assert 'rel="next"' in client.get("/admin/people").get_data(as_text=True)
    assert len(many) == len(few)


def test_settings_show_no_secret(client, cast, settings):
    client.be(cast.sys)
    page = client.get("/admin/settings").get_data(as_text=True)
    assert settings.secret_key not in page
    assert "SQLite" in page or "PostgreSQL" in page


def test_every_job_has_a_name_that_people_read():
    assert len(KINDS) >= len(JOBS)
    assert set(KINDS) <= set(NAMES)
