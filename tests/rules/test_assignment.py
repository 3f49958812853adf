"""How well somebody's words fit an application: folded, the rarer the more, spaced or not."""

from grants.rules.assignment import EXPERT_FROM, affinities, words_of
from grants.rules.search import fold


def fit(knows, **texts):
    found = affinities({"r": words_of(knows)}, {key: fold(text) for key, text in texts.items()})
    return {key: found[key, "r"] for key in texts}


def test_a_word_that_is_found_makes_an_expert_and_no_word_none():
    found = fit("Batteries, ocean waves", a="Solid-state batteries for ships", b="A history of tea")
    assert found["b"] == 1
    assert found["a"] >= EXPERT_FROM


def test_a_rare_word_counts_more_than_a_common_one():
    texts = dict.fromkeys("abcd", "ocean") | {"e": "ocean plankton"}
    assert fit("plankton", **texts)["e"] > fit("ocean", **texts)["e"] > 1


def test_words_begin_where_words_are_spaced_and_occur_where_they_are_not():
    assert fit("art", a="The start of it", b="Art and law")["a"] == 1
    assert fit("art", a="The start of it", b="Art and law")["b"] > 1
    assert fit("量子", a="固体量子計算の基礎", b="茶の歴史") == {"a": 4, "b": 1}


def test_width_case_and_commas_do_not_matter_and_small_words_are_left_out():
    assert words_of("ＢＡＴＴＥＲＹ、 of; Sea/ice") == ["battery", "sea", "ice"]
