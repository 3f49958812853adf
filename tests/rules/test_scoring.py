"""Scores in exact arithmetic: vector SCORE-1, case 19."""

from fractions import Fraction

from hypothesis import given
from hypothesis import strategies as st

from grants.rules.scoring import AGGREGATES, Flag, Scored, balanced, gathered, summarise, weighted
from grants.words import language

WEIGHTS = {"quality": 30, "added_value": 25, "ecr": 20, "outputs": 15, "feasibility": 10}


def review(side, *marks):
    return Scored(side, dict(zip(WEIGHTS, marks, strict=True)))


R1, R2, R3 = review("JP", 5, 4, 4, 3, 4), review("JP", 4, 4, 3, 3, 5), review("SE", 3, 3, 4, 4, 3)


def test_score_1():
    assert [weighted(each.marks, WEIGHTS) for each in (R1, R2, R3)] == [
        Fraction("4.15"), Fraction("3.75"), Fraction("3.35"),
    ]  # fmt: skip
    found = summarise([R1, R2, R3], WEIGHTS, {"JP": 1, "SE": 1})
    assert (found.plain, found.score) == (Fraction("3.75"), Fraction("3.65"))
    assert found.by_side == {"JP": Fraction("3.95"), "SE": Fraction("3.35")}
    assert (found.spread, found.gap, found.missing, found.flags) == (Fraction("0.8"), Fraction("0.6"), {}, [])
    assert language("en").score(found.score) == "3.65"


def test_a_plain_mean_where_the_call_says_so():
    assert summarise([R1, R2, R3], WEIGHTS, {}, side_balanced=False).score == Fraction("3.75")


def test_criteria_are_balanced_by_side_too():
    found = summarise([R1, R2, R3], WEIGHTS, {})
    assert found.by_criterion["quality"] == Fraction(15, 4)
    assert summarise([R1, R2, R3], WEIGHTS, {}, side_balanced=False).by_criterion["quality"] == 4


def test_a_blank_criterion_counts_neither_way():
    assert weighted({"quality": 5, "added_value": None}, WEIGHTS) == 5
    assert weighted({"quality": None}, WEIGHTS) is None


def test_case_19_a_missing_review_is_said_and_never_averaged_silently():
    found = summarise([R1], WEIGHTS, {"JP": 1, "SE": 1})
    assert (found.score, found.missing, found.flags) == (Fraction("4.15"), {"SE": 1}, [Flag.MISSING])
    nothing = summarise([], WEIGHTS, {"JP": 1, "SE": 1})
    assert (nothing.score, nothing.plain, nothing.missing) == (None, None, {"JP": 1, "SE": 1})


def test_wide_spreads_and_side_gaps_are_flagged_from_exactly_two_and_one_points():
    low, high = review("JP", 2, 2, 2, 2, 2), review("SE", 4, 4, 4, 4, 4)
    assert summarise([low, high], WEIGHTS, {}).flags == [Flag.SPREAD, Flag.SIDE_GAP]
    near = review("SE", 3, 3, 3, 3, 3)
    assert summarise([low, near], WEIGHTS, {}).flags == [Flag.SIDE_GAP]


MARKS = st.lists(
    st.tuples(st.sampled_from(["JP", "SE"]), st.lists(st.integers(1, 5), min_size=5, max_size=5)), min_size=1
)


@given(MARKS)
def test_the_score_lies_within_the_marks_and_order_does_not_matter(given_marks):
    reviews = [review(side, *marks) for side, marks in given_marks]
    found = summarise(reviews, WEIGHTS, {})
    every = [mark for _, marks in given_marks for mark in marks]
    assert min(every) <= found.score <= max(every)
    assert summarise(reviews[::-1], WEIGHTS, {}) == found


@given(MARKS)
def test_another_review_like_the_mean_of_its_side_changes_nothing(given_marks):
    figures = [(side, Fraction(sum(marks), 5)) for side, marks in given_marks]
    side = figures[0][0]
    own = [figure for each, figure in figures if each == side]
    assert balanced([*figures, (side, sum(own) / len(own))]) == balanced(figures)


def of(side, *figures):
    return [(side, Fraction(figure)) for figure in figures]


def test_score_1_by_median_and_by_trimmed_mean_stays_exact():
    figures = [*of("JP", "4.15", "3.75"), *of("SE", "3.35")]
    assert {by: gathered(figures, by, side_balanced=False) for by in AGGREGATES} == dict.fromkeys(
        AGGREGATES, Fraction("3.75")
    )
    assert {by: gathered(figures, by) for by in AGGREGATES} == dict.fromkeys(AGGREGATES, Fraction("3.65"))


def test_an_outlier_moves_the_mean_and_neither_the_median_nor_the_trimmed_mean():
    figures = [*of("JP", 4, 5, 3, 4, "0.5"), *of("SE", 5)]
    assert gathered(figures, "mean") == Fraction("4.15")
    assert gathered(figures, "median") == Fraction("4.5")
    assert gathered(figures, "trimmed") == (Fraction(11, 3) + 5) / 2
    assert gathered(of("JP", 1, 4), "trimmed") == gathered(of("JP", 1, 4), "median") == Fraction("2.5")
    assert gathered([], "median") is None


@given(st.lists(st.fractions(1, 6), min_size=1, max_size=9), st.sampled_from(sorted(AGGREGATES)))
def test_every_aggregate_lies_between_the_extremes_and_knows_no_order(figures, by):
    found = AGGREGATES[by](figures)
    assert min(figures) <= found <= max(figures)
    assert AGGREGATES[by](figures[::-1]) == found
