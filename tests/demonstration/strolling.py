"""Walks along the links of a house: every kind of page that somebody is led to, and the fullest page of each kind."""

import re
from collections import Counter, deque
from collections.abc import Iterable, Iterator
from urllib.parse import urlsplit

from playwright.sync_api import APIRequestContext
from werkzeug.exceptions import HTTPException
from werkzeug.routing import Map

LINK = re.compile(r'<a [^>]*?href="(/[^"#?]*)')
STARTS = ("/", "/my", "/reviews", "/office", "/admin/", "/profile", "/mailbox", "/sign-in")
OF_A_KIND = 4
"""So many pages of one kind are read for links and for the fullest: calls differ by stage, applications hardly."""
PAPER = re.compile(r"[^/]*\.\w+$|.*/download$")


def kind_of(rules: Map, address: str) -> str:
    """The page's kind: where it is in the house, without the thing that it is about."""
    try:
        return str(rules.bind("localhost").match(address, "GET")[0])
    except HTTPException:
        return ""


def fullest(asking: APIRequestContext, rules: Map, starts: Iterable[str] = STARTS) -> dict[str, tuple[int, str]]:
    """For each kind of page that links lead to: how long the longest page read is, and its address."""
    found: dict[str, tuple[int, str]] = {}
    for address, text in along(asking, rules, starts):
        found[kind_of(rules, address)] = max(found.get(kind_of(rules, address), (0, "")), (len(text), address))
    return found


def along(asking: APIRequestContext, rules: Map, starts: Iterable[str]) -> Iterator[tuple[str, str]]:
    """Pages as their links lead to them, the nearest first, a few of each kind."""
    waiting, met, read = deque(starts), set(starts), Counter[str]()
    while waiting:
        address = waiting.popleft()
        kind = kind_of(rules, address)
        if not kind or PAPER.fullmatch(address.rpartition("/")[2]) or read[kind] >= OF_A_KIND:
            continue
        answer = asking.get(address)
        assert answer.status < 500, f"{address}: {answer.status}"
        if answer.status != 200 or "html" not in answer.headers["content-type"]:
            continue
        read[kind] += 1
        address = urlsplit(answer.url).path
        text = answer.text()
        led_to = [link for link in LINK.findall(text) if link not in met]
        met.update(led_to)
        waiting.extend(led_to)
        yield address, text
