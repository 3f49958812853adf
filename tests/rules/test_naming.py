"""A reviewer's name in words for applicants; what of a draft is kept."""

from datetime import UTC, datetime, timedelta
from types import SimpleNamespace

import pytest

from grants.rules.drafts import is_worth_keeping, lost
from grants.rules.naming import names_in

NOON = datetime(2022, 2, 10, 12, 0, tzinfo=UTC)


def person(family, given, family_latin="", given_latin="", email="p@example.org"):
    return SimpleNamespace(family=family, given=given, family_latin=family_latin, given_latin=given_latin, email=email)


REA = person("𠮷田", "玲", "Yoshida", "Rei", "rea@example.org")
SOL = person("Sølvberg", "Åsa", "", "", "sol@example.org")
LIN = person("林", "太郎", "Li", "Taro", "lin@example.org")


@pytest.mark.parametrize(("text", "found"), [
    ("As I, Yoshida, wrote in 2019", ["Yoshida"]),
    ("as ＹＯＳＨＩＤＡ wrote", ["Yoshida"]),
    ("𠮷田が書いた", ["𠮷田"]),
    ("write to REA@example.org", ["rea@example.org"]),
    ("The Yoshidaware method is sound", []),
    ("Nothing here", []),
])  # fmt: skip
def test_a_name_is_found_as_a_word(text, found):
    assert names_in(text, [REA]) == found


def test_short_names_count_only_whole_and_accents_do_not_matter():
    assert names_in("森林の調査。Li-ion cells, a lithium anode", [LIN]) == []
    assert names_in("林太郎の研究 and 林 太郎", [LIN]) == ["林 太郎"]
    assert names_in("Li Taro says", [LIN]) == ["Li Taro"]
    assert names_in("SØLVBERG et al.", [SOL, REA]) == ["Sølvberg"]


def test_what_one_change_takes_away():
    assert lost("a clear plan", "a very clear plan") == 0
    assert lost("a clear plan", "a plan") == 6
    assert lost("a clear plan", "") == 12
    assert lost("", "anything") == 0
    assert lost("aaaa", "aa") == 2


def test_a_state_is_kept_after_a_pause_or_before_much_goes():
    before = {"for_panel": "x" * 50, "scratchpad": ""}
    soon, later = NOON + timedelta(minutes=9), NOON + timedelta(minutes=10)
    assert not is_worth_keeping(before, {"for_panel": "x" * 60}, NOON, soon)
    assert is_worth_keeping(before, {"for_panel": "x" * 60}, NOON, later)
    assert is_worth_keeping(before, {"for_panel": "x" * 10}, NOON, soon)
    assert not is_worth_keeping(before, {"for_panel": "x" * 11}, NOON, soon)
    assert not is_worth_keeping({"for_panel": " "}, {"for_panel": "x"}, NOON, later)
