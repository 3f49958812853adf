"""Case 38: lots that nobody can choose and anybody can draw again; case 39: they break a tie that decides."""

import subprocess
import sys

import pytest

from grants.decisions import actions
from grants.decisions.kept import lots_of
from grants.decisions.lots import program, tickets
from grants.decisions.queries import cases_of
from grants.rules.funding import JointResult
from grants.rules.lots import LotsState
from grants.rules.lottery import digest, drawn
from tests import make
from tests.decisions.refusing import refused
from tests.decisions.test_walking import empty, frozen, results, walked

SECRETS = {"JP": "ume no hana wa mada samui", "SE": "the bridge at night is cold"}
APPROVED, _, RESERVED, DECLINED = JointResult


@pytest.fixture
def drawing(house):
    """A call decided by lots among those with 4 points or more: three of four."""
    house.call.policy, house.call.modifiers = "LOTTERY", {"bar": "4"}
    frozen(house)
    return house


def officer(house, side):
    return house.officer(side)


def promised(house):
    lots = actions.open_lots(house.call, house.cast.uma, house.at)
    for side, secret in SECRETS.items():
        actions.promise_secret(lots, side, digest(secret), officer(house, side), house.at)
    house.session.flush()
    return lots


def told(house):
    lots = promised(house)
    for side, secret in SECRETS.items():
        actions.tell_secret(lots, side, secret, officer(house, side), house.at)
    house.session.flush()
    return lots


def test_case_38_from_the_frozen_list_to_awards_by_lot(drawing):
    with refused("lots have not been drawn"):
        walked(drawing)
    empty(drawing, drawing.applications[1], left=0)
    lots = told(drawing)
    code = drawing.call.code
    assert lots.names == [f"{code}-001", f"{code}-002", f"{code}-003"]
    assert lots.seed == digest("\n".join([digest(lots.listed), SECRETS["JP"], SECRETS["SE"]]))
    order = drawn(lots.seed, lots.names)
    assert [one.name for one in tickets(lots)] == order
    assert [one.ticket for one in tickets(lots)] == [digest(f"{lots.seed}:{name}") for name in order]
    kept = walked(drawing)
    assert kept.provenance["seed"] == lots.seed
    make.followed(drawing)
    assert results(drawing) == [APPROVED, RESERVED, APPROVED, DECLINED]
    below = cases_of(drawing.session, drawing.call)[3].joint
    assert str(below.explanation) == "Its mean score does not reach the bar of the call."


def test_case_38_ten_lines_of_python_draw_the_same_lots(drawing):
    lots = told(drawing)
    text = program(lots)
    assert len(text.splitlines()) <= 12
    found = subprocess.run([sys.executable, "-c", text], capture_output=True, text=True, check=True).stdout
    assert found.split() == [word for one in tickets(lots) for word in (one.ticket, one.name)]
    changed = text.replace("ume no hana", "sakura no hana")
    assert subprocess.run([sys.executable, "-c", changed], capture_output=True, check=False).returncode == 1


def test_case_38_nobody_chooses_after_having_seen_and_nobody_draws_again(drawing):
    lots = actions.open_lots(drawing.call, drawing.cast.olu, drawing.at)
    drawing.session.flush()
    with refused("drawn once"):
        actions.open_lots(drawing.call, drawing.cast.uma, drawing.at)
    with refused("It is “Every side promises a secret”".replace("It", "it")):
        actions.tell_secret(lots, "JP", SECRETS["JP"], drawing.cast.olu, drawing.at)
    actions.promise_secret(lots, "JP", digest(SECRETS["JP"]), drawing.cast.olu, drawing.at)
    for side, promise, by, words in (
        ("JP", digest("another"), drawing.cast.olu, "cannot be changed"),
        ("SE", digest("another"), drawing.cast.olu, "Each side does this for itself"),
        ("SE", "not a fingerprint", drawing.cast.uma, "64 signs"),
        ("SE", digest(SECRETS["JP"]), drawing.cast.uma, "very same"),
    ):
        with refused(words):
            actions.promise_secret(lots, side, promise, by, drawing.at)
    actions.promise_secret(lots, "SE", digest(SECRETS["SE"]).upper(), drawing.cast.uma, drawing.at)
    assert lots.state is LotsState.REVEALING
    with refused("not the secret that your side promised"):
        actions.tell_secret(lots, "SE", "another", drawing.cast.uma, drawing.at)
    assert lots_of(drawing.session, drawing.call).seed == ""
    for side, secret in SECRETS.items():
        actions.tell_secret(lots, side, secret, officer(drawing, side), drawing.at)
    assert lots.state is LotsState.DRAWN
    with refused("it is “Drawn”"):
        actions.tell_secret(lots, "JP", SECRETS["JP"], drawing.cast.olu, drawing.at)


def test_case_39_lots_break_the_tie_that_decides(house):
    house.call.policy = "RANKED_POTS"
    empty(house, house.applications[1])
    frozen(house)
    with refused("share place 2"):
        walked(house)
    lots = told(house)
    kept = walked(house)
    ties = drawn(lots.seed, [f"{house.call.code}-002", f"{house.call.code}-003"])
    assert [one["id"] for one in kept.result["decisions"]][1:3] == ties


def test_only_officers_have_a_part_in_it(drawing):
    for stranger in (drawing.cast.ivo, drawing.cast.aud, drawing.cast.ada):
        with refused("not for you"):
            actions.open_lots(drawing.call, stranger, drawing.at)
    lots = actions.open_lots(drawing.call, drawing.cast.olu, drawing.at)
    with refused("Each side does this for itself"):
        actions.promise_secret(lots, "JP", digest("x"), drawing.cast.ivo, drawing.at)
