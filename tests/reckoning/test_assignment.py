"""Assignments held against the enumeration of all of them; what is missing; what limits the worst-off."""

from fractions import Fraction
from itertools import combinations, product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from grants.reckoning import assignment
from grants.reckoning.assignment import best_total, fairest
from grants.reckoning.panel import Rules, panel_of
from grants.reckoning.shortage import Limit, shortage, worst_off

AFFINITY = {
    ("A", "r"): 9, ("A", "s"): 8, ("A", "t"): 1, ("B", "r"): 9, ("B", "s"): 2, ("B", "t"): 1,
    ("C", "r"): 7, ("C", "s"): 7, ("C", "t"): 2,
}  # fmt: skip
ONE_EACH = dict.fromkeys("ABC", 1), dict.fromkeys("rst", (0, 1))


def panel(affinity=None, conflicts=(), demand=None, loads=None, rules=None):
    return panel_of(affinity or AFFINITY, conflicts, demand or ONE_EACH[0], loads or ONE_EACH[1], rules)


def test_the_best_total_and_the_fair_one_and_the_price_between_them():
    found = fairest(panel())
    assert (found.best.reviewers, found.best.total, found.best.worst) == (
        {"A": ("s",), "B": ("r",), "C": ("t",)},
        19,
        2,
    )
    assert (found.fair, found.price, found.is_proven) == (found.best, 0, True)
    uneven = AFFINITY | {("C", "t"): 0, ("B", "t"): 3, ("B", "s"): 0}
    found = fairest(panel(uneven))
    assert (found.best.total, found.best.worst, found.fair.total, found.fair.worst) == (19, 3, 19, 3)
    uneven[("A", "s")] = 20
    found = fairest(panel(uneven))
    assert (found.best.total, found.best.worst, found.fair.worst) == (30, 3, 3)


def test_fairness_can_cost_and_says_how_much():
    affinity = {("A", "r"): 10, ("A", "s"): 4, ("B", "r"): 4, ("B", "s"): 1}
    found = fairest(panel_of(affinity, (), {"A": 1, "B": 1}, {"r": (0, 1), "s": (0, 1)}))
    assert (found.best.total, found.fair.total, found.fair.worst, found.price) == (11, 8, 4, Fraction(3, 11))


def test_a_conflict_is_never_assigned_however_well_it_would_fit():
    found = best_total(panel(conflicts=[("B", "r")]))
    assert "r" not in found.reviewers["B"]
    assert found.total == 17


def test_house_rules_on_institutions_sides_and_experts():
    demand, loads = {"A": 2}, dict.fromkeys("rstu", (0, 1))
    affinity = {("A", "r"): 9, ("A", "s"): 8, ("A", "t"): 3, ("A", "u"): 1}
    homes = Rules(institution={"r": "Lund", "s": "Lund", "t": "Kyushu", "u": "Kyushu"}, most_of_one=1)
    assert best_total(panel_of(affinity, (), demand, loads, homes)).reviewers == {"A": ("r", "t")}
    sides = Rules(side={"r": "JP", "s": "JP", "t": "JP", "u": "SE"})
    assert best_total(panel_of(affinity, (), demand, loads, sides)).reviewers == {"A": ("r", "u")}
    held = panel_of(affinity, [("A", "r")], demand, loads, Rules(expert_from=9))
    assert best_total(held) is None
    assert shortage(held).claims == {("expert", "A"): 1}


def test_a_shortage_names_who_lacks_how_many_and_who_is_overrun():
    demand, loads = {"A": 2, "B": 2, "C": 1}, {"r": (0, 1), "s": (0, 2), "t": (0, 9)}
    affinity = dict.fromkeys([("A", "r"), ("A", "s"), ("B", "r"), ("B", "s"), ("C", "t")], 5)
    held = panel_of(affinity, (), demand, loads)
    assert fairest(held) is None
    found = shortage(held)
    assert found.assignable == 4
    assert sum(found.applications.values()) == 1
    assert set(found.applications) < {"A", "B"}
    assert (found.reviewers, found.crowded, found.full) == ({}, ("A", "B"), ("r",))


def test_a_least_load_that_nobody_can_fill_is_a_shortage_of_the_reviewer():
    held = panel_of({("A", "r"): 1, ("A", "s"): 1}, (), {"A": 1}, {"r": (1, 2), "s": (1, 2)})
    found = shortage(held)
    assert best_total(held) is None
    assert (found.assignable, found.applications, sum(found.reviewers.values())) == (1, {}, 1)
    assert shortage(panel()).applications == {}


def test_the_worst_off_are_told_whom_they_missed_and_why():
    held = panel(conflicts=[("B", "r")])
    found = worst_off(held, best_total(held), 2)
    assert [(each.application, each.score, each.own_best, each.missed) for each in found] == [
        ("B", 1, 2, {"r": Limit.CONFLICT}), ("C", 7, 7, {}),
    ]  # fmt: skip
    assert worst_off(panel(), best_total(panel()), 1)[0].missed == {"r": Limit.FULL}


@pytest.mark.parametrize(
    ("change", "match"),
    [
        ({"conflicts": [("Z", "r")]}, "unknown"),
        ({"affinity": {("A", "z"): 1}}, "unknown"),
        ({"affinity": {("A", "r"): 0.5}}, "whole"),
        ({"demand": {"A": -1, "B": 1, "C": 1}}, "negative"),
        ({"loads": {"r": (2, 1), "s": (0, 1), "t": (0, 1)}}, "least"),
    ],
)
def test_what_is_no_panel_is_refused(change, match):
    with pytest.raises(ValueError, match=match):
        panel(**change)


sizes = st.tuples(st.integers(1, 4), st.integers(1, 4))


@st.composite
def panels(draw):
    applications, reviewers = draw(sizes)
    names, people = [f"a{n}" for n in range(applications)], [f"r{n}" for n in range(reviewers)]
    pairs = list(product(names, people))
    affinity = {pair: draw(st.integers(0, 9)) for pair in pairs}
    conflicts = draw(st.sets(st.sampled_from(pairs), max_size=3))
    demand = {name: draw(st.integers(0, 2)) for name in names}
    loads = {each: (draw(st.integers(0, 1)), draw(st.integers(1, 3))) for each in people}
    homes = {each: draw(st.sampled_from("xy")) for each in people}
    rules = draw(st.sampled_from([
        None, Rules(institution=homes, most_of_one=1), Rules(side=homes), Rules(expert_from=5),
    ]))  # fmt: skip
    return affinity, conflicts, demand, loads, rules


def breaks(rules, affinity, name, chosen):
    if rules is None:
        return False
    if rules.most_of_one is not None:
        return any(sum(rules.institution[each] == home for each in chosen) > rules.most_of_one for home in "xy")
    if rules.side:
        return any(all(rules.side[each] != side for each in chosen) for side in set(rules.side.values()))
    return all(affinity[name, each] < rules.expert_from for each in chosen)


def every(affinity, conflicts, demand, loads, rules):
    """All complete assignments, as lists of reviewers by application."""
    options = [
        [
            chosen for chosen in combinations(sorted(loads), demand[name])
            if not any((name, each) in conflicts for each in chosen) and not breaks(rules, affinity, name, chosen)
        ]
        for name in sorted(demand)
    ]  # fmt: skip
    for each in product(*options):
        load = {name: sum(name in chosen for chosen in each) for name in loads}
        if all(least <= load[name] <= most for name, (least, most) in loads.items()):
            yield each


@settings(max_examples=60)
@given(panels())
def test_no_assignment_of_all_is_better_or_fairer_and_loads_and_conflicts_hold(told):
    affinity, _, demand, _, _ = told
    found = fairest(panel_of(*told))
    names = sorted(demand)
    scores = [
        [sum(affinity[name, one] for one in chosen) for name, chosen in zip(names, each, strict=True)]
        for each in every(*told)
    ]
    if not scores:
        assert found is None
        assert shortage(panel_of(*told)).assignable <= sum(demand.values())
        return
    assert found.is_proven
    assert found.best.total == max(map(sum, scores))
    fairest_score = max(map(min, scores))
    assert found.fair.worst == fairest_score
    assert found.fair.total == max(sum(each) for each in scores if min(each) == fairest_score)
    for held in (found.best, found.fair):
        assert tuple(held.reviewers[name] for name in names) in set(every(*told))


@settings(max_examples=20)
@given(panels(), st.randoms(use_true_random=False))
def test_the_order_in_which_all_is_told_changes_nothing(told, chance):
    def shuffled(names):
        return dict(chance.sample(list(names.items()), len(names)))

    affinity, conflicts, demand, loads, rules = told
    there = fairest(panel_of(*told))
    assert fairest(panel_of(shuffled(affinity), conflicts, shuffled(demand), shuffled(loads), rules)) == there


def test_pricing_finds_the_same_optimum_as_all_pairs_at_once(monkeypatch):
    affinity = {(f"a{n:02}", f"r{m:02}"): (n * 37 + m * 53 + n * m * 11) % 97 for n in range(30) for m in range(20)}
    told = affinity, {("a00", "r00")}, {f"a{n:02}": 3 for n in range(30)}, {f"r{m:02}": (3, 6) for m in range(20)}
    whole = fairest(panel_of(*told))
    monkeypatch.setattr(assignment, "FEW_PAIRS", 0)
    monkeypatch.setattr(assignment, "MANY_PAIRS", 0)
    monkeypatch.setattr(assignment, "BEST_OF_EACH", 2)
    priced = fairest(panel_of(*told))
    assert (priced.best.total, priced.fair.worst, priced.fair.total) == (
        whole.best.total,
        whole.fair.worst,
        whole.fair.total,
    )
    assert priced.is_proven
    assert whole.is_proven
