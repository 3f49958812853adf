"""Early-career and other rules: vectors ECR-1 to ECR-4, cases 21 and 22, and the calendars behind them."""

from datetime import date, timedelta
from fractions import Fraction

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from grants.rules.careers import PartialDate, Window, add_years
from grants.rules.eligibility import Facts, MemberFacts, PersonFacts, Result, examine, faults, verdict
from grants.rules.eligibility import judge as judge_team
from grants.rules.leave import LEAVES, Break, credited_days
from grants.rules.people import BREAK_KINDS
from grants.rules.person_tests import PERSON_TESTS, judge_person
from grants.words import language

DAY = timedelta(days=1)
SIDES = {"JP": {"en": "Japan"}, "SE": {"en": "Sweden"}}
DATES = {name: date(2026, 3, 1) for name in ("closing", "submission", "starts_on", "ends_on")}
KAKENHI = {"kind": "degree_age", "years": 8, "reference": "2025-04-01", "inclusive": False, "credits": ["parental"]}
FIVE = {"kind": "degree_age", "years": 5, "reference": "closing"}


def person(degree="", basis="conferral", **rest):
    degrees = {basis: PartialDate.parse(degree)} if degree else {}
    return PersonFacts("Ada", rest.pop("side", "JP"), degrees=degrees, **rest)


def facts(*people, **rest):
    return Facts(sides=SIDES, people=people, dates=rest.pop("dates", DATES), **rest)


def judge(tree, someone):
    return judge_person(tree, someone, facts(someone))


def leave(start, end, kind="parental", fraction=1, child=0):
    return Break(kind, date.fromisoformat(start), date.fromisoformat(end), Fraction(fraction), child)


def test_ecr_1_without_leave_it_fails_by_eight_days():
    found = judge(KAKENHI, person("2017-03-24"))
    assert found.result is Result.FAIL
    assert str(found.explanation) == (
        "Ada: PhD 24 March 2017 + 8 years = 24 March 2025, before the reference date 1 April 2025."
    )


def test_ecr_1_with_180_days_of_leave_it_passes_and_shows_the_arithmetic():
    found = judge(KAKENHI, person("2017-03-24", breaks=(leave("2019-01-01", "2019-06-29"),)))
    assert found.result is Result.PASS
    assert str(found.explanation) == (
        "Ada: PhD 24 March 2017 + 8 years + 180 days of credited leave = 20 September 2025, "
        "after the reference date 1 April 2025."
    )


@pytest.mark.parametrize(("conferral", "result"), [("2021-03-01", Result.PASS), ("2021-02-28", Result.FAIL)])
def test_ecr_2_the_day_itself_counts(conferral, result):
    assert judge(FIVE, person(conferral)).result is result


def test_ecr_2_less_than_five_years_leaves_the_day_itself_out():
    found = judge({**FIVE, "inclusive": False}, person("2021-03-01"))
    assert found.result is Result.FAIL
    assert str(found.explanation).endswith(
        "= 1 March 2026, on the reference date 1 March 2026, which no longer counts."
    )


def test_ecr_2_the_29th_of_february_becomes_the_28th_and_is_printed():
    found = judge({"kind": "degree_age", "years": 5, "reference": "2025-02-28"}, person("2020-02-29"))
    assert found.result is Result.PASS
    assert str(found.explanation) == (
        "Ada: PhD 29 February 2020 + 5 years (no 29 February in 2025: 28 February 2025) = 28 February 2025, "
        "on the reference date 28 February 2025, which still counts."
    )
    assert judge({**KAKENHI, "reference": "2028-02-29"}, person("2020-02-29")).result is Result.FAIL
    assert add_years(date(2020, 2, 29), 8) == date(2028, 2, 29)


def test_ecr_3_the_larger_share_counts_once_a_day():
    full, half = leave("2020-05-01", "2020-10-31"), leave("2020-09-01", "2021-02-28", fraction="1/2")
    assert credited_days([full, half], date(2019, 1, 1), date(2026, 1, 1)) == 244
    assert credited_days([half, full], date(2019, 1, 1), date(2026, 1, 1)) == 244


def test_ecr_4_a_year_alone_needs_evidence_where_the_answer_depends_on_the_day():
    found = judge(KAKENHI, person("2017"))
    assert found.result is Result.NEEDS_EVIDENCE
    assert str(found.explanation) == (
        "Ada: known only as 2017; from PhD 1 January 2017 + 8 years = 1 January 2025, before the reference date "
        "1 April 2025 to PhD 31 December 2017 + 8 years = 31 December 2025, after the reference date 1 April 2025."
    )
    assert [judge(KAKENHI, person(day)).result for day in ("2017-04-01", "2017-04-02")] == [Result.FAIL, Result.PASS]
    assert [judge(KAKENHI, person(year)).result for year in ("2016", "2018")] == [Result.FAIL, Result.PASS]
    assert judge(KAKENHI, person("2017-05")).result is Result.PASS


@pytest.mark.parametrize(("year", "result"), [("2021", Result.PASS), ("2020", Result.FAIL), ("2024-12", Result.PASS)])
def test_ecr_4_under_a_rule_of_years_the_year_alone_decides(year, result):
    assert judge({"kind": "degree_year", "year": 2021}, person(year)).result is result


def test_case_21_another_basis_than_the_rule_counts_needs_a_document():
    rule = {**FIVE, "basis": "conferral"}
    assert judge(rule, person("2024-03-01", basis="defence")).result is Result.NEEDS_EVIDENCE
    assert judge(rule, person("2024-03-01", basis="conferral")).result is Result.PASS
    differing = PersonFacts("Ada", "JP", degrees={
        "defence": PartialDate(2021, 2, 1), "conferral": PartialDate(2021, 6, 1),
    })  # fmt: skip
    assert judge(FIVE, differing).result is Result.NEEDS_EVIDENCE
    assert judge(rule, differing).result is Result.PASS


def test_case_22_leave_counts_after_the_degree_and_up_to_the_reference_date_only():
    anchor, until = date(2020, 3, 31), date(2022, 3, 31)
    assert credited_days([leave("2019-01-01", "2020-04-10")], anchor, until) == 10
    assert credited_days([leave("2022-03-01", "2023-03-01")], anchor, until) == 31
    assert credited_days([leave("2023-01-01", "2023-03-01")], anchor, until) == 0
    births = [leave("2020-05-01", "2020-05-10"), leave("2021-05-01", "2021-05-10")]
    assert credited_days(births, anchor, until) == 20


def test_case_22_leave_of_a_kind_the_rule_does_not_credit_changes_nothing():
    sabbatical = person("2017-03-24", breaks=(leave("2019-01-01", "2020-06-29", kind="other"),))
    assert judge(KAKENHI, sabbatical).result is Result.FAIL


def test_a_degree_still_to_come_is_not_held_yet():
    found = judge(FIVE, person("2026-03-02"))
    assert (found.result, "not yet reached" in str(found.explanation)) == (Result.FAIL, True)


@pytest.mark.parametrize(
    ("tree", "someone", "result"),
    [
        ({"kind": "enrolled"}, person(doctoral_student=True), Result.PASS),
        ({"not": {"kind": "enrolled"}}, person(doctoral_student=True), Result.FAIL),
        ({"kind": "age_below", "years": 45}, person(born=PartialDate(1981, 3, 2)), Result.PASS),
        ({"kind": "age_below", "years": 45}, person(born=PartialDate(1981, 3, 1)), Result.FAIL),
        ({"kind": "age_below", "years": 45}, person(), Result.NEEDS_EVIDENCE),
        ({"kind": "first_post_age", "years": 6}, person(first_post=PartialDate(2020, 3, 1)), Result.PASS),
        ({"kind": "first_post_age", "years": 6}, person(first_post=PartialDate(2020, 2)), Result.FAIL),
        ({"kind": "at_institution", "ror": "012a77v79"}, person(ror="012a77v79"), Result.PASS),
        (FIVE, person(), Result.FAIL),
        ({"any": [{"kind": "enrolled"}, FIVE]}, person("2021-03-01"), Result.PASS),
        ({"any": [{"kind": "enrolled"}, FIVE]}, person("2021"), Result.NEEDS_EVIDENCE),
        ({"all": [{"not": {"kind": "enrolled"}}, FIVE]}, person("2021"), Result.NEEDS_EVIDENCE),
        ({"all": [{"kind": "enrolled"}, FIVE]}, person("2021"), Result.FAIL),
        ({"not": {"kind": "degree_age", "years": 5}}, person("2021"), Result.NEEDS_EVIDENCE),
    ],
)
def test_kinds_of_personal_test(tree, someone, result):
    assert judge(tree, someone).result is result


@pytest.mark.parametrize(
    ("day", "result"), [("2020-07-31", Result.FAIL), ("2020-08-01", Result.PASS), ("2023-01-01", Result.FAIL)],
)  # fmt: skip
def test_who_was_a_member_on_the_day_counts(day, result):
    members = (MemberFacts("02qg15b79", "JP", date(2020, 8, 1), date(2022, 12, 31)),)
    someone = person(ror="02qg15b79", is_pi=True)
    tree = {"kind": "each_pi", "test": {"kind": "member_at", "reference": day}}
    assert judge_team(tree, facts(someone, members=members)).result is result


def test_a_member_of_the_other_side_is_no_member_of_this_one():
    members = (MemberFacts("02qg15b79", "SE"),)
    tree = {"kind": "each_pi", "test": {"kind": "member_at"}}
    assert judge_team(tree, facts(person(ror="02qg15b79", is_pi=True), members=members)).result is Result.FAIL
    assert judge_team(tree, facts(person(is_pi=True))).result is Result.NEEDS_EVIDENCE


def test_the_team_needs_so_many_early_career_researchers():
    tree = {"kind": "ecr_min", "least": 1, "test": {"any": [{"kind": "enrolled"}, FIVE]}}
    old, young, unsure = person("1999-01-01"), person(doctoral_student=True), person("2021")
    assert judge_team(tree, facts(old, young)).result is Result.PASS
    assert judge_team(tree, facts(old, unsure)).result is Result.NEEDS_EVIDENCE
    found = judge_team(tree, facts(old))
    assert (found.result, str(found.explanation)[:34]) == (Result.FAIL, "0 of 1 people needed were found. A")
    assert judge_team({**tree, "least": 2}, facts(old, young)).result is Result.FAIL
    assert judge_team({**tree, "least": 2}, facts(young, unsure)).result is Result.NEEDS_EVIDENCE
    assert judge_team({**tree, "least": 2}, facts(old, unsure)).result is Result.FAIL


def test_every_side_needs_a_principal_investigator():
    ada, rut = person(is_pi=True), person(side="SE", is_pi=True)
    assert judge_team({"kind": "pi_per_side"}, facts(ada, rut)).result is Result.PASS
    found = judge_team({"kind": "pi_per_side"}, facts(ada, person(side="SE")))
    assert (found.result, str(found.explanation)) == (Result.FAIL, "Sweden has no principal investigator.")
    assert judge_team({"kind": "pi_per_side", "least": 2}, facts(ada, ada, rut)).result is Result.FAIL


@pytest.mark.parametrize(
    ("answers", "result"),
    [
        ({"JP": "professor", "SE": "associate"}, Result.PASS), ({"JP": "professor", "SE": "other"}, Result.FAIL),
        ({"JP": "professor", "SE": None}, Result.NEEDS_EVIDENCE), ({"JP": "professor"}, Result.NEEDS_EVIDENCE),
        ({"": "professor"}, Result.PASS), ({"": "other"}, Result.FAIL), ({"": None}, Result.NEEDS_EVIDENCE),
        ({}, Result.NEEDS_EVIDENCE),
    ],
)  # fmt: skip
def test_rules_may_rest_on_answers(answers, result):
    tree = {"kind": "answer_among", "question": "position", "among": ["professor", "associate"]}
    assert judge_team(tree, facts(answers={"position": answers})).result is result


@pytest.mark.parametrize(
    ("answers", "result"),
    [
        ({"JP": "2026-03-01", "SE": "2040-01-01"}, Result.PASS),
        ({"JP": "2026-02-28", "SE": "2040-01-01"}, Result.FAIL),
        ({"JP": "2026-03-01", "SE": None}, Result.NEEDS_EVIDENCE),
        ({"JP": "2026-03-01"}, Result.NEEDS_EVIDENCE), ({}, Result.NEEDS_EVIDENCE),
    ],
)  # fmt: skip
def test_employment_reaches_the_end_of_the_award(answers, result):
    tree = {"kind": "answer_not_before", "question": "employed_until"}
    assert judge_team(tree, facts(answers={"employed_until": answers})).result is result


class Rule:
    def __init__(self, code, test, severity="block", side=None):
        self.code, self.label, self.test, self.severity, self.side = code, {"en": code}, test, severity, side


def test_only_rules_that_block_count_and_what_an_officer_decided_stands():
    rules = [Rule("theme", {"kind": "theme_required"}), Rule("idea", {"kind": "manual_check"}, "flag")]
    assert verdict(examine(rules, facts(theme="ai"))) is Result.PASS
    assert verdict(examine(rules, facts())) is Result.FAIL
    assert verdict(examine([Rule("idea", {"kind": "manual_check"})], facts())) is Result.NEEDS_EVIDENCE


@pytest.mark.parametrize(
    ("tree", "where"),
    [
        ({}, ()), ("text", ()), ({"kind": "horoscope"}, ()), ({"all": []}, ("all",)), ({"any": "no"}, ("any",)),
        ({"all": [{"kind": "theme_required"}, {"kind": "nothing"}]}, ("all", 1)), ({"not": {}}, ("not",)),
        ({"kind": "pi_per_side", "least": "two"}, ("least",)), ({"kind": "pi_per_side", "least": True}, ("least",)),
        ({"kind": "pi_per_side", "most": 2}, ("most",)), ({"kind": "each_pi"}, ()),
        ({"kind": "each_pi", "test": {"kind": "pi_per_side"}}, ("test",)),
        ({"kind": "each_pi", "test": {"kind": "degree_age"}}, ("test",)),
        ({"kind": "each_pi", "test": {**FIVE, "reference": "soon"}}, ("test", "reference")),
        ({"kind": "each_pi", "test": {**FIVE, "reference": "2025-02-30"}}, ("test", "reference")),
        ({"kind": "each_pi", "test": {**FIVE, "credits": "all"}}, ("test", "credits")),
        ({"kind": "each_pi", "test": {**FIVE, "years": -1}}, ("test", "years")),
        ({"kind": "each_pi", "test": {**FIVE, "inclusive": "yes"}}, ("test", "inclusive")),
    ],
)  # fmt: skip
def test_a_wrong_tree_is_told_where_it_is_wrong(tree, where):
    assert [path for path, _ in faults(tree)] == [where]


def test_a_tree_that_stands_for_itself_is_refused():
    tree: dict = {}
    tree["not"] = tree
    assert len(list(faults(tree))) == 1


def test_every_kind_of_leave_a_rule_credits_by_default_is_a_known_one():
    assert PERSON_TESTS["degree_age"](years=1).credits == LEAVES
    assert set(BREAK_KINDS) == set(LEAVES)


DAYS = st.dates(date(1990, 1, 1), date(2030, 12, 31))
SHARES = st.sampled_from([Fraction(1, 4), Fraction(1, 2), Fraction(1)])
LEAVE = st.builds(lambda start, length, share: Break("parental", start, start + length * DAY, share),
                  DAYS, st.integers(0, 900), SHARES)  # fmt: skip


@given(st.lists(LEAVE, max_size=5), DAYS, st.integers(0, 4000))
def test_credited_days_agree_with_counting_day_by_day(breaks, after, length):
    until = after + length * DAY
    counted = sum(
        max((one.fraction for one in breaks if one.start <= day <= one.end), default=Fraction(0))
        for day in (after + n * DAY for n in range(1, length + 1))
    )
    assert credited_days(breaks, after, until) == -(-counted // 1)


@given(DAYS, st.integers(0, 40))
def test_adding_years_keeps_month_and_day_but_for_the_29th(day, years):
    later = add_years(day, years)
    assert later.year == day.year + years
    assert (later.month, later.day) == (day.month, day.day) or (day.month, day.day, later.day) == (2, 29, 28)


@given(DAYS, DAYS, st.integers(0, 15), st.booleans())
@example(date(2020, 2, 29), date(2025, 2, 28), 5, True)
def test_inclusive_differs_from_exclusive_only_on_the_limit_itself(anchor, reference, years, inclusive):
    window = Window(years, reference, inclusive)
    at_limit = window.limit(anchor) == reference
    assert window.holds(anchor) == (
        anchor <= reference and (reference < window.limit(anchor) or (at_limit and inclusive))
    )


@given(st.integers(1995, 2026), st.integers(1, 12), st.integers(1, 28), st.lists(LEAVE, max_size=3))
def test_a_date_known_in_part_never_contradicts_the_exact_one(year, month, day, breaks):
    someone = [person(text, breaks=tuple(breaks)) for text in (
        f"{year}", f"{year}-{month:02d}", f"{year}-{month:02d}-{day:02d}",
    )]  # fmt: skip
    vague, closer, exact = (judge(FIVE, each).result for each in someone)
    assert exact is not Result.NEEDS_EVIDENCE
    assert closer in {exact, Result.NEEDS_EVIDENCE}
    assert vague in {closer, Result.NEEDS_EVIDENCE}


@given(st.integers(1901, 2199), st.integers(1, 12))
def test_the_days_of_a_month_are_those_of_the_calendar(year, month):
    days = list(PartialDate(year, month).days())
    assert {(day.year, day.month) for day in days} == {(year, month)}
    assert (days[-1] + DAY).day == 1


@pytest.mark.parametrize("text", ["", "17", "2017-13", "2017-02-30", "2017-1-1", "２０１７", "0001-01-01", "9999"])
def test_a_date_known_in_part_is_still_a_date(text):
    with pytest.raises(ValueError):  # noqa: PT011 - whatever the calendar says
        PartialDate.parse(text)


@pytest.mark.parametrize("code", ["en", "ja", "sv"])
def test_the_arithmetic_can_be_said_in_every_language(code):
    found = judge(KAKENHI, person("2017-03-24", breaks=(leave("2019-01-01", "2019-06-29"),)))
    assert "180" in language(code).say(found.explanation)
