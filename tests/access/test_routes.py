"""No page without a row, no row without a page and a deed: the map of the house is the map of the law (S16, S17)."""

from collections import Counter

import pytest

from grants.rules.access import READ
from grants.web.desk import Door
from tests.access import (  # noqa: F401 - they tell the deeds
    acts_awards,
    acts_calls,
    acts_changes,
    acts_deciding,
    acts_desk,
    acts_drafts,
    acts_judging,
    acts_letters,
    acts_people,
    acts_records,
    acts_reports,
    acts_submitted,
    acts_team,
    acts_walking,
)
from tests.access.cells import BROKEN, DEEDS, NEXT_DOOR, cells, may
from tests.access.doors import DOORS
from tests.access.law import ASIDE, HOUSE, LATER, LAW, NEVER_HOLDS, ROLES, WIDER
from tests.access.lists import ALONE, LISTINGS
from tests.access.walking import WORDS, passed_by
from tests.access.world import STAGES

ROWS = LAW | HOUSE
SELF_SERVICE = {
    "front": "home, help, language, privacy, is it alive; the mailbox of a demonstration",
    "signin": "signing in and out, registering, the second factor: each for oneself",
}
"""Desks that act on nobody but the visitor, or tell what everyone may know."""

OPEN_ACTS = {"call.open.read", "system.health.read", "user.own.read_profile", "user.own.edit_profile",
             "user.own.change_email_or_password"}  # fmt: skip


@pytest.fixture
def routes(app):
    """Every page of the house by its name."""
    return {rule.endpoint: app.view_functions[rule.endpoint] for rule in app.url_map.iter_rules()
            if rule.endpoint != "static"}  # fmt: skip


def test_every_page_serves_acts_that_stand_in_a_row(routes):
    """S16: a page that declares no act, or one that no row knows, fails the build."""
    lost = {endpoint: sorted(set(page.acts) - set(ROWS)) for endpoint, page in routes.items()}
    assert len(lost) > 100
    lost = {endpoint: acts for endpoint, acts in lost.items() if acts or not routes[endpoint].acts}
    assert not lost, f"pages without a row in tests/access/law.py (strike it out of LATER, give it a deed): {lost}"


def test_self_service_acts_on_nobody_else(routes):
    """S17: what needs no row of the law can be done to oneself only."""
    for endpoint, page in routes.items():
        if endpoint.split(".")[0] in SELF_SERVICE:
            assert set(page.acts) <= OPEN_ACTS, endpoint
            assert not isinstance(page.door, Door), f"{endpoint} opens a row: it needs a desk of its own"


def test_every_row_is_served_by_a_page(routes):
    served = {act for page in routes.values() for act in page.acts}
    nobodys = {act for act, row in LAW.items() if not row.allowed and not row.only_if}
    assert not set(LAW) - served - nobodys, "rows that no page serves: put them into LATER, with the reason"
    assert not served & nobodys, "pages that serve what nobody may do"


def test_every_row_is_tried_by_every_role():
    tried = Counter((cell.values[0].act, cell.values[0].role) for stage in STAGES for cell in cells(stage))
    untried = {act for act in ROWS for role in ROLES if not tried[act, role]}
    assert not untried, f"rows without a deed: {sorted(untried)}"
    assert set(DEEDS) == set(STAGES)


def test_every_condition_is_tried_where_it_does_not_hold():
    """Another fund's officer, auditor and chair try every deed: that is where the scope does not hold."""
    broken = {(cell.act, cell.role, cell.broken) for found in BROKEN.values() for cell in found}
    next_door = {"officer_a", "officer_b", *NEXT_DOOR}
    wanted = {
        (act, role, condition)
        for act, row in ROWS.items() for role, conditions in row.only_if.items() for condition in conditions
        if may(act, role) and condition not in NEVER_HOLDS
        and not (condition == "same_call_scope" and role in next_door and not may(act, "officer_foreign"))
    }  # fmt: skip
    untried = sorted(wanted - broken)
    assert not untried, "conditions that are never tried where they do not hold"


def test_the_law_is_whole():
    assert len(LAW) + len(LATER) == 155
    assert not set(LAW) & set(LATER)
    assert len(ROLES) == 20
    assert all(reason for reason in LATER.values())
    assert set(ASIDE) <= {(act, role) for act in LAW for role in ROLES if LAW[act].may(role)}
    assert not {(act, role) for act, role in WIDER if LAW[act].may(role)}


def test_every_noun_of_the_law_is_listed_or_stands_alone():
    """Each noun has its list beside its door (`LISTINGS`), or a reason why no list tells of it (`ALONE`)."""
    assert {listing.noun for listing in LISTINGS} ^ set(ALONE) == set(READ)


def test_every_place_in_an_address_can_be_filled(app):
    """What the walks need to ask for a page: `WORDS` tells what can stand in its address beside a key."""
    places = {
        (rule.endpoint, name)
        for rule in app.url_map.iter_rules() if "GET" in rule.methods and not passed_by(rule)
        for name in rule.arguments - {"id"}
    }  # fmt: skip
    assert not sorted(place for place in places if place not in WORDS and place[1] not in WORDS)


def test_every_page_opens_to_somebody(routes):
    """`check_doors` holds each page to its stage in `DOORS`; here: all pages stand there, each once, and no others."""
    opened = Counter(endpoint for endpoints in DOORS.values() for endpoint in endpoints)
    waiting = {endpoint for endpoint in routes if endpoint.split(".")[0] not in SELF_SERVICE} - set(opened)
    assert not waiting, f"let a deed open {sorted(waiting)}, and say in tests/access/doors.py in which stage"
    assert not set(opened) - set(routes), "pages that are gone"
    assert set(opened.values()) == {1}
