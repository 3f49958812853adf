"""Expected ranks, held against a second method (dense covariances on a plain product grid) and against reason."""

from math import acos, erf, pi, sqrt

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from grants.reckoning.evidence import Table
from grants.reckoning.normal import below
from grants.reckoning.ranks import Group, expected_ranks
from grants.reckoning.severity import Prior

SNSF = Prior.snsf(1, 6)
ROWS = [[5, 4, None], [4, None, 3], [None, 5, 5], [2, 3, None], [3, None, 1], [4, None, 3]]


def table(rows):
    return Table.of_rows([f"a{n}" for n in range(len(rows))], [f"r{n}" for n in range(len(rows[0]))], rows)


def ranks_of(rows, prior=SNSF, draws=500):
    return [each.expected_rank for each in expected_ranks(table(rows), prior, draws).standings]


def dense(rows, upper, severity, cells=90):
    """The same posterior by the marginal covariance of all scores, on a grid that knows nothing of its peak."""
    told = [(i, j, score) for i, row in enumerate(rows) for j, score in enumerate(row) if score is not None]
    size, count = len(rows), len(told)
    scores = np.array([score for *_, score in told], float)
    means = [np.mean([score for i, _, score in told if i == n]) for n in range(size)]
    scores -= np.mean(means)
    of = np.zeros((count, size))
    by = np.zeros((count, len(rows[0])))
    for n, (i, j, _) in enumerate(told):
        of[n, i] = by[n, j] = 1
    total, ranks, lenient = 0.0, np.zeros(size), np.zeros(by.shape[1])
    for tau in (np.arange(cells) + 0.5) / cells * upper:
        for chance in (np.arange(cells) + 0.5) / cells * upper * sqrt(2):
            angle = pi / 2 if chance <= upper else pi / 2 - 2 * acos(upper / chance)
            whole = tau**2 * of @ of.T + severity**2 * by @ by.T + chance**2 * np.eye(count)
            inverse = np.linalg.inv(whole)
            weight = chance * angle * np.exp(-np.linalg.slogdet(whole)[1] / 2 - scores @ inverse @ scores / 2)
            worth = tau**2 * of.T @ inverse @ scores
            spread = tau**2 * np.eye(size) - tau**4 * of.T @ inverse @ of
            variance = np.diag(spread)[:, None] + np.diag(spread)[None] - 2 * spread + np.eye(size)
            apart = (worth[None] - worth[:, None]) / np.sqrt(variance)
            ahead = np.vectorize(lambda x: (1 + erf(x / sqrt(2))) / 2)(apart)
            total += weight
            ranks += weight * (0.5 + ahead.sum(axis=1))
            lenient += weight * severity**2 * by.T @ inverse @ scores
    return ranks / total, lenient / total


def test_two_methods_that_share_nothing_agree_to_a_thousandth_of_a_rank():
    found = expected_ranks(table(ROWS), SNSF)
    ranks, lenient = dense(ROWS, 2.0, 0.5)
    assert [each.expected_rank for each in found.standings] == pytest.approx(ranks, abs=2e-3)
    assert [each.mean for each in found.leniencies] == pytest.approx(lenient, abs=1e-3)


def test_the_sum_over_the_normal_distribution_is_exact():
    points = np.linspace(-9, 9, 20_001)
    assert below(points) == pytest.approx([(1 + erf(x / sqrt(2))) / 2 for x in points], abs=1e-12)
    assert (below(-points) == 1 - below(points)).all()
    assert below(np.array([0.0, 50.0, -50.0])).tolist() == [0.5, 1.0, 0.0]


def test_equal_evidence_is_equal_to_the_last_bit_and_so_are_its_plausible_places():
    found = expected_ranks(table(ROWS), SNSF).standings
    one, other = found[1], found[5]
    assert (one.expected_rank, one.half, one.most, one.worth) == (
        other.expected_rank,
        other.half,
        other.most,
        other.worth,
    )
    assert len({each.expected_rank for each in found}) == len(found) - 1


def test_ranks_that_nothing_tells_apart_are_all_the_middle():
    assert ranks_of([[3, 3], [3, 3], [3, 3]]) == [2.0, 2.0, 2.0]
    assert ranks_of([[4]]) == [1.0]


def test_an_application_without_a_review_stands_in_the_middle_and_says_so():
    found = expected_ranks(table([[6, 5], [None, None], [1, 2]]), SNSF).standings[1]
    assert (found.mean, found.reviews) == (None, 0)
    assert found.expected_rank == pytest.approx(2.0, abs=0.02)


def test_in_a_complete_table_a_harsh_reviewer_moves_nobody():
    rows = [[5, 4, 3], [4, 4, 2], [3, 2, 2], [5, 5, 4]]
    harsher = [[one, two, three - 1.5] for one, two, three in rows]
    assert (np.argsort(ranks_of(harsher)) == np.argsort(ranks_of(rows))).all()


def test_who_met_the_harsh_reviewer_is_ranked_above_the_same_mean_from_lenient_ones():
    rows = [[5, None, 5], [5, None, 5], [None, 2, 4], [None, 2, 4], [4, 4, None], [4, None, 4], [None, 3, None]]
    found = expected_ranks(table(rows), SNSF)
    by_harsh_and_fair, by_lenient = found.standings[4], found.standings[5]
    assert by_harsh_and_fair.mean == by_lenient.mean == 4
    assert by_harsh_and_fair.expected_rank < by_lenient.expected_rank
    assert found.leniencies[1].mean < 0 < found.leniencies[0].mean


def test_the_scale_changes_nothing_when_the_prior_goes_with_it():
    tenfold = [[None if score is None else 10 * score for score in row] for row in ROWS]
    assert ranks_of(tenfold, Prior.snsf(10, 60)) == pytest.approx(ranks_of(ROWS), abs=1e-6)


def test_estimating_how_severities_differ_finds_a_wide_spread_wide_and_none_small():
    rng = np.random.Generator(np.random.PCG64(7))
    worth, chance = rng.normal(0, 0.7, 40), rng.normal(0, 0.6, (40, 10))
    for spread, low, high in ((0.0, 0.0, 0.3), (1.2, 0.7, 1.8)):
        rows = (3.5 + worth[:, None] + rng.normal(0, spread, 10)[None] + chance).tolist()
        found = expected_ranks(table(rows), Prior.estimating(1, 6), 200).deviations
        assert low < found.severity < high
        assert found.worth == pytest.approx(0.7, abs=0.2)


def test_the_line_makes_three_groups_and_where_they_fill_the_places_exactly_all_are_accepted():
    rows = [[6, 6, 6], [5, 5, 6], [4, 4, 4], [4, 4, 4], [4, 4, 4], [1, 1, 1]]
    found = expected_ranks(table(rows), SNSF)
    groups = found.groups(3)
    assert (groups[0], groups[5]) == (Group.ACCEPTED, Group.REJECTED)
    assert set(groups[2:5]) == {Group.RANDOM_SELECTION}
    assert found.groups(5).count(Group.ACCEPTED) == 5
    assert found.line(1) == min(each.expected_rank for each in found.standings)
    for nobody in (0, 7):
        with pytest.raises(ValueError, match="between one and all"):
            found.groups(nobody)


@pytest.mark.parametrize("rows", [[[None, None]], [[float("nan"), 1.0]], [[float("inf"), 1.0]]])
def test_what_is_no_evidence_is_refused(rows):
    with pytest.raises(ValueError, match="score"):
        table(rows)


def test_names_and_settings_that_make_no_sense_are_refused():
    with pytest.raises(ValueError, match="twice"):
        Table(["a", "a"], ["r"], {("a", "r"): 1.0})
    with pytest.raises(ValueError, match="unknown"):
        Table(["a"], ["r"], {("b", "r"): 1.0})
    with pytest.raises(ValueError, match="positive"):
        Prior(0.0, 0.5)
    with pytest.raises(ValueError, match="draw"):
        expected_ranks(table(ROWS), SNSF, draws=0)


scores = st.none() | st.integers(1, 6)
tables = st.integers(1, 4).flatmap(
    lambda width: st.lists(st.lists(scores, min_size=width, max_size=width), min_size=2, max_size=7)
).filter(lambda rows: any(score is not None for row in rows for score in row))  # fmt: skip


@settings(max_examples=15)
@given(tables, st.randoms(use_true_random=False))
def test_the_order_of_the_table_changes_nothing(rows, chance):
    held = table(rows)
    names, people, given_scores = list(held.applications), list(held.reviewers), list(held.scores.items())
    for each in (names, people, given_scores):
        chance.shuffle(each)
    there = expected_ranks(held, SNSF, 50)
    back = expected_ranks(Table(names, people, dict(given_scores)), SNSF, 50)
    assert {each.application: each for each in there.standings} == {each.application: each for each in back.standings}
    assert {each.reviewer: each for each in there.leniencies} == {each.reviewer: each for each in back.leniencies}


@settings(max_examples=15)
@given(tables)
def test_ranks_share_out_all_places_and_equal_rows_share_theirs(rows):
    found = ranks_of([*rows, rows[0]], draws=20)
    size = len(found)
    assert sum(found) == pytest.approx(size * (size + 1) / 2)
    assert all(1 <= rank <= size for rank in found)
    assert found[0] == found[-1]
