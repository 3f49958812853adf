"""The solver answers small programmes that can be solved by hand, says that there is no answer, and keeps its time."""

import numpy as np
import pytest

from grants.reckoning.solver import Programme, Undecided


def knapsack(whole):
    programme = Programme(np.array([5.0, 4.0, 3.0]), np.ones(3), whole=whole)
    programme.row({0: 4, 1: 3, 2: 2}, None, 5)
    return programme


def test_a_knapsack_in_fractions_and_in_whole_numbers():
    in_parts = knapsack(whole=False).solve()
    assert in_parts.values == pytest.approx([0, 1, 1])
    assert (in_parts.total, in_parts.is_proven) == (pytest.approx(7), True)
    held = knapsack(whole=True)
    held.row({1: 1, 2: 1}, None, 1)
    found = held.solve()
    assert (found.values.tolist(), found.total) == (pytest.approx([1, 0, 0]), pytest.approx(5))


def test_prices_are_what_one_more_unit_of_a_row_would_bring():
    programme = Programme(np.array([6.0, 1.0]), np.ones(2) * 10, whole=False)
    programme.row({0: 2, 1: 1}, None, 8)
    found = programme.solve()
    assert (found.total, found.prices.tolist()) == (24, [3.0])


def test_many_rows_at_once_are_the_same_as_one_by_one():
    programme = Programme(np.array([5.0, 4.0, 3.0]), np.ones(3), whole=False)
    programme.rows(
        np.array([0, 0, 0]), np.array([0, 1, 2]), np.array([4.0, 3.0, 2.0]), (np.array([-np.inf]), np.array([5.0]))
    )
    assert programme.solve().total == pytest.approx(7)


def test_what_cannot_be_has_no_answer_even_without_any_variable():
    held = knapsack(whole=True)
    held.fix([True, True])
    assert held.solve() is None
    empty = Programme(np.array([]), np.array([]))
    assert empty.solve().values.tolist() == []
    empty.row({}, 1, None)
    assert empty.solve() is None


def test_fixed_variables_stay_and_are_let_go_again():
    held = knapsack(whole=True)
    held.fix([True])
    assert held.solve().values == pytest.approx([1, 0, 0])
    held.fix([])
    assert held.solve().total == pytest.approx(7)


def test_when_the_time_is_too_short_it_says_so_instead_of_guessing():
    chance = np.random.Generator(np.random.PCG64(2))
    programme = Programme(chance.random(4000), np.ones(4000), whole=False)
    for _ in range(200):
        programme.row(dict(enumerate(chance.random(4000))), None, 100)
    with pytest.raises(Undecided):
        programme.solve(seconds=0.0)
