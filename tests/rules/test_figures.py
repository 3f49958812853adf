"""Counting: STAT-1, ties as ties, denominators, small cells."""

from datetime import date
from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from grants.rules.figures import (
    CareerStage,
    Counted,
    Measure,
    Tally,
    as_lead,
    as_member,
    as_pi,
    claim,
    hidden,
    most,
    pairs,
    per,
    stage_of,
    tally,
    told,
    veiled,
)
from grants.rules.partnership import Benchmark, follow_on, measured

KYUSHU, TOHOKU, LUND, UPPSALA = "Kyushu", "Tohoku", "Lund", "Uppsala"


def project(lead, partner, team=(), *, eligible=True, approved=True):
    return Counted(frozenset({lead, partner}), lead, frozenset(team), eligible=eligible, approved=approved)


STAT_1 = [project(KYUSHU, LUND), project(KYUSHU, UPPSALA), project(TOHOKU, LUND)]


def test_stat_1_universities_do_not_sum_to_projects():
    counts = {name: each.approved for name, each in per(STAT_1, as_pi).items()}
    assert counts == {KYUSHU: 2, TOHOKU: 1, LUND: 2, UPPSALA: 1}
    assert sum(counts.values()) == 6
    assert tally(STAT_1) == Tally(3, 3, 3)


def test_lead_and_team_count_otherwise():
    every = [project(KYUSHU, LUND, team={TOHOKU, KYUSHU}), project(LUND, TOHOKU)]
    assert {name: each.submitted for name, each in per(every, as_lead).items()} == {KYUSHU: 1, LUND: 1}
    assert {name: each.submitted for name, each in per(every, as_member).items()} == {KYUSHU: 1, LUND: 2, TOHOKU: 2}


def test_an_application_of_one_university_on_both_sides_counts_once():
    assert per([project(KYUSHU, KYUSHU)], as_pi) == {KYUSHU: Tally(1, 1, 1)}


def test_a_university_that_is_not_named_yet_is_no_university():
    assert per([Counted(frozenset(), None, frozenset())], as_lead) == {}


def test_rates_have_denominators_or_are_not_there():
    declined = project(KYUSHU, LUND, approved=False)
    counts = tally([project(KYUSHU, LUND), declined, project(KYUSHU, LUND, eligible=False, approved=False)])
    assert counts == Tally(3, 2, 1)
    assert (counts.of_eligible, counts.of_submitted) == (Fraction(1, 2), Fraction(1, 3))
    assert (Tally().of_eligible, Tally().of_submitted) == (None, None)


def test_a_tie_for_the_most_is_told_as_a_tie():
    first, count = most(per(STAT_1, as_pi), Measure.SUBMITTED)
    assert (set(first), count) == ({KYUSHU, LUND}, 2)
    said = claim(Measure.SUBMITTED, [{"en": "Kyushu University"}, {"en": "Lund University"}], (2, 3), 20)
    assert str(said) == (
        "Kyushu University and Lund University each submitted 2 of 3 applications, "
        "the most of all 20 member universities."
    )


def test_the_claim_on_the_slides():
    said = claim(Measure.SUBMITTED, [{"en": "Kyushu University"}], (9, 60), 20)
    assert str(said) == "Kyushu University submitted 9 of 60 applications, the most of all 20 member universities."


def test_nobody_has_the_most_of_nothing():
    assert most({KYUSHU: Tally(submitted=3)}, Measure.APPROVED) == ([], 0)
    assert most({}, Measure.SUBMITTED) == ([], 0)
    assert claim(Measure.APPROVED, [], (0, 0), 20) is None


def test_few_people_are_not_told():
    assert [told(people) for people in (0, 1, 4, 5, 12)] == [0, None, None, 5, 12]


NAMES = st.sampled_from([KYUSHU, TOHOKU, LUND, UPPSALA])
PROJECTS = st.lists(st.builds(project, NAMES, NAMES, st.sets(NAMES), approved=st.booleans()), max_size=12)


@given(PROJECTS)
def test_leads_sum_to_the_projects_and_every_wider_way_counts_no_less(projects):
    lead, pi, member = (per(projects, way) for way in (as_lead, as_pi, as_member))
    assert sum(each.submitted for each in lead.values()) == len(projects)
    for name, narrow in lead.items():
        assert narrow.submitted <= pi[name].submitted <= member[name].submitted <= len(projects)
        assert all(each.approved <= each.submitted for each in (narrow, pi[name], member[name]))


def test_small_counts_are_veiled_and_none_can_be_worked_out_from_the_whole():
    tallies = {"student": Tally(2, 2, 1), "early": Tally(9, 8, 7), "later": Tally(12, 12, 6), "untold": Tally(0, 0, 0)}
    shown = veiled(tallies)
    assert shown == {
        "student": (None, None, None), "early": (None, None, 7), "later": (12, 12, None), "untold": (0, 0, 0),
    }  # fmt: skip
    assert veiled({"student": Tally(2, 2, 0), "early": Tally(3, 3, 0)})["early"] == (None, None, 0)
    assert veiled({}) == {}


@given(st.lists(st.integers(0, 30), min_size=2, max_size=6))
def test_no_single_count_is_ever_hidden_among_told_ones(counts):
    shown = hidden(counts)
    told_ones = [count for count, seen in zip(counts, shown, strict=True) if seen is not None]
    assert all(count == 0 or count >= 5 for count in told_ones)
    assert shown.count(None) != 1 or not any(told_ones)


@pytest.mark.parametrize(
    ("doctorate", "student", "stage"),
    [
        (date(2014, 3, 2), False, CareerStage.EARLY), (date(2014, 3, 1), False, CareerStage.LATER),
        (None, True, CareerStage.STUDENT), (None, False, CareerStage.UNTOLD),
        (date(2023, 1, 1), True, CareerStage.STUDENT),
    ],
)  # fmt: skip
def test_the_career_stage_is_that_of_the_day_the_call_closed(doctorate, student, stage):
    assert stage_of(doctorate, date(2022, 3, 1), is_student=student) is stage


def test_who_works_with_whom_counts_each_pair_once_for_an_application():
    assert {pair: one.approved for pair, one in pairs(STAT_1).items()} == {
        (KYUSHU, LUND): 1, (KYUSHU, UPPSALA): 1, (LUND, TOHOKU): 1,
    }  # fmt: skip
    three = Counted(frozenset({KYUSHU, LUND, TOHOKU}), KYUSHU, frozenset())
    assert len(pairs([three, three])) == 3
    assert pairs([project(KYUSHU, KYUSHU)]) == {}


def test_money_won_is_told_for_each_unit_of_seed_money_and_never_converted():
    ratios = follow_on({"JPY": 400_000, "SEK": 4_000_000}, {"JPY": 12_000_000, "EUR": 100})
    assert [(one.currency, one.rounded) for one in ratios] == [
        ("EUR", None), ("JPY", Decimal("30.0")), ("SEK", Decimal("0.0")),
    ]  # fmt: skip


def test_a_benchmark_is_met_not_met_or_never_agreed():
    found = measured({"approved": 3, "joint": 2}, {Benchmark.APPROVED: 3, Benchmark.JOINT: 1})
    assert {one.measure: one.is_met for one in found} == {
        Benchmark.SUBMITTED: None, Benchmark.APPROVED: True, Benchmark.JOINT: False, Benchmark.FOLLOW_ON: None,
    }  # fmt: skip
