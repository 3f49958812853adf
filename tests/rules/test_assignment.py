"""Who is proposed for what: for any pool and any applications."""

from hypothesis import given
from hypothesis import strategies as st

from grants.rules.assignment import Judge, Task, propose

SIDES = ("JP", "SE")
judges = st.lists(
    st.builds(Judge, st.integers(0, 40), st.sampled_from(SIDES), st.integers(0, 5)),
    unique_by=lambda one: one.id, max_size=12,
)  # fmt: skip
tasks = st.lists(
    st.builds(
        Task, st.integers(100, 140),
        st.dictionaries(st.sampled_from(SIDES), st.integers(0, 3)), st.frozensets(st.integers(0, 40), max_size=10),
    ),
    unique_by=lambda one: one.id, max_size=12,
)  # fmt: skip
wanted = st.fixed_dictionaries({side: st.integers(0, 3) for side in SIDES})


@given(tasks, judges, wanted)
def test_every_side_is_filled_as_far_as_there_is_anybody_and_nobody_barred_is_asked(given_tasks, pool, numbers):
    found = propose(given_tasks, pool, numbers)
    sides = {one.id: one.side for one in pool}
    assert len(set(found.pairs)) == len(found.pairs)
    for task in given_tasks:
        asked = [who for one, who in found.pairs if one == task.id]
        assert not task.barred & set(asked)
        for side, number in numbers.items():
            lacking = max(number - task.judged.get(side, 0), 0)
            free = [one for one in pool if one.side == side and one.id not in task.barred]
            assert sum(sides[who] == side for who in asked) == min(lacking, len(free))
            assert ((task.id, side) in found.short) == (lacking > len(free))


def test_the_work_is_shared_out():
    pool = [Judge(n, SIDES[n % 2]) for n in range(6)]
    found = propose([Task(n) for n in range(9)], pool, {"JP": 1, "SE": 1})
    assert [sum(who == one.id for _, who in found.pairs) for one in pool] == [3] * 6


def test_whoever_has_much_in_hand_is_asked_last():
    pool = [Judge("full", "JP", 4), Judge("free", "JP", 0)]
    assert propose([Task(n) for n in range(3)], pool, {"JP": 1}).pairs == ((0, "free"), (1, "free"), (2, "free"))


def test_the_application_with_the_fewest_candidates_chooses_first():
    pool = [Judge("a", "JP", 0), Judge("b", "JP", 1)]
    found = propose([Task("easy"), Task("hard", {}, frozenset({"b"}))], pool, {"JP": 1})
    assert found.pairs == (("hard", "a"), ("easy", "a"))
