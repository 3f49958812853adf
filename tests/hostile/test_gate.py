"""Every form that anyone can send without signing in: every field of it with every value, whatever else was tried."""

import pytest
from flask.testing import FlaskClient

from grants.people import passwords
from tests.access.knocking import NOWHERE
from tests.access.readings import fields_in
from tests.cast import assemble
from tests.hostile.sending import FORM, is_a_gate
from tests.hostile.values import KNOWN, LONG, body
from tests.web.test_sign_in import GOOD, WHO, last_link, quick_hashing  # noqa: F401 - argon2id with the least work

VALUES = tuple(value for value in KNOWN if len(value) < LONG)
ADA, NEW = "ada@example.org", "new@example.org"
GATES = {
    "/sign-in": {"email": ADA, "password": GOOD, "next": "/my"},
    "/sign-in/link": {"email": ADA, "purpose": "sign_in"},
    "/register": {"email": NEW},
    "/language": {"language": "sv", "back": "/help"},
}
LINKS = {
    "/sign-in/link/": ("sign_in", ADA, {}),
    "/password/": ("password", ADA, {"password": GOOD}),
    "/register/": ("sign_in", NEW, {**WHO, "password": GOOD, "notice": "y"}),
}
ASKED = {"/verify": "code", "/projects": "words", "/calls": "page", "/sign-in": "next", "/sign-in/orcid/back": "state"}
SIGNING_IN = ("email", "password", "code", "key", "next", "back", "language", "family", "given")


@pytest.fixture
def cast(session, at):
    made = assemble(session, at)
    made.ada.password_hash = passwords.hashed(GOOD)
    session.commit()
    return made


@pytest.fixture
def answered(client, record, session):
    """What a form is answered with; whatever it does never was."""
    session.commit()
    token = client.make_token()
    carried = client.get_cookie("tsunagari").value

    def answer(address, fields, **headers):
        client.set_cookie("tsunagari", carried)
        point = record.connection.begin_nested()
        sent = body([("csrf_token", token), *fields.items()])
        code = FlaskClient.open(client, address, method="POST", data=sent, content_type=FORM, **headers).status_code
        point.rollback()
        return code

    return answer


def faults(answered, address, true):
    """Which value in which field is a fault of ours, the others as they should be."""
    assert answered(address, true) in {200, 303}
    return [(name, value) for name in true for value in VALUES if answered(address, true | {name: value}) >= 500]


@pytest.mark.parametrize("address", GATES)
def test_every_field_of_every_form_of_the_gate_takes_every_value(cast, client, answered, address):
    if address != "/language":  # its form stands at the foot of every page
        assert fields_in(client.get(address).get_data(as_text=True)).keys() <= GATES[address].keys()
    assert faults(answered, address, GATES[address]) == []


@pytest.mark.parametrize("place", LINKS)
def test_every_field_of_every_form_behind_a_link_takes_every_value(cast, client, answered, session, settings, place):
    purpose, email, true = LINKS[place]
    client.send("/sign-in/link", email=email, purpose=purpose)
    link = last_link(session, settings, email)
    address, key = link.split("?key=")
    assert place in address
    stands = fields_in(client.get(link).get_data(as_text=True))
    assert stands["key"] == key
    assert faults(answered, address, stands | true) == []


def test_whatever_goes_to_any_address_of_the_gate_is_no_fault_of_ours(app, answered):
    rules = [rule for rule in app.url_map.iter_rules() if "POST" in rule.methods and is_a_gate(rule.endpoint)]
    places = [rule.build(dict.fromkeys(rule.arguments, NOWHERE))[1] for rule in rules]
    assert set(GATES) <= set(places)
    sent = [(place, value) for place in places for value in VALUES]
    assert [one for one in sent if answered(one[0], dict.fromkeys(SIGNING_IN, one[1])) >= 500] == []


@pytest.mark.parametrize("address", ASKED)
def test_whatever_anyone_asks_is_no_fault_of_ours(client, cast, address):
    asked = [(value, f"{address}?{body([(ASKED[address], value)]).decode()}") for value in VALUES]
    assert [value for value, where in asked if FlaskClient.open(client, where).status_code >= 500] == []


def test_a_form_from_whatever_origin_is_no_fault_of_ours(answered):
    plain = [value for value in VALUES if value.isascii() and value.isprintable()]
    assert "https://[::1" in plain
    sent = [(name, value) for name in ("Origin", "Referer") for value in plain]
    fields = {"language": "sv", "back": "/"}
    assert [one for one in sent if answered("/language", fields, headers=dict([one])) >= 500] == []
