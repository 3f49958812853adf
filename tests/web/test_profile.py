"""One's own profile, on its page."""

import re
from datetime import date, timedelta

import pytest
from sqlalchemy import select

from grants import clock
from grants.mail import Message
from grants.mail.outbox import full_link
from grants.people.model import CareerBreak, Institution, InstitutionName, Person, Precision, SignedIn
from tests.cast import assemble

SAID = {
    "family": "髙橋", "given": "愛", "family_latin": "Takahashi", "given_latin": "Ai", "title": "教授",
    "unit": "理学部", "institution": "", "institution_name": "", "language": "sv", "zone": "Europe/Stockholm",
}  # fmt: skip


@pytest.fixture
def ada(session, at, client):
    ada = assemble(session, at).ada
    ada.language = "en"
    client.be(ada)
    return ada


def refusals(answer):
    text = answer.get_data(as_text=True)
    return text if answer.status_code == 422 else ""


@pytest.mark.parametrize(
    ("typed", "day", "precision"),
    [
        ("2017-03-24", date(2017, 3, 24), Precision.DAY),
        ("2017-03", date(2017, 3, 1), Precision.MONTH),
        ("2017", date(2017, 1, 1), Precision.YEAR),
        ("", None, Precision.DAY),
    ],
)
def test_a_doctorate_is_kept_as_exactly_as_it_is_known(client, ada, session, typed, day, precision):
    assert client.send("/profile", **SAID, doctorate=typed).status_code == 303
    assert (ada.doctorate_on, ada.doctorate_precision) == (day, precision)
    assert f'value="{typed}"' in client.get("/profile").get_data(as_text=True)


@pytest.mark.parametrize("typed", ["24.3.2017", "2017-13", "2017-02-30", "soon", "1492", "２０１７年"])
def test_a_doctorate_that_is_no_date_is_said_to_be_none(client, ada, typed):
    assert "Write a day, a month or a year" in refusals(client.send("/profile", **SAID, doctorate=typed))


@pytest.mark.parametrize(
    "typed", ["0000-0002-1825-0097", "https://orcid.org/0000-0002-1825-0097", "0000 0002 1825 0097"],
)  # fmt: skip
def test_an_orcid_is_kept_in_one_form(client, ada, typed):
    assert client.send("/profile", **SAID, orcid=typed).status_code == 303
    assert ada.orcid == "0000-0002-1825-0097"


@pytest.mark.parametrize("typed", ["0000-0002-1825-0098", "1234", "0000-0002-1825-009"])
def test_an_orcid_whose_digits_do_not_fit_is_refused(client, ada, typed):
    assert "ORCID iD" in refusals(client.send("/profile", **SAID, orcid=typed))
    assert ada.orcid is None


def test_language_names_and_place_are_kept_and_shown_in_that_language(client, ada, session):
    names = {"sv": "Lunds universitet", "en": "Lund University"}
    name = [InstitutionName(language=code, text=text) for code, text in names.items()]
    lund = Institution(ror="012a77v79", country="SE", zone="Europe/Stockholm", names=name)
    session.add(lund)
    session.flush()
    assert client.send("/profile", **{**SAID, "institution": str(lund.id)}).status_code == 303
    page = client.get("/profile").get_data(as_text=True)
    assert '<html lang="sv">' in page
    assert "Lunds universitet" in page
    assert (ada.institution, ada.zone) == (lund, "Europe/Stockholm")
    away = {**SAID, "institution": "elsewhere", "institution_name": "lund university"}
    assert client.send("/profile", **away).status_code == 303
    assert ada.institution == lund, "a name that is known is no second institution"


@pytest.mark.parametrize(
    ("field", "typed"),
    [
        ("family", ""), ("family", "a\x00b"), ("family", "x" * 121), ("family", "\u202eevil"), ("language", "tlh"),
        ("zone", "Mars/Base"), ("institution", "00000000-0000-0000-0000-000000000000"), ("institution", "x"),
    ],
)  # fmt: skip
def test_bad_input_is_refused_beside_its_field_and_changes_nothing(client, ada, field, typed):
    answer = client.send("/profile", **{**SAID, field: typed})
    assert answer.status_code == 422
    assert f'href="#{field}' in answer.get_data(as_text=True)
    assert ada.unit == ""


def test_what_is_no_field_cannot_be_changed(client, ada):
    extra = {"email": "x@y.example", "role": "administrator", "side": "SE", "second_factor": "A", "created_at": ""}
    assert client.send("/profile", **SAID, **extra).status_code == 303
    assert (ada.email, ada.appointments, ada.second_factor) == ("ada@example.org", [], None)


def test_leave_is_added_listed_and_removed_by_its_owner_only(client, ada, session):
    told = {"kind": "parental", "starts_on": "2019-04-01", "ends_on": "2020-03-31", "percent": "５０"}
    assert "ends before it starts" in refusals(client.send("/profile/leave", **{**told, "ends_on": "2019-03-01"}))
    assert "from 1 to 100" in refusals(client.send("/profile/leave", **{**told, "percent": "101"}))
    assert client.send("/profile/leave", **told).status_code == 303
    kept = session.scalars(select(CareerBreak)).one()
    assert kept.percent == 50
    client.be(session.scalar(select(Person).where(Person.email == "olu@example.org")))
    assert client.send(f"/profile/leave/{kept.id}/remove").status_code == 404
    client.be(ada)
    assert "Parental leave" in client.get("/profile").get_data(as_text=True)
    assert client.send(f"/profile/leave/{kept.id}/remove").status_code == 303
    assert session.scalars(select(CareerBreak)).all() == []


def test_a_new_password_of_ones_own_ends_the_other_sessions(client, ada, session):
    elsewhere = client.application.test_client()
    elsewhere.session = session
    elsewhere.be(ada)
    assert client.send("/profile/password", password="nine walnut ladders").status_code == 303
    assert elsewhere.get("/profile").status_code == 303
    assert client.get("/profile").status_code == 200


def test_signing_out_everywhere_else(client, ada, session):
    elsewhere = client.application.test_client()
    elsewhere.session = session
    elsewhere.be(ada)
    assert client.send("/profile/sessions/end").status_code == 303
    assert len(session.scalars(select(SignedIn)).all()) == 1
    assert elsewhere.get("/profile").status_code == 303


def test_a_new_address_proves_itself_first_and_the_old_one_is_told(client, ada, session, settings):
    page = client.send("/profile/address", email="ai@new.example").get_data(as_text=True)
    taken = client.send("/profile/address", email="ben@example.org").get_data(as_text=True)
    page, taken = (re.sub(r'name="csrf_token"[^>]*|[a-z]+@(new.example|example.org)', "", one) for one in (page, taken))
    assert page == taken
    message = session.scalars(select(Message)).one()
    assert message.to == "ai@new.example"
    address, key = full_link(message, "", settings.secret_key).split("?key=")
    client.be(session.scalar(select(Person).where(Person.email == "ben@example.org")))
    assert client.send(address, key=key).status_code == 410, "somebody else's link opens nothing"
    client.be(ada)
    assert client.get(f"{address}?key={key}").status_code == 200
    assert ada.email == "ada@example.org"
    assert client.send(address, key=key).status_code == 303
    assert ada.email == "ai@new.example"
    told = select(Message.to).where(Message.kind == "address_changed")
    assert session.scalars(told).all() == ["ada@example.org"]


def test_weighty_pages_of_the_profile_ask_again(client, ada, at):
    clock.stop(at + timedelta(minutes=20))
    for page in ("/profile/password", "/profile/address", "/second-factor"):
        assert client.get(page).location == f"/confirm?next={page}"


@pytest.mark.parametrize(("typed", "kept"), [("12345678", "12345678"), ("１２３４５６７８", "12345678"), ("", None)])
def test_an_erad_number_has_eight_digits_in_any_width(client, ada, typed, kept):
    assert client.send("/profile", **SAID, erad=typed).status_code == 303
    assert ada.erad == kept


@pytest.mark.parametrize("typed", ["1234567", "123456789", "1234567a"])
def test_another_number_is_no_erad_number(client, ada, typed):
    assert "An e-Rad number has eight digits." in refusals(client.send("/profile", **SAID, erad=typed))


def test_a_name_is_written_in_the_order_its_owner_says(client, ada):
    said = {**SAID, "family": "Nagy", "given": "Éva", "family_latin": "", "given_latin": ""}
    assert client.send("/profile", **said).status_code == 303
    assert ada.name_in("en") == "Éva Nagy"
    assert client.send("/profile", **said, name_order="family_first").status_code == 303
    assert ada.name_in("en") == "Nagy Éva"


def test_everything_a_rule_asks_for_is_kept_and_shown_again(client, ada):
    told = {
        "doctorate": "2017-03-24", "doctorate_basis": "certificate", "defence": "2016-12", "first_post": "2018",
        "born_on": "1988-02-29",
    }  # fmt: skip
    assert client.send("/profile", **SAID, **told).status_code == 303
    assert (ada.defence_on, ada.defence_precision) == (date(2016, 12, 1), Precision.MONTH)
    assert (ada.first_post_on, ada.first_post_precision) == (date(2018, 1, 1), Precision.YEAR)
    assert (ada.doctorate_basis, ada.born_on) == ("certificate", date(1988, 2, 29))
    shown = client.get("/profile").get_data(as_text=True)
    assert all(f'value="{typed}"' in shown for typed in ("2017-03-24", "2016-12", "2018", "1988-02-29"))


def test_posts_are_added_and_struck_out_by_their_owner_alone(client, ada, session, at):
    place = Institution(ror="00p4k0j84", country="JP", zone="Asia/Tokyo", names=[])
    place.names = [InstitutionName(language="en", text="Kyushu University")]
    session.add(place)
    session.commit()
    said = {"institution": str(place.id), "position": "postdoc", "percent": "50", "since": "2020-04-01"}
    assert client.send("/profile/posts", **said, until="2019-03-31").status_code == 422
    assert client.send("/profile/posts", **said, until="2025-03-31", permanent="y").status_code == 422
    assert client.send("/profile/posts", **said, until="2025-03-31").status_code == 303
    (post,) = ada.affiliations
    assert (post.institution_id, post.until, post.percent) == (place.id, date(2025, 3, 31), 50)
    assert "Kyushu University" in client.get("/profile").get_data(as_text=True)
    client.be(session.scalars(select(Person).where(Person.email == "ben@example.org")).one())
    assert client.send(f"/profile/posts/{post.id}/remove").status_code == 404
    client.be(ada)
    assert client.send(f"/profile/posts/{post.id}/remove").status_code == 303
    session.expire_all()
    assert ada.affiliations == []
