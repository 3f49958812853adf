"""Ranking: ties are broken by the declared chain or shown as ties. Case 39."""

from fractions import Fraction

from hypothesis import given
from hypothesis import strategies as st

from grants.rules.ranking import Contender, explain_split, is_link, order

CHAIN = ("criterion:quality", "lower_total")


def contender(name, score, quality=3, share=1):
    return Contender(name, None if score is None else Fraction(score), {"quality": Fraction(quality)}, Fraction(share))


def places(ranked):
    return [(each.place, each.contender.application, each.tied, each.split_by) for each in ranked]


def test_the_best_comes_first_and_the_unscored_last_together():
    ranked = order([contender("n1", None), contender("a", 3), contender("b", "4.5"), contender("n2", None)], CHAIN)
    assert places(ranked) == [
        (1, "b", False, None), (2, "a", False, None), (3, "n1", True, None), (3, "n2", True, None),
    ]  # fmt: skip


def test_case_39_ties_are_broken_by_the_chain_and_the_link_is_named():
    ranked = order([contender("a", 4, 3), contender("b", 4, 5), contender("c", 4, 5, Fraction(1, 2))], CHAIN)
    assert places(ranked) == [
        (1, "c", False, None), (2, "b", False, "lower_total"), (3, "a", False, "criterion:quality"),
    ]  # fmt: skip


def test_case_39_what_is_still_equal_shares_its_place_and_the_next_place_is_skipped():
    ranked = order([contender("a", 4), contender("b", 4), contender("c", 2)], CHAIN)
    assert places(ranked) == [(1, "a", True, None), (1, "b", True, None), (3, "c", False, None)]


def test_how_a_tie_was_broken_is_said_in_words():
    labels = {"quality": {"en": "Scientific quality"}}
    assert str(explain_split("criterion:quality", labels)) == (
        "Equal scores: the higher mean on “Scientific quality” comes first."
    )
    assert str(explain_split("lower_total", labels)) == "Equal scores: the one that asks for less comes first."


def test_a_chain_knows_only_the_calls_criteria():
    assert is_link("criterion:quality", ["quality"])
    assert not is_link("criterion:beauty", ["quality"])
    assert not is_link("id", ["quality"])


@given(st.lists(st.tuples(st.integers(1, 3), st.integers(1, 3), st.integers(1, 3)), max_size=12), st.randoms())
def test_permuting_the_input_changes_nothing_but_true_ties(rows, chance):
    contenders = [contender(n, *row) for n, row in enumerate(rows)]
    shuffled = list(contenders)
    chance.shuffle(shuffled)
    first = {each.contender.application: (each.place, each.tied, each.split_by) for each in order(contenders, CHAIN)}
    second = {each.contender.application: (each.place, each.tied, each.split_by) for each in order(shuffled, CHAIN)}
    assert first == second
