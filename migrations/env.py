"""Runs the migrations, upwards and downwards, in one transaction on the connection the house hands over.

A new migration, after the models have changed:      scripts/migration add_extension
(writes versions/000N_add_extension.py by comparing the models with a fresh database at the current head; read it,
see that CHECKs which changed are in it, and that `downgrade` keeps what people wrote). To write 0001 anew while
nothing is in use yet: remove versions/0001_house.py and run     scripts/migration house
"""

from importlib import import_module
from pathlib import Path

from alembic import context
from sqlalchemy import Connection, MetaData

from grants.config import ROOT
from grants.db import NAMING

PLAIN = {
    "Line": lambda kind: f"sa.String(length={kind.bound})",
    "LongText": lambda _: "sa.Text()",
    "Instant": lambda _: "sa.DateTime(timezone=True)",
}


def render(what, thing, _context):
    """Write the house's own column types as plain ones: a migration knows nothing of the models of later days."""
    return PLAIN[type(thing).__name__](thing) if what == "type" and type(thing).__name__ in PLAIN else False


def models() -> MetaData:
    """Every table of the house, for a comparison."""
    for path in sorted(Path(ROOT).glob("*/model.py")):
        import_module(f"grants.{path.parent.name}.model")
    return import_module("grants.db").Base.metadata


def run(connection: Connection) -> None:
    """All of it or nothing."""
    comparing = context.config.attributes.get("comparing", False)
    context.configure(
        connection=connection,
        target_metadata=models() if comparing else MetaData(naming_convention=NAMING),
        render_as_batch=True,
        render_item=render,
        compare_type=True,
        transactional_ddl=True,
    )
    with context.begin_transaction():
        context.run_migrations()


run(context.config.attributes["connection"])
