"""The migrations make what the models say, up and down, with data in them, on both databases."""

import re
from pathlib import Path

import pytest
from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from click import ClickException
from sqlalchemy import inspect, text

from grants.cli import schema
from grants.cli.schema import head, migrate, revision_of, step_down
from grants.config import shelf
from grants.db import Base, Record
from tests import cast, own

VERSIONS = shelf("migrations") / "versions"


@pytest.fixture
def empty(own_url):
    record = Record(own_url)
    yield record
    record.close()


def tables(record):
    return set(inspect(record.engine).get_table_names()) - {"alembic_version"}


def drawn(record):
    """Everything the database knows of its tables: columns, keys, indexes, and every CHECK."""
    looks = inspect(record.engine)
    plan = {}
    for table in sorted(tables(record)):
        plan[table] = {
            "columns": sorted((c["name"], str(c["type"]), c["nullable"]) for c in looks.get_columns(table)),
            "key": looks.get_pk_constraint(table),
            "references": sorted(
                (k["name"] or "", tuple(k["constrained_columns"]), k["referred_table"])
                for k in looks.get_foreign_keys(table)
            ),
            "unique": sorted((u["name"], tuple(u["column_names"])) for u in looks.get_unique_constraints(table)),
            "indexes": sorted(
                (i["name"], tuple(i["column_names"]), bool(i["unique"])) for i in looks.get_indexes(table)
            ),
            "checks": sorted((c["name"], plain(c["sqltext"])) for c in looks.get_check_constraints(table)),
        }
    return plan


def plain(sql):
    return re.sub(r"\s+", " ", sql)


def test_the_migrations_make_what_the_models_say(house, request, tmp_path):
    folder = tmp_path / "models"
    folder.mkdir()
    with own.database(request.config.getoption("--database"), folder) as url:
        models = Record(url)
        Base.metadata.create_all(models.writers)
        expected = drawn(models)
        models.close()
    found = drawn(house)
    assert set(found) == set(expected)
    for table, plan in expected.items():
        assert found[table] == plan, table


def test_a_comparison_finds_nothing_to_migrate(house):
    with house.engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True, "render_as_batch": True})
        assert compare_metadata(context, Base.metadata) == []


def test_every_state_has_its_check(house):
    checks = [check for table in drawn(house).values() for _, check in table["checks"]]
    assert any("'release_proposed'" in check for check in checks)
    assert len([check for check in checks if "state" in check]) >= 10


def test_up_down_and_up_again_with_people_in_it(house, at):
    with house.transaction() as session:
        cast.assemble(session, at)
    assert revision_of(house) == head()
    step_down(house, "-1")
    assert revision_of(house) is None
    assert tables(house) == set()
    assert migrate(house) is None
    assert tables(house) == set(Base.metadata.tables)


def test_migrating_again_changes_nothing(house, at):
    with house.transaction() as session:
        cast.assemble(session, at)
    before = drawn(house)
    assert migrate(house) == head()
    assert drawn(house) == before
    with house.reading() as session:
        assert session.scalar(text("SELECT count(*) FROM person")) == len(cast.NAMES)


def test_a_migration_that_fails_leaves_nothing_behind(empty, monkeypatch):
    def break_off(config, revision):
        upgrade(config, revision)
        raise KeyboardInterrupt

    upgrade = command.upgrade
    monkeypatch.setattr(schema.command, "upgrade", break_off)
    with pytest.raises(KeyboardInterrupt):
        migrate(empty)
    assert tables(empty) == set()
    assert revision_of(empty) is None
    monkeypatch.undo()
    migrate(empty)
    assert revision_of(empty) == head()


def test_on_sqlite_references_hold_again_after_migrating(house):
    if house.engine.dialect.name == "sqlite":
        with house.engine.connect() as connection:
            assert connection.exec_driver_sql("PRAGMA foreign_keys").scalar() == 1


def test_the_migrations_know_nothing_of_the_models():
    for path in VERSIONS.glob("*.py"):
        assert "grants" not in path.read_text(), path.name


def test_the_migrations_are_one_line_of_numbers():
    names = sorted(path.stem for path in VERSIONS.glob("*.py"))
    assert [int(name.split("_")[0]) for name in names] == list(
        range(2, len(names) + 2)
    )  # 0001 was replaced before anybody used it
    assert head() == names[-1].split("_")[0]


def test_the_migrations_travel_in_the_wheel():
    assert (Path(shelf("migrations")) / "env.py").is_file()


def test_a_database_of_a_foreign_version_is_left_alone_and_told_of(house):
    with house.transaction() as session:
        session.execute(text("UPDATE alembic_version SET version_num = 'elsewhere'"))
    with pytest.raises(ClickException, match="does not descend from"):
        migrate(house)
    assert "person" in tables(house)
