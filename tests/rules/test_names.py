"""Names of people: as typed, in each reader's order, found however they are written. Case 10."""

import unicodedata
from dataclasses import dataclass

import pytest

from grants.rules.names import both, native, salutation, search_key, written


@dataclass
class Named:
    family: str
    given: str = ""
    family_latin: str = ""
    given_latin: str = ""


HANAKO = Named("山田", "花子", "Yamada", "Hanako")
ASA = Named("Öberg", "Åsa")


@pytest.mark.parametrize(
    ("person", "en", "ja", "sv", "both_scripts"),
    [
        (HANAKO, "Hanako Yamada", "山田 花子", "Hanako Yamada", "Hanako Yamada (山田 花子)"),
        (ASA, "Åsa Öberg", "Åsa Öberg", "Åsa Öberg", "Åsa Öberg"),
        (Named("𠮷野", "一", "Yoshino", "Hajime"), "Hajime Yoshino", "𠮷野 一", "Hajime Yoshino",
         "Hajime Yoshino (𠮷野 一)"),
        (Named("山田", "花子"), "山田 花子", "山田 花子", "山田 花子", "山田 花子"),
        (Named("Suharto"), "Suharto", "Suharto", "Suharto", "Suharto"),
    ],
)  # fmt: skip
def test_case_10_a_name_in_each_readers_order(person, en, ja, sv, both_scripts):
    assert [written(person, code) for code in ("en", "ja", "sv")] == [en, ja, sv]
    assert both(person) == both_scripts


def test_a_japanese_letter_addresses_a_person_as_sama():
    assert salutation(HANAKO, "ja") == "山田 花子 様"
    assert salutation(HANAKO, "sv") == "Hanako Yamada"


@pytest.mark.parametrize("family", ["\u9ad9\u6a4b", "\ufa11\u7530", "\U00020bb7\u91ce", "\ufa19\u5cf6"])
def test_case_10_variant_kanji_stay_as_typed(family):
    assert native(Named(family, "一")) == f"{family} 一"
    assert native(Named("\ufa19", "")) != unicodedata.normalize("NFC", "\ufa19")


@pytest.mark.parametrize(
    ("typed", "sought"),
    [
        ("Ōno", "ono"), ("Åsa Öberg", "asa oberg"), ("Ｙａｍａｄａ", "YAMADA"), ("ﾔﾏﾀﾞ", "ヤマダ"), ("\ufa19島", "神島"),
        ("Strauß", "STRAUSS"),
    ],
)  # fmt: skip
def test_names_are_found_however_they_are_written(typed, sought):
    assert search_key(typed) == search_key(sought)


def test_the_sound_marks_of_kana_tell_names_apart():
    assert search_key("はた") != search_key("ばた")
    assert search_key("はた") != search_key("ぱた")
