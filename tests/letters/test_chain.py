"""A letter's issues in a chain: replaced or revoked, never changed; its words are agreed by two officers."""

import io
from datetime import timedelta

import pikepdf
import pytest
from pypdf import PdfReader
from sqlalchemy import select

from grants.letters import actions, queries
from grants.letters.compose import LetterFacts, PersonName
from grants.letters.filling import house_text, values_of
from grants.letters.frozen import thaw
from grants.letters.model import Letter
from grants.letters.soundness import LINE, against_name
from grants.letters.stamp import marked_void
from grants.letters.wording import Numbered, facts_of
from grants.mail.model import Message
from grants.rules.decisions import Recommendation
from grants.rules.letters import LetterKind, LetterState, WordingState
from grants.rules.placeholders import allowed, refuse_unknown
from grants.words import language
from tests import make
from tests.conftest import NOW
from tests.decisions.refusing import refused
from tests.letters.samples import letter as sample

BASE = "http://localhost"
IN_ALL = ("en", "ja", "sv")


@pytest.fixture
def house(session):
    """One application funded, one on the reserve list, one refused; released, no letter written."""
    house = make.opened(session, NOW)
    funded, kept, other = make.submitted(house), *make.more(house, 2)
    make.closed(house)
    for application in (funded, kept, other):
        make.reviewed(house, application)
    make.advised(house, Recommendation.FUND, funded)
    make.advised(house, Recommendation.RESERVE, kept)
    make.advised(house, Recommendation.REJECT, other)
    make.followed(house)
    make.released(house)
    house.applications = [funded, kept, other]
    return house


def out(house, letter, at):
    actions.number([letter], BASE, house.cast.uma, at)
    actions.put_into_writing(letter, f"{letter.issue}" * 64, at)
    house.session.flush()
    return letter


@pytest.fixture
def issued(house):
    """The first side's award letter, in writing."""
    found = actions.prepare(house.call, house.cast.olu, house.at)
    house.session.flush()
    return out(house, next(one for one in found if one.kind is LetterKind.AWARD), house.at)


def test_each_outcome_is_owed_its_own_kind_of_letter(house):
    kinds = {one.application.id: one.kind for one in actions.prepare(house.call, house.cast.olu, house.at)}
    assert [kinds[one.id] for one in house.applications] == [
        LetterKind.AWARD, LetterKind.RESERVE, LetterKind.REGRET,
    ]  # fmt: skip


def test_case_27_a_reissued_letter_supersedes_the_old_one_whose_bytes_stay(house, issued, client):
    at, before = house.at + timedelta(days=3), (issued.number, issued.sha256, issued.facts)
    house.applications[0].title = "A new title, without the typo"
    with refused("Say why"):
        actions.replace_by_new(issued, " ", house.cast.olu, at)
    fresh = actions.replace_by_new(issued, "typo in the title", house.cast.olu, at)
    house.session.flush()
    with refused("prepared already"):
        actions.replace_by_new(issued, "again", house.cast.olu, at)
    with refused("not for you"):
        actions.number([fresh], BASE, house.cast.olu, at)
    assert issued.state is LetterState.ISSUED
    out(house, fresh, at)
    assert (issued.state, fresh.state) == (LetterState.SUPERSEDED, LetterState.ISSUED)
    assert (issued.number, issued.sha256, issued.facts) == before
    said = thaw(LetterFacts, fresh.facts)
    assert (fresh.issue, said.replaces, said.project_title) == (2, issued.number, "A new title, without the typo")
    assert fresh.number != issued.number
    assert [one.id for one in queries.chain_of(fresh)] == [issued.id, fresh.id]
    house.session.commit()
    told = client.get(f"/verify/{issued.code}").get_data(as_text=True)
    assert "no longer holds" in told
    assert fresh.number in told
    assert "This letter is genuine" in client.get(f"/verify/{fresh.code}").get_data(as_text=True)
    mail = house.session.scalars(select(Message).where(Message.kind == "letter").order_by(Message.made_at.desc()))
    assert any(issued.number in one.body for one in mail)


def test_a_letter_is_revoked_by_two_officers_of_two_sides_and_keeps_its_number(house, issued, client):
    with refused("Nobody has asked"):
        actions.revoke(issued, house.cast.uma, house.at)
    with refused("Say why"):
        actions.ask_to_revoke(issued, "", house.cast.olu, house.at)
    actions.ask_to_revoke(issued, "sent to the wrong person", house.cast.olu, house.at)
    for nobody in (house.cast.olu, house.cast.ada, house.cast.max):
        with refused("not for you"):
            actions.revoke(issued, nobody, house.at)
    house.session.commit()
    assert "This letter is genuine" in client.get(f"/verify/{issued.code}").get_data(as_text=True)
    number = issued.number
    actions.revoke(issued, house.cast.uma, house.at)
    house.session.commit()
    assert (issued.state, issued.number) == (LetterState.VOID, number)
    assert not queries.is_in_writing(issued.part)
    page = client.get(f"/verify/{issued.code}")
    assert "This letter is genuine" not in page.get_data(as_text=True)
    assert "Revoked" in page.get_data(as_text=True)
    again = [one for one in actions.prepare(house.call, house.cast.olu, house.at) if one.kind is LetterKind.AWARD]
    house.session.flush()
    assert [one.issue for one in again] == [2]
    assert out(house, again[0], house.at).number != number


def test_a_request_to_revoke_can_be_dropped(house, issued):
    actions.ask_to_revoke(issued, "I thought it was wrong", house.cast.olu, house.at)
    with refused("asked already"):
        actions.replace_by_new(issued, "and replace", house.cast.olu, house.at)
    actions.let_stand(issued, house.cast.uma, house.at)
    assert (issued.state, issued.revoke_asked_by_id, issued.revoke_reason) == (LetterState.ISSUED, None, "")


def test_a_revoked_letter_is_marked_on_every_page(engine):
    long = sample("regret", "en", feedback=("This is what we wrote. " * 60,) * 12)
    kept = engine.render(long)
    marked = PdfReader(io.BytesIO(marked_void(kept)))
    assert len(marked.pages) > 1
    assert all("VOID" in page.extract_text() for page in marked.pages)
    assert not any("VOID" in page.extract_text() for page in PdfReader(io.BytesIO(kept)).pages)
    with pikepdf.open(io.BytesIO(marked_void(kept))) as opened:
        assert opened.check_pdf_syntax() == []


def test_an_amount_that_differs_from_the_decision_stops_every_letter_before_its_number(house):
    found = actions.prepare(house.call, house.cast.olu, house.at)
    house.session.flush()
    award = next(one for one in found if one.kind is LetterKind.AWARD)
    award.part.minor += 1
    with refused("JPY 400,001, the decision says JPY 400,000"), house.session.begin_nested():
        actions.number(found, BASE, house.cast.uma, house.at)
    house.session.expire_all()
    assert {one.number for one in house.session.scalars(select(Letter)).unique()} == {None}


def test_a_name_that_no_line_holds_stops_the_letter_with_a_sentence():
    long = PersonName("Wolfeschlegelsteinhausenbergerdorff", "Hubert Blaine Maximilian Theodor Ottokar")
    assert "longer than a line" in language("en").say(next(against_name(long)))
    assert not list(against_name(PersonName("Öberg-Søndergård", "Åsa Margareta")))
    assert not list(against_name(PersonName("勅使河原", "龍之介", "Teshigawara", "Ryunosuke", family_first=True)))
    assert list(against_name(PersonName("髙" * int(LINE), "橋", family_first=True)))


def texts(**changes):
    own = {code: dict(house_text(LetterKind.REGRET, code)) for code in IN_ALL}
    for blocks in own.values():
        blocks.update(changes)
    return own


def test_the_house_uses_placeholders_of_the_list_only_and_has_every_kind_in_every_language():
    for kind in LetterKind:
        for code in IN_ALL:
            refuse_unknown(kind, house_text(kind, code))


@pytest.mark.parametrize(
    ("said", "why"),
    [
        ("Dear {adressee}", "no placeholder {adressee}"),
        ("You get {amount}", "no placeholder {amount}"),  # a refusal speaks of no money
        ("{{ facts.__class__ }}", "no placeholder"),
        ("{title.__class__}", "no placeholder"),
        ("An open { brace", "A brace stands alone"),
        ("", "needs a subject and an opening"),
        ("A letter \U0003134a", "No font of the letters"),
    ],
)
def test_unknown_placeholders_are_refused_when_they_are_written(house, said, why):
    with refused(why) as it:
        worded = (LetterKind.REGRET, texts(opening=said), False)
        actions.propose_wording(house.call, worded, house.cast.olu, house.at)
    assert it.value.field == "en_opening"


def test_an_empty_placeholder_stops_the_letter_before_anything_is_issued(house):
    own = texts(opening="{partners} and you wrote {title}.")
    wording = actions.propose_wording(house.call, (LetterKind.REGRET, own, False), house.cast.olu, house.at)
    actions.agree_to_wording(wording, house.cast.uma, house.at)
    regret = next(one for one in actions.prepare(house.call, house.cast.olu, house.at)
                  if one.kind is LetterKind.REGRET)  # fmt: skip
    house.session.flush()
    regret.application.title = " "
    with refused("{title} has nothing to stand for"), house.session.begin_nested():
        actions.number([regret], BASE, house.cast.uma, house.at)


def test_own_words_count_when_a_second_officer_has_agreed(house):
    own = texts(subject="About your application", opening="{addressee}, thank you for {title} ({number}).")
    wording = actions.propose_wording(house.call, (LetterKind.REGRET, own, True), house.cast.olu, house.at)
    house.session.flush()
    regret = next(one for one in actions.prepare(house.call, house.cast.olu, house.at)
                  if one.kind is LetterKind.REGRET)  # fmt: skip

    def said():
        return facts_of(regret, Numbered("N", house.at.date(), BASE, queries.in_use(house.call)))

    assert said().wording.subject == house_text(LetterKind.REGRET, "ja")["subject"]
    with refused("not for you"):
        actions.agree_to_wording(wording, house.cast.olu, house.at)
    actions.agree_to_wording(wording, house.cast.uma, house.at)
    facts = said()
    assert facts.wording.subject == "About your application"
    assert facts.wording.opening.endswith(f"thank you for {regret.application.title} ({regret.application.ref}).")
    assert (facts.language, facts.translation.language) == ("ja", "en")
    newer = actions.propose_wording(house.call, (LetterKind.REGRET, texts(), False), house.cast.uma, house.at)
    actions.agree_to_wording(newer, house.cast.olu, house.at)
    assert (wording.state, newer.state) == (WordingState.REPLACED, WordingState.IN_USE)


def test_every_placeholder_of_every_kind_is_filled_in_every_language():
    for kind in LetterKind:
        for code in IN_ALL:
            facts = sample(kind.value, code)
            assert {name for name in allowed(kind) if not values_of(facts)[name]} == set()
