"""`grants solve`: a case in, the answer and what it rests on out; a file that is no case is told so."""

import json
from hashlib import sha256

import pytest
from click.testing import CliRunner

from grants.cli.commands import main
from grants.cli.solve import NoCase, solve

FUNDING = {
    "kind": "funding",
    "id": "mine",
    "pots": [
        {"institution": "Kyushu", "currency": "JPY", "amount": 500},
        {"institution": "Lund", "currency": "SEK", "amount": 900},
    ],
    "common_pot": {"currency": "SEK", "amount": 100, "rates": {"JPY": "7.4", "SEK": "1"}},
    "quotas": [],
    "lottery_seed": "s",
    "applications": [
        {"id": "A", "rank": 1, "merit": 5, "attributes": {"ecr": False}, "asks": {"Kyushu": 500, "Lund": 500}},
        {"id": "B", "rank": 2, "merit": 3, "attributes": {"ecr": True}, "asks": {"Lund": 500}},
        {"id": "C", "rank": 2, "merit": 4, "attributes": {"ecr": True}, "asks": {"Kyushu": 14, "Lund": 400}},
    ],
}


def answered(case):
    return json.loads(solve(json.dumps(case)))


def test_a_funding_case_by_hand():
    first, second = sorted(["B", "C"], key=lambda name: sha256(f"s:{name}".encode()).hexdigest())
    found = answered(FUNDING)
    assert found["order_after_lottery"] == ["A", first, second] == ["A", "B", "C"]
    both = [{"id": name, "funded": name != "C", "reason": "pot_exhausted" if name == "C" else "funded",
             "short_institutions": ["Kyushu", "Lund"] if name == "C" else []} for name in ["A", first, second]]  # fmt: skip
    assert found["rank_order_skip"] == {
        "funded": ["A", "B"], "decisions": both, "spent": {"Kyushu": 500, "Lund": 1000}, "common_pot_used": 100,
    }  # fmt: skip
    assert found["max_merit"] == {"funded": ["A", "B"], "merit": 8}


def test_quotas_leave_out_stop_and_what_they_forbid_is_infeasible():
    wanted = [{"type": "min_count", "attribute": "ecr", "value": True, "count": 1}]
    found = answered(FUNDING | {"quotas": wanted})
    assert ("rank_order_stop" in found, found["rank_order_skip"]["funded"]) == (False, ["A", "B"])
    wanted[0]["count"] = 3
    found = answered(FUNDING | {"quotas": wanted})
    assert found["feasible"] is False


RANKING = {
    "kind": "ranking",
    "id": "mine",
    "applications": ["a", "b", "c"],
    "reviewers": ["r", "s"],
    "scale": [1, 6],
    "prior": {"severity_sd": 0.5, "sd_upper": 2.0},
    "scores": [[6, None], [4, 4], [4, 4]],
    "fundable": 1,
}


def test_a_ranking_case_by_hand():
    found = answered(RANKING)
    first, *others = found["expected_rank"]
    assert others == [pytest.approx((6 - first) / 2)] * 2
    assert (found["funding_line"], found["mean_score"], found["pcer"][0]) == (first, [6, 4, 4], 100 * (first - 0.5) / 3)
    assert answered(RANKING) == found
    assert found["provenance"]["settings"] == {"kind": "ranking", "draws": 10_000}
    assert (found["provenance"]["seed"], answered(RANKING | {"seed": 5})["provenance"]["seed"]) == (0, 5)


ASSIGNMENT = {
    "kind": "assignment",
    "id": "mine",
    "applications": ["A", "B"],
    "reviewers": ["r", "s"],
    "affinity": [[10, 4], [4, 1]],
    "conflicts": [],
    "demand": [1, 1],
    "load_min": [0, 0],
    "load_max": [1, 1],
}


def test_an_assignment_case_by_hand():
    found = answered(ASSIGNMENT)
    assert found["max_total"] == {"assignment": {"A": ["r"], "B": ["s"]}, "total": 11, "worst": 1, "bound": 11}
    assert (found["max_min"]["assignment"], found["max_min"]["proven"]) == ({"A": ["s"], "B": ["r"]}, True)
    assert found["price_of_fairness"] == {"of_total": 11, "costs": 3}


def test_an_assignment_that_cannot_be_says_what_is_missing():
    found = answered(ASSIGNMENT | {"min_affinity": 4})
    assert found["max_total"]["assignment"] == {"A": ["s"], "B": ["r"]}
    found = answered(ASSIGNMENT | {"min_affinity": 5})
    assert (found["feasible"], found["max_assignable"]) == (False, 1)
    assert found["missing"] == {"applications": {"B": 1}, "reviewers": {}}
    found = answered(ASSIGNMENT | {"demand": [2, 0], "reviewer_group": ["x", "x"], "max_same_group": 1})
    assert (found["feasible"], found["max_assignable"]) == (False, 1)


def test_a_reliability_case_with_and_without_a_gap():
    case = {"kind": "reliability", "id": "mine", "table": [[1, 2], [3, 4], [5, 9]]}
    found = answered(case)
    assert found["icc_2_1"] == pytest.approx(0.7)
    gap = answered(case | {"table": [[1, 1], [None, 4], [1, 1]]})
    assert {name: value for name, value in gap.items() if name not in {"id", "provenance"}} == {
        "alpha_nominal": None, "alpha_ordinal": None, "alpha_interval": None, "alpha_ratio": None,
    }  # fmt: skip


def test_every_answer_says_what_it_rests_on_and_the_expected_answer_has_no_part_in_it():
    rests = answered(FUNDING)["provenance"]
    assert set(rests) == {"fingerprint", "versions", "settings", "seed"}
    assert (rests["seed"], set(rests["versions"])) == ("s", {"python", "tsunagari", "numpy", "highspy"})
    assert answered(FUNDING | {"expected": {}})["provenance"] == rests
    assert answered(FUNDING | {"lottery_seed": "t"})["provenance"]["fingerprint"] != rests["fingerprint"]


@pytest.mark.parametrize(
    "text",
    [
        "", "[]", "{", "{}", '{"kind": "weather"}',
        json.dumps(FUNDING | {"pots": []}),
        json.dumps(ASSIGNMENT | {"affinity": [[1, 2]]}),
        json.dumps(ASSIGNMENT | {"conflicts": [["A", "nobody"]]}),
        json.dumps(RANKING | {"fundable": 9}),
        json.dumps(RANKING | {"scores": [[1, 2]]}),
        json.dumps(RANKING | {"prior": {"severity_sd": 0, "sd_upper": 2}}),
        json.dumps(FUNDING | {"lottery_seed": None, "applications": 3}),
        json.dumps(FUNDING | {"quotas": [{"type": "fair", "attribute": "a", "value": 1, "count": 1}]}),
    ],
)  # fmt: skip
def test_what_is_no_case_is_told_so(text):
    with pytest.raises(NoCase):
        solve(text)


def test_the_command_prints_the_answer_or_one_line_about_the_fault(tmp_path):
    case = tmp_path / "case.json"
    case.write_text(json.dumps(FUNDING))
    found = CliRunner().invoke(main, ["solve", str(case)])
    assert (found.exit_code, json.loads(found.output)) == (0, answered(FUNDING))
    case.write_text("{}")
    found = CliRunner().invoke(main, ["solve", str(case)])
    assert (found.exit_code, found.output) == (1, "Error: The case lacks or does not know 'kind'.\n")
