"""Accounts: what the law of people says, and what its verbs leave behind."""

from datetime import date, timedelta

import pytest
from sqlalchemy import select

from grants.history import Entry
from grants.history.queries import of_subject
from grants.mail import Message
from grants.people import actions, passwords, second_factor
from grants.people.demonstration import DOORS
from grants.people.model import CareerBreak, KeyLink, KeyPurpose, Person, SignedIn, SignInTry
from grants.people.queries import Wanted, accounts, directory, is_beyond
from grants.rules.people import Post, folded, needs_second_factor, reason_against_password
from grants.rules.refusal import Refused
from grants.rules.relations import ANYONE
from grants.rules.roles import NEED_SECOND_FACTOR, Role
from tests.make import drafted


@pytest.fixture
def house(session, at):
    """A drafted call: olu and uma are its officers, sys keeps the accounts."""
    return drafted(session, at)


@pytest.fixture
def cast(house):
    return house.cast


@pytest.fixture
def call(house):
    return house.call


def steps(session, subject):
    return [entry.step for entry in reversed(of_subject(session, subject.id))]


@pytest.mark.parametrize(
    "password",
    ["kiln azure marmot", "正しい馬電池ホチキスの針です", "aB3$aB3$xyzq", "p" * 60 + "assword!"],
)
def test_long_passwords_will_do_in_any_script(password):
    assert reason_against_password(password, ["ada", "Lovelace"]) is None


@pytest.mark.parametrize(
    ("password", "why"),
    [
        ("short", "at least 12"),
        ("x" * 129, "at most 128"),
        ("aaaaaaaaaaaaaaa", "guess"),
        ("123456789012345", "guess"),
        ("Password2022!!!", "guess"),
        ("ｐａｓｓｗｏｒｄ１２３４", "guess"),
        ("lovelace forever", "your own name"),
        ("LOVELACE-2022-x", "your own name"),
    ],
)
def test_passwords_that_will_not_do(password, why):
    assert why in str(reason_against_password(password, ["ada", "Lovelace"]))


def test_addresses_are_one_whatever_their_width_and_case():
    assert folded(" Ａda@Example.ORG ") == folded("ada@example.org") == "ada@example.org"


def test_a_password_is_kept_as_argon2id_only():
    kept = passwords.hashed("kiln azure marmot")
    assert kept.startswith("$argon2id$")
    assert passwords.fits(kept, "kiln azure marmot")
    assert not passwords.fits(kept, "kiln azure marmo")
    assert not passwords.fits(None, "the password of nobody, checked where there is no account")
    assert not passwords.fits("not a hash", "x")


def test_few_passwords_are_worked_out_at_once(monkeypatch):
    monkeypatch.setattr(passwords, "PATIENCE", 0.01)
    with passwords.at_a_desk(), passwords.at_a_desk(), pytest.raises(passwords.Crowded):
        passwords.fits(None, "x")
    assert not passwords.fits(None, "x")


@pytest.mark.parametrize("role", [Role.OFFICER, Role.CHAIR, Role.AUDITOR, Role.ADMINISTRATOR])
def test_the_administrator_appoints_and_the_role_counts_at_once(session, cast, at, role, call):
    post = {
        Role.OFFICER: Post(role, programme_id=call.programme_id, side="JP"),
        Role.CHAIR: Post(role, programme_id=call.programme_id, call_id=call.id),
        Role.AUDITOR: Post(role, programme_id=call.programme_id),
        Role.ADMINISTRATOR: Post(role),
    }[role]
    appointment = actions.appoint(cast.sys, cast.max, post, at)
    session.flush()
    assert appointment.granted_by_id == cast.sys.id
    assert needs_second_factor(cast.max) is (role in NEED_SECOND_FACTOR)
    assert steps(session, cast.max) == ["appoint"]
    with pytest.raises(Refused, match="already"):
        actions.appoint(cast.sys, cast.max, post, at)
    actions.dismiss(cast.sys, appointment, at)
    assert not needs_second_factor(cast.max)
    assert steps(session, cast.max) == ["appoint", "dismiss"]
    told = session.scalars(select(Message.kind).where(Message.to == cast.max.email))
    assert sorted(told) == ["appointed", "dismissed"]


@pytest.mark.parametrize("who", ["sys", "olu", "aud", "max", "ivo"])
def test_nobody_promotes_themselves_and_only_administrators_promote(session, cast, at, who, call):
    by = getattr(cast, who)
    for post in (Post(Role.ADMINISTRATOR), Post(Role.AUDITOR, call.programme_id)):
        with pytest.raises(Refused):
            actions.appoint(by, by, post, at)
        if by is not cast.sys:
            with pytest.raises(Refused):
                actions.appoint(by, cast.ada, post, at)
    assert not cast.ada.appointments


def test_officers_appoint_chairs_and_reviewers_of_their_own_programme_only(session, cast, at, call):
    own = Post(Role.REVIEWER, call.programme_id, call.id, side="JP")
    other = Post(Role.REVIEWER, call.id, call.id, side="JP")
    held = actions.appoint(cast.olu, cast.rea, own, at)
    with pytest.raises(Refused):
        actions.appoint(cast.olu, cast.sol, other, at)
    with pytest.raises(Refused):
        actions.dismiss(cast.ivo, held, at)
    actions.dismiss(cast.olu, held, at)
    with pytest.raises(Refused, match="ended already"):
        actions.dismiss(cast.olu, held, at)


def test_other_administrators_are_told_of_a_new_one(session, cast, at):
    actions.appoint(cast.sys, cast.eva, Post(Role.ADMINISTRATOR), at)
    actions.appoint(cast.sys, cast.vic, Post(Role.ADMINISTRATOR), at)
    told = session.execute(select(Message.to, Message.kind).where(Message.kind == "administrator_made")).all()
    assert told == [("eva@example.org", "administrator_made")]


def test_a_lost_role_a_closed_account_and_a_lost_device_end_sessions(session, cast, at):
    for deed in (
        lambda: actions.dismiss(cast.sys, actions.appoint(cast.sys, cast.max, Post(Role.ADMINISTRATOR), at), at),
        lambda: actions.disable(cast.sys, cast.max, at),
        lambda: actions.remove_second_factor(cast.max, cast.sys, at),
    ):
        session.add(SignedIn(key_hash="k" * 64, person_id=cast.max.id, since=at, until=at, confirmed_at=at))
        session.flush()
        deed()
        assert session.scalars(select(SignedIn)).all() == []


def test_no_administrator_closes_or_unlocks_their_own_account(session, cast, at):
    for deed in (actions.disable, actions.enable):
        with pytest.raises(Refused):
            deed(cast.sys, cast.sys, at)
        with pytest.raises(Refused):
            deed(cast.olu, cast.max, at)
    with pytest.raises(Refused, match="Your role needs"):
        actions.remove_second_factor(cast.sys, cast.sys, at)


def test_a_closed_account_has_no_working_links(session, cast, at):
    actions.send_key(session, cast.max.email, KeyPurpose.PASSWORD, "en", at)
    actions.disable(cast.sys, cast.max, at)
    link = session.scalars(select(KeyLink)).one()
    with pytest.raises(Refused):
        actions.use_key(session, link.id, KeyPurpose.PASSWORD, at)
    actions.enable(cast.sys, cast.max, at)
    assert steps(session, cast.max) == ["disable", "enable"]


def test_tries_are_counted_per_name_and_slide_out_of_the_window(session, at):
    for minute in range(3):
        actions.count_try(session, ["a", "b"], at + timedelta(minutes=minute))
    assert is_beyond(session, {"a": 3}, at - timedelta(minutes=1))
    assert not is_beyond(session, {"a": 3}, at)
    assert not is_beyond(session, {"a": 4, "c": 1}, at - timedelta(minutes=1))


def test_sweeping_forgets_only_what_no_longer_matters(session, cast, at):
    for back in (0, 2):
        actions.count_try(session, ["a"], at - timedelta(days=back))
        session.add(SignedIn(
            key_hash=str(back), person_id=cast.max.id, since=at, until=at + timedelta(days=1 - back), confirmed_at=at,
        ))  # fmt: skip
        actions.send_key(session, cast.max.email, KeyPurpose.SIGN_IN, "en", at - timedelta(days=20 * back))
    session.flush()
    actions.sweep(session, at)
    assert [len(session.scalars(select(kind)).all()) for kind in (SignInTry, SignedIn, KeyLink)] == [1, 1, 1]


def test_leave_is_kept_when_it_makes_sense_and_only_by_its_owner(session, cast, at):
    def leave(**changed):
        told = {"kind": "parental", "starts_on": date(2019, 4, 1), "ends_on": date(2020, 3, 31), "percent": 50}
        return CareerBreak(**(told | changed))

    actions.add_break(cast.ada, cast.ada, leave(), at)
    for wrong in ({"ends_on": date(2019, 3, 31)}, {"kind": "holiday"}):
        with pytest.raises(Refused):
            actions.add_break(cast.ada, cast.ada, leave(**wrong), at)
    with pytest.raises(Refused):
        actions.add_break(cast.ada, cast.sys, leave(), at)
    kept = session.scalars(select(CareerBreak)).one()
    with pytest.raises(Refused):
        actions.remove_break(kept, cast.olu, at)
    actions.remove_break(kept, cast.ada, at)
    session.flush()
    assert session.scalars(select(CareerBreak)).all() == []


def test_history_says_what_changed_in_a_profile_but_not_what_it_said(session, cast, at):
    told = actions.Particulars(
        family="Byron", given=cast.ada.given, family_latin="", given_latin=cast.ada.given_latin, title="", unit="",
        language="ja", zone="Asia/Tokyo", doctorate_on=cast.ada.doctorate_on,
    )  # fmt: skip
    actions.change_profile(cast.ada, cast.ada, told, at)
    actions.change_profile(cast.ada, cast.ada, told, at)
    entries = of_subject(session, cast.ada.id)
    assert [entry.detail for entry in entries] == [{"changed": ["family", "family_latin"]}]
    with pytest.raises(Refused):
        actions.change_profile(cast.ada, cast.sys, told, at)


def test_every_deed_on_an_account_is_chained_and_a_touched_entry_shows(session, cast, at):
    actions.disable(cast.sys, cast.max, at)
    actions.enable(cast.sys, cast.max, at)
    actions.send_password_link(cast.sys, cast.max, at)
    session.flush()
    chain = list(reversed(of_subject(session, cast.max.id)))
    assert [entry.seq for entry in chain] == [1, 2, 3]
    assert [entry.previous for entry in chain] == ["", chain[0].seal, chain[1].seal]
    assert all(entry.seal == entry.fingerprint() for entry in chain)
    chain[1].by_id = cast.olu.id
    assert chain[1].seal != chain[1].fingerprint()


def test_the_directory_is_for_officers_and_administrators(session, cast, at, call):
    session.flush()
    everyone = len(session.scalars(select(Person)).all())
    for by in (cast.sys, cast.olu):
        assert directory(session, by, Wanted(), at).total == everyone
    for by in (cast.ada, cast.aud, cast.ivo, cast.max, ANYONE):
        assert directory(session, by, Wanted(), at).total == 0
    assert [one.email for one in directory(session, cast.sys, Wanted("yoshi re"), at).rows] == ["rea@example.org"]
    assert [one.email for one in directory(session, cast.sys, Wanted("𠮷田"), at).rows] == ["rea@example.org"]
    officers = directory(session, cast.sys, Wanted(role=Role.OFFICER), at).rows
    assert [one.email for one in officers] == ["uma@example.org", "olu@example.org"]
    assert directory(session, cast.sys, Wanted("%"), at).total == 0, "a sign of the query language is a letter here"
    page = directory(session, cast.sys, Wanted(page=2, per_page=5), at)
    assert (len(page.rows), page.total) == (5, everyone)


def test_the_numbers_of_the_accounts(session, cast, at):
    cast.max.disabled_at = at
    session.flush()
    before = accounts(session, NEED_SECOND_FACTOR, at)
    cast.sys.second_factor = "x" * 32
    session.flush()
    after = accounts(session, NEED_SECOND_FACTOR, at)
    assert (before.all, before.closed, before.unguarded, after.unguarded) == (12, 1, 3, 2)


def test_asking_for_erasure_reaches_the_administrators(session, cast, at):
    actions.ask_erasure(cast.ada, at)
    asked = select(Message.to).where(Message.kind == "erasure_asked")
    assert session.scalars(asked).all() == ["sys@example.org"]
    assert steps(session, cast.ada) == ["ask_erasure"]


def test_spare_codes_are_long_and_different():
    codes = second_factor.new_spare_codes()
    assert len(set(codes)) == 10
    assert {len(code) for code in codes} == {19}
    assert second_factor.spare_hash(codes[0].upper().replace("-", " ")) == second_factor.spare_hash(codes[0])


def test_the_invented_people_are_invented_and_complete():
    assert len({one.email for one in DOORS}) == len({one.key for one in DOORS}) == len(DOORS)
    assert all(one.email.endswith("@demo.example") and one.email == folded(one.email) for one in DOORS)
    played = {(one.programme, one.side, one.role) for one in DOORS}
    for programme, other in (("mirai", "SE"), ("kyushu_illinois", "US")):
        for side in ("JP", other):
            for role in (None, Role.REVIEWER, Role.OFFICER):
                assert (programme, side, role) in played
    for programme, sides in (("ucl_osaka", "UK JP"), ("renkei", "JP UK"), ("young_leaders", "JP")):
        for side in sides.split():
            assert {(programme, side, None), (programme, side, Role.OFFICER)} <= played
    assert {Role.AUDITOR, Role.ADMINISTRATOR} <= {role for _, _, role in played}


def test_entries_name_people_by_their_keys_only(session, cast, at, call):
    actions.appoint(cast.sys, cast.eva, Post(Role.OFFICER, call.programme_id, side="JP"), at)
    detail = session.scalars(select(Entry.detail).where(Entry.subject_id == cast.eva.id)).one()
    assert detail == {"role": "officer", "programme_id": str(call.programme_id), "call_id": None, "side": "JP"}
