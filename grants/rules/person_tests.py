"""Every kind of test of one person, by the name a definition gives it. A new kind is a class and a row."""

from collections.abc import Callable

from grants.rules.career_tests import AgeBelow, DegreeAge, DegreeYear, FirstPostAge
from grants.rules.facts import Facts, PersonFacts
from grants.rules.findings import Finding
from grants.rules.post_tests import (
    AtInstitution,
    EmployedFromTo,
    Enrolled,
    FteMin,
    HasRole,
    MemberAt,
    PositionIn,
)
from grants.rules.trees import Tree, judge

PersonTest = (
    MemberAt | AtInstitution | HasRole | Enrolled | PositionIn | FteMin | EmployedFromTo | DegreeAge | DegreeYear
    | FirstPostAge | AgeBelow
)  # fmt: skip
PERSON_TESTS: dict[str, Callable[..., PersonTest]] = {
    "member_at": MemberAt,
    "at_institution": AtInstitution,
    "has_role": HasRole,
    "enrolled": Enrolled,
    "position_in": PositionIn,
    "fte_min": FteMin,
    "employed_from_to": EmployedFromTo,
    "degree_age": DegreeAge,
    "degree_year": DegreeYear,
    "first_post_age": FirstPostAge,
    "age_below": AgeBelow,
}


def judge_person(tree: Tree, person: PersonFacts, facts: Facts) -> Finding:
    """Put a tree of tests to one person."""
    return judge(tree, PERSON_TESTS, lambda test, _turned: test.find(person, facts))
