"""A person at a browser: every page fetched is checked as a page."""

import re
from typing import Any
from urllib.parse import urlsplit

import html5lib
from flask import g
from flask import session as cookie
from flask.testing import FlaskClient
from flask_wtf.csrf import generate_csrf
from sqlalchemy.orm import Session
from werkzeug.test import TestResponse

from grants import clock
from grants.people.model import Person
from grants.web.signin import sign_in

XHTML = "{http://www.w3.org/1999/xhtml}"


class Client(FlaskClient):
    """Signs in for real, posts with a CSRF token, and looks at every page it is shown."""

    session: Session
    token: str | None = None

    def be(self, person: Person) -> "Client":
        """Sign in as this person."""
        self.session.commit()
        self.token = None
        with self.application.test_request_context():
            g.session = self.application.record.writing()
            sign_in(g.session.get(Person, person.id), clock.now(), second_factor=True)
            g.session.commit()
            g.session.close()
            carried = dict(cookie)
        with self.session_transaction() as mine:
            mine.clear()
            mine.update(carried)
        return self

    def nobody(self) -> "Client":
        """Sign out by forgetting the cookie."""
        with self.session_transaction() as mine:
            mine.clear()
        return self

    def send(self, address: str, **fields: Any) -> TestResponse:
        """POST a form as the page would."""
        return self.post(address, data={"csrf_token": self.make_token(), **fields})

    def make_token(self) -> str:
        """The token that the pages of this session carry."""
        with self.session_transaction() as mine:
            carried = dict(mine)
        with self.application.test_request_context():
            cookie.update(carried)
            token = generate_csrf()
            carried = dict(cookie)
        with self.session_transaction() as mine:
            mine.update(carried)
        return token

    def plain(self, method: str, address: str, **fields: Any) -> TestResponse:
        """A request as fast as a browser makes it, its answer not looked at."""
        if method == "POST" and self.token is None:
            self.token = self.make_token()
        data = {"csrf_token": self.token, **fields} if method == "POST" else None
        return FlaskClient.open(self, address, method=method, data=data)

    def open(self, *args: Any, **kwargs: Any) -> TestResponse:
        self.session.commit()
        answer = super().open(*args, **kwargs)
        self.session.expire_all()
        if answer.mimetype == "text/html" and answer.status_code not in {301, 302, 303}:
            look(answer.get_data(as_text=True))
        assert "Content-Security-Policy" in answer.headers
        return answer


def look(text: str) -> None:
    """What every page of the house keeps to."""
    parser = html5lib.HTMLParser(strict=False)
    tree = parser.parse(text)
    faults = [(place, code) for place, code, _ in parser.errors if code != "non-void-element-with-trailing-solidus"]
    assert not faults, f"not valid HTML: {faults[:3]} in {text[:3000]}"
    assert len(tree.findall(f".//{XHTML}h1")) == 1, "a page has one h1"
    assert tree.get("lang") in {"en", "ja", "sv"}
    for script in tree.iter(f"{XHTML}script"):
        assert script.get("src") or script.get("type") == "application/ld+json", "no inline script"
    assert not list(tree.iter(f"{XHTML}style")), "no inline style"
    for one in tree.iter():
        if isinstance(one.tag, str):
            assert "style" not in one.attrib, f"no style attribute: {one.tag} {one.attrib}"
            assert not any(name.startswith("on") for name in one.attrib), f"no inline handler: {one.attrib}"
    check_forms(tree)
    ids = [one.get("id") for one in tree.iter() if isinstance(one.tag, str) and one.get("id")]
    assert len(ids) == len(set(ids)), f"ids are unique: {sorted(i for i in ids if ids.count(i) > 1)}"


def check_forms(tree: Any) -> None:
    """Every POST form has its token, every control its label."""
    labelled = {label.get("for") for label in tree.iter(f"{XHTML}label")}
    inside = {id(control) for label in tree.iter(f"{XHTML}label") for control in label.iter()}
    for form in tree.iter(f"{XHTML}form"):
        if (form.get("method") or "get").lower() == "post":
            names = [one.get("name") for one in form.iter(f"{XHTML}input")]
            assert any((name or "").endswith("csrf_token") for name in names), (
                f"a form without its token: {form.attrib}"
            )
    for kind in ("input", "select", "textarea"):
        for control in tree.iter(f"{XHTML}{kind}"):
            if control.get("type") in {"hidden", "submit", "button"}:
                continue
            named = control.get("id") in labelled or id(control) in inside
            assert named or control.get("aria-label") or control.get("aria-labelledby"), f"no label: {control.attrib}"


def links(text: str) -> set[str]:
    """The addresses of this house that a page leads to."""
    return {urlsplit(found).path for found in re.findall(r'href="(/[^"]*)"', text)}


def budget_line(number: int = 1, **fields: Any) -> dict[str, Any]:
    """The fields of one line of a budget, as its page names them."""
    return {f"{name}-{number:032x}": value for name, value in fields.items()}
