"""Agreement by hand: two reviewers and a table of variances worked out with pencil and paper, and what must hold."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from grants.reckoning.agreement import LEVELS, alpha, bootstrap, icc

YES_NO = [[1, 1], [1, 1], [0, 0], [0, 1]]  # o_00 = 2, o_01 = o_10 = 1, o_11 = 4: n_0 = 3, n_1 = 5


def test_alpha_of_two_reviewers_by_hand():
    by_hand = 1 - 7 * 2 / (2 * 3 * 5)
    assert alpha(YES_NO, "nominal") == pytest.approx(by_hand)
    assert alpha(YES_NO, "interval") == pytest.approx(by_hand)
    assert alpha(YES_NO, "ordinal") == pytest.approx(by_hand)
    assert alpha(YES_NO, "ratio") == pytest.approx(by_hand)


def test_the_levels_differ_where_there_are_three_values():
    rows = [[1, 1], [2, 2], [4, 2]]  # n_1 = 2, n_2 = 3, n_4 = 1
    assert alpha(rows, "nominal") == pytest.approx(1 - 5 * 2 / (2 * (6 + 2 + 3)))
    assert alpha(rows, "interval") == pytest.approx(1 - 5 * 2 * 4 / (2 * (6 * 1 + 2 * 9 + 3 * 4)))
    assert alpha(rows, "ratio") == pytest.approx(1 - 5 * 2 / 9 / (2 * (6 / 9 + 2 * 9 / 25 + 3 / 9)))
    assert alpha(rows, "ordinal") == pytest.approx(1 - 5 * 2 * 4 / (2 * (6 * 6.25 + 2 * 20.25 + 3 * 4)))


def test_a_single_score_says_nothing_and_full_agreement_is_one():
    assert alpha([*YES_NO, [None, 7]], "nominal") == alpha(YES_NO, "nominal")
    assert alpha([[3, 3, None], [5, None, 5], [None, 1, 1]]) == 1.0


@pytest.mark.parametrize("rows", [[], [[4, 4], [4, 4]], [[None, 3], [2, None]]])
def test_alpha_is_not_defined_where_nothing_varies(rows):
    assert [alpha(rows, level) for level in LEVELS] == [None] * 4
    assert bootstrap(rows) is None


def test_intraclass_correlations_by_hand():
    # rows 1,2 / 3,4 / 5,9: mean 4; between 2 * (6.25 + .25 + 9) / 2 = 15.5; within (.5 + .5 + 8) / 3 = 3
    # judges 3 * (1 + 1) / 1 = 6; error (9 - 6) / 2 = 1.5; harsh (6 - 1.5) / 3 = 1.5
    assert icc([[1, 2], [3, 4], [5, 9]]) == {
        "icc_1_1": pytest.approx(12.5 / 18.5), "icc_2_1": pytest.approx(14 / 20), "icc_3_1": pytest.approx(14 / 17),
        "icc_1_k": pytest.approx(12.5 / 15.5), "icc_2_k": pytest.approx(14 / 17), "icc_3_k": pytest.approx(14 / 15.5),
    }  # fmt: skip
    assert icc([[2, 2], [2, 2]])["icc_1_1"] is None


@pytest.mark.parametrize("rows", [[[1, None], [2, 3]], [[1, 2]], [[1], [2]], [], [[1, float("nan")], [2, 3]]])
def test_intraclass_correlations_want_a_complete_table(rows):
    with pytest.raises(ValueError, match="complete table"):
        icc(rows)


def test_a_scale_that_is_none_and_scores_that_are_none_are_refused():
    with pytest.raises(ValueError, match="none of"):
        alpha(YES_NO, "cardinal")
    with pytest.raises(ValueError, match="negative"):
        alpha([[-1, 1], [2, 2]], "ratio")
    with pytest.raises(ValueError, match="finite"):
        alpha([[float("inf"), 1]])


rows = st.lists(st.lists(st.none() | st.integers(0, 5), min_size=3, max_size=3), min_size=1, max_size=8)


@given(rows, st.sampled_from(LEVELS), st.randoms(use_true_random=False))
def test_alpha_is_never_above_one_and_no_order_changes_it(table, level, chance):
    shuffled = [chance.sample(row, len(row)) for row in chance.sample(table, len(table))]
    found = alpha(table, level)
    assert found is None or found <= 1 + 1e-12
    assert alpha(shuffled, level) == (found if found is None else pytest.approx(found))


def test_the_bootstrap_lies_around_alpha_and_can_be_drawn_again():
    table = [[1, 2, 1], [2, 2, 3], [5, 4, 5], [3, 3, 3], [4, 5, 5], [1, 1, 2]]
    low, high = bootstrap(table, times=200, seed=4)
    assert low < alpha(table) < high <= 1
    assert bootstrap(table, times=200, seed=4) == (low, high)
