"""The pitfalls S16 to S23 of others' systems, each by real requests where it is about pages.

S16 is proved in tests/access/test_routes.py, S17 also by every cell of tests/access, S19 in tests/letters/test_traps.py,
S21 in tests/exports/test_csv.py and tests/web/test_offline.py, S22 also in tests/web/test_sign_in.py.
"""

from email import message_from_bytes, policy
from itertools import count
from uuid import uuid4

import pytest
from flask.testing import FlaskClient
from sqlalchemy import Uuid, func, select

from grants.db import Base
from grants.history import Entry
from grants.mail.compose import envelope
from grants.mail.model import Message
from grants.people.model import Person
from grants.rules.access import READ, may_read
from tests import make
from tests.client import links

CANARY = '"><img src=x onerror=alert(1)>'
MARKDOWN, FORMULA = "[click](http://evil.example)", "{{7*7}}${7*7}"
PER_PERSON = 45


@pytest.fixture
def house(session, at):
    """Somebody whose every name is an attack has applied, and was judged."""
    house = make.opened(session, at)
    for person in (house.cast.ada, house.cast.ben):
        person.family, person.given, person.unit = CANARY, MARKDOWN, FORMULA
        person.family_latin, person.given_latin, person.title = CANARY, MARKDOWN, CANARY[:100]
    house.application = make.written(house)
    house.application.title = f"{CANARY} {MARKDOWN} {FORMULA}"
    make.submitted(house, house.application)
    make.closed(house)
    make.reviewed(house, house.application)
    session.commit()
    return house


def test_s17_who_acts_and_who_is_acted_on_are_never_mixed_up(house):
    """S17: an owner may, a stranger may not, whichever way round the two are handed over."""
    cast, application = house.cast, house.application
    for by, noun, thing, may in (
        (cast.ada, "application", application, True), (cast.max, "application", application, False),
        (cast.ada, "person", cast.ada, True), (cast.max, "person", cast.ada, False),
        (cast.sys, "account", cast.max, True), (cast.max, "account", cast.sys, False),
    ):  # fmt: skip
        assert may_read(by, noun, thing) is may, (by.email, noun)
    assert {"person", "account", "application"} <= set(READ)


def test_s18_keys_are_opaque_and_what_is_public_tells_no_address(house, client):
    """S18: every row has a random name of its own, and no public payload carries an address or counts upwards."""
    for table in Base.metadata.sorted_tables:
        assert [(column.name, type(column.type)) for column in table.primary_key] == [("id", Uuid)], table.name
    ids = house.session.scalars(select(Person.id)).all()
    assert {one.version for one in ids} == {4}
    for page in ("/", "/calls", f"/calls/{house.call.id}", "/api/v1/calls", "/api/v1/projects", "/register",
                 "/api/v1/openapi.json"):  # fmt: skip
        text = client.get(page).get_data(as_text=True)
        told = [str(one) for one in ids if str(one) in text]
        assert not told, page
        assert not [mail for mail in house.session.scalars(select(Person.email)) if mail in text], page


def test_s20_a_name_that_is_an_attack_stays_a_name_on_every_page_somebody_is_led_to(house, client):
    """S20: in every name, title and unit; each page is parsed as a browser does, and none has an image or a handler."""
    met = 0
    for person in (house.cast.ada, house.cast.olu, house.cast.rea, house.cast.ivo):
        client.be(person)
        waiting, seen = ["/", f"/office/calls/{house.call.id}", "/my", "/reviews"], set()
        while waiting and len(seen) < PER_PERSON:
            page = waiting.pop(0)
            seen.add(page)
            answer = client.get(page)
            assert answer.status_code < 500, page
            if answer.mimetype == "text/html":
                text = answer.get_data(as_text=True)
                assert "<img src=x" not in text, page
                met += "&lt;img src=x onerror" in text
                waiting += sorted(links(text) - seen - set(waiting))
            answer.close()
    assert met > 20, "the name was hardly met"


def test_s22_no_page_takes_a_form_without_its_token_or_from_another_site(house, client, app):
    """S22: every address of the house that takes a form, as one who is signed in; nothing is done by any."""
    client.be(house.cast.olu)
    before = house.session.scalar(select(func.count()).select_from(Entry))
    tried = 0
    for rule in app.url_map.iter_rules():
        if "POST" not in (rule.methods or ()):
            continue
        number = count(1)
        values = {name: value_for(rule, name, next(number)) for name in rule.arguments}
        address = rule.build(values)[1]
        for headers in ({}, {"Origin": "https://evil.example"}, {"Sec-Fetch-Site": "cross-site"}):
            answer = FlaskClient.open(client, address, method="POST", data={"csrf_token": "x"}, headers=headers)
            assert answer.status_code == 400 or is_let_back_in(answer), (address, headers, answer.status_code)
        tried += 1
    assert tried > 150
    house.session.expire_all()
    assert house.session.scalar(select(func.count()).select_from(Entry)) == before


def value_for(rule, name, number):
    """Something that fits one place of an address."""
    converter = rule._converters[name]
    return uuid4() if type(converter).__name__ == "UUIDConverter" else converter.to_python(str(number))


def is_let_back_in(answer):
    """A form whose token ran out is parked, and its sender asked to send it again: nothing was done."""
    return answer.status_code == 422 or (answer.status_code == 303 and "/sign-in" in answer.headers["Location"])


def test_s23_what_is_typed_is_mailed_as_it_was_typed(house, settings):
    """S23: no markup, no template, no header of a mail comes out of a name or a title."""
    house.application.title = "{{7*7}} Ageing\r\nBcc: everyone@evil.example"
    house.session.flush()
    make.advised(house, make.Recommendation.FUND, house.application)
    make.followed(house)
    make.released(house)
    told = house.session.scalars(select(Message)).all()
    assert any(MARKDOWN in one.body for one in told)
    assert any("{{7*7}} Ageing" in one.subject + one.body for one in told)
    assert not [one for one in told if "49 Ageing" in one.subject + one.body]
    for one in told:
        mail = message_from_bytes(envelope(one, settings).as_bytes(), policy=policy.SMTP)
        assert set(mail.keys()) <= {
            "Message-ID", "Date", "From", "To", "Subject", "Auto-Submitted", "Reply-To", "Content-Type",
            "Content-Transfer-Encoding", "MIME-Version", "Content-Language",
        }  # fmt: skip
        assert (mail["To"], mail.get_content_type()) == (one.to, "text/plain")
        assert "".join(one.subject.split()) == "".join(mail["Subject"].split())
        assert not one.link or one.link.startswith("/"), "S22: the host comes from the settings, never from a request"
