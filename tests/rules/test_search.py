"""Words are found in any script and spelling: kanji and their variants, kana, romaji, å ä ö. Case 10 of the real cases."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from grants.rules.search import VARIANTS, fold, heard, key_of_answers, key_of_name, key_of_people, words_in


@pytest.mark.parametrize(
    ("typed", "sought"),
    [
        ("Ōno", "ono"), ("Åsa Öberg", "asa OBERG"), ("Sølvberg", "solvberg"), ("Ｙａｍａｄａ", "yamada"), ("ﾔﾏﾀﾞ", "やまだ"),
        ("ヤマダ", "やまだ"), ("渡邊", "渡辺"), ("渡邉", "渡辺"), ("髙橋", "高橋"), ("山﨑", "山崎"), ("𠮷田", "吉田"),
        ("齋藤", "斉藤"), ("\u845b\U000e0100城", "葛城"), ("\ufa19島", "神島"), ("Strauß", "STRAUSS"), ("a\u3000 b\n", "a b"),
        ("o\u0304no", "ōno"), ("Æther", "aether"),
    ],
)  # fmt: skip
def test_case_10_a_word_is_found_however_it_is_written(typed, sought):
    assert fold(typed) == fold(sought)


def test_what_tells_words_apart_is_kept():
    assert len({fold(one) for one in ("はた", "ばた", "ぱた", "hata", "秦")}) == 5


@pytest.mark.parametrize(
    "sought", ["Ono", "Ōno", "Oono", "Ohno", "ohnO", "大野", "大野太郎", "大野 太郎", "Taro", "Tarou", "Taroh"]
)
def test_a_name_is_found_in_every_romanisation(sought):
    key = key_of_name("大野", "太郎", "Ōno", "Tarō")
    assert all(word in key or heard(word) in key for word in words_in(sought))


@pytest.mark.parametrize(
    ("one", "other"),
    [("Shimbashi", "Sinbasi"), ("Fujita", "Huzita"), ("Kyūshū", "kyushu"), ("Namba", "nanba"), ("Chō", "tyou"),
     ("Jun", "Zyun"), ("Satoh", "sato"), ("Tsuchiya", "tutiya"), ("Ken-ichi", "Kenichi"), ("Shin'ichirō", "shinichirou"),
     ("Jun’ya", "Junya")],
)  # fmt: skip
def test_one_sound_is_one_key(one, other):
    assert heard(fold(one)) == heard(fold(other))


def test_sounds_are_for_names_only():
    answers = key_of_answers({"title": "A book for you", "answers": []})
    assert "book" in answers
    assert heard("book") not in answers


def test_a_submission_is_found_by_its_answers_and_its_team():
    lead = {
        "family": "渡邊",
        "given": "花",
        "family_latin": "Watanabe",
        "given_latin": "Hana",
        "title": "",
        "email": "x@y",
    }
    content = {
        "title": "高齢社会", "parts": [{"pi": lead}, {"pi": None}], "members": [{"name": "Björn Öberg"}],
        "answers": [{"value": "Åldrande"}, {"value": ["a", {"cell": "ﾃﾞｰﾀ"}]}, {"value": None}, {"value": 3}],
    }  # fmt: skip
    answers, people = key_of_answers(content), key_of_people(content)
    assert all(word in answers for word in ("高齢", "aldrande", "でーた"))
    assert all(word in people for word in ("渡辺", "watanabe", "bjorn oberg"))
    assert "x@y" not in answers + people


def test_few_words_are_looked_for():
    assert words_in("a b c d e f g h") == ["a", "b", "c", "d", "e", "f"]
    assert words_in(" \u3000 ") == []


@given(st.text(max_size=60))
def test_a_key_is_its_own_key(text):
    assert fold(fold(text)) == fold(text)
    assert heard(heard(fold(text))) == heard(fold(text))


def test_no_variant_leads_to_another_variant():
    pairs = VARIANTS.split()
    assert len({pair[0] for pair in pairs}) == len(pairs)
    assert not {pair[0] for pair in pairs} & {pair[1] for pair in pairs}
