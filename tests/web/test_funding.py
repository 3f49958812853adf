"""The funding page: POT-1 as its readers see it, before it is kept and after; what is hidden; computed again."""

import html
import json
import subprocess
import sys

import pytest

from grants.applications import actions as applications
from grants.applications.model import ConflictKind
from grants.cli.solve import solve
from grants.decisions import actions
from grants.decisions.actions import Advice
from grants.decisions.kept import lots_of
from grants.decisions.lots import tickets
from grants.reckoning import casework
from grants.rules.decisions import Recommendation
from grants.rules.lottery import digest
from tests import make
from tests.decisions.test_lots import told as drawn_by_both
from tests.decisions.test_walking import by_policy, frozen


@pytest.fixture
def house(session, at):
    """Three applications, 5, 4 and 3 points; the second's Swedish pot is empty."""
    house = make.opened(session, at)
    house.applications = [make.submitted(house), *make.more(house, 2)]
    make.closed(house)
    for application, mark in zip(house.applications, (5, 4, 3), strict=True):
        make.reviewed(house, application, mark, mark)
    by_policy(house, "RANKED_POTS")
    session.commit()
    return house


def told(answer):
    return html.unescape(answer.get_data(as_text=True)).replace("\xa0", " ")


def test_pot_1_from_a_preview_to_what_is_kept_and_computed_again(client, house):
    page = f"/office/calls/{house.call.id}/funding"
    client.be(house.cast.olu)
    before = told(client.get(page))
    assert "This is only what would follow" in before
    assert "does not hold what it asks for." in before
    assert "SEK 40,000 more from" in before
    assert "would fund it." in before
    assert "The panel freezes its ranking first." in before
    assert client.send(page).status_code == 422
    departing = Advice(Recommendation.REJECT, "not feasible in a year")
    actions.recommend([house.applications[2]], departing, house.cast.ivo, house.at)
    chair = f"/reviews/panels/{house.call.id}"
    client.be(house.cast.ivo)
    shown = told(client.get(chair))
    assert "In this call the ranking and the pots decide." in shown
    assert "Recommend by place" not in shown
    assert page in shown
    assert 'value="lock"' in shown
    assert client.send(chair, deed="lock").status_code == 303
    client.be(house.cast.olu)
    assert "is frozen: the pots can be walked" in told(client.get("/office"))
    assert client.send(page).status_code == 303
    assert "the pots can be walked" not in told(client.get("/office"))
    after = told(client.get(page))
    assert "Nothing that it rests on has changed since." in after
    assert "not feasible in a year" in after
    assert "of 200" in after
    assert "Reserve list" in after
    shown = told(client.get(f"/office/calls/{house.call.id}/reckonings/1?again=1"))
    assert "the same result, to the last digit" in shown
    case = client.get(f"/office/calls/{house.call.id}/reckonings/1/case.json").get_data(as_text=True)
    assert json.loads(solve(case))["funded"] == [f"{house.call.code}-001", f"{house.call.code}-003"]
    tabs = told(client.get(f"/office/calls/{house.call.id}/decisions"))
    assert page in tabs


def test_who_is_in_conflict_sees_the_walk_without_it(client, house):
    frozen(house)
    actions.walk_pots(house.call, house.cast.uma, house.at)
    second = house.applications[1]
    applications.record_conflict(second, house.cast.olu, (ConflictKind.DECLARED, "a sister"), house.cast.olu, house.at)
    house.session.commit()
    client.be(house.cast.olu)
    page = f"/office/calls/{house.call.id}"
    shown = told(client.get(f"{page}/funding"))
    assert f"{house.call.code}-001" in shown
    for hidden in (f"{house.call.code}-002", "does not hold", "would fund", "Only to compare", ">3<"):
        assert hidden not in shown, hidden
    refused = client.send(f"{page}/funding")
    assert (refused.status_code, "ask another officer" in told(refused)) == (422, True)
    assert client.get(f"{page}/reckonings/1").status_code == 404
    assert client.get(f"{page}/reckonings/1/case.json").status_code == 404
    client.be(house.cast.uma)
    assert f"{house.call.code}-002" in told(client.get(f"{page}/funding"))


def test_where_the_largest_sum_of_scores_would_take_too_long_it_is_said(client, house, monkeypatch):
    page = f"/office/calls/{house.call.id}/funding"
    client.be(house.cast.olu)
    assert "would take too long to find" not in told(client.get(page))
    monkeypatch.setattr(casework, "COMPARING", 0.0)
    shown = told(client.get(page))
    assert "would take too long to find" in shown
    assert "The largest sum of scores that the pots allow would fund" not in shown
    second = house.applications[1]
    applications.record_conflict(second, house.cast.olu, (ConflictKind.DECLARED, "a sister"), house.cast.olu, house.at)
    house.session.commit()
    assert "would take too long to find" not in told(client.get(page))


def test_a_constant_number_of_questions_and_no_page_where_the_sides_decide(client, house, statements):
    frozen(house)
    actions.walk_pots(house.call, house.cast.uma, house.at)
    house.session.commit()
    client.be(house.cast.olu)
    client.get(f"/office/calls/{house.call.id}/funding")
    with statements() as seen:
        client.get(f"/office/calls/{house.call.id}/funding")
    assert len(seen) < 45, len(seen)
    house.call.policy = "UNANIMOUS"
    house.session.commit()
    assert client.get(f"/office/calls/{house.call.id}/funding").status_code == 404


def test_case_38_lots_from_two_offices_to_tickets_anybody_can_compute(client, house):
    house.call.policy, house.call.modifiers = "LOTTERY", {"bar": "4"}
    frozen(house)
    page = f"/office/calls/{house.call.id}/lots"
    client.be(house.cast.olu)
    assert "Freeze the list of lots" in told(client.get(page))
    assert client.send(f"{page}/open").status_code == 303
    assert "wait for your side's secret" in told(client.get("/office"))
    secrets = {house.first: "ume no hana wa mada samui", house.second: "the bridge at night is cold"}
    for deed, said in (("promise", {side: digest(secret) for side, secret in secrets.items()}), ("tell", secrets)):
        for side in secrets:
            client.be(house.officer(side))
            field = {"promise": "promise", "tell": "secret"}[deed]
            answer = client.send(f"{page}/{deed}", **{"side": side, field: "wrong " * 3})
            assert answer.status_code == 422
            assert client.send(f"{page}/{deed}", **{"side": side, field: said[side]}).status_code == 303
    shown = told(client.get(page))
    lots = lots_of(house.session, house.call)
    for words in (lots.seed, *secrets.values(), *(one.name for one in tickets(lots))):
        assert words in shown.replace("<wbr>", ""), words
    assert 'data-fingerprint="' in shown
    text = client.get(f"{page}/draw.py").get_data(as_text=True)
    assert lots.fingerprint not in text
    assert (
        tickets(lots)[0].ticket
        in subprocess.run([sys.executable, "-c", text], capture_output=True, text=True, check=True).stdout
    )
    client.be(house.cast.aud)
    assert lots.seed in told(client.get(page)).replace("<wbr>", "")
    client.be(house.cast.ada)
    assert client.get(page).status_code == 404


def test_after_the_release_a_team_computes_its_own_ticket_and_no_other(client, house):
    house.call.policy, house.call.modifiers = "LOTTERY", {"bar": "4"}
    frozen(house)
    lots = drawn_by_both(house)
    actions.walk_pots(house.call, house.cast.olu, house.at)
    make.followed(house)
    own, other = house.applications[0].ref, house.applications[1].ref
    client.be(house.cast.ada)
    page = f"/my/applications/{house.applications[0].id}"
    assert lots.seed not in told(client.get(page)).replace("<wbr>", "")
    make.released(house)
    shown = told(client.get(page)).replace("<wbr>", "")
    assert lots.seed in shown
    assert digest(f"{lots.seed}:{own}") in shown
    assert digest(f"{lots.seed}:{other}") not in shown
    assert other not in shown
