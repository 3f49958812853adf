"""Two at the same moment: one receipt for two submissions, no text lost where two write in one place."""

import html
import re
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from threading import Barrier

import pytest
from sqlalchemy import select

from grants.applications.model import Application, Version
from grants.cli.upkeep import check
from grants.mail.model import Message
from tests.faults.ground import Ground, Team, teams
from tests.faults.person import Answer, Browser, version_on
from tests.make import first_section

APPLICATIONS = 5
PAIRS = 100
CONFLICTS = 200
PLACE = "summary"

TAG = re.compile("<[^>]*>")

Deed = Callable[[], Answer | None]


@pytest.fixture
def at_work(tried: Ground) -> Iterator[list[Team]]:
    """Teams whose applications are complete, before a server that runs."""
    made = teams(tried, APPLICATIONS)
    tried.house.session.close()
    with tried.site:
        yield made


def together(pool: ThreadPoolExecutor, *deeds: Deed) -> list[Answer]:
    """Everybody at the same moment."""
    start = Barrier(len(deeds))

    def go(deed: Deed) -> Answer | None:
        start.wait()
        return deed()

    told = list(pool.map(go, deeds))
    assert None not in told, "the server did not answer"
    return told


def test_a_hundred_pairs_of_simultaneous_submissions_give_one_receipt_each(tried, at_work):
    with ThreadPoolExecutor(2) as pool:
        for team in at_work:
            browsers = team.browsers()
            for round_ in range(PAIRS // APPLICATIONS):
                ready(team, browsers)
                submit = {"deed": "submit", "version": version_on(browsers[0].look(f"{team.own}/submit"))}
                # every other time one person clicks twice, else the two investigators click at once
                pair = browsers if round_ % 2 else (browsers[0], Browser(team.port, browsers[0].ticket))
                told = together(pool, *(partial(one.ask, "POST", f"{team.own}/submit", **submit) for one in pair))
                assert all(one.status in {303, 409, 422} for one in told), [one.text[-300:] for one in told]
                assert any(one.location == f"{team.own}/receipt" for one in told)
                pair[1].hang_up()
            for browser in browsers:
                browser.hang_up()
    assert list(check(tried.settings, tried.record)) == []
    with tried.record.reading() as session:
        for team in at_work:
            application = session.get(Application, team.application_id)
            rounds = list(range(1, PAIRS // APPLICATIONS + 1))
            assert [one.ordinal for one in application.snapshots] == rounds
            mails = select(Message.to).where(Message.application_id == application.id, Message.kind == "receipt")
            investigators = [part.pi.email for part in application.parts]
            assert sorted(session.scalars(mails)) == sorted(investigators * len(rounds))


def ready(team: Team, browsers: tuple[Browser, Browser]) -> None:
    """Open for editing if it was handed in, and confirmed by both: one click from being submitted."""
    browsers[0].ask("POST", f"{team.own}/reopen")
    for browser in browsers:
        page = browser.look(f"{team.own}/submit")
        told = browser.ask("POST", f"{team.own}/submit", deed="confirm", version=version_on(page))
        assert told.status in {303, 422}, told.text[-500:]


def test_two_hundred_conflicting_edits_lose_no_text(tried, at_work):
    section = first_section(tried.house.call)
    written: dict[Team, set[str]] = {team: set() for team in at_work}
    with ThreadPoolExecutor(2) as pool:
        for team in at_work:
            browsers = team.browsers()
            for number in range(CONFLICTS // APPLICATIONS):
                texts = [f"{who} writes 文 {number} of {team.application_id}" for who in ("Lead", "Partner")]
                written[team] |= meet(pool, team, section, browsers, texts)
            for browser in browsers:
                browser.hang_up()
    with tried.record.reading() as session:
        for team, texts in written.items():
            kept = select(Version.value).where(Version.application_id == team.application_id, Version.place == PLACE)
            assert texts - set(session.scalars(kept)) == set()
            assert len(texts) == 2 * CONFLICTS // APPLICATIONS
    assert list(check(tried.settings, tried.record)) == []


def meet(
    pool: ThreadPoolExecutor, team: Team, section: str, browsers: tuple[Browser, Browser], texts: list[str],
) -> set[str]:  # fmt: skip
    """Both saw the same, both save at once: one is kept, the other is refused and shown both; then keeps their own."""
    seen = version_on(browsers[0].look(f"{team.own}/sections/{section}"))
    address = f"{team.own}/sections/{section}/autosave"
    saves = [
        lambda one=one, text=text: one.ask("POST", address, changed=PLACE, version=seen, **{PLACE: text})
        for one, text in zip(browsers, texts, strict=True)
    ]
    told = together(pool, *saves)
    assert sorted(one.status for one in told) == [200, 409], [one.text[:300] for one in told]
    lost = next(place for place, one in enumerate(told) if one.status == 409)
    refused = told[lost].json()
    assert refused["theirs"] == {PLACE: texts[1 - lost]}
    shown = html.unescape(TAG.sub("", refused["clashes"][PLACE]))
    assert all(text in shown for text in texts), shown
    again = browsers[lost].ask("POST", address, changed=PLACE, version=refused["version"], **{PLACE: texts[lost]})
    assert again.status == 200, again.text[:300]
    return set(texts)
