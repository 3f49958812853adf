"""Knocking at doors: a browser that asks for many pages and looks at none; how refusals are told from one another."""

import re
from typing import Any

from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from tests.client import Client

NOWHERE = "00000000-0000-4000-8000-000000000000"
KEY = re.compile(r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}")
TOKEN = re.compile(r'name="csrf_token" value="[^"]*"')


class Knocking(Client):
    """The client of the other tests, without its look at every page: these tests ask who comes in, not how it looks."""

    def open(self, *args: Any, **kwargs: Any) -> TestResponse:
        self.session.commit()
        answer = FlaskClient.open(self, *args, **kwargs)
        self.session.expire_all()
        return answer

    def carry(self, cookie: dict[str, Any]) -> None:
        """Come back with the cookie of an earlier sign-in."""
        with self.session_transaction() as mine:
            mine.clear()
            mine.update(cookie)

    def carried(self) -> dict[str, Any]:
        """The cookie to come back with."""
        with self.session_transaction() as mine:
            return dict(mine)


def twins(address: str) -> list[str]:
    """The same address with one of its keys replaced by that of nothing at all, for each key in turn."""
    return [address[: found.start()] + NOWHERE + address[found.end() :] for found in KEY.finditer(address)]


def alike(answer: TestResponse) -> tuple[Any, ...]:
    """An answer without what names this very request: its form tokens, and the keys in the address asked for."""
    text = KEY.sub("KEY", TOKEN.sub("", answer.get_data(as_text=True)))
    headers = {name: KEY.sub("KEY", value) for name, value in answer.headers if name not in {"Set-Cookie", "Date"}}
    return answer.status_code, headers, text


def leads_to(answer: TestResponse, place: str) -> bool:
    """Whether the answer sends its reader to a place of the house."""
    return answer.status_code == 303 and answer.headers["Location"].split("?")[0] == place
