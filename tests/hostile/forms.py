"""Every form of the house, found by walking its pages as each role from link to link."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any
from urllib.parse import urljoin, urlsplit

import html5lib
from werkzeug.exceptions import HTTPException

from tests.access.cells import undone
from tests.access.knocking import KEY
from tests.access.readings import XHTML, fields_of, filled
from tests.access.world import World

HEX = re.compile(r"[0-9a-f]{32}")
STARTS = ("/", "/my", "/reviews", "/office", "/admin", "/profile", "/sign-in", "/register")
PAPER = re.compile(r"\.(pdf|csv|xlsx|zip|yaml|txt)$|/(papers|static|letters|sign-out)/?|download|archive")
LINKS = re.compile(r'href="(/[^"#]*)')
PAGES_ALIKE = 1  # of pages that differ in nothing but their keys, so many are looked at
ROLES = ("anonymous", "pi_a", "invited", "rev_pre", "rev_post", "chair", "officer_a", "officer_b",
         "sysadmin", "other_applicant")  # fmt: skip


@dataclass(frozen=True)
class Form:
    """One form as a role finds it: where it goes, what stands in its fields, which buttons say more than “send”."""

    role: str
    action: str
    method: str
    fields: tuple[tuple[str, str], ...]
    uploads: tuple[str, ...]
    buttons: tuple[tuple[str, str], ...]
    sort: tuple[Any, ...]

    @property
    def names(self) -> list[str]:
        """What can be filled in, each once."""
        return list(dict.fromkeys(name for name, _ in self.fields))


def forms_of(world: World) -> Iterator[Form]:
    """Each form of the house once, as the first who finds it, in an order that is the same in every house."""
    known: set[Any] = set()
    for role in ROLES:
        for address, text in pages(world, role):
            for form in forms_on(world, role, address, text):
                if form.sort not in known:
                    known.add(form.sort)
                    yield form


def pages(world: World, role: str) -> list[tuple[str, str]]:
    """Every page that a role is led to."""
    seen: dict[Any, int] = {}
    found, waiting = [], list(STARTS)
    with undone(world) as client:
        client.carry(world.cookies.get(role, {}))
        while waiting:
            address = waiting.pop(0)
            alike = kind_of(address)
            if PAPER.search(address.split("?")[0]) or seen.get(alike, 0) >= PAGES_ALIKE:
                continue
            seen[alike] = seen.get(alike, 0) + 1
            answer = client.get(address)
            assert answer.status_code < 500, f"{role} at {address}: {answer.status_code}"
            if answer.status_code == 200 and answer.mimetype == "text/html":
                text = answer.get_data(as_text=True)
                found.append((address, text))
                waiting += [link.replace("&amp;", "&") for link in LINKS.findall(text)]
    return found


def kind_of(address: str) -> tuple[str, tuple[str, ...]]:
    """What an address is about, whichever row it is about."""
    parts = urlsplit(address)
    return HEX.sub("KEY", KEY.sub("KEY", parts.path)), tuple(sorted(re.findall(r"(?:^|&)([^=&]+)=", parts.query)))


def forms_on(world: World, role: str, address: str, text: str) -> Iterator[Form]:
    """The forms of one page."""
    tree = html5lib.parse(text)
    controls = [one for one in fields_of(tree) if one.get("name")]
    for form in tree.iter(f"{XHTML}form"):
        mine = {id(one) for one in form.iter()}
        own = [one for one in controls if id(one) in mine or (form.get("id") and one.get("form") == form.get("id"))]
        buttons = [
            one for one in tree.iter(f"{XHTML}button") if id(one) in mine or one.get("form") == form.get("id", "")
        ]
        for sent_to in places_of(form, buttons):
            action = urljoin(address, sent_to or address)
            if not PAPER.search(urlsplit(action).path) and not action.startswith("/sign-out"):
                yield from read(world, (role, action, (form.get("method") or "get").upper()), own, buttons)


def places_of(form: Any, buttons: Iterable[Any]) -> list[str]:
    """Where a form is sent: by itself, by a button that sends it elsewhere, while somebody types."""
    others = (form.get("data-autosave"), *(one.get("formaction") for one in buttons))
    return [form.get("action") or "", *dict.fromkeys(filter(None, others))]


def read(world: World, whose: tuple[str, str, str], controls: Iterable[Any], buttons: Iterable[Any]) -> Iterator[Form]:
    """One form, and what it is known by: the page behind it and the names of its fields."""
    role, action, method = whose
    deeds = {
        one.get("value", "").split(":")[0]: (one.get("name"), one.get("value", ""))
        for one in buttons
        if one.get("name")
    }
    said = [(one.get("name"), filled(one), one) for one in controls if one.get("name") != "csrf_token"]
    uploads = tuple(name for name, _, one in said if one.get("type") == "file")
    fields = tuple((name, value or "") for name, value, _ in said if name not in uploads)
    names = sorted({HEX.sub("KEY", KEY.sub("KEY", name)) for name, _, _ in said})
    where = endpoint_of(world, action, method)
    if where and (fields or uploads or method == "POST"):
        yield Form(role, action, method, fields, uploads, tuple(deeds.values()), (where, method, *names))


def endpoint_of(world: World, address: str, method: str) -> str:
    """The page behind an address; nothing where there is none."""
    try:
        return str(world.app.url_map.bind("localhost").match(urlsplit(address).path, method)[0])
    except HTTPException:
        return ""
