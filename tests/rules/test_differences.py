"""Two texts side by side: what differs is told, and the merged text loses nothing of either."""

import time

from hypothesis import given
from hypothesis import strategies as some

from grants.rules.differences import NEW, OLD, SAME, both, differences, newer, older

TEXTS = some.text(alphabet="ab 高齢\n.", max_size=60)


def test_words_that_changed_are_marked_and_no_others():
    assert differences("We study ageing together.", "We study old age together.") == [
        (SAME, "We study "), (OLD, "ageing"), (NEW, "old age"), (SAME, " together."),
    ]  # fmt: skip


def test_japanese_is_compared_sign_by_sign():
    assert differences("高齢社会の研究", "高齢者の研究") == [
        (SAME, "高齢"),
        (OLD, "社会"),
        (NEW, "者"),
        (SAME, "の研究"),
    ]


@given(TEXTS, TEXTS)
def test_both_texts_can_be_read_out_of_what_differs(old, new):
    pieces = differences(old, new)
    assert "".join(text for _, text in older(pieces)) == old
    assert "".join(text for _, text in newer(pieces)) == new


@given(TEXTS, TEXTS)
def test_a_merged_text_has_every_word_of_both(theirs, mine):
    merged = both(theirs, mine)
    for text in (theirs, mine):
        assert is_within("".join(text.split()), merged)


def is_within(text, whole):
    rest = iter(whole)
    return all(sign in rest for sign in text)


def test_a_merged_text_keeps_what_is_shared_once():
    assert both("We go to Lund in May.", "We go to Kyoto in May.") == "We go to Lund Kyoto in May."
    assert both("", "Mine") == "Mine"
    assert both("Theirs", "") == "Theirs"


def test_no_text_takes_long_to_compare():
    began = time.monotonic()
    for unit in ("a ", "a\n", "高", "ab"):
        pieces = differences(unit * 50_000, (unit + "b ") * 50_000)
        assert "".join(text for _, text in older(pieces)) == unit * 50_000
    assert time.monotonic() - began < 10
