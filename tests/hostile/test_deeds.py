"""Every address that takes something is sent what no browser sends, in the very situation in which it takes it.

The deeds of the access tests lead there, for every act and stage; what each sends honestly is sent spoilt before.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import cycle
from typing import Any

import pytest
from werkzeug.exceptions import HTTPException

from grants.config import Settings
from tests.access import test_routes  # noqa: F401 - it has all deeds told
from tests.access.cells import DEEDS, may, undone
from tests.access.doors import DOORS
from tests.access.here import Here
from tests.access.knocking import Knocking
from tests.access.law import ROLES
from tests.access.world import STAGES, World, build
from tests.hostile.sending import FORM, is_a_gate
from tests.hostile.values import KNOWN, LONG, body
from tests.rehearsal import RehearsalRecord

reached: dict[str, int] = {}
values = cycle(value for value in KNOWN if len(value) < LONG)


@dataclass
class Spoiling(Here):
    """A role that sends every form spoilt before it sends it as it should be."""

    def knock(self, method: str, address: str, fields: dict[str, Any]) -> Any:
        """Spoil what goes to an address that was not spoilt before; only then do what the deed does."""
        name = endpoint_of(self.world, address)
        if method == "POST" and name not in reached:
            for spoilt in spoilings(fields):
                self.spoil(address, spoilt)
        answer = super().knock(method, address, fields)
        if method == "POST" and answer[0].status_code in {200, 303, 422}:
            reached[name] = reached.get(name, 0) + 1
        return answer

    def spoil(self, address: str, fields: dict[str, Any]) -> None:
        """Send it from the same chair, and undo whatever it did."""
        carried = self.client.carried()
        with undone(self.world) as client:
            client.carry(carried)
            code = send(client, address, fields)
        assert code < 500, f"{self.role} to {address}: {code} for {str(fields)[:300]!a}"


def spoilings(fields: dict[str, Any]) -> Iterator[dict[str, Any]]:
    """Nothing at all; everything wrong; each field wrong among honest ones; and names that no form has."""
    odd = {"state": "submitted", "by_id": next(values), "id": next(values)}
    yield {}
    yield {name: next(values) for name in fields} | odd
    for name in fields:
        yield {one: value for one, value in fields.items() if isinstance(value, str)} | {name: next(values)}


def send(client: Knocking, address: str, fields: dict[str, Any]) -> int:
    """One spoilt form; halves of characters go as the bytes they would be."""
    told = [("csrf_token", client.make_token()), *((name, str(value)) for name, value in fields.items())]
    return client.post(address, data=body(told), content_type=FORM).status_code


def endpoint_of(world: World, address: str) -> str:
    """The page that takes what is sent to an address."""
    try:
        return str(world.app.url_map.bind("localhost").match(address.split("?", maxsplit=1)[0], "POST")[0])
    except HTTPException:
        return ""


@pytest.fixture
def world(request, engine_record, database_url, tmp_path) -> Iterator[World]:
    """The house in one stage of its life."""
    record = RehearsalRecord(engine_record)
    chosen = Settings(tmp_path, database_url, "a key of the tests that is long enough for anyone")
    with record.writing() as session:
        yield build(request.param, session, record, chosen)
    record.undo()


@pytest.mark.parametrize("world", STAGES, indirect=True)
def test_what_is_sent_spoilt_is_no_fault_of_ours(world):
    rules = world.app.url_map.iter_rules()
    wanted = {rule.endpoint for rule in rules if "POST" in rule.methods and rule.endpoint in DOORS[world.stage]}
    deeds = {run: [role for role in ROLES if may(act, role)] for act, run in DEEDS[world.stage]}
    for turn in range(len(ROLES)):
        for run, roles in deeds.items():
            if turn < len(roles) and not wanted <= set(reached):
                with undone(world) as client:
                    here = Spoiling(world, roles[turn], client)
                    here.sign_in()
                    run(here)
    assert wanted <= set(reached), sorted(wanted - set(reached))


def test_nothing_that_can_be_sent_to_was_left_out(app):
    """Counted from the map of the house; what belongs to signing in is sent to by the tests of the gate."""
    if not reached:
        pytest.skip("tells something only when the deeds were done")
    wanted = {rule.endpoint for rule in app.url_map.iter_rules() if "POST" in rule.methods}
    missed = {one for one in wanted - set(reached) if not is_a_gate(one)}
    assert not missed, sorted(missed)
