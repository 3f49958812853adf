"""Lots that anyone can draw again: cases 38 and 39."""

import hashlib
import subprocess

import pytest
from hypothesis import given
from hypothesis import strategies as st

from grants.rules.lottery import Draw, broken, by_stratum, digest, drawn, ticket

SECRETS = {"Lund": "the bridge at night", "Kyushu": "ume no hana"}
DRAW = Draw("ab" * 32, {party: digest(said) for party, said in SECRETS.items()}, SECRETS, "beacon round 4711")


def test_case_38_a_ticket_is_what_any_sha_256_says():
    assert ticket("seed", "A-12") == hashlib.sha256(b"seed:A-12").hexdigest()
    told = subprocess.run(["sha256sum"], input=b"seed:A-12", capture_output=True, check=True).stdout
    assert ticket("seed", "A-12") == told.decode().split()[0]


def test_case_38_the_seed_is_made_of_the_list_all_secrets_and_the_public_value():
    lines = "\n".join(["ab" * 32, "ume no hana", "the bridge at night", "beacon round 4711"])
    assert DRAW.seed == hashlib.sha256(lines.encode()).hexdigest()


@pytest.mark.parametrize(
    "secrets", [{**SECRETS, "Lund": "another"}, {"Kyushu": "ume no hana"}, {**SECRETS, "Umea": "x"}]
)
def test_case_38_nobody_chooses_a_secret_after_having_seen(secrets):
    draw = Draw(DRAW.fingerprint, DRAW.commitments, secrets, DRAW.beacon)
    assert len(draw.faults) == 1
    with pytest.raises(ValueError, match=draw.faults[0]):
        _ = draw.seed


def test_case_39_lots_decide_only_among_equals():
    order = broken("s", [["a"], ["b", "c", "d", "e"], ["f"]])
    assert (order[0], order[-1]) == ("a", "f")
    assert order[1:5] == sorted("bcde", key=lambda name: hashlib.sha256(f"s:{name}".encode()).hexdigest())


def test_each_stratum_is_drawn_by_itself():
    strata = {"a": "north", "b": "south", "c": "north", "d": "south"}
    assert by_stratum("s", strata) == {"north": drawn("s", "ac"), "south": drawn("s", "bd")}


def test_a_name_that_comes_twice_is_refused():
    with pytest.raises(ValueError, match="twice"):
        drawn("s", ["a", "a"])


@given(st.sets(st.text(max_size=5), max_size=12).flatmap(lambda names: st.permutations(sorted(names))), st.text())
def test_the_order_in_which_the_list_is_written_changes_nothing(names, seed):
    assert drawn(seed, names) == drawn(seed, sorted(names))
