"""Whether reviewers' pools connect."""

from hypothesis import given
from hypothesis import strategies as st

from grants.rules.pools import pools


def test_two_pools_that_share_nothing_are_two_and_one_shared_application_joins_them():
    apart = [("a", "r"), ("a", "s"), ("b", "s"), ("c", "t"), ("d", "t"), ("e", "t")]
    assert pools(apart) == [(["c", "d", "e"], ["t"]), (["a", "b"], ["r", "s"])]
    assert pools([*apart, ("a", "t")]) == [(["a", "b", "c", "d", "e"], ["r", "s", "t"])]
    assert pools([]) == []


@given(st.lists(st.tuples(st.sampled_from("abcdef"), st.sampled_from("rstuv")), unique=True))
def test_every_pair_lies_in_one_pool_and_no_two_pools_touch(pairs):
    found = pools(pairs)
    assert found == pools(reversed(pairs))
    for application, reviewer in pairs:
        assert [application in one for one, _ in found] == [reviewer in other for _, other in found]
        assert sum(application in one for one, _ in found) == 1
