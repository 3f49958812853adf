"""The last minutes before a deadline: teams save, confirm and submit at a stated rate, before a real server over HTTP.

Arrivals are open: the next team comes when it comes, however long those before it wait, and its own wait counts.
Each saves a last text, reads the whole, both investigators confirm, the lead submits and reads the receipt.
The teams press the keys on the same cores as the server works on.
"""

import statistics
import tempfile
import time
from collections import defaultdict
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import partial
from http import HTTPStatus
from itertools import count
from pathlib import Path
from random import Random

from sqlalchemy import func, select

from grants import clock
from grants.applications.model import Application, Snapshot
from grants.cli.upkeep import check
from tests.bench import thousand
from tests.conftest import NOW
from tests.faults.ground import Ground, Team, ground
from tests.faults.person import Answer, Browser, version_on
from tests.make import first_section

RATES = (50, 500)  # submissions a minute
AT_ONCE, SEED = 200, 20220315
WARM, SPARE = 12, 1.2  # journeys before the watch runs; chance may send a few more than expected
OK, LED_ON, NO_ANSWER = HTTPStatus.OK, HTTPStatus.SEE_OTHER, 0


@dataclass
class Watch:
    """How long everything took, by the name of the deed, and what went wrong."""

    seconds: dict[str, list[float]] = field(default_factory=lambda: defaultdict(list))
    errors: dict[str, list[str]] = field(default_factory=lambda: defaultdict(list))

    def time(self, name: str, since: float, told: Answer, wanted: HTTPStatus) -> Answer | None:
        """Note how long an answer took since it was due; one that is not as wanted is an error, and ends the journey."""
        self.seconds[name].append(time.monotonic() - since)
        if told.status != wanted:
            self.errors[name].append(f"{told.status} {told.text[-200:]}")
            return None
        return told


@dataclass
class Surge:
    """A ground with its teams, who come one after the other."""

    ground: Ground
    section: str
    waiting: Iterator[Team]
    number: Iterator[int] = field(default_factory=count)

    def run(self, rate: int, seconds: float) -> Watch:
        """So many submissions a minute, at moments of their own choosing."""
        watch, chance = Watch(), Random(SEED)
        with ThreadPoolExecutor(AT_ONCE) as pool:
            due = time.monotonic()
            end = due + seconds
            while (due := due + chance.expovariate(rate / 60)) < end:
                time.sleep(max(0.0, due - time.monotonic()))
                pool.submit(self.come, watch, next(self.waiting), due)
        return watch

    def come(self, watch: Watch, team: Team, due: float) -> None:
        """One team comes."""
        lead, partner = team.browsers()
        self.submit(team, partial(once, lead), partial(once, partner), (watch, due))

    def submit(
        self, team: Team, lead: Callable[..., Answer], partner: Callable[..., Answer],
        watched: tuple[Watch, float],
    ) -> None:  # fmt: skip
        """Save, read, confirm twice, submit, read the receipt."""
        (watch, due), place = watched, f"{team.own}/submit"
        text = {"changed": "summary", "summary": f"{next(self.number)} 字 å of {team.application_id}"}
        told = lead("POST", f"{team.own}/sections/{self.section}/autosave", **text)
        shown = watch.time("autosave", due, told, OK) and self.page(watch, lead, place)
        if shown is None:
            return
        version = version_on(shown)
        for who, deed in ((lead, "confirm"), (partner, "confirm"), (lead, "submit")):
            since = time.monotonic()
            if watch.time(deed, since, who("POST", place, deed=deed, version=version), LED_ON) is None:
                return
        self.page(watch, lead, f"{team.own}/receipt")

    def page(self, watch: Watch, lead: Callable[..., Answer], address: str) -> Answer | None:
        """A page that is only read."""
        since = time.monotonic()
        return watch.time("pages", since, lead("GET", address), OK)


def once(browser: Browser, method: str, address: str, **fields: str) -> Answer:
    """Ask over a fresh connection, as somebody does who reads between two clicks."""
    told = browser.ask(method, address, **fields)
    browser.hang_up()
    return told or Answer(NO_ANSWER, "", f"no answer: {browser.fault}")


@contextmanager
def surge(url: str, minutes: float) -> Iterator[Surge]:
    """A house with enough complete applications, and its server, warm."""
    clock.stop(NOW)
    with tempfile.TemporaryDirectory() as folder, ground(url, Path(folder)) as made:
        house = made.house
        drafts = thousand.complete(house, WARM + int(minutes * sum(RATES) * SPARE) + WARM)
        house.session.commit()
        made.record.study()
        house.session.expire_all()
        found = house.session.scalars(select(Application).where(Application.id.in_(drafts))).unique().all()
        house.session.commit()
        ready = iter([made.team(application) for application in found])
        section = first_section(house.call)
        house.session.close()
        with made.site:
            coming = Surge(made, section, ready)
            for _ in range(WARM):
                coming.come(Watch(), next(ready), time.monotonic())
            yield coming


def tell(name: str, url: str, minutes: float) -> None:
    """Print what the teams met at each rate, and prove that every submission they were promised is there, and whole."""
    with surge(url, minutes) as coming:
        made, kept = coming.ground, WARM
        before = len(list(check(made.settings, made.record)))
        for rate in RATES:
            watch = coming.run(rate, minutes * 60)
            print(f"\n{name}, {rate} submissions a minute for {minutes:g} minutes, server and teams on the same cores")
            print(f"{'':12}{'requests':>10}{'median ms':>11}{'95 % ms':>9}{'99 % ms':>9}{'errors':>8}")
            for deed, took in watch.seconds.items():
                print(line(deed, took, len(watch.errors[deed])))
            for deed, faults in watch.errors.items():
                print(*(f"   {deed}: {fault}" for fault in faults[:3]), sep="\n", end="\n" if faults else "")
            kept += len(watch.seconds["submit"]) - len(watch.errors["submit"])
        with made.record.reading() as session:
            found = session.scalar(select(func.count()).select_from(Snapshot))
        faults = len(list(check(made.settings, made.record))) - before
        print(f"{kept} submissions acknowledged, {found} kept; {faults} faults in the record")


def line(deed: str, took: list[float], errors: int) -> str:
    """One row of the table."""
    every = statistics.quantiles(took, n=100, method="inclusive") if len(took) > 1 else took * 99
    median, late, last = (every[place] * 1000 for place in (49, 94, 98))
    return f"{deed:12}{len(took):10}{median:11.0f}{late:9.0f}{last:9.0f}{errors:8}"
