"""The agenda: everybody together first, and nobody leaves the room more often than must be."""

from itertools import permutations

from hypothesis import given
from hypothesis import strategies as st

from grants.rules.agenda import Block, agenda, between, departures

PEOPLE = st.frozensets(st.sampled_from("abcde"), max_size=3)


def test_conflicted_members_leave_once():
    found = agenda([1, 2, 3, 4, 5, 6], {2: ["a"], 4: ["b"], 5: ["a"], 6: ["b", "c"]})
    assert found == [Block(frozenset(), (1, 3)), Block(frozenset("a"), (2, 5)), Block(frozenset("b"), (4,)),
                     Block(frozenset("bc"), (6,))]  # fmt: skip
    assert departures([block.away for block in found]) == 3
    assert agenda([], {}) == []
    assert agenda([7], {7: ["a"]}) == [Block(frozenset("a"), (7,))]


@given(st.dictionaries(st.integers(1, 30), PEOPLE, max_size=12))
def test_everything_stands_in_it_once_and_few_absences_are_best_ordered(conflicts):
    numbers = sorted(conflicts)
    found = agenda(numbers, conflicts)
    assert sorted(number for block in found for number in block.numbers) == numbers
    assert all(conflicts[number] == block.away for block in found for number in block.numbers)
    away = [block.away for block in found if block.away]
    assert len(set(away)) == len(away)
    if len(away) <= 5:
        assert departures(away) == min(map(departures, permutations(away)), default=0)


@given(st.lists(st.lists(st.integers(0, 99), min_size=1, max_size=6), max_size=6), st.integers(1, 9))
def test_the_sheets_of_an_agenda_make_the_whole_again(numbers, size):
    blocks = [Block(frozenset({place}), tuple(each)) for place, each in enumerate(numbers)]
    total = sum(map(len, numbers))
    sheets = [between(blocks, first, first + size) for first in range(0, total, size)]
    assert all(0 < sum(len(block.numbers) for block in sheet) <= size for sheet in sheets)
    lined = [(block.away, number) for sheet in sheets for block in sheet for number in block.numbers]
    assert lined == [(block.away, number) for block in blocks for number in block.numbers]
