"""A person at a browser on the other end of a real connection: what was answered, what was not."""

import html
import http.client
import json
import re
import time
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from flask import Flask, g
from flask import session as cookie
from flask_wtf.csrf import generate_csrf

from grants import clock
from grants.people.model import Person
from grants.web.signin import sign_in

PATIENCE = 60.0
VERSION = re.compile(r'name="version" value="([^"]*)"')
FINGERPRINT = re.compile(r"[0-9a-f]{64}")


@dataclass(frozen=True)
class Ticket:
    """What a browser carries once its person has signed in."""

    carried: str
    token: str


@dataclass(frozen=True)
class Answer:
    """What came back."""

    status: int
    location: str
    text: str

    def json(self) -> dict[str, Any]:
        return json.loads(self.text)


def admit(app: Flask, person: Person) -> Ticket:
    """Sign a person in for real, and hand over what their browser would carry."""
    with app.test_request_context():
        g.session = app.record.writing()
        sign_in(g.session.get(Person, person.id), clock.now(), second_factor=True)
        token = generate_csrf()
        g.session.commit()
        g.session.close()
        signed = app.session_interface.get_signing_serializer(app).dumps(dict(cookie))
    return Ticket(f"{app.config['SESSION_COOKIE_NAME']}={signed}", token)


class Browser:
    """One connection of one person. A request either has an answer, or nobody knows what became of it."""

    def __init__(self, port: int, ticket: Ticket) -> None:
        self.port, self.ticket = port, ticket
        self.fault = ""  # why the last request had no answer
        self.line: http.client.HTTPConnection | None = None

    def ask(self, method: str, address: str, **fields: str) -> Answer | None:
        """Send a request; None when no answer came back."""
        headers = {"Cookie": self.ticket.carried}
        body = None
        if method == "POST":
            headers["Content-Type"] = "application/x-www-form-urlencoded"
            body = urlencode({"csrf_token": self.ticket.token, **fields})
        line = self.line or http.client.HTTPConnection("127.0.0.1", self.port, timeout=PATIENCE)
        self.line = line
        try:
            line.request(method, address, body, headers)
            told = line.getresponse()
            return Answer(told.status, told.headers.get("Location", ""), told.read().decode())
        except (OSError, http.client.HTTPException) as fault:
            self.fault = f"{type(fault).__name__} {fault}"
            self.hang_up()
            time.sleep(0.02)
            return None

    def hang_up(self) -> None:
        """Close the connection; the next request opens another."""
        if self.line is not None:
            self.line.close()
        self.line = None

    def look(self, address: str) -> Answer:
        """Look at a page, again and again until it comes."""
        until = time.monotonic() + PATIENCE
        while time.monotonic() < until:
            seen = self.ask("GET", address)
            if seen is not None:
                return seen
        raise TimeoutError(address)


def version_on(page: Answer) -> str:
    """The version that a page tells its forms."""
    return html.unescape(VERSION.search(page.text)[1])


def fingerprint_on(receipt: Answer) -> str:
    """The fingerprint of the newest submission on a page of receipt."""
    return FINGERPRINT.search(receipt.text.replace("<wbr>", ""))[0]
