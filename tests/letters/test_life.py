"""A letter's life: prepared by one side, issued by the other, printed once, checked by anyone."""

from datetime import timedelta
from hashlib import sha256
from random import Random

import pytest
from pypdf import PdfReader
from sqlalchemy import select

from grants.jobs.due import run_due
from grants.jobs.engine import enqueue
from grants.jobs.issue_letters import KIND
from grants.letters import actions, queries
from grants.letters.compose import LetterFacts
from grants.letters.frozen import freeze, thaw
from grants.letters.model import Letter, LetterCounter
from grants.letters.wording import Numbered, facts_of
from grants.mail.model import Message
from grants.rules.decisions import Recommendation
from grants.rules.letters import LetterKind, LetterState
from grants.rules.refusal import Refused
from grants.web.public import verify
from grants.web.public.patience import Patience
from tests import make
from tests.conftest import NOW
from tests.letters.samples import grant, letter

BASE = "http://localhost"


@pytest.fixture
def house(session):
    house = make.opened(session, NOW)
    funded, *others = make.submitted(house), *make.more(house, 2)
    make.closed(house)
    for application in (funded, *others):
        make.reviewed(house, application)
    make.advised(house, Recommendation.FUND, funded)
    make.advised(house, Recommendation.REJECT, *others)
    make.followed(house)
    make.released(house)
    return house


@pytest.fixture
def at(house):
    return house.at + timedelta(days=1)


def prepared_and_numbered(house, at):
    for by, other in ((house.cast.olu, house.cast.uma), (house.cast.uma, house.cast.olu)):
        mine = actions.prepare(house.call, by, at)
        house.session.flush()
        actions.number(mine, BASE, other, at)
    house.session.flush()
    return house.session.scalars(select(Letter).order_by(Letter.series, Letter.ordinal)).unique().all()


def test_every_part_and_every_refusal_is_owed_a_letter_of_its_own_side(house, at):
    mine = actions.prepare(house.call, house.cast.olu, at)
    assert {one.side.code for one in mine} == {"JP"}
    assert {one.kind for one in mine} <= set(LetterKind)
    house.session.flush()
    with pytest.raises(Refused):
        actions.prepare(house.call, house.cast.olu, at)


def test_whoever_prepared_a_letter_cannot_issue_it(house, at):
    mine = actions.prepare(house.call, house.cast.olu, at)
    house.session.flush()
    with pytest.raises(Refused):
        actions.number(mine, BASE, house.cast.olu, at)
    with pytest.raises(Refused):
        actions.number(mine, BASE, house.cast.max, at)


def test_numbers_have_no_gap_and_no_double(house, at):
    letters = prepared_and_numbered(house, at)
    for series in {one.series for one in letters}:
        own = [one.ordinal for one in letters if one.series == series]
        assert own == list(range(1, len(own) + 1))
        assert house.session.scalar(select(LetterCounter.last).where(LetterCounter.series == series)) == len(own)
    assert letters[0].number.startswith(letters[0].side.letter_prefix)
    with pytest.raises(Refused):
        actions.number([letters[0]], BASE, house.cast.uma, at)


def test_a_character_no_face_has_stops_the_letter_before_its_number(house, at):
    mine = actions.prepare(house.call, house.cast.olu, at)
    house.session.flush()
    mine[0].addressee.family = "\U000e0041"
    with pytest.raises(Refused), house.session.begin_nested():
        actions.number(mine, BASE, house.cast.uma, at)
    house.session.expire_all()
    assert house.session.scalar(select(LetterCounter.last)) is None
    assert all(one.number is None for one in mine)


def test_what_a_letter_says_comes_back_from_the_ice_as_it_was():
    facts = letter("award", "ja", grant=grant("ja"))
    assert thaw(LetterFacts, freeze(facts)) == facts


def test_printed_once_told_once_and_the_bytes_stay(house, at, record, settings):
    letters = prepared_and_numbered(house, at)
    enqueue(house.session, KIND, str(house.call.id), {"call_id": str(house.call.id)}, at, call_id=house.call.id)
    house.session.commit()
    run_due(record, settings, at)
    house.session.expire_all()
    first = {one.id: one.sha256 for one in letters}
    assert all(first.values())
    assert {one.state for one in letters} == {LetterState.ISSUED}
    enqueue(house.session, KIND, str(house.call.id), {"call_id": str(house.call.id)}, at, call_id=house.call.id)
    house.session.commit()
    run_due(record, settings, at)
    house.session.expire_all()
    assert {one.id: one.sha256 for one in letters} == first
    told = house.session.scalars(select(Message).where(Message.kind == "letter")).all()
    assert len(told) == len(letters)
    award = next(one for one in letters if one.kind is LetterKind.AWARD and one.side.code == "JP")
    assert queries.is_in_writing(award.part)
    path = next((settings.data_folder / "files").rglob(award.sha256 + "*"))
    text = make.plain("".join(page.extract_text() for page in PdfReader(path).pages))
    assert award.number in text
    assert "400,000" in text


def test_anyone_can_tell_a_genuine_letter_from_another(house, at, client, record, settings):
    letters = prepared_and_numbered(house, at)
    one = letters[0]
    unissued = client.get(f"/verify/{one.code}")
    assert unissued.status_code == 404
    actions.put_into_writing(one, "a" * 64, at)
    house.session.commit()
    genuine = client.get(f"/verify/{one.code}")
    assert genuine.status_code == 200
    assert one.number in genuine.get_data(as_text=True)
    for wrong in (one.code[:-1] + ("0" if one.code[-1] != "0" else "1"), "x" * 32, one.number):
        assert client.get(f"/verify/{wrong}").status_code == 404
    spaced = " ".join(one.code[place : place + 4] for place in range(0, 32, 4)).upper()
    assert client.get("/verify", query_string={"code": spaced}).location.endswith(one.code)


def test_the_amount_is_the_awards_own_and_the_facts_are_of_the_day(house, at):
    mine = actions.prepare(house.call, house.cast.olu, at)
    award = next(one for one in mine if one.kind is LetterKind.AWARD)
    facts = facts_of(award, Numbered("N", at.date(), BASE))
    assert facts.grant.amount == award.part.granted
    assert facts.partners[0].name.family == award.application.parts[0].pi.family
    assert facts.verify_url == f"{BASE}/verify/{award.code}"


def test_a_thousand_altered_letters_are_none_of_them_genuine(house, at, client, engine, settings, monkeypatch):
    """T10: the page tells by the code and by the fingerprint of the bytes; neither survives a change of the letter."""
    letters = prepared_and_numbered(house, at)
    one = letters[0]
    kept = engine.render(thaw(LetterFacts, one.facts))
    actions.put_into_writing(one, sha256(kept).hexdigest(), at)
    house.session.commit()
    page = client.get(f"/verify/{one.code}").get_data(as_text=True)
    assert f'data-fingerprint="{sha256(kept).hexdigest()}"' in page
    chance = Random(20220610)
    for number in range(1_000):
        forged = bytearray(kept)
        if number % 3 == 0:  # another amount or name: one byte
            forged[chance.randrange(len(forged))] ^= 1 << chance.randrange(8)
        elif number % 3 == 1:  # an update appended behind the end, as tampering with signed papers does
            forged += b"\n1 0 obj<</Type/Annot/Contents(%d)>>endobj\nstartxref\n0\n%%%%EOF" % number
        else:  # cut short
            del forged[chance.randrange(len(forged) - 1) :]
        assert sha256(bytes(forged)).hexdigest() not in page
    monkeypatch.setattr(verify, "GUESSES", Patience(misses=2_000))
    for number in range(200):  # of these every code differs in one figure, or is another's
        place = number % 32
        other = "0123456789abcdef"[(int(one.code[place], 16) + 1 + number % 15) % 16]
        told = client.get(f"/verify/{one.code[:place]}{other}{one.code[place + 1 :]}")
        assert (told.status_code, "This letter is genuine" in told.get_data(as_text=True)) == (404, False)


def test_whoever_guesses_codes_is_made_to_wait_and_nobody_else(house, at, client, monkeypatch):
    one = prepared_and_numbered(house, at)[0]
    actions.put_into_writing(one, "a" * 64, at)
    house.session.commit()
    watch = [1000.0]
    monkeypatch.setattr(verify, "GUESSES", Patience(5, lambda: watch[0]))
    wrong = [client.get(f"/verify/{number:032x}").status_code for number in range(7)]
    assert wrong == [404] * 5 + [429] * 2
    assert client.get(f"/verify/{one.code}").status_code == 429
    elsewhere = {"REMOTE_ADDR": "192.0.2.7"}
    assert client.get(f"/verify/{one.code}", environ_overrides=elsewhere).status_code == 200
    watch[0] += 61
    assert client.get(f"/verify/{one.code}").status_code == 200
