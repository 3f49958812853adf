"""Addresses, headers and bodies that no browser sends: no fault of ours."""

import pytest
from flask.testing import FlaskClient

from tests import make

NOWHERE = "00000000-0000-4000-8000-000000000000"
PATHS = (
    "/%00", "/%ff%fe", "/my/%00", "/my/applications/%2e%2e%2f", "/my/applications/not-a-key", "/my/applications/" + "9" * 4000,
    f"/my/applications/{NOWHERE}/sections/%00", f"/my/applications/{NOWHERE.upper()}", "/office/calls/%F0%9F%92%A9", "/..;/office",
    "/static/../../etc/passwd", "/static/%2e%2e/%2e%2e/etc/passwd", "//evil.example/my", "/my//", "/my/;x", "/calls/%E2%80%AE",
    "/verify/%00", "/verify/" + "x" * 3000, "/sign-in?next=//evil.example", "/sign-in?next=%00", "/sign-in?next=http:%5C%5Cevil.example",
    "/my?page=9999999999999999999", "/register?words=%00", "/register?words=%ed%a0%80", "/register?page=-1", "/register?words=" + "(" * 3000,
)  # fmt: skip
HEADERS = {
    "Accept-Language": ("*;q=NaN", "ja;q=" + "9" * 500, "x" * 3000, "sv-\ud83d".encode("utf-8", "replace").decode("latin-1"), ",;,;=", "zh-Hant-CN-x-private"),
    "Cookie": ("tsunagari=.", "tsunagari=" + "A" * 3000, "tsunagari=eyJ.x.y", ";;;=", "tsunagari=\xff"),
    "Host": ("evil.example", "localhost:99999", "[::1", "a b", "-"),
    "Referer": ("javascript:1", "\xff", "http://[::1"),
    "Origin": ("null", "http://evil.example", "https://[::1", "x" * 2000),
    "X-Forwarded-For": ("999.999.999.999", "'; --", "\xff"),
    "If-None-Match": ('W/"', "*" * 500),
    "Range": ("bytes=0-18446744073709551616", "bytes=-"),
    "If-Modified-Since": ("Thu, 99 Feb 99999 99:99:99 GMT", "x"),
    "Sec-Fetch-Site": ("cross-site", "\xff"),
}  # fmt: skip
TYPES = ("application/json", "text/plain", "multipart/form-data", "multipart/form-data; boundary=", "multipart/form-data; boundary=" + "x" * 300,
         "application/x-www-form-urlencoded; charset=utf-7", "application/xml", "\xff/\xff", "")  # fmt: skip
BODIES = (
    b"",
    b"{",
    b'{"deed": NaN}',
    b"\x00" * 100,
    b"--x\r\n",
    b"&" * 1500,
    b"%",
    b"a=%ff%fe&a=%00",
    b"=" * 5000,
    b"\x80=\x80",
)


@pytest.fixture
def asked(client, session, at):
    """A browser of ada's, whose pages nobody looks at, and the pages she may post to."""
    house = make.opened(session, at)
    application = make.joined(house)
    client.be(house.cast.ada)

    def ask(address: str, method: str = "GET", **how) -> int:
        session.commit()
        return FlaskClient.open(client, address, method=method, **how).status_code

    own = f"/my/applications/{application.id}"
    return ask, [f"{own}/sections/{make.first_section(house.call)}/autosave", f"{own}/submit", "/profile", "/sign-in"]


@pytest.mark.parametrize("path", PATHS, ids=ascii)
def test_an_odd_address_is_no_fault_of_ours(asked, path):
    ask, _ = asked
    assert [code for code in (ask(path), ask(path, "POST"), ask(path, "HEAD")) if code >= 500] == []


def test_odd_headers_are_no_fault_of_ours(asked):
    ask, posts = asked
    odd = [(name, value) for name, values in HEADERS.items() for value in values]
    codes = {
        one: [ask("/my", headers=[one]), ask("/register", headers=[one]), ask(posts[0], "POST", headers=[one])]
        for one in odd
    }
    assert {one: found for one, found in codes.items() if max(found) >= 500} == {}


def test_odd_bodies_are_no_fault_of_ours(asked):
    ask, posts = asked
    odd = [(kind, body, address) for kind in TYPES for body in BODIES for address in posts]
    codes = {one: ask(one[2], "POST", data=one[1], content_type=one[0]) for one in odd}
    assert {one: code for one, code in codes.items() if code >= 500} == {}
    assert set(codes.values()) <= {200, 303, 400, 409, 413, 415, 422, 429}
