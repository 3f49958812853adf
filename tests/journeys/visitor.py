"""A person at a browser of their own, in their own language; every page they see is looked at."""

import os
import re
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Locator, Response, expect

from grants.words import language
from tests.journeys.stage import Stage

PASSWORD = "seven quiet herons stand"
LOCALES = {"en": "en-GB", "ja": "ja-JP", "sv": "sv-SE"}
WIDE, PHONE = {"width": 1280, "height": 800}, {"width": 390, "height": 844}
NAME_OF_A_ROW = re.compile("[0-9a-f]{8}-[0-9a-f-]{27}|[0-9a-f]{32}|key=.*")
PICTURES = os.environ.get("PICTURES")


@dataclass(frozen=True)
class Someone:
    """Who is at the browser."""

    email: str
    family: str
    given: str = ""
    family_latin: str = ""
    given_latin: str = ""
    language: str = "en"
    zone: str = "UTC"
    ror: str = ""
    password: str = PASSWORD
    phone: bool = False


class Visitor:
    """Somebody's browser: `go` somewhere, `press` a button, and the page that comes is looked at."""

    def __init__(self, stage: Stage, who: Someone) -> None:
        self.stage, self.who, self.lang = stage, who, language(who.language)
        self.context = stage.browser.new_context(
            base_url=stage.url, locale=LOCALES[who.language], viewport=PHONE if who.phone else WIDE,
            has_touch=who.phone, reduced_motion="reduce",
        )  # fmt: skip
        self.context.set_default_timeout(20_000)
        self.page = self.context.new_page()
        self.noises: list[str] = []
        self.status = 0
        self.page.on("console", lambda said: self.noises.append(said.text) if said.type == "error" else None)
        self.page.on("pageerror", lambda fault: self.noises.append(str(fault)))
        self.page.on("response", self.note)

    def note(self, answer: Response) -> None:
        if answer.request.is_navigation_request() and answer.frame == self.page.main_frame:
            self.status = answer.status

    def find(self, what: str) -> Locator:
        return self.page.locator(what)

    @property
    def path(self) -> str:
        return self.page.url.removeprefix(self.stage.url)

    @property
    def key(self) -> str:
        """The name of the thing in the address."""
        return re.search("[0-9a-f]{8}-[0-9a-f-]{27}", self.path).group()

    def go(self, place: str) -> "Visitor":
        """Open an address; who is not signed in signs in, who did so long ago confirms, and is led to the very thing."""
        self.page.goto(place)
        self.look()
        if self.path.startswith("/sign-in"):
            self.sign_in()
        if self.path.startswith("/confirm"):
            self.page.fill("#password", self.who.password)
            self.press("form.sheet button.primary")
        assert place == "/" or self.path == place.removeprefix(self.stage.url)
        return self

    def sign_in(self) -> None:
        """By password, or by a mailed link where one has none."""
        if self.who.password:
            self.page.fill("#email", self.who.email)
            self.page.fill("#password", self.who.password)
            self.press("form.sheet button")
            return
        self.press("a[href*='/sign-in/link']")
        self.page.fill("#email", self.who.email)
        self.press("form.sheet button")
        self.page.goto(self.stage.link(self.who.email, "/sign-in/link/"))
        self.press("form.sheet button")

    def press(self, button: str, *, says: int = 200) -> "Visitor":
        """Press what leads to another page, unfolding what asks once more before."""
        found = self.find(button)
        fold = found.locator("xpath=ancestor::details[not(@open)][1]/summary")
        if not found.is_visible() and fold.count():
            fold.click()
        with self.page.expect_navigation():
            found.click()
        self.look(says)
        return self

    def deed(self, place: str, *, says: int = 200) -> "Visitor":
        """Press the one button of the form that is posted to a place."""
        return self.press(f"form[action$='{place}'] button", says=says)

    def fill(self, **values: str) -> "Visitor":
        """Fill in fields by their names."""
        for name, value in values.items():
            self.find(f"[name='{name.replace('__', '-')}']").fill(value)
        return self

    def choose(self, **values: str) -> "Visitor":
        """Choose by the names of fields: one of a list, one of some radios."""
        for name, value in values.items():
            field = self.find(f"select[name='{name.replace('__', '-')}']")
            if field.count():
                field.select_option(value)
            else:
                self.find(f"[name='{name.replace('__', '-')}'][value='{value}']").check(force=True)
        return self

    def says(self, *wanted: str) -> "Visitor":
        """What the page says, as its reader reads it."""
        said = " ".join(self.find("main").inner_text().split())
        assert [one for one in wanted if " ".join(one.split()) not in said] == [], said
        return self

    def silent(self, *unwanted: str) -> "Visitor":
        """What the page does not say."""
        said = self.page.content()
        assert [one for one in unwanted if one in said] == []
        return self

    def money(self, amount: Any) -> str:
        return self.lang.money(amount)

    def fetch(self, address: str) -> bytes:
        """Download a file from a link on the page."""
        answer = self.context.request.get(address)
        assert answer.ok, f"{address}: {answer.status}"
        return answer.body()

    def look(self, says: int = 200) -> None:
        """What every page keeps to, in every role, language and width."""
        page, quiet = self.page, [f"the server responded with a status of {says} "] if says != 200 else []
        assert self.status == says, f"{self.status} at {self.path}: {self.find('main').inner_text()}"
        if PICTURES:
            self.picture(Path(PICTURES))
        noises = [noise for noise in self.noises if not any(one in noise for one in quiet)]
        assert noises == [], f"{self.path}: {noises}"
        self.noises.clear()
        assert page.locator("html").get_attribute("lang") == self.who.language
        wide = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
        assert wide <= 0, f"{self.path} scrolls sideways by {wide} px"
        here = (NAME_OF_A_ROW.sub("-", self.path.partition("?")[0]), str(self.who.phone), str(says))
        if here not in self.stage.looked_at:
            self.stage.looked_at.add(here)
            found = Axe().run(page, options={"resultTypes": ["violations"]}).response["violations"]
            assert [f"{one['id']}: {one['nodes'][0]['html'][:200]}" for one in found] == [], self.path

    def picture(self, folder: Path) -> None:
        name = re.sub("[^a-z-]+", "-", NAME_OF_A_ROW.sub("", self.path)).strip("-")
        number = len(list(folder.glob("*.png")))
        folder.mkdir(parents=True, exist_ok=True)
        self.page.screenshot(path=folder / f"{number:03}-{self.who.email.partition('@')[0]}-{name}.png", full_page=True)

    def saved(self) -> None:
        """Wait until the page says that everything is saved, at this very second where its reader is."""
        self.page.locator("h1").click()
        when = self.lang.clock(self.stage.now, self.who.zone, seconds=True)
        expect(self.find("[data-saved]")).to_contain_text(when)

    def close(self) -> None:
        self.context.close()
