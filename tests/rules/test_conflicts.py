"""Who may not judge, by which rule: marks that a judge and a team share (case 17 of the real cases; S26)."""

from types import SimpleNamespace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from grants.calls.form import ReviewDefinition
from grants.rules.conflicts import CHOICES, ConflictKind, Known, grounds, marks_of_judge, marks_of_team

ALL = [one.value for one in CHOICES]
USUAL = ReviewDefinition(1).conflicts


def tie(kind, email="", doi="", year=None):
    return SimpleNamespace(kind=ConflictKind(kind), email=email, doi=doi, year=year)


def kinds(judge, *team, rules=ALL, settled=None):
    found = grounds(marks_of_judge(judge, 2022), marks_of_team(team, 2022), rules, settled)
    return [one.kind.value for one in found]


@pytest.mark.parametrize(
    ("unit", "other", "found"),
    [("Physics", "Physics", ["same_unit"]), ("ＰＨＹＳＩＣＳ ", "physics", ["same_unit"]), ("Physics", "Chemistry", []),
     ("", "", []), ("工学研究院", "工学研究院", ["same_unit"])],
)  # fmt: skip
def test_the_same_unit_is_a_conflict_and_the_same_university_is_none(unit, other, found):
    judge = Known(1, "r@lund.example", ((7, unit),))
    assert kinds(judge, Known(50, "p@osaka.example", ((7, other),))) == found
    assert kinds(judge, Known(50, "p@osaka.example", ((8, other),))) == []
    assert kinds(Known(1, "r@lund.example", ((None, unit),)), Known(50, "", ((None, other),))) == []


def test_a_second_post_counts_as_the_first():
    judge = Known(1, "", ((7, "Physics"), (8, "Chemistry")))
    assert kinds(judge, Known(50, "", ((8, "Chemistry"),))) == ["same_unit"]


def test_somebody_of_the_team_is_in_conflict_by_account_and_by_address_whatever_the_rules():
    assert kinds(Known(1, "r@lund.example"), Known(1, "old@lund.example"), rules=()) == ["applicant"]
    assert kinds(Known(1, "r@lund.example"), Known(None, "r@lund.example"), rules=()) == ["applicant"]
    looked_at = SimpleNamespace(stands=False, looked_at=["applicant"])
    assert kinds(Known(1, "r@lund.example"), Known(1), settled=looked_at) == ["applicant"]


def test_a_tie_is_found_whoever_of_the_two_told_it():
    told = tie("supervisor", "p@osaka.example")
    assert kinds(Known(1, "r@lund.example", ties=(told,)), Known(5, "p@osaka.example")) == ["supervisor"]
    told = tie("supervisor", "r@lund.example")
    assert kinds(Known(1, "r@lund.example"), Known(5, "p@osaka.example", ties=(told,))) == ["supervisor"]
    both_supervised_by_a_third = tie("supervisor", "x@kth.example")
    judge = Known(1, "r@lund.example", ties=(both_supervised_by_a_third,))
    assert kinds(judge, Known(5, "p@osaka.example", ties=(both_supervised_by_a_third,))) == []


@pytest.mark.parametrize(("year", "found"), [(2022, ["co_author"]), (2019, ["co_author"]), (2018, []), (None, [])])
def test_whoever_tells_the_same_recent_doi_published_together(year, found):
    told = tie("co_author", doi="10.1000/x", year=year)
    judge, author = Known(1, "r@lund.example", ties=(told,)), Known(5, "p@osaka.example", ties=(told,))
    assert kinds(judge, author) == found


def test_who_applies_together_elsewhere_in_the_call():
    judge = Known(1, "r@lund.example", company=frozenset({5, "guest@x.example"}))
    assert kinds(judge, Known(5)) == ["co_applicant"]
    assert kinds(judge, Known(None, "guest@x.example")) == ["co_applicant"]
    assert kinds(judge, Known(6)) == []


def test_a_domain_is_a_mark_where_the_call_asks_and_not_everybody_has_it():
    assert kinds(Known(1, "r@lund.example"), Known(5, "p@lund.example")) == ["email_domain"]
    assert kinds(Known(1, "r@lund.example"), Known(5, "p@lund.example"), rules=USUAL) == []
    assert kinds(Known(1, "r@gmail.com"), Known(5, "p@gmail.com")) == []
    assert kinds(Known(1, "r@hust.edu.cn"), Known(5, "p@hust.edu.vn")) == []


def test_what_was_looked_at_is_not_proposed_again_but_another_ground_is():
    told = tie("co_author", "p@osaka.example", year=2022)
    judge = Known(1, "r@lund.example", ((7, "Physics"),), (told,))
    team = Known(5, "p@osaka.example", ((7, "Physics"),))
    assert kinds(judge, team) == ["same_unit", "co_author"]
    assert kinds(judge, team, settled=SimpleNamespace(stands=False, looked_at=["same_unit"])) == ["co_author"]
    on_record = SimpleNamespace(stands=True, looked_at=["same_unit", "co_author"], kind="declared")
    assert kinds(judge, team, settled=on_record) == ["declared"]


people = st.builds(
    Known, st.integers(1, 6), st.sampled_from(["", "a@x.example", "b@x.example", "c@y.example"]),
    st.lists(st.tuples(st.integers(1, 2), st.sampled_from(["", "Physics", "Law"])), max_size=2).map(tuple),
)  # fmt: skip


@given(people, st.lists(people, max_size=3), st.lists(st.sampled_from(ALL), unique=True))
def test_only_what_the_call_chose_is_found_and_the_team_always(judge, team, rules):
    found = kinds(judge, *team, rules=rules)
    assert set(found) <= {"applicant", *rules}
    same = any(one.id == judge.id or (one.email and one.email == judge.email) for one in team)
    assert ("applicant" in found) is same
    assert found == kinds(judge, *reversed(team), rules=list(reversed(rules)))
