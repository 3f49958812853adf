"""Who is proposed for what, and who may not judge: for any pool and any applications."""

from types import SimpleNamespace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from grants.rules.assignment import Judge, Task, propose
from grants.rules.conflicts import ground, grounds

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


def person(**more):
    return SimpleNamespace(**{"id": 1, "email": "r@example.org", "institution_id": 7, "unit": "Physics", **more})


def case(**more):
    part = SimpleNamespace(pi_id=50, institution_id=7, unit="Chemistry")
    return SimpleNamespace(**{"parts": [part], "members": [], "conflicts": [], **more})


@pytest.mark.parametrize(
    ("unit", "other", "kind"),
    [("Physics", "Physics", "same_unit"), ("ＰＨＹＳＩＣＳ ", "physics", "same_unit"), ("Physics", "Chemistry", None),
     ("", "", None), ("工学研究院", "工学研究院", "same_unit")],
)  # fmt: skip
def test_the_same_unit_is_a_conflict_and_the_same_university_is_none(unit, other, kind):
    found = ground(person(unit=unit), case(parts=[SimpleNamespace(pi_id=50, institution_id=7, unit=other)]))
    assert (found.kind if found else None) == kind
    elsewhere = SimpleNamespace(pi_id=50, institution_id=8, unit=other)
    assert ground(person(unit=unit), case(parts=[elsewhere])) is None
    nowhere = SimpleNamespace(pi_id=50, institution_id=None, unit=other)
    assert ground(person(unit=unit, institution_id=None), case(parts=[nowhere])) is None


def test_every_ground_is_told_the_team_first():
    member = SimpleNamespace(person_id=None, email="r@example.org", may_edit=False)
    declared = SimpleNamespace(person_id=1, stands=True)
    part = SimpleNamespace(pi_id=50, institution_id=7, unit="physics")
    found = grounds(person(), case(members=[member], conflicts=[declared], parts=[part]))
    assert [one.kind for one in found] == ["applicant", "declared", "same_unit"]
    looked_at = SimpleNamespace(person_id=1, stands=False)
    assert ground(person(), case(conflicts=[looked_at])) is None
