"""Sending what no browser would, and what comes of it, told alike for two houses."""

import html
import re
import traceback
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from io import BytesIO
from typing import Any

from structlog.testing import capture_logs

from tests.access.cells import undone
from tests.access.knocking import KEY
from tests.access.world import World
from tests.hostile.forms import HEX, Form
from tests.hostile.values import body

SAID = re.compile(
    r'<h1[^>]*>.*?</h1>|<div class="errors?"[^>]*>.*?</div>|"sentence":"[^"]*"|"errors":\{[^}]*\}', re.DOTALL
)
MARKS = re.compile(r"<[^>]*>|\s+")
FORM = "application/x-www-form-urlencoded"
Pairs = list[tuple[str, str]]


@dataclass(frozen=True)
class Verdict:
    """What a house says to what was sent: the status, where it leads, what is refused and why."""

    status: int
    leads: str
    said: tuple[str, ...]
    broke: str = ""


def without_keys(text: str) -> str:
    """A text in which every row has the same name."""
    return HEX.sub("KEY", KEY.sub("KEY", text))


def send(world: World, form: Form, pairs: Pairs, junk: tuple[bytes, str] | None = None) -> Verdict:
    """Send a form filled in like this, as its role; whatever it does never was."""
    with undone(world) as client, capture_logs() as log:
        client.carry(world.cookies.get(form.role, {}))
        if form.method == "GET":
            answer = client.get(form.action.split("?")[0] + "?" + body(pairs).decode())
        elif form.uploads and junk is not None:
            files = {name: (BytesIO(junk[0]), junk[1]) for name in form.uploads}
            answer = client.post(form.action, data={"csrf_token": client.make_token(), **files})
        else:
            answer = client.post(
                form.action, data=body([("csrf_token", client.make_token()), *pairs]), content_type=FORM
            )
        return verdict_of(answer, log)


def verdict_of(answer: Any, log: Iterable[Any]) -> Verdict:
    """What an answer says."""
    text = answer.get_data(as_text=True) if answer.mimetype in {"text/html", "application/json"} else ""
    said = {" ".join(MARKS.sub(" ", html.unescape(found)).split()) for found in SAID.findall(text)}
    return Verdict(answer.status_code, without_keys(answer.headers.get("Location", "")),
                   tuple(sorted(without_keys(one) for one in said)), " ".join(map(place_of, log)))  # fmt: skip


def place_of(event: Any) -> str:
    """Where in the house something broke."""
    fault = event.get("exc_info")
    frames = traceback.extract_tb(fault.__traceback__) if isinstance(fault, BaseException) else []
    ours = [
        f"{frame.filename.split('/grants/')[-1]}:{frame.lineno}" for frame in frames if "/grants/" in frame.filename
    ]
    return f"{fault!r:.120} at {ours[-3:]}"


def fillings(form: Form, values: dict[str, str]) -> Iterator[Pairs]:
    """Each field in turn with its value among honest ones; all at once; by each button; one left out; one sent twice."""
    for name, value in values.items():
        yield [(one, value if one == name else honest) for one, honest in form.fields]
    yield [(one, values[one]) for one, _ in form.fields]
    for button in form.buttons:
        yield [*form.fields, button]
        yield [*((one, values[one]) for one, _ in form.fields), button]
    first = next(iter(values), "odd")
    yield [(one, honest) for one, honest in form.fields if one != first]
    odd = values.get(first, "\x00")
    yield [*form.fields, (first, odd), (f"{first}[]", odd), ("state", "submitted"), ("by_id", odd), ("version", odd)]


def is_a_gate(endpoint: str) -> bool:
    """Whether it belongs to signing in, which no deed of the access tests does."""
    return endpoint.split(".", maxsplit=1)[0] in {"signin", "front"}
