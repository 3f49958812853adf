"""Every sentence a person reads is there in every language, with the same blanks."""

import re
from datetime import UTC, date, datetime
from importlib.machinery import SourceFileLoader
from importlib.util import module_from_spec, spec_from_loader
from pathlib import Path

import pytest
from babel.messages.pofile import read_po

from grants.calls.definition import read, shipped
from grants.money import Money
from grants.words import LANGUAGES, SOURCE, Moment, Sentence, language, say

ROOT = Path(__file__).resolve().parents[2]
OTHERS = [code for code in LANGUAGES if code != SOURCE]
BLANK = re.compile(r"%\((\w+)\)s")


def script():
    loader = SourceFileLoader("words_script", str(ROOT / "scripts" / "words"))
    module = module_from_spec(spec_from_loader(loader.name, loader))
    loader.exec_module(module)
    return module


@pytest.fixture(scope="module")
def spoken():
    """The sentences of the code and the templates."""
    return {message.id for message in script().template() if message.id}


@pytest.mark.parametrize("code", OTHERS)
def test_every_sentence_has_its_wording(code, spoken):
    with (ROOT / "grants" / "translations" / f"{code}.po").open("rb") as lines:
        catalogue = {message.id: message for message in read_po(lines, locale=code) if message.id}
    key = {one if isinstance(one, str) else tuple(one) for one in catalogue}
    assert {one if isinstance(one, str) else tuple(one) for one in spoken} == key
    without = [message.id for message in catalogue.values() if not all(script().wordings(message))]
    assert not without, f"{len(without)} sentences without wording in {code}: {without[:5]}"


@pytest.mark.parametrize("code", OTHERS)
def test_every_wording_has_the_blanks_of_its_sentence(code):
    with (ROOT / "grants" / "translations" / f"{code}.po").open("rb") as lines:
        messages = [message for message in read_po(lines, locale=code) if message.id]
    for message in messages:
        ids = message.id if isinstance(message.id, tuple) else (message.id,)
        wanted = set(BLANK.findall(ids[-1]))
        for wording in script().wordings(message):
            assert set(BLANK.findall(wording)) | {"num"} == wanted | {"num"}, (message.id, wording)


@pytest.mark.parametrize("name", sorted(shipped()))
def test_every_text_of_a_shipped_call_is_there_in_all_its_languages(name):
    definition = read(shipped()[name].read_text())
    for text in (definition.name, definition.summary, definition.who_may_apply, definition.how_judged):
        assert set(definition.languages) <= set(text)


@pytest.mark.parametrize("code", LANGUAGES)
def test_values_are_written_in_the_readers_own_order(code):
    lang = language(code)
    at = datetime(2022, 3, 31, 8, 0, tzinfo=UTC)
    written = {
        "en": ("Thursday 31 March 2022, 17:00 JST", "31 March 2022", "JPY\u00a0400,000"),
        "ja": ("2022年3月31日（木）17:00 JST", "2022年3月31日", "JPY\u00a0400,000"),
        "sv": ("torsdag 31 mars 2022, 17:00 JST", "31 mars 2022", "JPY\u00a0400\u00a0000"),
    }[code]
    assert (lang.moment(at, "Asia/Tokyo"), lang.date(date(2022, 3, 31)), lang.money(Money(400_000, "JPY"))) == written


def test_a_sentence_may_hold_another_and_a_text_of_the_call():
    inner = say("until %(when)s", when=Moment(datetime(2022, 3, 31, 8, tzinfo=UTC), "UTC"))
    assert isinstance(inner, Sentence)
    outer = say("%(side)s: %(reason)s", side={"en": "Japan", "ja": "日本"}, reason=inner)
    assert language("en").say(outer) == "Japan: until Thursday 31 March 2022, 08:00 UTC"
