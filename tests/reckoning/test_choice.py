"""Quotas and the merit optimum, held against the enumeration of every set."""

from itertools import product

from hypothesis import given, settings
from hypothesis import strategies as st

from grants.reckoning.choice import Choice, allot_with_quotas, most_merit
from grants.rules import quotas
from grants.rules.allotment import Means, Pot, Project, Reason, spending
from tests.rules.test_allotment import means

projects = st.lists(
    st.tuples(st.integers(0, 12), st.integers(0, 12), st.integers(0, 9), st.sampled_from("xyz"), st.booleans()),
    min_size=1, max_size=7,
).map(
    lambda rows: [
        Project(f"p{n}", n, {"JP": jp, "SE": se}, merit, {"field": field, "ecr": ecr})
        for n, (jp, se, merit, field, ecr) in enumerate(rows)
    ]
)  # fmt: skip
limits = st.lists(
    st.sampled_from([
        lambda held: quotas.at_least(held, "field", "x", 1),
        lambda held: quotas.at_most(held, "field", "y", 1),
        lambda held: quotas.share_of(held, "ecr", True, (2, 5)),
        lambda held: quotas.awards(held, 2, 4),
        lambda held: quotas.balanced(held, "field", ("x", "y"), 1),
        lambda held: quotas.ring_fence(held, "JP", 7, lambda each: each.attributes["field"] == "x"),
    ]),
    max_size=3,
)  # fmt: skip


def allowed(held, money, bounds):
    """Every set that money and quotas allow, as patterns down the order."""
    for pattern in product([True, False], repeat=len(held)):
        chosen = [each for each, yes in zip(held, pattern, strict=True) if yes]
        if money.cover(spending(chosen)) and all(each.is_met([one.id for one in chosen]) for each in bounds):
            yield pattern


@settings(max_examples=60)
@given(projects, means, limits)
def test_the_walk_with_quotas_is_the_first_of_all_allowed_sets_and_the_optimum_the_richest(held, money, makers):
    bounds = [make(held) for make in makers]
    every = list(allowed(held, money, bounds))
    walk, merit = allot_with_quotas(held, money, bounds), most_merit(held, money, bounds)
    if not every:
        assert (walk, merit) == (None, None)
        return
    assert [line.funded for line in walk.lines] == list(max(every))
    merits = {each.id: each.merit for each in held}
    richest = max(sum(each.merit for each, yes in zip(held, pattern, strict=True) if yes) for pattern in every)
    assert sum(merits[name] for name in merit) == richest
    assert tuple(each.id in merit for each in held) in every


def test_a_project_that_fits_but_would_break_a_quota_is_told_so():
    one_pot = Means({"JP": Pot("JPY", 2)})
    held = [Project(f"p{n}", n, {"JP": 1}, 1, {"field": field}) for n, field in enumerate("yyx")]
    walk = allot_with_quotas(held, one_pot, [quotas.at_least(held, "field", "x", 1)])
    assert [line.reason for line in walk.lines] == [Reason.FUNDED, Reason.QUOTA, Reason.FUNDED]


def test_quotas_that_nothing_can_meet_give_no_set_at_all():
    held = [Project("p", 1, {"JP": 5})]
    assert allot_with_quotas(held, Means({"JP": Pot("JPY", 4)}), [quotas.awards(held, 1, None)]) is None
    assert most_merit(held, Means({"JP": Pot("JPY", 4)}), [quotas.awards(held, 1, None)]) is None


def test_a_set_that_only_a_solver_s_tolerance_lets_through_is_not_taken():
    asks = [333_333_333_334, 333_333_333_333, 333_333_333_334]
    held = [Project(f"p{n}", n, {"JP": ask}, 1) for n, ask in enumerate(asks)]
    choice = Choice(held, Means({"JP": Pot("JPY", 10**12)}), ())
    assert choice.best([1, 1, 1]).count(True) == 2


def test_nothing_to_choose_from_is_an_empty_set_unless_a_quota_wants_some():
    assert most_merit([], Means({"JP": Pot("JPY", 4)})) == []
    assert allot_with_quotas([], Means({"JP": Pot("JPY", 4)}), [quotas.awards([], 1, None)]) is None
