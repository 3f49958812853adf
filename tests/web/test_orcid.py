"""Signing in with ORCID and connecting the iD, against a real OpenID Connect server on this machine."""

import re
from dataclasses import replace
from urllib.parse import urlsplit

import httpx
import oidc_provider_mock
import pytest

from grants.config import OpenId, Settings, Unsafe
from tests.cast import assemble
from tests.frame import frame

pytestmark = pytest.mark.filterwarnings("ignore:get_jwt_config:DeprecationWarning")  # the server says it
ORCID = "0000-0002-1825-0097"


@pytest.fixture(scope="module")
def server():
    with oidc_provider_mock.run_server_in_thread() as running:
        yield f"http://localhost:{running.server_port}"


def client_of(settings, record, session):
    client = frame(settings, record).test_client()
    client.session = session
    return client


@pytest.fixture
def client(settings, record, server, session):
    httpx.put(f"{server}/users/{ORCID}", json={"given_name": "Ai", "family_name": "Takahashi"}).raise_for_status()
    return client_of(replace(settings, orcid=OpenId(server, "tsunagari", "a secret")), record, session)


@pytest.fixture
def ada(session, at):
    ada = assemble(session, at).ada
    ada.language = "en"
    session.commit()
    return ada


def prove(client):
    """Press the button, sign in at the server, come back: the page that asks what it is for."""
    there = client.get("/sign-in/orcid")
    assert there.status_code == 302
    allowed = httpx.post(there.location, data={"sub": ORCID})
    back = urlsplit(allowed.headers["location"])
    answer = client.get(f"{back.path}?{back.query}")
    assert answer.status_code == 303, answer.get_data(as_text=True)
    return client.get(answer.location)


def words(answer):
    return re.sub(r"\s+", " ", re.sub("<[^>]+>", " ", answer.get_data(as_text=True)))


def test_who_is_signed_in_connects_the_id_and_signs_in_with_it_next_time(client, ada, session):
    ada.family, ada.given, ada.family_latin, ada.given_latin = "髙橋", "愛", "", ""
    client.be(ada)
    assert "Connect this iD with your account here." in words(prove(client))
    session.refresh(ada)
    assert ada.orcid_proved_at is None, "nothing is kept before the button is pressed"
    assert client.send("/sign-in/orcid/proved").status_code == 303
    session.refresh(ada)
    assert (ada.orcid, ada.family_latin, ada.given_latin) == (ORCID, "Takahashi", "Ai")
    assert ada.orcid_proved_at is not None
    client.send("/sign-out")
    assert "It is connected with the account of Ai Takahashi." in words(prove(client))
    assert client.get("/my").status_code in {302, 303}
    assert client.send("/sign-in/orcid/proved").status_code == 303
    assert client.get("/my").status_code == 200


def test_an_id_that_was_only_typed_opens_nothing(client, ada, session):
    ada.orcid = ORCID
    session.commit()
    assert "No account here is connected with this iD." in words(prove(client))
    client.send("/sign-in/orcid/proved")
    assert client.get("/my").status_code in {302, 303}


def test_the_second_factor_is_asked_for_all_the_same(client, ada, session, at):
    ada.orcid, ada.orcid_proved_at, ada.second_factor = ORCID, at, "JBSWY3DPEHPK3PXP"
    session.commit()
    prove(client)
    assert client.send("/sign-in/orcid/proved").location == "/sign-in/code"
    assert client.get("/my").status_code in {302, 303}


def test_one_id_belongs_to_one_account(client, session, at):
    cast = assemble(session, at)
    cast.ada.orcid, cast.ada.orcid_proved_at, cast.ben.language = ORCID, at, "en"
    session.commit()
    client.be(cast.ben)
    prove(client)
    refused = client.send("/sign-in/orcid/proved")
    assert refused.status_code == 422
    assert "connected with another account" in words(refused)


def test_letting_go_forgets_the_id(client, ada, session):
    client.be(ada)
    prove(client)
    client.send("/sign-in/orcid/proved")
    assert client.send("/sign-in/orcid/let-go").status_code == 303
    session.refresh(ada)
    assert (ada.orcid, ada.orcid_proved_at) == (None, None)


@pytest.mark.parametrize("query", ["", "?code=1&state=2", "?error=access_denied", "?state=x"])
def test_a_forged_or_refused_return_says_so_and_proves_nothing(client, ada, query):
    answer = client.get(f"/sign-in/orcid/back{query}")
    assert answer.status_code == 303
    assert "ORCID did not tell us who you are." in words(client.get(answer.location))
    assert client.get("/sign-in/orcid/proved").status_code == 303


def test_a_server_that_cannot_be_reached_is_said_to_be(settings, record, session, ada):
    client = client_of(replace(settings, orcid=OpenId("http://localhost:9", "tsunagari", "a secret")), record, session)
    answer = client.get("/sign-in/orcid")
    assert answer.status_code == 303
    assert "ORCID did not tell us who you are." in words(client.get(answer.location))


def test_without_settings_there_is_no_such_door(settings, record, session, ada):
    client = client_of(settings, record, session)
    assert client.get("/sign-in/orcid").status_code == 404
    assert client.get("/sign-in/orcid/back").status_code == 404
    assert "ORCID" not in words(client.get("/sign-in"))


def test_half_the_settings_are_refused():
    with pytest.raises(Unsafe, match="together"):
        Settings.from_env({"ORCID_ISSUER": "https://orcid.org", "SECRET_KEY": "x" * 40})
