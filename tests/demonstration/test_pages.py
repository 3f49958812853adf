"""Every kind of page that links lead each role to is looked at: axe, the console, the frame, and a phone's width."""

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page

from tests.demonstration.strolling import fullest
from tests.journeys.visitor import LOCALES, PHONE, WIDE
from tests.look.look import enter

ROLES = {
    "anyone": ([None], "public.project"),
    "applicant": (["yui-watanabe", "asa-oberg", "imogen-hartley", "fumiko-katsura"], "applicant.part"),
    "reviewer": (["bjorn-lofgren"], "reviewer.review"),
    "chair": (["ingrid-hakansson"], "reviewer.panel_application"),
    "officer": (["naoki-takahashi"], "office.letter_text"),
    "auditor": (["karin-strom"], "office.kept"),
    "administrator": (["sora-aoki"], "admin.person"),
}
"""For each role the doors it comes in by, and a kind of page deep inside that it must have come to."""
SIDEWAYS = "document.documentElement.scrollWidth - document.documentElement.clientWidth"


@pytest.mark.parametrize("role", ROLES)
def test_every_page_that_a_role_comes_to_is_sound(role, served, browser, request):
    """Half of its kinds on either database: on one on a phone in Japanese, on the other on a desk in English."""
    half = request.config.getoption("--database") == "sqlite"
    is_phone = list(ROLES).index(role) % 2 == half
    view, code = (PHONE, "ja") if is_phone else (WIDE, "en")
    doors, deep = ROLES[role]
    found: dict[str, tuple[int, str]] = {}
    faults = []
    for door in doors:
        page = opened(browser, served.config["SETTINGS"].base_url, door, view, code)
        noises = heard(page)
        new = {kind: one for kind, one in fullest(page.context.request, served.url_map).items() if kind not in found}
        found |= new
        for kind in sorted(new)[half::2]:
            faults += [f"{kind} {new[kind][1]}: {fault}" for fault in looked_at(page, new[kind][1], code, noises)]
        page.context.close()
    assert faults == []
    assert deep in found


def opened(browser: Browser, at: str, door: str | None, view, code: str) -> Page:
    """Somebody of that role at a browser of that size, reading that language."""
    page = browser.new_context(base_url=at, locale=LOCALES[code], viewport=view, reduced_motion="reduce").new_page()
    if door:
        enter(page, at, door)
    else:
        page.goto("/")
    other = page.locator(f".languages button[value={code}]")
    if other.count():
        other.click()
    return page


def heard(page: Page) -> list[str]:
    """What the browser complains of from now on."""
    noises: list[str] = []
    page.on("console", lambda said: noises.append(said.text) if said.type == "error" else None)
    page.on("pageerror", lambda fault: noises.append(str(fault)))
    return noises


def looked_at(page: Page, address: str, code: str, noises: list[str]) -> list[str]:
    """What is wrong with a page."""
    noises.clear()
    answer = page.goto(address)
    found = [] if answer.status == 200 else [f"answers {answer.status}"]
    found += [] if page.locator("html").get_attribute("lang") == code else ["is in another language"]
    found += [] if page.locator("h1").count() == 1 and page.locator("h1").inner_text().strip() else ["has no one h1"]
    found += [] if page.title().partition(" · ")[0].strip() else ["has no title"]
    faults = Axe().run(page, options={"resultTypes": ["violations"]}).response["violations"]
    found += [f"axe {one['id']}: {one['nodes'][0]['html'][:200]}" for one in faults]
    size = page.viewport_size
    page.set_viewport_size(PHONE)
    sideways = page.evaluate(SIDEWAYS)
    page.set_viewport_size(size)
    return found + ([f"scrolls sideways by {sideways} px on a phone"] if sideways > 0 else []) + noises
