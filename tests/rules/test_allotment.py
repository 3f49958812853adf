"""Down the ranking with several pots: POT-1, case 15; stop, skip, gap filling, parts, what is missing, what if."""

from collections import Counter
from fractions import Fraction
from math import ceil

import pytest
from hypothesis import given
from hypothesis import strategies as st

from grants.rules.allotment import (
    Balancing,
    Means,
    Pot,
    Project,
    Reason,
    allot,
    changed,
    frequency,
    spending,
    wanting,
)  # fmt: skip

POT_1 = Means({
    "Kyushu": Pot("JPY", 800_000), "Tohoku": Pot("JPY", 400_000),
    "Lund": Pot("SEK", 4_000_000), "Uppsala": Pot("SEK", 4_000_000),
})  # fmt: skip
RATES = {"SEK": Fraction(1), "JPY": Fraction("7.4")}
SHARED = Means(POT_1.pots, Balancing("SEK", 4_000_000, RATES))
A = Project("A", 1, {"Kyushu": 400_000, "Lund": 4_000_000})
B = Project("B", 2, {"Kyushu": 400_000, "Lund": 4_000_000})
C = Project("C", 3, {"Tohoku": 400_000, "Uppsala": 4_000_000})
RANKED = [A, B, C]


def reasons(allotment):
    return [(line.project.id, line.reason, line.short) for line in allotment.lines]


def test_pot_1_case_15_skip_passes_over_the_one_whose_pot_is_empty():
    found = allot(RANKED, POT_1, "skip")
    assert (found.funded, found.reserve) == (["A", "C"], ["B"])
    assert reasons(found)[1] == ("B", Reason.POT_EXHAUSTED, ("Lund",))
    assert POT_1.pots["Kyushu"].amount - found.spent["Kyushu"] == 400_000


def test_pot_1_case_15_stop_ends_at_the_first_that_does_not_fit():
    found = allot(RANKED, POT_1, "stop")
    assert (found.funded, found.reserve) == (["A"], ["B", "C"])
    assert reasons(found)[1:] == [("B", Reason.POT_EXHAUSTED, ("Lund",)), ("C", Reason.BELOW_STOP, ())]


def test_pot_1_case_15_a_balancing_pot_fills_the_gap():
    found = allot(RANKED, SHARED)
    assert (found.funded, found.filled) == (["A", "B", "C"], 4_000_000)
    assert allot(RANKED, SHARED.raised("Lund", -1)).funded == ["A", "C"]


def test_the_balancing_pot_rounds_up_once_for_each_party_and_not_for_each_project():
    means = Means({"X": Pot("JPY", 0), "Y": Pot("JPY", 0)}, Balancing("EUR", 3, {"JPY": Fraction("0.4")}))
    three = [Project(f"p{n}", n, {"X": 1}) for n in range(3)]
    found = allot(three, means)
    assert (found.funded, found.filled) == (["p0", "p1", "p2"], 2)
    assert allot([*three, Project("q", 4, {"Y": 1})], means).filled == 3


def test_a_part_is_offered_where_the_pots_still_hold_enough_of_it():
    means = POT_1.raised("Lund", 2_400_000)
    found = allot([A, B], means, part=Fraction(3, 5))
    assert (found.lines[1].reason, dict(found.lines[1].granted)) == (
        Reason.IN_PART, {"Kyushu": 400_000, "Lund": 2_400_000},
    )  # fmt: skip
    assert found.spent["Lund"] == 6_400_000
    assert allot([A, B], means, part=Fraction(61, 100)).funded == ["A"]


def test_what_is_missing_is_said_in_each_party_s_own_money():
    found = allot(RANKED, POT_1)
    assert wanting(found, "B", POT_1) == ({"Lund": 4_000_000}, 0)
    assert wanting(found, "A", POT_1) == ({}, 0)
    poorer = Means(SHARED.pots, Balancing("SEK", 1_000_000, RATES))
    assert wanting(allot(RANKED, poorer), "B", poorer) == ({"Lund": 4_000_000}, 3_000_000)


def test_what_if_more_money_came_says_who_gains_and_who_loses():
    more = POT_1.raised("Lund", 4_000_000)
    assert changed(allot(RANKED, POT_1), allot(RANKED, more)) == (["B"], [])
    big = Project("D", 0, {"Lund": 8_000_000})
    before, after = allot([big, *RANKED], POT_1), allot([big, *RANKED], more)
    assert changed(before, after) == (["D"], ["A"])


def test_how_often_a_project_is_funded_over_plausible_orders():
    orders = [["A", "B", "C"], ["B", "A", "C"], ["A", "C", "B"], ["C", "A", "B"]]
    assert frequency(orders, RANKED, POT_1) == {"A": Fraction(3, 4), "B": Fraction(1, 4), "C": 1}


@pytest.mark.parametrize(
    ("projects", "means"),
    [
        ([A, A], POT_1),
        ([Project("X", 1, {"Umea": 1})], POT_1),
        ([Project("X", 1, {"Lund": -1})], POT_1),
        ([Project("X", 1, {"Lund": 1.5})], POT_1),
        ([A], POT_1.raised("Lund", -5_000_000)),
        ([A], Means(POT_1.pots, Balancing("SEK", 1, {"SEK": Fraction(1)}))),
        ([A], Means(POT_1.pots, Balancing("SEK", 1, {"SEK": Fraction(1), "JPY": Fraction(0)}))),
    ],
)
def test_what_cannot_be_walked_is_refused(projects, means):
    with pytest.raises(ValueError, match=r"twice|pot|amount|rate"):
        allot(projects, means)


amounts = st.integers(0, 12)
asks = st.fixed_dictionaries({"JP": amounts, "SE": amounts})
means = st.builds(
    lambda jp, se, shared, rate: Means(
        {"JP": Pot("JPY", jp), "SE": Pot("SEK", se)},
        None if shared is None else Balancing("EUR", shared, {"JPY": rate, "SEK": Fraction(3, 7)}),
    ),
    st.integers(0, 30), st.integers(0, 30), st.none() | st.integers(0, 10), st.sampled_from([Fraction(1, 3), Fraction(2)]),
)  # fmt: skip


@given(st.lists(asks, max_size=8), means, st.sampled_from(["skip", "stop"]), st.none() | st.just(Fraction(1, 2)))
def test_no_pot_is_ever_overdrawn(asked, held, on_empty, part):
    found = allot([Project(str(n), n, each) for n, each in enumerate(asked)], held, on_empty, part)
    gaps = {name: found.spent[name] - pot.amount for name, pot in held.pots.items() if found.spent[name] > pot.amount}
    given_out = Counter()
    for line in found.lines:
        given_out.update(line.granted)
        assert all(0 <= line.granted[name] <= line.project.asks[name] for name in line.granted)
    assert dict(given_out) == {name: spent for name, spent in found.spent.items() if name in given_out}
    if held.balancing is None:
        assert not gaps
    else:
        rates = held.balancing.rates
        assert sum(ceil(rates[held.pots[name].currency] * gap) for name, gap in gaps.items()) <= held.balancing.amount


@given(st.lists(asks, max_size=8), means)
def test_skip_funds_all_that_stop_funds_and_leaves_out_nobody_who_still_fits(asked, held):
    ordered = [Project(str(n), n, each) for n, each in enumerate(asked)]
    skip, stop = allot(ordered, held, "skip"), allot(ordered, held, "stop")
    assert skip.funded[: len(stop.funded)] == stop.funded
    taken = [line.project for line in skip.lines if line.funded]
    for place, line in enumerate(skip.lines):
        above = [each for each in taken if int(each.id) < place]
        assert line.funded == held.cover(spending([*above, line.project]))
