"""Trying a call's policy out on an earlier call before it opens: nine side by side, nothing kept, nothing hidden told."""

import html
import re
from dataclasses import replace

import pytest
from sqlalchemy import func, select

from grants.applications import actions as applications
from grants.applications.model import ConflictKind
from grants.calls import actions as calls
from grants.calls.queries import definition_of
from grants.decisions.model import Reckoning
from grants.history.model import Entry
from grants.rules.decisions import Recommendation
from tests import make

FUND, REJECT = Recommendation.FUND, Recommendation.REJECT


@pytest.fixture
def house(session, at):
    """A released call of three applications, 5, 4 and 3 points, of which two were funded; and next year's draft."""
    house = make.opened(session, at)
    house.applications = [make.submitted(house), *make.more(house, 2)]
    make.closed(house)
    for application, mark in zip(house.applications, (5, 4, 3), strict=True):
        make.reviewed(house, application, mark, mark)
    make.advised(house, FUND, *house.applications[:2])
    make.advised(house, REJECT, house.applications[2])
    make.followed(house)
    make.released(house)
    terms = replace(definition_of(house.call), code="MIRAI-2023")
    terms = replace(terms, decision=replace(terms.decision, policy="RANKED_POTS", max_awards=1))
    house.draft = calls.create_call(session, terms, house.cast.olu, house.at)
    session.commit()
    return house


def rows(answer):
    text = html.unescape(answer.get_data(as_text=True))
    found = re.findall(r"<tr role=\"row\">(.*?)</tr>", text, re.DOTALL)
    return [re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", row)).strip() for row in found]


def test_nine_policies_side_by_side_on_last_years_data_and_nothing_is_kept(client, house):
    page = f"/office/calls/{house.draft.id}/try-policy"
    before = house.session.scalar(select(func.count(Entry.id)))
    client.be(house.cast.olu)
    answer = client.get(page)
    told = rows(answer)
    assert len([row for row in told if row.startswith(("The ranking decides, as far", "Every side must"))]) == 2
    own = next(row for row in told if row.startswith("The ranking decides, as far"))
    assert own.split("reach ")[1].split()[:4] == ["1", "0", "2", "0"]
    old = next(row for row in told if row.startswith("The panel nominates"))
    assert old.split("confirm ")[1].split()[:4] == ["2", "0", "0", "1"]
    assert f"+ {house.call.code}-002" in old
    mixed = next(row for row in told if "shared pot" in row)
    assert "Cannot be tried with these terms." in mixed
    assert any(row.startswith(f"{house.call.code}-002 Reserve list Funding it would break a term") for row in told)
    shown = rows(client.get(f"{page}?policy=UNANIMOUS"))
    assert any(row.startswith(f"{house.call.code}-002 Approved Funded") for row in shown)
    assert house.session.scalar(select(func.count(Reckoning.id))) == 0
    assert house.session.scalar(select(func.count(Entry.id))) == before


def test_who_was_in_conflict_tries_it_without_that_application(client, house):
    first = house.applications[0]
    applications.record_conflict(first, house.cast.olu, (ConflictKind.DECLARED, "a sister"), house.cast.olu, house.at)
    client.be(house.cast.olu)
    answer = client.get(f"/office/calls/{house.draft.id}/try-policy")
    assert f"{house.call.code}-001" not in answer.get_data(as_text=True)
    assert any(row.startswith(f"{house.call.code}-002 Approved") for row in rows(answer))


def test_only_the_offices_try_and_only_released_calls_are_tried_on(client, house):
    page = f"/office/calls/{house.draft.id}/try-policy"
    for stranger in (house.cast.ada, house.cast.ivo, house.cast.rea, house.cast.max):
        client.be(stranger)
        assert client.get(page).status_code == 404
    client.be(house.cast.uma)
    answer = client.get(f"/office/calls/{house.call.id}/try-policy?former=nonsense")
    assert "There is no earlier call" in answer.get_data(as_text=True)
