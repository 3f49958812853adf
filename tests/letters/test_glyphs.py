from dataclasses import replace
from pathlib import Path

import pytest

from grants.letters.compose import Addressee, PersonName
from grants.letters.fonts import FontsMissingError, coverage, found
from grants.letters.glyphs import MissingGlyph, refuse_missing, spelled, tidy
from tests.letters.samples import FEEDBACK, application, letter


def named(family: str):
    return letter("award", "ja", addressee=Addressee(PersonName(family, "花子", family_first=True)))


@pytest.mark.parametrize(
    "name",
    [
        "髙橋", "𠮷田", "塚本", "草彅", "槗本", "渡邉", "邊見",
        "葛\U000e0100城", "葛\U000e0102城", "邉\U000e010f",
        "Åsa Öberg-Søndergård", "Łukasz Žižek", "Nguyễn Thị Hồng", "Ștefan Țurcanu", "Σωκράτης", "Гурбанов",
    ],
)  # fmt: skip
def test_names_of_real_people_can_be_set(name):
    refuse_missing(named(name), coverage())


@pytest.mark.parametrize(
    ("name", "character"),
    [
        ("吉\U0003134a", "\U0003134a"),
        ("Anna\u202etaD", "\u202e"),
        ("Anna\u0007", "\u0007"),
        ("葛\U000e01ef", "葛\U000e01ef"),
        ("\ue000田", "\ue000"),
        ("សុខ", "ស"),
    ],
)
def test_a_character_no_font_has_stops_the_letter_by_name_and_field(name, character):
    with pytest.raises(MissingGlyph) as stopped:
        refuse_missing(named(name), coverage())
    assert (stopped.value.character, stopped.value.field) == (character, "addressee.name.family")
    assert f"U+{ord(character[-1]):04X}" in str(stopped.value.reason)
    assert "the addressee" in str(stopped.value.reason)


def test_every_text_of_a_letter_is_looked_at():
    facts = letter("regret", "sv", feedback=(FEEDBACK["sv"], "bra \U0003134a"))
    with pytest.raises(MissingGlyph) as stopped:
        refuse_missing(facts, coverage())
    assert stopped.value.field == "feedback"


def test_an_application_is_printed_whatever_was_typed():
    facts = application(project_title="Life \U0003134a \u202e")
    refuse_missing(facts, coverage())
    assert spelled(facts.project_title, coverage()) == "Life [U+3134A] [U+202E]"


def test_tidying_joins_accents_and_keeps_kanji_as_typed():
    assert tidy("O\u0308berg") == "Öberg"
    assert tidy("\u304b\u3099") == "が"
    assert tidy("\ufa19田") == "\ufa19田"  # whole-text normalisation would make it 神
    assert tidy("a\r\nb\u200b\u202fc\td") == "a\nb\u00a0c\u00a0d"


def test_absent_fonts_are_refused_with_the_packages_to_install(tmp_path: Path):
    with pytest.raises(FontsMissingError, match=r"apt-get install fonts-morisawa-bizud-mincho .*fonts-ipamj-mincho"):
        found(tmp_path)


def test_a_name_may_be_one_word():
    assert replace(PersonName("", "Sukarno")).typed == "Sukarno"
    assert PersonName("", "Sukarno").latin_family == "Sukarno"


def test_a_name_that_is_latin_already_is_not_said_twice():
    name = PersonName("Öberg", "Åsa", "Öberg", "Åsa")
    assert (name.romaji, name.latin) == ("", "Åsa Öberg")
