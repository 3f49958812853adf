"""Letterhead and seal: given by an officer of their side, agreed to by one of another, in the bytes of every letter."""

import io

import pikepdf
import pytest
from PIL import Image, ImageDraw
from sqlalchemy import select

from grants.files.actions import Intake
from grants.files.store import Store
from grants.history.model import Entry
from grants.jobs.due import run_due
from grants.jobs.engine import enqueue
from grants.jobs.issue_letters import KIND
from grants.jobs.retention import known_files
from grants.letters import actions, queries
from grants.letters.compose import LetterFacts, Picture
from grants.letters.frozen import thaw
from grants.letters.model import LetterPicture
from grants.letters.wording import Numbered, facts_of
from grants.mail.model import Message
from grants.rules.decisions import Recommendation
from grants.rules.letters import LetterState, PicturePlace, WordingState
from tests import make
from tests.conftest import NOW
from tests.decisions.refusing import refused
from tests.files.test_pictures import picture
from tests.letters.test_printed import faults

BASE = "http://localhost"
HEAD, SEAL = PicturePlace.LETTERHEAD, PicturePlace.SEAL


def seal():
    """A round red seal on a transparent ground."""
    drawn = Image.new("RGBA", (300, 300))
    ImageDraw.Draw(drawn).ellipse((10, 10, 290, 290), outline=(190, 30, 30, 255), width=20)
    out = io.BytesIO()
    drawn.save(out, "PNG")
    return out.getvalue()


@pytest.fixture
def house(session):
    house = make.opened(session, NOW)
    application = make.submitted(house)
    make.closed(house)
    make.reviewed(house, application)
    make.advised(house, Recommendation.FUND, application)
    make.followed(house)
    make.released(house)
    return house


@pytest.fixture
def intake(settings):
    return Intake(Store(settings.data_folder / "files"))


def given(house, intake, place=HEAD, content=None, side="JP", agreed=True):
    """A picture that olu gave her side's letters, and uma of the other side agreed to."""
    sha256 = intake.take_in_picture(content or picture())
    found = actions.propose_picture(house.call, (side, place, sha256), house.cast.olu, house.at)
    house.session.flush()
    if agreed:
        actions.agree_to_picture(found, house.cast.uma, house.at)
        house.session.flush()
    return found


def letter_of(house):
    found = actions.prepare(house.call, house.cast.olu, house.at)[0]
    house.session.flush()
    return found


def images_in(pdf):
    with pikepdf.open(io.BytesIO(pdf)) as opened:
        tree = [one for one in opened.objects if isinstance(one, pikepdf.Dictionary) and one.get("/S") == "/Figure"]
        return len(opened.pages[0].get_images()), {str(one.get("/Alt", "")) for one in tree}


def test_a_picture_is_given_by_its_own_side_and_agreed_to_by_another(house, intake):
    with refused("not for you"):
        given(house, intake, side="SE", agreed=False)
    with refused("not for you"):
        actions.propose_picture(house.call, ("JP", HEAD, "a" * 64), house.cast.max, house.at)
    waiting = given(house, intake, agreed=False)
    assert queries.shown_on(house.call) == {}
    for nobody in (house.cast.olu, house.cast.ada, house.cast.max):
        with refused("not for you"):
            actions.agree_to_picture(waiting, nobody, house.at)
    told = house.session.scalars(select(Message).where(Message.kind == "letter_wording")).all()
    assert any("Letterhead" in one.subject for one in told)
    actions.agree_to_picture(waiting, house.cast.uma, house.at)
    assert queries.shown_on(house.call) == {("JP", HEAD): waiting.sha256}
    steps = house.session.scalars(select(Entry).where(Entry.noun == "letter_picture").order_by(Entry.seq)).all()
    assert [one.step for one in steps] == ["begin", "agree_picture"]
    assert all(waiting.sha256 in str(one.detail) for one in steps)


def test_another_picture_replaces_it_and_one_that_waits_gives_way(house, intake):
    first = given(house, intake)
    waiting = given(house, intake, content=picture(colour="red"), agreed=False)
    second = given(house, intake, content=picture(colour="green"))
    states = [one.state for one in (first, waiting, second)]
    assert states == [WordingState.REPLACED, WordingState.DROPPED, WordingState.IN_USE]
    other = given(house, intake, SEAL, seal())
    assert queries.shown_on(house.call) == {("JP", HEAD): second.sha256, ("JP", SEAL): other.sha256}
    actions.drop_picture(second, house.cast.olu, house.at)
    assert (second.state, list(queries.shown_on(house.call))) == (WordingState.REPLACED, [("JP", SEAL)])


def test_a_letter_is_printed_with_the_pictures_of_its_issue_whatever_comes_after(house, intake, record, settings):
    head, sign = given(house, intake), given(house, intake, SEAL, seal())
    letter = letter_of(house)
    actions.number([letter], BASE, house.cast.uma, house.at)
    actions.drop_picture(sign, house.cast.olu, house.at)
    given(house, intake, content=picture(colour="green"))
    key = str(house.call.id)
    enqueue(house.session, KIND, key, {"call_id": key}, house.at, call_id=house.call.id)
    house.session.commit()
    run_due(record, settings, house.at)
    house.session.expire_all()
    assert letter.state is LetterState.ISSUED
    facts = thaw(LetterFacts, letter.facts)
    assert (facts.letterhead.image, facts.signatory.seal) == (Picture(head.sha256), Picture(sign.sha256))
    assert len(str(letter.facts)) < 8_000  # the fingerprints, not the bytes
    printed = intake.store.open(letter.sha256)
    assert images_in(printed)[0] == 2
    assert {facts.letterhead.institution, "公印"} <= images_in(printed)[1]
    assert faults(printed) == []
    assert {head.sha256, sign.sha256, letter.sha256} <= known_files(house.session)


def test_a_picture_that_cannot_be_read_any_more_keeps_its_letter_waiting_with_the_reason(
    house, intake, record, settings
):
    lost = given(house, intake)
    letter = letter_of(house)
    actions.number([letter], BASE, house.cast.uma, house.at)
    intake.store.path(lost.sha256).unlink()
    key = str(house.call.id)
    enqueue(house.session, KIND, key, {"call_id": key}, house.at, call_id=house.call.id)
    house.session.commit()
    run_due(record, settings, house.at)
    house.session.expire_all()
    assert letter.state is LetterState.NUMBERED
    assert "cannot be read" in letter.fault


@pytest.mark.parametrize("language", ["en", "ja", "sv"])
def test_seal_and_letterhead_are_described_to_who_cannot_see_them(house, intake, engine, language):
    given(house, intake, SEAL, seal())
    letter = letter_of(house)
    letter.language = language
    facts = facts_of(letter, Numbered("N", house.at.date(), BASE, {}, queries.shown_on(house.call)))
    printed = engine.render(facts.illustrated(intake.store.open))
    described = {"ja": "公印"}.get(language, facts.signatory.name)
    assert any(described in one for one in images_in(printed)[1])
    assert faults(printed) == []


def sent(place="letterhead", content=None, side="JP", name="head.png"):
    return {"side": side, "place": place, "file": (io.BytesIO(picture() if content is None else content), name)}


def test_an_officer_gives_a_picture_and_sees_it_in_the_preview(house, client):
    letter = letter_of(house)
    address = f"/office/calls/{house.call.id}/letters/pictures"
    client.be(house.cast.olu)
    assert "Letterheads and seals" in client.get(f"/office/calls/{house.call.id}/letters").text
    plain = images_in(client.get(f"/office/letters/{letter.id}.pdf").data)[0]
    assert client.send(address, **sent()).status_code == 303
    one = house.session.scalars(select(LetterPicture)).one()
    assert "Waits for the second person" in client.get(address).text
    shown = client.get(f"/office/letter-pictures/{one.id}.png")
    assert (shown.mimetype, Image.open(io.BytesIO(shown.data)).size) == ("image/png", (240, 120))
    assert images_in(client.get(f"/office/letters/{letter.id}.pdf").data)[0] == plain
    client.be(house.cast.uma)
    assert client.send(f"/office/letter-pictures/{one.id}/agree").status_code == 303
    assert images_in(client.get(f"/office/letters/{letter.id}.pdf").data)[0] == plain + 1
    assert client.send(f"/office/letter-pictures/{one.id}/drop").status_code == 303
    assert images_in(client.get(f"/office/letters/{letter.id}.pdf").data)[0] == plain


@pytest.mark.parametrize(
    ("fields", "why"),
    [
        (sent(content=b"<svg xmlns='http://www.w3.org/2000/svg'/>", name="seal.png"), "not a PNG or JPEG picture"),
        (sent(content=b"\x89PNG\r\n\x1a\nno more"), "This picture cannot be opened."),
        (sent(content=b"", name=""), "Choose a PNG or JPEG file."),
        (sent(side="SE"), "not"),
    ],
    ids=["svg", "damaged", "nothing", "the other side's"],
)
def test_what_cannot_be_taken_is_refused_on_the_page(house, client, fields, why):
    client.be(house.cast.olu)
    answer = client.send(f"/office/calls/{house.call.id}/letters/pictures", **fields)
    assert answer.status_code == 422
    assert why in answer.text
    assert house.session.scalar(select(LetterPicture)) is None
