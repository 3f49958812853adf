"""A cell of the law: one role does one act's deed by real requests, and is judged by what came of it."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import timedelta
from io import BytesIO
from typing import Any
from zipfile import ZipFile

import html5lib
import pytest
from pypdf import PdfReader
from sqlalchemy.orm import Session
from werkzeug.test import TestResponse

from grants import clock
from tests.access.knocking import KEY, Knocking, alike, leads_to, twins
from tests.access.law import ASIDE, HOUSE, LAW, ROLES, WIDER
from tests.access.world import World

XHTML = "{http://www.w3.org/1999/xhtml}"
SIGN_IN, CONFIRM = "/sign-in", "/confirm"
CANNOT = {403, 404, 405, 409, 422}


@dataclass
class Knock:
    """One request of a deed, and whether it did what the deed is about."""

    method: str
    address: str
    answer: TestResponse
    happened: bool
    shared: bool
    untouched: bool
    fields: dict[str, Any]


@dataclass
class Here:
    """One role in the world, at one door after the other."""

    world: World
    role: str
    client: Knocking
    version: int = 0
    knocks: list[Knock] = field(default_factory=list)

    @property
    def by(self) -> Any:
        return self.world.person(self.role)

    @property
    def session(self) -> Session:
        return self.world.session

    @property
    def at(self) -> Any:
        return self.world.at

    @property
    def first(self) -> str:
        return self.world.house.first

    @property
    def second(self) -> str:
        return self.world.house.second

    @property
    def side(self) -> str:
        """The side this role acts for; strangers try the first."""
        return self.second if self.role in {"pi_b", "officer_b", "team_view", "rev_post"} else self.first

    @property
    def other_side(self) -> str:
        return self.second if self.side == self.first else self.first

    def look(self, address: str, *marks: str, shared: bool = False, never: tuple[str, ...] = ()) -> bool:
        """Ask for a page; it happened if every mark stands in it. On a shared page others may stand without them."""
        answer, untouched = self.knock("GET", address, {})
        text = readable(answer) if answer.status_code == 200 else ""
        if answer.status_code == 200:
            assert not [word for word in never if word in text], f"{self.role} reads {never} at {address}"
        happened = answer.status_code == 200 and all(mark in text for mark in marks)
        self.knocks.append(Knock("GET", address, answer, happened, shared, untouched, {}))
        return happened

    def act(self, address: str, effect: Callable[[], bool], *, shared: bool = False, **fields: Any) -> bool:
        """Send a form; it happened if its effect can be seen afterwards."""
        answer, untouched = self.knock("POST", address, fields)
        self.session.expire_all()
        happened = answer.status_code in {200, 303} and bool(effect())
        self.knocks.append(Knock("POST", address, answer, happened, shared, untouched, fields))
        return happened

    def knock(self, method: str, address: str, fields: dict[str, Any]) -> tuple[TestResponse, bool]:
        """One request, and whether every table is as it was."""
        self.session.commit()
        before = self.world.ledger.page()
        answer = self.client.get(address) if method == "GET" else self.client.send(address, **copied(fields))
        self.session.commit()
        return answer, before == self.world.ledger.page()

    def form_of(self, address: str, role: str) -> dict[str, Any]:
        """What somebody who may see a form would send if they changed nothing: so that all send the same."""
        with as_(self, role):
            text = self.client.get(address).get_data(as_text=True)
        return fields_in(text)

    def later(self, **by: float) -> None:
        """Time passes; whoever was signed in signs in anew."""
        self.world.later(**by)
        self.sign_in()

    def after_the_close(self) -> None:
        """A moment after the deadline, its hidden grace included."""
        deadline = self.world.call.deadlines[-1]
        until = deadline.at + timedelta(seconds=deadline.grace_seconds + 1)
        self.later(seconds=(until - self.at).total_seconds())

    def sign_in(self) -> None:
        """Be this role, for real."""
        self.session.commit()
        if self.by is None:
            self.client.nobody()
        else:
            self.client.be(self.by)


def copied(fields: dict[str, Any]) -> dict[str, Any]:
    """Files are read once; a second try needs a fresh one."""
    return {
        name: (BytesIO(value[0]), *value[1:]) if isinstance(value, tuple) and isinstance(value[0], bytes) else value
        for name, value in fields.items()
    }


@contextmanager
def as_(here: Here, role: str) -> Iterator[None]:
    """For a moment as somebody else."""
    mine, here.role = here.role, role
    here.sign_in()
    yield
    here.role = mine
    here.sign_in()


def readable(answer: TestResponse) -> str:
    """What a person could read in an answer: a page's text, a PDF's, the names and texts in an archive."""
    body = answer.get_data()
    if body.startswith(b"%PDF"):
        return pdf_text(body)
    if body.startswith(b"PK") and answer.mimetype == "application/zip":
        with ZipFile(BytesIO(body)) as archive:
            return " ".join([*archive.namelist(), *(pdf_text(archive.read(name)) for name in archive.namelist())])
    if body.startswith(b"PK"):
        with ZipFile(BytesIO(body)) as book:
            return " ".join(book.read(name).decode("utf-8", "replace") for name in book.namelist())
    return body.decode("utf-8", "replace")


def pdf_text(body: bytes) -> str:
    """The words of a PDF, and what its metadata say."""
    paper = PdfReader(BytesIO(body))
    told = " ".join(str(value) for value in (paper.metadata or {}).values())
    return " ".join(" ".join(page.extract_text() for page in paper.pages).split()) + " %PDF " + told


def fields_in(text: str) -> dict[str, Any]:
    """Every field of the first form of a page that is sent by POST and holds something to fill in."""
    tree = html5lib.parse(text)
    sheets = [form for form in tree.iter(f"{XHTML}form") if (form.get("method") or "").lower() == "post"]
    best = max(
        sheets, key=lambda form: sum(1 for one in form.iter() if str(one.tag).endswith(("input", "textarea", "select")))
    )
    found: dict[str, Any] = {}
    for one in best.iter():
        name, kind = one.get("name"), str(one.tag).removeprefix(XHTML)
        if not name or name == "csrf_token":
            continue
        if kind == "textarea":
            value = "".join(one.itertext()).removeprefix("\n")
        elif kind == "select":
            chosen = [option.get("value") for option in one.iter(f"{XHTML}option") if "selected" in option.attrib]
            value = chosen[0] if chosen else None
        elif kind == "input" and (one.get("type") not in {"checkbox", "radio"} or "checked" in one.attrib):
            value = one.get("value", "")
        else:
            continue
        if value is not None:
            found[name] = (
                [*found[name], value]
                if isinstance(found.get(name), list)
                else ([found[name], value] if name in found else value)
            )
    return found


Deed = Callable[[Here], None]
DEEDS: dict[str, dict[str, list[tuple[str, Deed]]]] = {}
BROKEN: dict[str, list[tuple[str, str, str, Deed]]] = {}


def deed(stage: str, *acts: str) -> Callable[[Deed], Deed]:
    """This is how an act is done in a stage; where the law knows a condition, it holds."""

    def put(run: Deed) -> Deed:
        for act in acts:
            assert act in LAW | HOUSE, act
            DEEDS.setdefault(stage, {}).setdefault(act, []).append((run.__name__, run))
        return run

    return put


def but(condition: str, stage: str, act: str, *roles: str) -> Callable[[Deed], Deed]:
    """The same act where a condition does not hold: these roles, who otherwise may, are refused."""

    def put(run: Deed) -> Deed:
        for role in roles:
            assert condition in (LAW | HOUSE)[act].only_if.get(role, ()), (act, role, condition)
            BROKEN.setdefault(stage, []).append((act, role, condition, run))
        return run

    return put


def cells(stage: str) -> list[Any]:
    """Every act of a stage with every role; the roles whose condition does not hold; those who serve next door."""
    held = [
        pytest.param(run, role, may(act, role), id=f"{act}-{role}-{name}")
        for act, runs in DEEDS.get(stage, {}).items() for name, run in runs for role in ROLES
    ]  # fmt: skip
    broken = [
        pytest.param(run, role, False, id=f"{act}-{role}-not-{condition}-{run.__name__}")
        for act, role, condition, run in BROKEN.get(stage, ())
    ]  # fmt: skip
    next_door = [
        pytest.param(run, f"{role}_foreign", False, id=f"{act}-{role}_foreign-{name}")
        for act, runs in DEEDS.get(stage, {}).items() for name, run in runs for role in ("auditor", "chair")
        if may(act, role) and not may(act, "officer_foreign")
    ]  # fmt: skip
    return held + broken + next_door


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


def judge(world: World, run: Deed, role: str, allowed: bool) -> None:
    """Do the deed as this role, and hold what happened against what is allowed."""
    with undone(world) as client:
        here = Here(world, role, client)
        here.sign_in()
        run(here)
        assert here.knocks, "a deed knocks at some door"
        for knock in here.knocks:
            assert knock.answer.status_code < 500, f"{knock.method} {knock.address}: {knock.answer.status_code}"
            assert knock.method == "POST" or knock.untouched, f"reading {knock.address} changed something"
        if allowed:
            tried = [(knock.method, knock.address, knock.answer.status_code) for knock in here.knocks]
            assert any(knock.happened for knock in here.knocks), f"{role} was refused: {tried}\n{seen(here.knocks[0])}"
        for knock in here.knocks:
            if not (allowed and knock.happened):
                check_refusal(here, knock)
                if not allowed:
                    check_silence(here, knock)


def check_refusal(here: Here, knock: Knock) -> None:
    """No effect, and nothing shown."""
    where, code = f"{here.role}: {knock.method} {knock.address}", knock.answer.status_code
    assert not knock.happened, f"{where} was let in"
    if knock.shared and code in {200, 303, 422}:
        return
    assert knock.untouched, f"{where} left something behind"
    if here.by is None:
        assert leads_to(knock.answer, SIGN_IN) or code in {404, 405}, f"{where}: {code}"
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
    """The beginning of what was answered."""
    return " ".join(readable(knock.answer).split())[:1500]
