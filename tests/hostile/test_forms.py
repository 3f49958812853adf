"""Every field of every form, with at least two thousand hostile values: no fault of ours, the same verdict on both."""

from collections.abc import Iterator

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from sqlalchemy import text

from grants.config import Settings
from grants.db import Base, Record
from tests.access.world import World, build
from tests.hostile.forms import Form, forms_of
from tests.hostile.sending import Verdict, fillings, send
from tests.hostile.values import hostile
from tests.rehearsal import RehearsalRecord

STAGES = ("call_draft", "draft", "submitted_closed", "reported")
ROUNDS = 2
LEAST = 2000
FILES = [
    (b"", "empty.pdf"), (b"PK\x03\x04" + b"\x00" * 200, "\u202efdp.exe"), (b"%PDF-1.7\n" + b"\xff" * 5000, "../../x.pdf"),
    (b"\x89PNG\r\n\x1a\n", "con"), (b"<html>%PDF-1.7", "a" * 400 + ".pdf"), (b"%PDF-1.7\n%%EOF", "図.pdf\r\nX: y"),
]  # fmt: skip
known: set[tuple[str, ...]] = set()
sent: list[int] = []


@pytest.fixture(scope="module")
def beside(request, tmp_path_factory) -> Iterator[Record | None]:
    """Beside a PostgreSQL a house on SQLite, which is sent the same."""
    if request.config.getoption("--database") == "sqlite":
        yield None
        return
    record = Record(f"sqlite:///{tmp_path_factory.mktemp('beside') / 'beside.sqlite3'}")
    Base.metadata.create_all(record.writers)
    with record.engine.begin() as connection:
        connection.execute(text("CREATE TABLE alembic_version (version_num VARCHAR(32) NOT NULL)"))
    yield record
    record.close()


@pytest.fixture(params=STAGES)
def houses(request, engine_record, beside, database_url, tmp_path) -> Iterator[list[World]]:
    """The house in one stage of its life, on the database asked for and on the other one beside it."""
    records = [RehearsalRecord(one) for one in (engine_record, beside) if one is not None]
    chosen = Settings(tmp_path, database_url, "a key of the tests that is long enough for anyone")
    sessions = [record.writing() for record in records]
    yield [build(request.param, *both, chosen) for both in zip(sessions, records, strict=True)]
    for session, record in zip(sessions, records, strict=True):
        session.close()
        record.undo()


def test_whatever_is_sent_to_any_field_is_answered_alike(houses):
    faults: list[str] = []
    mine = [form for form in forms_of(houses[0]) if form.sort not in known]
    others = [{form.sort: form for form in forms_of(world)} for world in houses[1:]]
    for form in mine:
        known.add(form.sort)
        alike = [form, *(other[form.sort] for other in others)]
        faults += throw(houses, alike)
        faults += [fault for junk in FILES if form.uploads for fault in judge(houses, alike, [], junk)]
    assert not faults, "\n".join(sorted(set(faults))[:60])


def throw(houses: list[World], alike: list[Form]) -> list[str]:
    """A few rounds of values at one form, a value for every field."""
    faults: list[str] = []
    names = alike[0].names

    @settings(max_examples=ROUNDS, derandomize=True, database=None, deadline=None, phases=[Phase.generate],
              suppress_health_check=list(HealthCheck))  # fmt: skip
    @given(st.lists(hostile, min_size=len(names), max_size=len(names)))
    def once(values: list[str]) -> None:
        for place, pairs in enumerate(fillings(alike[0], dict(zip(names, values, strict=True)))):
            faults.extend(judge(houses, alike, pairs, told=f"{values[place : place + 1]!a:.40} ({place})"))
        sent.append(2 * len(names) + 2)

    once()
    return faults


def judge(houses: list[World], alike: list[Form], pairs: list[tuple[str, str]], junk=None, told: str = "") -> list[str]:
    """What is wrong with the answers of the houses to the same."""
    verdicts: list[Verdict] = []
    for world, form in zip(houses, alike, strict=True):
        renamed = dict(zip(alike[0].names, form.names, strict=True))
        said = zip((*alike[0].fields, *alike[0].buttons), (*form.fields, *form.buttons), strict=True)
        honest = {pair: own for pair, (_, own) in said}
        own = [(renamed.get(name, name), honest.get((name, value), value)) for name, value in pairs]
        verdicts.append(send(world, form, own, junk))
    where = f"{alike[0].role} {alike[0].sort[0]} {told or junk}"
    faults = [f"{where}: {one.status} {one.broke}" for one in verdicts if one.status >= 500]
    return faults + ([f"{where}: {verdicts}"] if len(set(verdicts)) > 1 else [])


def test_it_was_enough():
    assert sum(sent) >= LEAST
