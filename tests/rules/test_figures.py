"""Counting: STAT-1, ties as ties, denominators, small cells."""

from fractions import Fraction

from hypothesis import given
from hypothesis import strategies as st

from grants.rules.figures import Counted, Measure, Tally, as_lead, as_member, as_pi, claim, most, per, tally, told

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
