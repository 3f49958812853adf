"""Every kind of rule beside those of careers: posts, teams, answers, one side alone, what officers decide."""

import uuid
from datetime import date

import pytest

from grants.rules import person_tests
from grants.rules.careers import PartialDate
from grants.rules.eligibility import (
    KINDS,
    Elsewhere,
    Facts,
    PersonFacts,
    Post,
    Result,
    Track,
    examine,
    faults,
    judge,
    kinds_in,
    verdict,
    waits_for,
)
from grants.rules.refusal import Refused
from grants.rules.screening import check_ruling, check_verdict
from grants.words import language

P, F, E, W = Result.PASS, Result.FAIL, Result.NEEDS_EVIDENCE, Result.WAIVED
SIDES = {"JP": {"en": "Japan"}, "SE": {"en": "Sweden"}}
DATES = {
    "closing": date(2026, 3, 1), "submission": date(2026, 2, 20), "starts_on": date(2026, 6, 1),
    "ends_on": date(2027, 5, 31),
}  # fmt: skip
ADA, BEN, EVA = (uuid.UUID(int=number) for number in (1, 2, 3))


def person(side="JP", **rest):
    return PersonFacts(rest.pop("name", "Ada"), side, ror=rest.pop("ror", "here"), **rest)


def facts(*people, **rest):
    return Facts(sides=rest.pop("sides", SIDES), people=people, dates=DATES, **rest)


def of(tree, *people, **rest):
    return judge(tree, facts(*people, **rest)).result


def pi(tree, someone):
    return of({"kind": "each_pi", "test": tree}, someone)


def employed(*posts):
    return person(is_pi=True, posts=tuple(Post("here", **post) for post in posts))


@pytest.mark.parametrize(
    ("posts", "result"),
    [
        ([], E), ([{"permanent": True}], P), ([{"until": date(2027, 5, 31)}], P), ([{"until": date(2027, 5, 30)}], F),
        ([{"since": date(2026, 6, 2), "permanent": True}], F), ([{"since": date(2026, 6, 1)}], E),
        ([{"until": date(2026, 12, 31)}, {"since": date(2027, 1, 1), "until": date(2028, 1, 1)}], P),
        ([{"until": date(2026, 12, 31)}, {"since": date(2027, 1, 2), "until": date(2028, 1, 1)}], F),
        ([{"until": date(2026, 12, 31)}, {"since": date(2027, 1, 1)}], E),
        ([{"until": date(2025, 12, 31)}], F),
    ],
)  # fmt: skip
def test_employed_without_a_gap_until_the_award_ends(posts, result):
    assert pi({"kind": "employed_from_to"}, employed(*posts)) is result


def test_a_contract_elsewhere_is_not_employment_here():
    there = person(is_pi=True, posts=(Post("there", permanent=True),))
    assert pi({"kind": "employed_from_to"}, there) is E
    assert pi({"kind": "position_in", "positions": ["professor"]}, there) is E


@pytest.mark.parametrize(
    ("position", "result"), [("lecturer", P), ("professor", F), ("", E), ("Level A(6)", P)],
)  # fmt: skip
def test_positions_are_listed_for_each_institution(position, result):
    tree = {"kind": "position_in", "positions": ["professor"], "at": {"here": ["lecturer", "Level A(6)"]}}
    assert pi(tree, employed({"position": position})) is result
    assert pi({**tree, "at": {}}, employed({"position": "professor"})) is P


@pytest.mark.parametrize(("shares", "result"), [((30, 20), P), ((30, 19), F), ((), E)])
def test_shares_of_full_time_add_up(shares, result):
    posts = [{"percent": share} for share in shares]
    assert pi({"kind": "fte_min", "percent": 50}, employed(*posts)) is result


def test_studying_for_a_masters_degree_is_a_post_of_the_day():
    tree = {"kind": "enrolled", "level": "master"}
    assert pi(tree, employed({"position": "master_student"})) is P
    assert pi(tree, employed({"position": "master_student", "until": date(2026, 2, 28)})) is F
    assert pi(tree, employed({"position": "doctoral_student"})) is F
    assert pi({"kind": "enrolled"}, employed({"position": "doctoral_student"})) is P


def test_each_fellow_and_the_mentor_have_a_test_of_their_own():
    faculty = {"kind": "each_member", "roles": ["mentor"], "test": {"kind": "position_in", "positions": ["professor"]}}
    young = {"kind": "each_member", "roles": ["fellow"], "test": {"kind": "enrolled"}}
    mentor = person(is_pi=True, role="mentor", posts=(Post("here", "professor"),))
    fellow, other = person(role="fellow", doctoral_student=True), person(role="fellow")
    assert [of(tree, mentor, fellow) for tree in (faculty, young)] == [P, P]
    assert [of(tree, mentor, fellow, other) for tree in (faculty, young)] == [P, F]
    assert of(young, mentor) is P
    two = {"kind": "team_min", "least": 2, "test": {"kind": "has_role", "roles": ["fellow"]}}
    most = {"kind": "team_max", "most": 2, "test": {"kind": "has_role", "roles": ["fellow"]}}
    assert [of(tree, mentor, fellow) for tree in (two, most)] == [F, P]
    assert [of(tree, mentor, fellow, other) for tree in (two, most)] == [P, P]
    assert of(most, mentor, fellow, other, other) is F
    assert of({"kind": "team_max", "most": 0, "test": {"kind": "fte_min", "percent": 1}}, person()) is E


def test_every_side_brings_somebody_more_and_somebody_early():
    some = {"kind": "team_min_per_side", "least": 2}
    young = {"kind": "ecr_min_per_side", "least": 1, "test": {"kind": "enrolled"}}
    here, there = person(doctoral_student=True), person("SE")
    assert [of(some, here, here, there, there), of(some, here, here, there)] == [P, F]
    assert [of(young, here, there), of(young, here, person("SE", doctoral_student=True))] == [F, P]


def test_three_universities_must_take_part():
    three = {"UK": {"en": "UK"}, **SIDES}
    tree = {"kind": "must_include_party", "sides": 3, "institutions": ["here"]}
    people = [person(side) for side in three]
    assert of(tree, *people, sides=three) is P
    assert of(tree, *people[:2], sides=three) is F
    assert of(tree, *(person(side, ror="there") for side in three), sides=three) is F


@pytest.mark.parametrize(
    ("tree", "given", "result"),
    [
        ({"kind": "residence", "among": ["SE", "JP"]}, {"JP": "JP", "SE": "SE"}, P),
        ({"kind": "tax_domicile", "among": ["SE"]}, {"JP": "JP", "SE": "SE"}, F),
        ({"kind": "nationality", "among": ["SE"]}, {"JP": "SE", "SE": ""}, E),
        ({"kind": "not_already_external"}, {"": "no"}, P), ({"kind": "not_already_external"}, {"": "yes"}, F),
        ({"kind": "answer_among", "among": ["a", "b"]}, {"": ["a", "b"]}, P),
        ({"kind": "answer_among", "among": ["a", "b"]}, {"": ["a", "c"]}, F),
        ({"kind": "doc_required"}, {"": "a file"}, P), ({"kind": "doc_required"}, {"JP": "a file"}, F),
        ({"kind": "doc_required"}, {}, F),
        ({"kind": "distinct_disciplines"}, {"JP": ["law", "physics"], "SE": ["law", "arts"]}, P),
        ({"kind": "distinct_disciplines"}, {"JP": ["law", "physics"], "SE": ["law", "law"]}, F),
        ({"kind": "distinct_disciplines"}, {"JP": ["law", "physics"]}, E),
    ],
)  # fmt: skip
def test_rules_that_rest_on_answers(tree, given, result):
    assert of({**tree, "question": "asked"}, answers={"asked": given}) is result


def test_a_question_to_one_side_is_not_waited_for_from_the_other():
    tree = {"kind": "residence", "question": "asked", "among": ["SE"]}
    assert of(tree, answers={"asked": {"SE": "SE"}}, asks={"asked": ["SE"]}) is P
    assert of(tree, answers={"asked": {"SE": "SE"}}) is E


class Rule:
    def __init__(self, test, side=None, severity="block", code="rule"):
        self.code, self.label, self.test, self.severity, self.side = code, {"en": code}, test, severity, side


def test_a_rule_of_one_side_looks_at_its_people_only():
    theirs = Rule({"kind": "each_pi", "test": {"kind": "enrolled"}}, side="SE")
    ada, ben = person(is_pi=True), person("SE", is_pi=True, doctoral_student=True)
    [found] = examine([theirs], facts(ada, ben))
    assert (found.result, found.side) == (P, "SE")
    [found] = examine([Rule(theirs.test)], facts(ada, ben))
    assert found.result is F


VAGUE = {"kind": "degree_age", "years": 5}


def vague(side, **rest):
    return person(side, degrees={"conferral": PartialDate(2021)}, **rest)


def ruled(tree, decided, *people):
    [found] = examine([Rule(tree)], facts(*people), {"rule": decided})
    return found


def test_each_side_decides_on_the_evidence_of_its_own_people():
    tree, people = {"kind": "each_pi", "test": VAGUE}, (vague("JP", is_pi=True), vague("SE", is_pi=True))
    found = ruled(tree, {}, *people)
    assert (found.result, found.waits_for("JP"), found.waits_for("SE")) == (E, True, True)
    found = ruled(tree, {"JP": P}, *people)
    assert (found.result, found.waits_for("JP"), found.waits_for("SE")) == (E, False, True)
    assert ruled(tree, {"JP": P, "SE": P}, *people).result is P
    assert ruled(tree, {"JP": P, "SE": W}, *people).result is W
    assert ruled(tree, {"JP": P, "SE": F}, *people).result is F


def test_one_side_s_evidence_is_enough_where_one_person_is():
    tree = {"kind": "ecr_min", "least": 1, "test": VAGUE}
    people = (vague("JP"), vague("SE"))
    assert [ruled(tree, decided, *people).result for decided in ({"SE": P}, {"SE": F}, {"SE": F, "JP": F})] == [P, E, F]
    assert ruled({**tree, "least": 2}, {"SE": P}, vague("SE"), person("SE")).result is F


def test_a_decision_overrules_what_was_found_of_one_s_own_people_and_of_nobody_else():
    tree = {"kind": "each_pi", "test": {"kind": "enrolled"}}
    people = (person(is_pi=True), person("SE", is_pi=True))
    assert ruled(tree, {"JP": W}, *people).result is F
    assert ruled(tree, {"JP": W, "SE": W}, *people).result is W
    good = (person(is_pi=True, doctoral_student=True), person("SE", is_pi=True, doctoral_student=True))
    assert ruled(tree, {"JP": F}, *good).result is F


def test_what_belongs_to_all_is_decided_by_all_or_refused_by_one():
    tree = {"kind": "theme_required"}
    assert [ruled(tree, decided).result for decided in ({"JP": W}, {"JP": W, "SE": W})] == [F, W]
    check = {"kind": "manual_check"}
    assert [ruled(check, decided).result for decided in ({}, {"JP": P}, {"JP": P, "SE": P}, {"JP": F})] == [E, E, P, F]
    assert ruled({"kind": "manual_check", "side": "SE"}, {"SE": P}).result is P


def test_inside_a_not_a_decision_is_still_about_the_rule():
    tree = {"not": {"kind": "answer_among", "question": "asked", "among": ["yes"]}}
    assert [ruled(tree, decided).result for decided in ({}, {"JP": P, "SE": P}, {"JP": F, "SE": F})] == [E, P, F]
    assert ruled({"not": {"not": {"kind": "manual_check"}}}, {"JP": P, "SE": P}).result is P


def test_birth_date_and_leave_are_told_to_the_person_and_their_own_officers():
    old = person(is_pi=True, key=ADA, born=PartialDate(1960, 5, 4))
    found = judge({"kind": "each_pi", "test": {"kind": "age_below", "years": 45}}, facts(old))
    [line] = found.lines
    assert (line.key, line.side) == (ADA, "JP")
    assert "Born 4 May 1960 + 45 years = 4 May 2005" in str(found.told_to(lambda one: one.key == ADA))
    assert str(found.told_to(lambda one: one.key == BEN)) == "Ada does not meet this condition."
    turned = judge({"not": {"kind": "each_pi", "test": {"kind": "age_below", "years": 45}}}, facts(old))
    assert str(turned.told_to(lambda one: False)) == "Ada meets this condition."


@pytest.mark.parametrize("kind", sorted(person_tests.PERSON_TESTS))
def test_no_open_line_holds_a_date_or_a_number_of_the_person_s_own(kind):
    needed = {
        "years": 5, "year": 2021, "percent": 50, "ror": "here", "roles": ["pi"], "positions": ["professor"],
    }  # fmt: skip
    known = person_tests.PERSON_TESTS[kind].__dataclass_fields__
    tree = {"kind": kind} | {name: value for name, value in needed.items() if name in known}
    someone = person(
        is_pi=True, key=ADA, born=PartialDate(1971, 11, 9), degrees={"conferral": PartialDate(2013, 11, 9)},
        first_post=PartialDate(2014, 11, 9), posts=(Post("here", "staff", 37, date(2013, 11, 9), date(2026, 11, 9)),),
    )  # fmt: skip
    told = str(judge({"kind": "each_pi", "test": tree}, facts(someone)).told_to(lambda _line: False))
    assert not [own for own in ("1971", "2013", "2014", "November", "37") if own in told], told


def test_what_the_offices_look_up_is_told_to_nobody_else():
    others = (Elsewhere("R-002", True, frozenset({ADA}), frozenset({ADA, EVA})),)
    ada, eva = person(is_pi=True, key=ADA), person(key=EVA, name="Eva")
    looked = {"others": others, "tracks": {ADA: Track((("R-001", date(2025, 1, 1)),), (("R-001", date(2026, 1, 1)),))}}
    for kind, more in (
        ("max_as_pi", {}), ("max_as_any", {"most": 1}), ("team_overlap", {}), ("not_funded_within", {"years": 3}),
        ("no_overdue_report", {}),
    ):  # fmt: skip
        found = judge({"kind": kind, **more}, facts(ada, eva, **looked))
        assert found.result is F, kind
        assert "R-00" in str(found.explanation)
        assert str(found.told_to(lambda _line: False)) == "The offices check this."
        assert judge({"kind": kind, **more}, facts(ada, eva)).result is E


def test_another_round_of_the_programme_counts_only_where_the_rule_says_so():
    others = (Elsewhere("OLD-002", False, frozenset({ADA}), frozenset({ADA})),)
    ada = person(is_pi=True, key=ADA)
    assert of({"kind": "max_as_pi"}, ada, others=others) is P
    assert of({"kind": "max_as_pi", "scope": "programme"}, ada, others=others) is F
    assert of({"kind": "max_as_any", "most": 1, "scope": "programme"}, ada, others=others) is F


@pytest.mark.parametrize(
    ("shared", "mine", "theirs", "result"), [(2, 4, 4, P), (3, 4, 5, F), (2, 3, 9, F), (1, 1, 9, F), (0, 4, 4, P)],
)  # fmt: skip
def test_teams_overlap_by_more_than_half_of_the_smaller(shared, mine, theirs, result):
    keys = [uuid.UUID(int=number) for number in range(100, 130)]
    team = [person(key=key) for key in keys[:mine]]
    other = Elsewhere("R-2", True, frozenset(), frozenset(keys[:shared] + keys[20 : 20 + theirs - shared]))
    assert of({"kind": "team_overlap"}, *team, others=(other,)) is result


def test_a_year_of_funding_is_counted_to_the_day():
    ada = person(is_pi=True, key=ADA)
    for began, result in ((date(2023, 3, 1), P), (date(2023, 3, 2), F)):
        tracks = {ADA: Track((("R-1", date(2015, 1, 1)), ("R-2", began)))}
        assert of({"kind": "not_funded_within", "years": 3}, ada, tracks=tracks) is result


def test_verdict_and_what_waits():
    rules = [Rule({"kind": "manual_check"}, code="a"), Rule({"kind": "manual_check"}, severity="flag", code="b")]
    found = examine(rules, facts())
    assert (verdict(found), [one.code for one in waits_for("JP", found)]) == (E, ["a"])
    with pytest.raises(Refused, match="Decide first"):
        check_verdict((P, ""), "JP", found)
    with pytest.raises(Refused, match="Decide first"):
        check_verdict((W, "why not"), "JP", found)
    check_verdict((F, "no doctorate at all"), "JP", found)
    found = examine(rules, facts(), {"a": {"JP": P}})
    check_verdict((P, ""), "JP", found)
    with pytest.raises(Refused, match="Decide first"):
        check_verdict((P, ""), "SE", found)
    with pytest.raises(Refused, match="eligible"):
        check_verdict((E, "later"), "JP", found)
    found = examine([Rule({"kind": "theme_required"})], facts())
    with pytest.raises(Refused, match="reason"):
        check_verdict((P, " "), "JP", found)


class Said:
    def __init__(self, side="JP", rule="rule", result=P, reason="", evidence=""):
        self.side, self.rule, self.result, self.reason, self.evidence = side, rule, result, reason, evidence


@pytest.mark.parametrize(
    "said",
    [
        Said(rule="another", evidence="seen"), Said(result=E, evidence="seen", reason="why"), Said(),
        Said(result=F), Said(result=W, evidence="seen"), Said(rule="theirs", evidence="seen"),
    ],
)  # fmt: skip
def test_a_decision_names_a_rule_of_its_side_and_says_why(said):
    rules = [Rule({"kind": "manual_check"}), Rule({"kind": "manual_check"}, side="SE", code="theirs")]
    with pytest.raises(Refused):
        check_ruling(rules, said)
    check_ruling(rules, Said(evidence="the certificate"))


@pytest.mark.parametrize("code", ["en", "ja", "sv"])
@pytest.mark.parametrize("kind", sorted(KINDS))
def test_every_kind_is_said_in_every_language(kind, code):
    known = KINDS[kind].__dataclass_fields__
    more = {"test": {"kind": "has_role", "roles": ["pi"]}, "question": "asked", "among": ["x"], "most": 1, "years": 3}
    tree = {"kind": kind} | {name: value for name, value in more.items() if name in known}
    assert list(faults(tree)) == []
    others = (Elsewhere("R-2", True, frozenset({ADA}), frozenset({ADA})),)
    found = judge(
        tree, facts(person(is_pi=True, key=ADA), others=others, tracks={}, answers={"asked": {"": "2027-01-01"}})
    )
    assert language(code).say(found.explanation)


@pytest.mark.parametrize(
    ("tree", "place"),
    [
        ({"kind": "each_pi", "test": {"kind": "degree_age", "years": 1, "credits": ["parentl"]}}, ("test", "credits")),
        ({"kind": "each_pi", "test": {"kind": "degree_age", "years": 1, "credits": [{"kind": "move", "most": 9}]}},
         ("test", "credits")),
        ({"kind": "each_pi", "test": {"kind": "degree_age", "years": 1, "credits": [{"kind": "move", "most_days_each": -9}]}},
         ("test", "credits")),
        ({"kind": "each_pi", "test": {"kind": "position_in", "at": ["professor"]}}, ("test", "at")),
        ({"kind": "each_pi", "test": {"kind": "employed_from_to", "until": "soon"}}, ("test", "until")),
        ({"kind": ["each_pi"]}, ()), ({"kind": "team_overlap", "most_percent": "half"}, ("most_percent",)),
    ],
)  # fmt: skip
def test_a_wrong_setting_is_told_where_it_is_wrong(tree, place):
    assert [path for path, _ in faults(tree)] == [place]


def test_the_kinds_in_a_tree_are_found_at_every_depth():
    tree = {"any": [{"not": {"kind": "each_pi", "test": {"all": [{"kind": "enrolled"}]}}}, {"kind": "max_as_pi"}]}
    assert set(kinds_in(tree)) == {"each_pi", "enrolled", "max_as_pi"}
