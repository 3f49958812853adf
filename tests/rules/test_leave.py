"""Leave and what a rule credits of it: every day once, within the rule's limits; more leave never counts for less."""

from datetime import date, timedelta
from fractions import Fraction

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from grants.rules.careers import Window
from grants.rules.leave import LEAVES, Break, Credit, Span, credited

DAY = timedelta(days=1)
SPAN = Span(date(2015, 3, 31), date(2025, 4, 1))


def leave(start, length, kind="parental", share=1, child=0):
    first = date.fromisoformat(start)
    return Break(kind, first, first + (length - 1) * DAY, Fraction(share), child)


def credit(*breaks, allowed=LEAVES, most=0):
    return credited(breaks, [Credit.of(one) for one in allowed], SPAN, most)


def test_only_the_kinds_a_rule_names_are_credited():
    assert credit(leave("2020-01-01", 100, "illness"), allowed=["parental"]) == 0
    assert credit(leave("2020-01-01", 100, "illness"), allowed=["parental", "illness"]) == 100


def test_illness_counts_only_where_all_of_it_together_is_longer_than_ninety_days():
    rule = [{"kind": "illness", "more_than_days": 90}, "parental"]
    short, more = leave("2018-01-01", 90, "illness"), leave("2021-01-01", 1, "illness")
    assert credit(short, allowed=rule) == 0
    assert credit(short, more, allowed=rule) == 91


def test_a_move_counts_for_three_months_at_most_each():
    rule = [{"kind": "move", "most_days_each": 90}]
    long, short = leave("2018-01-01", 150, "move"), leave("2021-01-01", 30, "move")
    assert credit(long, allowed=rule) == 90
    assert credit(long, short, allowed=rule) == 120
    assert credit(long, short, leave("2018-01-01", 365), allowed=[*rule, "parental"]) == 395


def test_a_child_is_worth_eighteen_months_or_its_real_leave_if_that_is_longer():
    rule = [{"kind": "maternity", "days_per_child": 548}, "childcare"]
    first, second = leave("2017-01-01", 100, "maternity", child=1), leave("2020-01-01", 100, "maternity", child=2)
    assert credit(first, allowed=rule) == 548
    assert credit(first, second, allowed=rule) == 1096
    assert credit(first, leave("2017-03-01", 700, "childcare", child=1), allowed=rule) == 759
    assert credit(first, leave("2017-03-01", 60, "childcare", child=1), allowed=rule) == 548
    assert credit(leave("2014-01-01", 100, "maternity", child=1), allowed=rule) == 0


def test_all_credit_together_may_have_its_limit():
    assert credit(leave("2016-01-01", 1000), most=730) == 730


DAYS = st.dates(date(2012, 1, 1), date(2027, 12, 31))
BREAKS = st.builds(
    lambda kind, start, length, share, child: Break(kind, start, start + length * DAY, share, child),
    st.sampled_from(["parental", "illness", "move", "maternity"]), DAYS, st.integers(0, 900),
    st.sampled_from([Fraction(1, 4), Fraction(1, 2), Fraction(1)]), st.integers(0, 2),
)  # fmt: skip
RULES = st.lists(
    st.one_of(
        st.sampled_from(["parental", "illness", "move", "maternity"]).map(Credit.of),
        st.builds(
            Credit, st.sampled_from(["parental", "illness", "move", "maternity"]),
            days_per_child=st.sampled_from([0, 180, 548]), most_days_each=st.sampled_from([0, 90]),
            more_than_days=st.sampled_from([0, 90]),
        ),
    ),
    max_size=4, unique_by=lambda rule: rule.kind,
)  # fmt: skip


@given(st.lists(BREAKS, max_size=5), BREAKS, RULES, st.sampled_from([0, 730]))
@example(
    [leave("2020-01-01", 150, "move"), leave("2019-12-22", 10)], leave("2019-12-22", 160, "move"),
    [Credit("move", most_days_each=90), Credit("parental")], 0,
)  # fmt: skip
def test_more_leave_never_credits_less(breaks, another, rules, most):
    assert credited([*breaks, another], rules, SPAN, most) >= credited(breaks, rules, SPAN, most)


@given(st.lists(BREAKS, min_size=1, max_size=4), RULES, st.integers(1, 300), st.booleans())
def test_longer_leave_never_credits_less(breaks, rules, days, at_the_start):
    first = breaks[0]
    longer = Break(
        first.kind, first.start - days * DAY if at_the_start else first.start,
        first.end if at_the_start else first.end + days * DAY, first.fraction, first.child,
    )  # fmt: skip
    assert credited([longer, *breaks[1:]], rules, SPAN) >= credited(breaks, rules, SPAN)


@given(st.permutations(range(4)), st.lists(BREAKS, min_size=4, max_size=4), RULES)
def test_the_order_of_leaves_changes_nothing(order, breaks, rules):
    assert credited([breaks[place] for place in order], rules, SPAN) == credited(breaks, rules, SPAN)


@given(DAYS, st.lists(BREAKS, max_size=4), BREAKS, st.integers(0, 12), RULES)
def test_more_leave_never_makes_ineligible(anchor, breaks, another, years, rules):
    window = Window(years, date(2025, 4, 1), credits=tuple(rules))
    if window.holds(anchor, breaks):
        assert window.holds(anchor, [*breaks, another])


@pytest.mark.parametrize("most", [0, 400])
def test_without_leave_there_is_no_credit(most):
    assert credit(most=most) == 0
