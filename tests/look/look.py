"""Look at pages: pictures at 1280 and 390, light, dark and on paper, and what axe finds.

    .venv/bin/python -m tests.look.look                             the gallery, all pages, all languages
    .venv/bin/python -m tests.look.look --language ja --view phone -- form list    two pages of it in Japanese
    .venv/bin/python -m tests.look.look --at http://localhost:8000 --door naoki-takahashi / /applications
                                       pages of a running house, signed in through a door of the demonstration

Pictures go to build/look/. It ends with 1 when axe found something, a page scrolls sideways, asks for something
that the content policy refuses, or weighs over 100 KB with its styles and scripts.
"""

import argparse
import os
import shutil
import sys
from pathlib import Path
from threading import Thread

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, sync_playwright
from werkzeug.serving import make_server

from tests.look.gallery import PAGES, create_gallery

BUILD = Path(__file__).parents[2] / "build" / "look"
VIEWS = {
    "wide": {"viewport": {"width": 1280, "height": 800}},
    "phone": {"viewport": {"width": 390, "height": 844}, "has_touch": True},
    "dark": {"viewport": {"width": 1280, "height": 800}, "color_scheme": "dark"},
    "zoom": {"viewport": {"width": 320, "height": 256}},
}
HEAVY = 100_000
WEIGHT = """performance.getEntriesByType("navigation").concat(performance.getEntriesByType("resource"))
    .filter(each => each.initiatorType !== "iframe").reduce((sum, each) => sum + each.decodedBodySize, 0)"""


def chromium() -> str | None:
    """The system's own browser, or None for the one that came with Playwright."""
    return os.environ.get("CHROMIUM") or shutil.which("chromium")


def gallery() -> str:
    """Serve the gallery on a free port; its address."""
    server = make_server("127.0.0.1", 0, create_gallery(), threaded=True)
    Thread(target=server.serve_forever, daemon=True).start()
    return f"http://127.0.0.1:{server.server_port}"


def enter(page: Page, at: str, door: str) -> None:
    """Sign in through a door of the demonstration."""
    page.goto(f"{at}/sign-in")
    page.locator(f"button[name=person][value='{door}']").click()


def faults(page: Page, refused: list[str]) -> list[str]:
    """What is wrong with the page as it stands."""
    found = [f"axe {each['id']}: {each['nodes'][0]['html'][:160]}" for each in Axe().run(page).response["violations"]]
    wide = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
    if wide > 0:
        found.append(f"scrolls sideways by {wide} px")
    weight = page.evaluate(WEIGHT)
    if weight > HEAVY:
        found.append(f"weighs {weight} bytes")
    return found + refused


def look(browser: Browser, at: str, path: str, door: str | None, view: str) -> list[str]:
    """One page in one view: its picture, and its faults."""
    context = browser.new_context(locale="en-GB", **VIEWS[view])
    page = context.new_page()
    if door:
        enter(page, at, door)
    refused: list[str] = []
    page.on("console", lambda said: refused.append(said.text) if said.type == "error" else None)
    page.on("pageerror", lambda fault: refused.append(str(fault)))
    page.goto(at + path, wait_until="networkidle")
    name = path.strip("/").replace("/", "-") or "front"
    page.screenshot(path=BUILD / f"{name}-{view}.png", full_page=view != "zoom")
    if view == "wide":
        page.pdf(path=BUILD / f"{name}.pdf", format="A4", prefer_css_page_size=True)
    found = faults(page, refused)
    context.close()
    return found


def main() -> int:
    """Look at what was asked for."""
    asked = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    asked.add_argument("--at", help="address of a running house; without it, the gallery")
    asked.add_argument("--door", help="the demonstration person to sign in as, by the key of the door")
    asked.add_argument("--language", nargs="*", default=["en", "ja", "sv"], help="languages of the gallery")
    asked.add_argument("--view", nargs="*", default=list(VIEWS), choices=list(VIEWS))
    asked.add_argument("pages", nargs="*", help="paths of the house, or names of gallery pages")
    say = asked.parse_args()
    BUILD.mkdir(parents=True, exist_ok=True)
    at = say.at or gallery()
    paths = say.pages if say.at else [f"/{code}/{name}" for name in say.pages or PAGES for code in say.language]
    bad = 0
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium(), args=["--font-render-hinting=none"])
        for path in paths:
            for view in say.view:
                for fault in look(browser, at, path, say.door, view):
                    bad += 1
                    print(f"{path} {view}: {fault}")
        browser.close()
    print(f"{len(paths)} pages, {bad} faults; pictures in build/look/")
    return 1 if bad else 0


if __name__ == "__main__":
    sys.exit(main())
