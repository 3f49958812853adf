"""No page without a row, no row without a page and a deed: the map of the house is the map of the law."""

import pytest

from grants.web.desk import Door
from tests.access import (  # noqa: F401 - they tell the deeds
    acts_calls,
    acts_deciding,
    acts_drafts,
    acts_judging,
    acts_people,
    acts_records,
    acts_reports,
    acts_submitted,
)
from tests.access.cells import BROKEN, DEEDS
from tests.access.doors import DOORS
from tests.access.law import ASIDE, HOUSE, LATER, LAW, NEVER_HOLDS, ROLES, WIDER

SELF_SERVICE = {
    "front": "home, help, language, privacy, is it alive; the mailbox of a demonstration",
    "signin": "signing in and out, registering, the second factor: each for oneself",
}
"""Desks that act on nobody but the visitor, or tell what everyone may know; their acts are `call.open.read` and own ones."""

OPEN_ACTS = {"call.open.read", "system.health.read", "user.own.read_profile", "user.own.edit_profile",
             "user.own.change_email_or_password"}  # fmt: skip


@pytest.fixture
def routes(app):
    found = {}
    for rule in app.url_map.iter_rules():
        if rule.endpoint != "static":
            found[rule.endpoint] = app.view_functions[rule.endpoint]
    return found


def test_every_page_stands_in_a_row(routes):
    rows = LAW | HOUSE
    for endpoint, page in routes.items():
        assert getattr(page, "acts", ()), f"{endpoint} serves no act"
        assert set(page.acts) <= set(rows), f"{endpoint} serves acts that are in no row: {set(page.acts) - set(rows)}"


def test_self_service_acts_on_nobody_else(routes):
    for endpoint, page in routes.items():
        if endpoint.split(".")[0] in SELF_SERVICE:
            assert set(page.acts) <= OPEN_ACTS, endpoint
            assert not isinstance(page.door, Door), f"{endpoint} opens a row: it needs a desk of its own"


def test_every_row_is_served_by_a_page(routes):
    served = {act for page in routes.values() for act in page.acts}
    nobodys = {act for act, row in LAW.items() if not row.allowed and not row.only_if}
    assert set(LAW) - served == nobodys - served
    assert nobodys, "acts that nobody may do are tried all the same"


def test_every_row_is_tried_by_every_role():
    tried = {act for acts in DEEDS.values() for act in acts}
    assert tried == set(LAW | HOUSE)


def test_every_condition_is_tried_where_it_does_not_hold():
    broken = {(act, role, condition) for cells in BROKEN.values() for act, role, condition, _ in cells}
    scope = {
        "same_call_scope",
        "no_content",
        "awarded",
    }  # the foreign auditor and chair; `never` marks; no award, no report
    for act, row in (LAW | HOUSE).items():
        for role, conditions in row.only_if.items():
            for condition in set(conditions) - scope - set(NEVER_HOLDS):
                if (act, role) not in ASIDE and (role in row.only_if and row.may(role)):
                    assert (act, role, condition) in broken, f"{act} by {role} is never tried without {condition}"


def test_the_law_is_whole():
    assert len(LAW) + len(LATER) == 155
    assert not set(LAW) & set(LATER)
    assert len(ROLES) == 20
    assert all(reason for reason in LATER.values())
    assert set(ASIDE) <= {(act, role) for act in LAW for role in ROLES if LAW[act].may(role)}
    assert not {(act, role) for act, role in WIDER if LAW[act].may(role)}


def test_every_page_opens_to_somebody(routes):
    """`DOORS` is what the cells found open, stage by stage: no page hides behind another that serves the same act."""
    opened = set().union(*DOORS.values())
    waiting = {endpoint for endpoint in routes if endpoint.split(".")[0] not in SELF_SERVICE} - opened
    assert not waiting, f"no cell ever opens {sorted(waiting)}: give the deed of its act another door to knock at"
    assert not opened - set(routes), "pages that are gone"
