"""What stands on every answer, what production demands, and what only a demonstration has."""

from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import select

from grants import clock
from grants.people import passwords
from grants.people.actions import appoint
from grants.people.demonstration import DOORS
from grants.people.model import Person, SignedIn
from grants.rules.people import Post
from grants.rules.roles import Role
from tests.cast import assemble
from tests.frame import frame


@pytest.fixture
def cast(session, at):
    made = assemble(session, at)
    session.commit()
    return made


@pytest.fixture
def settings(settings):
    return replace(settings, demonstration=True)


@pytest.fixture
def production(settings, record, session):
    """A house of its own, as a university runs it."""
    strict = replace(settings, production=True, demonstration=False, base_url="https://localhost")
    made = frame(strict, record).test_client()
    made.session = session
    return made


def every_kind_of_answer(client, cast):
    client.nobody()
    yield 200, client.get("/sign-in")
    yield 303, client.get("/profile")
    yield 404, client.get("/nowhere")
    yield 405, client.get("/sign-out")
    yield 400, client.post("/sign-in", data={})
    yield 410, client.get("/register/00000000-0000-0000-0000-000000000000?key=x")
    yield 413, client.send("/sign-in", email="x" * (13 * 1024 * 1024))
    client.be(cast.max)
    yield 403, client.get("/admin/")
    yield 200, client.get("/profile")
    yield 422, client.send("/profile", family="")
    yield 404, client.get(f"/admin/people/{cast.ada.id}")
    with client.get("/static/tsunagari.css") as styles:
        yield 200, styles


def test_every_answer_carries_the_headers(client, cast):
    for code, answer in every_kind_of_answer(client, cast):
        assert answer.status_code == code
        assert answer.headers["X-Content-Type-Options"] == "nosniff"
        assert answer.headers["X-Frame-Options"] == "DENY"
        assert answer.headers["Referrer-Policy"] == "same-origin"
        policy = answer.headers["Content-Security-Policy"]
        assert "frame-ancestors 'none'" in policy
        assert "unsafe" not in policy
        kept = answer.headers["Cache-Control"]
        assert kept == ("public, max-age=3600" if answer.request.path.startswith("/static/") else "no-store")


def test_a_fault_of_ours_carries_them_too(client, cast, monkeypatch):
    monkeypatch.setattr("grants.web.public.sign_in.doors", lambda: 1 // 0)
    answer = client.get("/sign-in")
    assert (answer.status_code, answer.headers["Cache-Control"]) == (500, "no-store")
    assert "ZeroDivision" not in answer.get_data(as_text=True)


def test_the_cookie_is_out_of_reach_of_scripts_and_other_sites(client, production, cast):
    for one, secure in ((client, False), (production, True)):
        made = one.get("/sign-in", base_url="https://localhost").headers["Set-Cookie"]
        assert "HttpOnly" in made
        assert "SameSite=Lax" in made
        assert ("Secure" in made) is secure


def test_reading_pages_write_nothing(client, cast, session):
    client.be(cast.ada)
    before = session.execute(select(SignedIn.confirmed_at, SignedIn.until)).all()
    for address in ("/profile", "/second-factor", "/sign-in", "/register", "/confirm"):
        assert client.get(address).status_code == 200
        assert client.get(f"{address}?again=1").status_code == 200
    assert session.execute(select(SignedIn.confirmed_at, SignedIn.until)).all() == before
    assert client.get("/sign-out").status_code == 405


def test_in_production_there_is_no_demonstration_door(client, production, cast, session, at):
    invented = DOORS[0]
    session.add(Person(email=invented.email, family=invented.family, created_at=at))
    assert client.send("/sign-in/demonstration", person=invented.key).status_code == 303
    assert production.send("/sign-in/demonstration", person=invented.key).status_code in {400, 404}
    assert "signin.demonstration" not in production.application.view_functions
    assert invented.key not in production.get("/sign-in", base_url="https://localhost").get_data(as_text=True)


def test_one_click_walks_in_as_an_invented_person_and_nobody_else(client, cast, session, at):
    for invented in DOORS:
        session.add(Person(
            email=invented.email, family=invented.family, given=invented.given, family_latin=invented.family_latin,
            given_latin=invented.given_latin, language=invented.language, zone=invented.zone, created_at=at,
        ))  # fmt: skip
    page = client.get("/sign-in", headers={"Accept-Language": "ja"}).get_data(as_text=True)
    assert page.count('name="person"') == len(DOORS)
    for name in ("𠮷田 誠", "髙橋 直樹", "Åsa Öberg", "濵﨑 涼"):
        assert name in page
    client.get("/sign-in?next=/profile")
    assert client.send("/sign-in/demonstration", person="hanako-yamada").location == "/profile"
    assert '<html lang="ja">' in client.get("/profile").get_data(as_text=True), "in her own language"
    for key in ("ada", "", "ada@example.org", "x" * 5000):
        assert client.send("/sign-in/demonstration", person=key).status_code == 404


def test_in_the_demonstration_confirming_is_one_click_for_the_invented_only(client, cast, session, at):
    session.add(Person(email=DOORS[0].email, family="山田", created_at=at))
    client.send("/sign-in/demonstration", person=DOORS[0].key)
    clock.stop(at + timedelta(minutes=20))
    assert client.get("/profile/password").status_code == 303
    assert client.send("/confirm", next="/profile/password").location == "/profile/password"
    assert client.get("/profile/password").status_code == 200
    client.be(cast.ada)
    assert client.send("/confirm", next="/profile/password").status_code == 422


def test_in_production_staff_set_their_second_factor_up_before_anything_else(production, cast, session, at):
    appoint(cast.sys, cast.max, Post(Role.ADMINISTRATOR), at)
    at_home = {"base_url": "https://localhost"}
    production.be(cast.max)
    for address in ("/profile", "/admin/", "/calls"):
        away = production.get(address, **at_home)
        assert (away.status_code, away.location) == (303, f"/second-factor?next={address}")
    assert production.get("/second-factor", **at_home).status_code == 200
    assert production.get("/privacy", **at_home).status_code == 200
    with production.session_transaction(**at_home) as cookie:
        secret = cookie["device"]
    cast.max.second_factor, cast.max.second_factor_step = secret, 0
    assert production.get("/profile", **at_home).status_code == 200
    cast.ada.second_factor = None
    production.be(cast.ada)
    assert production.get("/profile", **at_home).status_code == 200, "applicants need none"


def test_when_too_many_sign_in_at_once_the_house_says_when_to_come_again(client, cast, monkeypatch):
    monkeypatch.setattr(passwords, "PATIENCE", 0.01)
    with passwords.at_a_desk(), passwords.at_a_desk():
        answer = client.send("/sign-in", email="ada@example.org", password="kiln azure marmot")
    told = (answer.status_code, answer.headers["Retry-After"], answer.headers["Cache-Control"])
    assert told == (503, "10", "no-store")
