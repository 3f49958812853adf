"""Signing in, as a person at a browser meets it."""

import re
from datetime import timedelta

import pyotp
import pytest
from sqlalchemy import func, select

from grants import clock
from grants.history import Entry
from grants.mail import Message
from grants.mail.outbox import full_link, seal
from grants.people import passwords
from grants.people.actions import appoint, disable, dismiss
from grants.people.model import KeyLink, Person, RecoveryCode, SignInTry
from grants.rules.people import Post
from grants.rules.roles import Role
from grants.web.forms.profile import ELSEWHERE
from tests.cast import assemble

GOOD = "kiln azure marmot 7"
SECRET = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"


@pytest.fixture(autouse=True)
def quick_hashing(monkeypatch):
    """The real argon2id, with the least work it can be told to do."""
    quick = passwords.PasswordHasher(time_cost=1, memory_cost=8, parallelism=1)
    monkeypatch.setattr(passwords, "HASHER", quick)
    monkeypatch.setattr(passwords, "NOBODYS", quick.hash("nobody"))


@pytest.fixture
def cast(session, at):
    made = assemble(session, at)
    made.ada.password_hash = passwords.hashed(GOOD)
    session.commit()
    return made


def who_am_i(client):
    """The address of the signed-in person, or nothing."""
    found = re.search(r"[a-z]+@[a-z.]+", client.get("/profile").get_data(as_text=True))
    return found.group() if found else None


def last_link(session, settings, to):
    """The address behind the link of the newest mail to somebody."""
    message = session.scalars(select(Message).where(Message.to == to).order_by(Message.made_at.desc())).first()
    return full_link(message, "", settings.secret_key)


def enter(client, email="ada@example.org", password=GOOD, **more):
    return client.send("/sign-in", email=email, password=password, **more)


def test_a_password_opens_the_door_and_leads_to_where_one_was_going(client, cast):
    way = client.get("/profile")
    assert way.status_code == 303
    assert way.location == "/sign-in?next=/profile"
    client.get(way.location)
    answer = enter(client, email=" ADA@Example.org ")
    assert (answer.status_code, answer.location) == (303, "/profile")
    assert who_am_i(client) == "ada@example.org"


EVIL = ["https://evil.example", "//evil.example", "/\\evil.example", "javascript:alert(1)", "https://[::1", "//[::1"]


@pytest.mark.parametrize("evil", EVIL)
def test_the_way_back_never_leads_elsewhere(client, cast, evil):
    """S22: no open redirect."""
    client.get("/sign-in", query_string={"next": evil})
    assert enter(client, next=evil).location == "/my"
    assert client.send("/language", language="sv", back=evil).location == "/"


def test_wrong_unknown_and_closed_are_told_in_the_same_words(client, cast, session):
    cast.sol.password_hash, cast.sol.disabled_at = cast.ada.password_hash, clock.now()
    wrong = enter(client, password="not the password").get_data(as_text=True)
    for email, password in (("nobody@example.org", GOOD), ("sol@example.org", GOOD), ("ben@example.org", GOOD)):
        answer = enter(client, email=email, password=password)
        assert answer.status_code == 422
        told = answer.get_data(as_text=True)
        assert without_the_address(told, email) == without_the_address(wrong, "ada@example.org")


def without_the_address(page, email):
    page = page.replace(email, "").replace(email.replace("@", "%40"), "")
    return re.sub(r'name="csrf_token"[^>]*', "", page)


def test_an_unknown_address_takes_a_check_as_well(client, cast, monkeypatch):
    checked, real = [], passwords.HASHER

    class Watched:
        def verify(self, kept, password):
            checked.append(real.verify(kept, password))

    monkeypatch.setattr(passwords, "HASHER", Watched())
    enter(client, email="nobody@example.org", password="nobody")
    assert len(checked) == 1
    assert who_am_i(client) is None


def test_tries_are_limited_for_known_and_unknown_alike_and_the_window_slides(client, cast, session, at):
    for email in ("ada@example.org", "nobody@example.org"):
        for _ in range(10):
            assert "do not fit together" in enter(client, email=email, password="guess").get_data(as_text=True)
        assert "too many tries" in enter(client, email=email).get_data(as_text=True)
    assert session.scalar(select(func.count()).select_from(SignInTry)) == 40
    clock.stop(at + timedelta(minutes=16))
    assert enter(client).status_code == 303


def test_a_new_session_has_a_new_key_and_an_old_cookie_opens_nothing(client, cast, app):
    enter(client)
    stolen = client.get_cookie("tsunagari").value
    client.send("/sign-out")
    client.set_cookie("tsunagari", stolen)
    assert client.get("/profile").status_code == 303
    enter(client)
    first = client.get_cookie("tsunagari").value
    enter(client)
    assert who_am_i(client) == "ada@example.org"
    client.set_cookie("tsunagari", first)
    assert client.get("/profile").status_code == 303


def test_a_session_ends_with_the_account(client, cast, session, at):
    client.be(cast.ada)
    assert client.get("/profile").status_code == 200
    disable(cast.sys, cast.ada, at)
    assert client.get("/profile").status_code == 303


def test_a_session_ends_with_the_role(client, cast, session, at):
    appoint(cast.sys, cast.olu, Post(Role.ADMINISTRATOR), at)
    client.be(cast.olu)
    assert client.get("/admin/people").status_code == 200
    dismiss(cast.sys, cast.olu.appointments[0], at)
    assert client.get("/admin/people").location == "/sign-in?next=/admin/people"


def test_a_session_ends_with_the_day(client, cast, at):
    client.be(cast.ada)
    clock.stop(at + timedelta(hours=13))
    assert client.get("/profile").status_code == 303


def test_the_second_lock_takes_each_code_once(client, cast, session, at):
    cast.ada.second_factor = SECRET
    answer = enter(client)
    assert answer.location == "/sign-in/code"
    assert client.get("/profile").status_code == 303, "halfway in is not in"
    code = pyotp.TOTP(SECRET).at(at)
    assert client.send("/sign-in/code", code="000000").status_code == 422
    assert client.send("/sign-in/code", code=f"{code[:3]} {code[3:]}").status_code == 303
    assert who_am_i(client) == "ada@example.org"
    client.send("/sign-out")
    enter(client)
    assert "used before" in client.send("/sign-in/code", code=code).get_data(as_text=True)
    clock.stop(at + timedelta(seconds=31))
    assert client.send("/sign-in/code", code=pyotp.TOTP(SECRET).at(clock.now())).status_code == 303


def test_codes_cannot_be_guessed_for_long(client, cast, at):
    cast.ada.second_factor = SECRET
    enter(client)
    for guess in range(10):
        client.send("/sign-in/code", code=f"{guess:06}")
    assert "too many tries" in client.send("/sign-in/code", code=pyotp.TOTP(SECRET).at(at)).get_data(as_text=True)


def test_the_first_lock_alone_is_forgotten_after_ten_minutes(client, cast, at):
    cast.ada.second_factor = SECRET
    enter(client)
    clock.stop(at + timedelta(minutes=11))
    assert client.send("/sign-in/code", code=pyotp.TOTP(SECRET).at(clock.now())).location == "/sign-in"


def test_setting_the_second_factor_up_and_signing_in_by_a_spare_code(client, cast, session, at):
    client.be(cast.ada)
    shown = client.get("/second-factor").get_data(as_text=True)
    assert "<svg" in shown
    secret = re.search(r"<code>([A-Z2-7 ]+)</code>", shown).group(1)
    assert client.send("/second-factor", code="123").status_code == 422
    codes = client.send("/second-factor", code=pyotp.TOTP(secret.replace(" ", "")).at(at)).get_data(as_text=True)
    spare = re.findall(r"<code>([a-z2-7]{4}(?:-[a-z2-7]{4}){3})</code>", codes)
    assert len(spare) == 10
    assert client.get("/profile").status_code == 200, "this session goes on"
    kept = session.scalars(select(RecoveryCode.code_hash)).all()
    assert not set(spare) & set(kept)
    for expected in (303, 422):
        client.send("/sign-out")
        enter(client)
        assert client.send("/sign-in/code", code=spare[3].upper()).status_code == expected


def test_known_and_unknown_addresses_get_the_same_answer_and_a_mail_each(client, cast, session):
    seen = []
    for email in ("ada@example.org", "nobody@example.org"):
        for address in ("/sign-in/link", "/register"):
            answer = client.send(address, email=email, purpose="sign_in")
            seen.append((answer.status_code, without_the_address(answer.get_data(as_text=True), email)))
    assert len(set(seen)) == 2, "one answer for each page"
    told = session.execute(select(Message.to, Message.kind).order_by(Message.to, Message.id)).all()
    assert sorted(told) == [
        ("ada@example.org", "key_sign_in"), ("ada@example.org", "key_sign_in"),
        ("nobody@example.org", "key_register"), ("nobody@example.org", "key_register"),
    ]  # fmt: skip


def test_a_closed_account_is_told_by_mail_only(client, cast, session):
    cast.sol.disabled_at = clock.now()
    assert client.send("/sign-in/link", email="sol@example.org", purpose="password").status_code == 200
    assert session.scalars(select(Message.kind)).all() == ["account_closed"]
    assert session.scalar(select(func.count()).select_from(KeyLink)) == 0


def test_no_more_than_five_links_an_hour_go_to_one_address(client, cast, session):
    asked = {"email": "ada@example.org", "purpose": "sign_in"}
    told = [client.send("/sign-in/link", **asked).get_data(as_text=True) for _ in range(8)]
    pages = {without_the_address(page, "ada@example.org") for page in told}
    assert len(pages) == 1
    assert session.scalar(select(func.count()).select_from(Message)) == 5


def test_looking_at_a_mailed_link_changes_nothing_and_its_button_works_once(client, cast, session, settings):
    client.send("/sign-in/link", email="ada@example.org", purpose="sign_in")
    link = last_link(session, settings, "ada@example.org")
    address, key = link.split("?key=")
    for _ in range(3):
        assert client.get(link).status_code == 200
    assert session.scalars(select(KeyLink.used_at)).all() == [None]
    assert who_am_i(client) is None
    assert client.send(address, key="0" * 40).status_code == 410
    assert client.send(address, key=key).status_code == 303
    assert who_am_i(client) == "ada@example.org"
    client.send("/sign-out")
    used, unknown = client.send(address, key=key), client.get(address[:-12] + "0" * 12 + "?key=" + key)
    assert (used.status_code, unknown.status_code) == (410, 410)


def test_a_link_is_too_old_after_an_hour_and_a_second_lock_stays_shut(client, cast, session, settings, at):
    cast.ada.second_factor = SECRET
    client.send("/sign-in/link", email="ada@example.org", purpose="sign_in")
    address, key = last_link(session, settings, "ada@example.org").split("?key=")
    clock.stop(at + timedelta(minutes=61))
    assert client.send(address, key=key).status_code == 410
    clock.stop(at)
    assert client.send(address, key=key).location == "/sign-in/code"


def test_a_key_of_one_kind_opens_nothing_of_another(client, cast, session, settings):
    client.send("/sign-in/link", email="ada@example.org", purpose="sign_in")
    address, key = last_link(session, settings, "ada@example.org").split("?key=")
    other = address.replace("/sign-in/link/", "/password/")
    assert client.send(other, key=key, password=GOOD).status_code == 410
    assert client.send(other, key=seal(settings.secret_key, other), password=GOOD).status_code == 410


def test_a_new_password_ends_every_session_and_every_link(client, cast, session, settings):
    client.be(cast.ada)
    elsewhere = client.application.test_client()
    elsewhere.session = session
    elsewhere.send("/sign-in/link", email="ada@example.org", purpose="sign_in")
    before = last_link(session, settings, "ada@example.org")
    elsewhere.send("/sign-in/link", email="ada@example.org", purpose="password")
    address, key = last_key(session, settings, "/password/")
    short = elsewhere.send(address, key=key, password="short")
    assert short.status_code == 422
    assert "at least 12 characters" in short.get_data(as_text=True)
    assert elsewhere.send(address, key=key, password="takahashi is my name").status_code == 422
    assert elsewhere.send(address, key=key, password="nine walnut ladders").status_code == 303
    assert client.get("/profile").status_code == 303
    assert elsewhere.get(before).status_code == 410
    assert enter(elsewhere, password=GOOD).status_code == 422
    assert enter(elsewhere, password="nine walnut ladders").status_code == 303
    assert session.scalars(select(Message.kind).where(Message.kind == "password_changed")).all() == ["password_changed"]


def last_key(session, settings, place):
    message = session.scalars(select(Message).where(Message.link.startswith(place))).one()
    return full_link(message, "", settings.secret_key).split("?key=")


WHO = {
    "family": "𠮷田", "given": "誠", "family_latin": "Yoshida", "given_latin": "Makoto", "title": "", "unit": "工学部",
    "institution": ELSEWHERE, "institution_name": "北の海大学", "language": "ja", "zone": "Asia/Tokyo",
}  # fmt: skip


def test_registering_by_a_mailed_link_in_ones_own_script(client, session, settings):
    client.get("/register", query_string={"next": "/profile"}, headers={"Accept-Language": "ja"})
    client.send("/register", email="Ｎew@Example.org")
    address, key = last_link(session, settings, "new@example.org").split("?key=")
    assert session.scalar(select(Message.language)) == "en"
    wrong = client.send(address, **{**WHO, "institution_name": "", "zone": "Mars/Base"}, key=key, password="short")
    told = wrong.get_data(as_text=True)
    assert wrong.status_code == 422
    assert "Name the institution." in told
    assert 'value="𠮷田"' in told, "nothing typed is lost"
    answer = client.send(address, **WHO, key=key, password=GOOD, notice="y")
    assert (answer.status_code, answer.location) == (303, "/profile")
    person = session.scalars(select(Person)).one()
    assert (person.email, person.family, person.institution.name, person.institution.country) == (
        "new@example.org", "𠮷田", {"ja": "北の海大学"}, "JP",
    )  # fmt: skip
    assert 'lang="ja"' in client.get("/profile").get_data(as_text=True)
    assert client.send(address, **WHO, key=key, password=GOOD, notice="y").status_code == 410
    assert session.scalars(select(Entry.step).where(Entry.subject_id == person.id)).all() == ["register"]


def test_over_posting_gives_no_rights(client, session, settings):
    client.send("/register", email="eve@example.org")
    address, key = last_link(session, settings, "eve@example.org").split("?key=")
    extra = {"email": "max@example.org", "role": "administrator", "disabled_at": "", "second_factor": SECRET, "id": "1"}
    client.send(address, **WHO, **extra, key=key, password=GOOD, notice="y")
    person = session.scalars(select(Person)).one()
    assert (person.email, person.appointments, person.second_factor) == ("eve@example.org", [], None)


def test_weighty_deeds_ask_again_after_a_quarter_of_an_hour(client, cast, at):
    enter(client)
    assert client.get("/profile/password").status_code == 200
    clock.stop(at + timedelta(minutes=16))
    away = client.get("/profile/password")
    assert (away.status_code, away.location) == (303, "/confirm?next=/profile/password")
    assert client.send("/confirm", password="wrong", next="/profile/password").status_code == 422
    assert client.send("/confirm", password=GOOD, next="/profile/password").location == "/profile/password"
    assert client.get("/profile/password").status_code == 200


def test_confirming_takes_the_second_factor_as_well(client, cast, at):
    client.be(cast.ada)
    cast.ada.second_factor = SECRET
    clock.stop(at + timedelta(minutes=16))
    assert client.send("/confirm", password=GOOD).status_code == 422
    assert client.send("/confirm", password=GOOD, code=pyotp.TOTP(SECRET).at(clock.now())).status_code == 303


def test_another_sites_page_cannot_post(client, cast):
    """S22: not even a form that signs somebody in."""
    for headers in ({"Sec-Fetch-Site": "cross-site"}, {"Origin": "https://evil.example"}, {"Origin": "null"}):
        with client.session_transaction() as cookie:
            cookie["csrf_token"] = "x"
        assert client.post("/sign-in", data={"email": "ada@example.org"}, headers=headers).status_code == 400
    assert client.post("/sign-in", data={"email": "ada@example.org", "password": GOOD}).status_code == 400, "no token"
    assert client.post("/sign-out").status_code == 400
