"""A decision as a file states it: POT-1 with what more money would change, ties, quotas, plausible rankings, nine policies."""

import json

from grants.cli.solve import solve
from grants.reckoning import casework
from grants.reckoning.casework import answered, is_borne_out
from tests.decisions.cases import POT_1_CASE, with_scheme


def walked(**scheme):
    return answered(with_scheme(**scheme))


def test_pot_1_as_a_case_with_its_sentences_and_what_if():
    found = walked(policy="RANKED_POTS")
    assert (found["funded"], found["reserve"]) == (["A", "C"], ["B"])
    assert found["spent"] == {"Kyushu": 400_000, "Tohoku": 400_000, "Lund": 4_000_000, "Uppsala": 4_000_000}
    assert [one["result"] for one in found["decisions"]] == ["approved", "reserve", "approved"]
    assert found["decisions"][1]["sentence"] == "The pot of Lund does not hold what it asks for."
    assert found["what_if"] == {"B": {"pots": {"Lund": 4_000_000}, "common": 0, "also": [], "instead": []}}
    assert found["max_merit"] == ["A", "C"]


def test_the_optimum_to_compare_is_given_up_when_its_time_is_over_and_everything_else_stays(monkeypatch):
    whole = walked(policy="RANKED_POTS")
    monkeypatch.setattr(casework, "COMPARING", 0.0)
    cut = walked(policy="RANKED_POTS")
    assert (cut["max_merit"], cut["max_merit_cut"], "max_merit_cut" in whole) == (None, True, False)
    assert {**cut, "max_merit": ["A", "C"]} == {**whole, "max_merit_cut": True}
    assert is_borne_out(cut, whole)
    assert is_borne_out(whole, cut)
    assert not is_borne_out(cut, {**whole, "funded": ["B"]})
    assert not is_borne_out(whole, {**whole, "max_merit": ["B"]})


def test_pot_1_with_a_shared_pot_that_is_too_small_says_how_much_more_it_would_take():
    case = with_scheme(policy="MIXED_POT") | {
        "common_pot": {"currency": "SEK", "amount": 3_000_000, "rates": {"SEK": "1", "JPY": "37/5"}},
    }  # fmt: skip
    found = answered(case)
    assert found["funded"] == ["A", "C"]
    assert found["what_if"] == {"B": {"pots": {}, "common": 1_000_000, "also": [], "instead": []}}
    case["common_pot"]["amount"] = 4_000_000
    found = answered(case)
    assert (found["funded"], found["common_pot_used"]) == (["A", "B", "C"], 4_000_000)
    assert found["decisions"][1]["filled"] == ["Lund"]


def test_stop_says_what_would_have_let_it_go_on():
    found = walked(policy="RANKED_POTS", on_empty="stop")
    assert found["funded"] == ["A"]
    assert found["what_if"]["B"] == {"pots": {"Lund": 4_000_000}, "common": 0, "also": ["C"], "instead": []}


def test_a_tie_that_decides_and_quotas_that_cannot_be_are_answers():
    case = with_scheme(policy="RANKED_POTS")
    case["applications"][0]["rank"] = 2
    assert answered(case) == {"feasible": False, "because": "tie", "place": 2, "names": ["A", "B"]}
    assert walked(policy="RANKED_POTS", quotas=[["awards", {"least": 3, "most": None}]]) == {
        "feasible": False, "because": "quotas",
    }  # fmt: skip


def test_how_often_each_is_funded_over_the_plausible_rankings():
    case = with_scheme(policy="RANKED_POTS") | {
        "reviews": {
            "applications": ["A", "B", "C"], "reviewers": ["R1", "R2"], "scores": [[5, 5], [1, 1], [3, 3]],
            "scale": [1, 5], "draws": 200, "seed": 7,
        },
    }  # fmt: skip
    found = answered(case)["plausible"]
    assert found["draws"] == found["funded"]["C"] == 200  # its pots are its own: it is funded wherever it stands
    assert found["funded"]["A"] + found["funded"]["B"] == 200
    assert found["funded"]["A"] > 150
    assert answered(case)["plausible"] == found


def test_the_command_answers_the_same_case_and_any_policy():
    case = with_scheme(policy="RANKED_POTS")
    told = json.loads(solve(json.dumps(case)))
    assert {name: told[name] for name in answered(case)} == answered(case)
    sides = {
        "JP": {"requested": 1, "currency": "JPY", "verdict": "fund"},
        "SE": {"requested": 1, "currency": "SEK", "verdict": "no_money"},
    }
    case = {
        "kind": "policy",
        "id": "x",
        "scheme": {"policy": "UNANIMOUS"},
        "applications": [{"id": "A", "sides": sides}],
    }
    decision = json.loads(solve(json.dumps(case)))["decisions"][0]
    assert (decision["result"], decision["class"]) == ("declined", "budget")


def test_the_order_of_the_file_changes_nothing():
    case = with_scheme(policy="RANKED_POTS")
    turned = case | {"applications": case["applications"][::-1], "pots": case["pots"][::-1]}
    assert answered(turned) == answered(POT_1_CASE | case)
