"""Laws of every walk, whatever the call: no pot is overdrawn, order of writing changes nothing, equals fare alike."""

from fractions import Fraction
from math import ceil

from hypothesis import given, settings
from hypothesis import strategies as st

from grants.reckoning.casework import answered

POTS = ("J1", "J2", "S1", "S2")
RATES = {"JPY": "37/5", "SEK": "1"}


@st.composite
def calls(draw):
    """A call of up to seven applications over four pots, with any way to walk them."""
    count = draw(st.integers(1, 7))
    ranks = draw(st.lists(st.integers(1, count), min_size=count, max_size=count))
    pots = [
        {"institution": name, "currency": "JPY" if name[0] == "J" else "SEK", "amount": draw(st.integers(0, 12))}
        for name in POTS
    ]
    applications = [
        {
            "id": f"A{n}", "rank": rank, "score": draw(st.sampled_from(["1", "3", "9/2", None])), "merit": n,
            "asks": {draw(st.sampled_from(("J1", "J2"))): draw(st.integers(0, 6)), draw(st.sampled_from(("S1", "S2"))): draw(st.integers(0, 6))},
            "attributes": {"theme": draw(st.sampled_from("xy"))},
        }
        for n, rank in enumerate(ranks)
    ]  # fmt: skip
    scheme = {
        "policy": draw(st.sampled_from(["RANKED_POTS", "MIXED_POT", "LOTTERY"])), "seed": draw(st.sampled_from(["s", "t"])),
        "on_empty": draw(st.sampled_from(["skip", "stop"])), "bar": draw(st.sampled_from([None, "2"])),
        "part": draw(st.sampled_from([None, "1/2"])),
        "quotas": draw(st.sampled_from([[], [["awards", {"least": None, "most": 2}]],
                                        [["at_most", {"attribute": "theme", "value": "x", "count": 1}]]])),
    }  # fmt: skip
    common = {"currency": "SEK", "amount": draw(st.integers(0, 30)), "rates": RATES}
    return {"scheme": scheme, "pots": pots, "common_pot": common, "applications": applications, "compare": False}


@given(calls())
@settings(max_examples=150, deadline=None)
def test_no_pot_is_ever_overdrawn(call):
    found = answered(call)
    gaps = {pot["institution"]: max(0, found["spent"][pot["institution"]] - pot["amount"]) for pot in call["pots"]}
    if call["scheme"]["policy"] != "MIXED_POT":
        assert not any(gaps.values())
        return
    rates = {pot["institution"]: Fraction(RATES[pot["currency"]]) for pot in call["pots"]}
    needed = sum(ceil(rates[name] * gap) for name, gap in gaps.items())
    assert needed == found["common_pot_used"] <= call["common_pot"]["amount"]


@given(calls())
@settings(max_examples=150, deadline=None)
def test_what_is_granted_is_what_is_asked_or_an_offered_part(call):
    found = answered(call)
    asks = {one["id"]: one["asks"] for one in call["applications"]}
    for one in found["decisions"]:
        if one["result"] == "approved":
            assert one["granted"] == asks[one["id"]]
        elif one["result"] == "conditional":
            assert call["scheme"]["part"]
            assert all(2 * one["granted"][pot] >= minor for pot, minor in asks[one["id"]].items())
        else:
            assert not any(one["granted"].values())
        assert one["sentence"]
    assert sum(one["result"] in {"approved", "conditional"} for one in found["decisions"]) == len(found["funded"])


@given(calls(), st.randoms())
@settings(max_examples=100, deadline=None)
def test_the_order_of_writing_changes_nothing(call, chance):
    applications, pots = list(call["applications"]), list(call["pots"])
    chance.shuffle(applications)
    chance.shuffle(pots)
    assert answered(call | {"applications": applications, "pots": pots}) == answered(call)


@given(calls())
@settings(max_examples=100, deadline=None)
def test_without_lots_equals_fare_alike_or_the_tie_is_told(call):
    call["scheme"] |= {"seed": "", "policy": "RANKED_POTS"}
    found = answered(call)
    if not found["feasible"]:
        assert found["because"] == "tie"
        return
    fares = {}
    ranks = {one["id"]: one["rank"] for one in call["applications"]}
    for one in found["decisions"]:
        if one["place"]:
            fares.setdefault(ranks[one["id"]], set()).add(one["reason"])
    assert all(len(each) == 1 for each in fares.values())
    turned = [one | {"id": f"Z{9 - n}"} for n, one in enumerate(call["applications"])]
    names = {one["id"]: other["id"] for one, other in zip(call["applications"], turned, strict=True)}
    again = answered(call | {"applications": turned})
    assert {names[one] for one in found["funded"]} == set(again["funded"])
