"""A cell of the law: one role does one act's deed by real requests, and is judged by what came of it."""

import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

import pytest
from werkzeug.exceptions import MethodNotAllowed, NotFound

from grants import clock
from tests.access.doors import DOORS
from tests.access.here import Here, Knock
from tests.access.knocking import KEY, Knocking, alike, leads_to, twins
from tests.access.law import ASIDE, HOUSE, LAW, ROLES, WIDER
from tests.access.readings import readable
from tests.access.world import World

SIGN_IN, CONFIRM = "/sign-in", "/confirm"
CANNOT = {403, 404, 405, 409, 422}
Deed = Callable[[Here], None]


@dataclass(frozen=True)
class Cell:
    """One act, one role, one way to do it; a broken cell names the condition that does not hold in it."""

    act: str
    role: str
    run: Deed
    allowed: bool
    broken: str = ""

    def __str__(self) -> str:
        return "-".join(filter(None, (self.act, self.role, self.broken and f"not-{self.broken}", self.run.__name__)))


DEEDS: dict[str, list[tuple[str, Deed]]] = {}
BROKEN: dict[str, list[Cell]] = {}


def deed(stage: str, *acts: str) -> Callable[[Deed], Deed]:
    """This is how an act is done in a stage; where the law knows a condition, it holds."""

    def put(run: Deed) -> Deed:
        for act in acts:
            assert act in LAW | HOUSE, act
            DEEDS.setdefault(stage, []).append((act, run))
        return run

    return put


def but(condition: str, stage: str, act: str, *roles: str) -> Callable[[Deed], Deed]:
    """The same act where a condition does not hold: these roles, who otherwise may, are refused."""

    def put(run: Deed) -> Deed:
        for role in roles:
            assert condition in (LAW | HOUSE)[act].only_if.get(role, ()), (act, role, condition)
            BROKEN.setdefault(stage, []).append(Cell(act, role, run, allowed=False, broken=condition))
        return run

    return put


def cells(stage: str) -> list[Any]:
    """Every act of a stage with every role; those who serve next door; the roles whose condition does not hold."""
    deeds = DEEDS.get(stage, [])
    held = [Cell(act, role, run, may(act, role)) for act, run in deeds for role in ROLES]
    next_door = [
        Cell(act, next_doors(role), run, allowed=False)
        for act, run in deeds for role in NEXT_DOOR if may(act, role) and not may(act, "officer_foreign")
    ]  # fmt: skip
    return [pytest.param(cell, id=str(cell)) for cell in (*held, *next_door, *BROKEN.get(stage, ()))]


NEXT_DOOR = ("auditor", "chair")


def next_doors(role: str) -> str:
    """The same office in another fund; its officer is one of the twenty roles anyway."""
    return f"{role}_foreign"


def may(act: str, role: str) -> bool:
    """What is expected here: the law, less what no page offers yet."""
    if (act, role) in WIDER:
        return True
    return (LAW | HOUSE)[act].may(role) and (act, role) not in ASIDE


@contextmanager
def undone(world: World) -> Iterator[Knocking]:
    """Whatever is done within never was."""
    at = world.house.at
    clock.stop(at)
    world.session.commit()
    point = world.record.connection.begin_nested()
    client = world.app.test_client()
    client.session = world.session
    try:
        yield client
    finally:
        world.session.rollback()
        point.rollback()
        world.session.expire_all()
        world.house.at = at


def judge(world: World, cell: Cell) -> None:
    """Do the deed as this role, and hold what happened against what is allowed."""
    with undone(world) as client:
        here = Here(world, cell.role, client)
        here.sign_in()
        cell.run(here)
        world.judged += 1
        assert here.knocks, "a deed knocks at some door"
        for knock in here.knocks:
            assert knock.answer.status_code < 500, f"{knock.method} {knock.address}: {knock.answer.status_code}"
            assert knock.method == "POST" or knock.untouched, f"reading {knock.address} changed something"
        if cell.allowed:
            tried = [(knock.method, knock.address, knock.answer.status_code) for knock in here.knocks]
            refused = f"{cell.role} was refused: {tried}\n{seen(here.knocks[0])}"
            assert any(knock.happened for knock in here.knocks), refused
            world.opened |= {
                page for knock in here.knocks if knock.happened for page in page_of(world, knock, cell.act)
            }
        for knock in here.knocks:
            if not (cell.allowed and knock.happened):
                check_refusal(here, knock)
                if not cell.allowed:
                    check_silence(here, knock)


def page_of(world: World, knock: Knock, act: str) -> list[str]:
    """The page that was knocked at, if it names this act; the house's own small steps go by any page."""
    try:
        endpoint, _ = world.app.url_map.bind("localhost").match(knock.address.split("?")[0], knock.method)
    except (NotFound, MethodNotAllowed):
        return []
    return [endpoint] if act in HOUSE or act in world.app.view_functions[endpoint].acts else []


def check_doors(world: World) -> None:
    """When all of a stage was tried: the pages that are meant to have opened to somebody did."""
    if world.judged != len(cells(world.stage)):
        pytest.skip("tells something only when the whole stage was tried")
    missing = set(DOORS[world.stage]) - world.opened
    assert not missing, f"no deed of stage {world.stage} opens {sorted(missing)} for an act that the page names"


def check_refusal(here: Here, knock: Knock) -> None:
    """No effect, and nothing shown."""
    where, code = f"{here.role}: {knock.method} {knock.address}", knock.answer.status_code
    assert not knock.happened, f"{where} was let in"
    if knock.shared and code in {200, 303, 422}:
        return
    assert knock.untouched, f"{where} left something behind"
    if here.by is None:
        came_by_link = code == 422 and "key" in knock.fields
        assert leads_to(knock.answer, SIGN_IN) or code in {401, 404, 405} or came_by_link, f"{where}: {code}"
    else:
        assert code in CANNOT or leads_to(knock.answer, CONFIRM), f"{where}: {code}\n{seen(knock)}"


def check_silence(here: Here, knock: Knock) -> None:
    """Nothing tells whether there is anything at all; who is told why not has come in by another right."""
    code = knock.answer.status_code
    if code in {200, 409, 422} or leads_to(knock.answer, CONFIRM) or (knock.shared and code == 303):
        return
    for address in twins(knock.address):
        what = f"{here.role}: {knock.method} {knock.address} tells that there is something"
        assert nothing_at(here, knock, address) == alike(knock.answer), what


def nothing_at(here: Here, knock: Knock, address: str) -> Any:
    """What this role is told where there is nothing; asked once for each kind of address."""
    kind = (here.role, knock.method, KEY.sub("KEY", address))
    if kind not in here.world.nothing:
        here.world.nothing[kind] = alike(here.knock(knock.method, address, knock.fields)[0])
    return here.world.nothing[kind]


def seen(knock: Knock) -> str:
    """The beginning of what was answered, without its head."""
    text = readable(knock.answer)
    return " ".join(re.sub(r"<[^>]*>", " ", text[max(text.find("<main"), 0) :]).split())[:1500]
