"""The bench: how long the house takes, and how many statements it needs, for 10 and for 1,000 applications.

    ./test bench                 SQLite, and PostgreSQL where TEST_POSTGRES_URL is set
    ./test bench --size 200 --runs 20
    ./test bench awards          only tables, register and figures of five times as many awards
    ./test bench surge           only the last minutes before a deadline (--minutes 2)

Every request is a real one through the whole application, in one process: how long it took, and how long one core
worked on it, which is the steadier figure on a machine that does other things as well.
"""

import argparse
import os
import statistics
import tempfile
import time
import uuid
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from sqlalchemy import create_engine, event, text

from grants import clock
from grants.app import create_app
from grants.calls import actions as calls
from grants.cli.memory import settle
from grants.config import Settings, driver
from grants.db import Base, Record
from grants.rules.calls import closes_at
from grants.rules.relations import THE_CLOCK
from tests.bench import awards, letters, reckoning, surge, thousand
from tests.client import Client
from tests.conftest import NOW
from tests.make import HOUR, House, joined

SMALL = 10


@dataclass
class Bench:
    """One filled house, and a person at a browser."""

    record: Record
    client: Client
    house: House
    ids: dict[str, Any]
    statements: list[str] = field(default_factory=list)


@dataclass(frozen=True)
class Figure:
    """What one page takes."""

    name: str
    median: float
    late: float
    work: float
    statements: int


@contextmanager
def filled(url: str, size: int, fill: Callable[[House, int], dict[str, Any]] = thousand.fill) -> Iterator[Bench]:
    """A house on this database with a call of that size, closed and reviewed."""
    record = Record(url)
    Base.metadata.create_all(record.writers)
    with tempfile.TemporaryDirectory() as folder:
        settings = Settings(Path(folder), url, "a key of the bench that is long enough for anyone")
        clock.stop(NOW)
        with record.writing() as session:
            house = thousand.opened(session, NOW)
            mine = joined(house)
            ids = fill(house, size)
            session.commit()
            session.execute(text("ANALYZE"))
            session.commit()
            app = create_app(settings, record)
            settle()  # as the server does
            app.test_client_class = Client
            client = app.test_client()
            client.session = session
            bench = Bench(record, client, house, {**ids, "open": mine.id})
            event.listen(record.engine, "before_cursor_execute", lambda *seen: bench.statements.append(seen[2]))
            yield bench
    record.close()


def measure(bench: Bench, name: str, ask: Callable[[int], Any], runs: int) -> Figure:
    """The same request again and again; the first two only warm up."""
    for number in range(2):
        ask(-1 - number)
    seconds, worked = [], []
    for number in range(runs):
        bench.statements.clear()
        began, before = time.perf_counter(), time.process_time()
        answer = ask(number)
        seconds.append(time.perf_counter() - began)
        worked.append(time.process_time() - before)
        if answer.status_code not in {200, 303}:
            raise RuntimeError(f"{name}: {answer.status_code}")
    counted = [one for one in bench.statements if not one.startswith(("BEGIN", "COMMIT", "ROLLBACK"))]
    late = statistics.quantiles(seconds, n=20)[-1] if len(seconds) > 1 else seconds[0]
    return Figure(name, statistics.median(seconds) * 1000, late * 1000, statistics.median(worked) * 1000, len(counted))


def figures(bench: Bench, runs: int) -> list[Figure]:
    """Every page of the bench, each as the person it belongs to."""
    client, ids, cast, call = bench.client, bench.ids, bench.house.cast, bench.house.call
    few = max(5, runs // 5)
    plain = client.plain
    found = []
    client.be(cast.ada)
    found.append(measure(bench, "applicant's dashboard", lambda _: plain("GET", "/my"), runs))
    section = thousand.questions_of(call)[0].section
    save = f"/my/applications/{ids['open']}/sections/{section}/autosave"

    def save_draft(number: int) -> Any:
        return plain("POST", save, summary=f"Version {number} of it", changed="summary")

    found.append(measure(bench, "saving a draft", save_draft, runs))
    closed(bench)
    client.be(cast.rea)
    found.append(measure(bench, "reviewer's pile", lambda _: plain("GET", "/reviews"), runs))
    review = f"/reviews/{ids['review']}"
    found.append(measure(bench, "opening a review", lambda _: plain("GET", review), runs))

    def save_review(number: int) -> Any:
        return plain("POST", f"{review}/autosave", for_panel=f"Version {number}", changed="for_panel")

    found.append(measure(bench, "saving a review", save_review, runs))
    client.be(cast.olu)
    found.append(
        measure(
            bench, "officer's first list page", lambda _: plain("GET", f"/office/calls/{ids['call']}/applications"), few
        )
    )
    found.append(
        measure(
            bench,
            "export of all scores",
            lambda _: plain("GET", f"/office/calls/{ids['call']}/exports/scores.csv"),
            few,
        )
    )
    found.append(ranking(bench, "ranking", few))
    return found


def closed(bench: Bench) -> None:
    """The deadline has passed."""
    clock.stop(closes_at(bench.house.call) + HOUR)
    calls.close(bench.house.call, THE_CLOCK, clock.now())
    bench.house.session.commit()


def ranking(bench: Bench, name: str, runs: int) -> Figure:
    """The chair's page of the whole ranking."""
    bench.client.be(bench.house.cast.ivo)
    return measure(bench, name, lambda _: bench.client.plain("GET", f"/reviews/panels/{bench.ids['call']}"), runs)


@contextmanager
def databases() -> Iterator[Callable[[], dict[str, str]]]:
    """Fresh databases: a SQLite file, and one of PostgreSQL's where there is a server."""
    made: list[str] = []
    server = os.environ.get("TEST_POSTGRES_URL")
    with tempfile.TemporaryDirectory() as folder:

        def fresh() -> dict[str, str]:
            urls = {"SQLite": f"sqlite:///{folder}/{uuid.uuid4().hex}.sqlite3"}
            if server:
                name = f"bench_{uuid.uuid4().hex}"
                admin = create_engine(driver(server), isolation_level="AUTOCOMMIT")
                with admin.connect() as connection:
                    connection.execute(text(f'CREATE DATABASE "{name}"'))
                made.append(name)
                urls["PostgreSQL"] = admin.url.set(database=name).render_as_string(hide_password=False)
            return urls

        yield fresh


def main() -> None:
    """Print a table for every database, then letters per second and the reckoning, then the surge before a deadline."""
    asked = argparse.ArgumentParser(prog="./test bench")
    asked.add_argument("part", nargs="?", choices=["all", "pages", "awards", "letters", "surge"], default="all")
    asked.add_argument("--size", type=int, default=1000)
    asked.add_argument("--runs", type=int, default=100)
    asked.add_argument("--minutes", type=float, default=2.0)
    chosen = asked.parse_args()
    with databases() as fresh:
        if chosen.part in {"all", "pages"}:
            tell_pages((fresh(), fresh(), fresh()), chosen.size, chosen.runs)
        if chosen.part in {"all", "awards"}:
            tell_awards(fresh(), 5 * chosen.size, max(3, chosen.runs // 20))
        if chosen.part in {"all", "letters"}:
            print(f"\nletters: {letters.letters_per_second():.1f} a second with two presses; "
                  f"one warm letter {letters.seconds_for_one() * 1000:.0f} ms")  # fmt: skip
            print("\n".join(reckoning.figures()))
        if chosen.part in {"all", "surge"}:
            for name, url in fresh().items():
                surge.tell(name, url, chosen.minutes)


def tell_awards(fresh: dict[str, str], size: int, runs: int) -> None:
    """What tables and figures of that many awards take."""
    for name, url in fresh.items():
        with filled(url, size, awards.fill) as bench:
            bench.client.be(bench.house.cast.olu)
            print(f"\n{name}, {size} awards, each with a report and an outcome")
            for what, address in awards.pages(bench.ids):
                one = measure(bench, what, lambda _, at=address: bench.client.plain("GET", at), runs)
                print(f"{one.name:28}{one.median:11.1f} ms{one.work:9.1f} core ms{one.statements:6} statements")


def tell_pages(fresh: tuple[dict[str, str], ...], size: int, runs: int) -> None:
    """A table for every database; the ranking also over five times as many applications."""
    small, large, larger = fresh
    for name, url in large.items():
        with filled(small[name], SMALL) as bench:
            few = {one.name: one for one in figures(bench, 10)}
        with filled(url, size) as bench:
            rows = figures(bench, runs)
        with filled(larger[name], 5 * size) as bench:
            closed(bench)
            rows.append(ranking(bench, f"ranking, {5 * size}", max(5, runs // 20)))
        print(f"\n{name}, {size} applications, 3 reviews of 4 criteria each")
        print(f"{'':28}{'median ms':>11}{'95 % ms':>9}{'core ms':>9}{'statements':>12}{f'at {SMALL}':>7}")
        for one in rows:
            print(
                f"{one.name:28}{one.median:11.1f}{one.late:9.1f}{one.work:9.1f}{one.statements:12}{few[one.name.split(',')[0]].statements:7}"
            )


if __name__ == "__main__":
    main()
