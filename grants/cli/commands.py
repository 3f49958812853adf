"""The commands: each reads the settings, opens the record, and calls one verb."""

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from os import execv, register_at_fork
from pathlib import Path
from signal import SIGKILL
from typing import TextIO

import click
from sqlalchemy import select
from sqlalchemy.orm import Session

from grants import clock
from grants.applications.queries.search import fold_again
from grants.calls.definition import DefinitionFaults
from grants.cli import accounts, definitions, forgetting, retaining, upkeep
from grants.cli.logs import write_logs
from grants.cli.reckonings import again
from grants.cli.rulebook import rule_book
from grants.cli.schema import head, migrate, revision_of, step_down
from grants.cli.solve import NoCase
from grants.cli.solve import solve as answer
from grants.cli.up import die_with_parent, keep_up, prepare
from grants.config import Settings, Unsafe
from grants.db import Record
from grants.jobs.alarm import alarm_clock
from grants.jobs.due import run_due
from grants.jobs.model import Job
from grants.rules.refusal import Refused


def settings() -> Settings:
    """The settings, or a sentence about why the house must not start with them."""
    try:
        return Settings.from_env()
    except Unsafe as reason:
        raise click.ClickException(str(reason)) from None


@contextmanager
def writing() -> Iterator[tuple[Session, Settings]]:
    """One command's transaction; a refusal is told in its own words."""
    chosen = settings()
    record = Record(chosen.database_url)
    try:
        with record.transaction() as session:
            yield session, chosen
    except Refused as refusal:
        raise click.ClickException(str(refusal.reason)) from None
    except DefinitionFaults as faults:
        raise click.ClickException(f"The file has faults (line: reason):\n{faults}") from None
    finally:
        record.close()


@click.group()
def main() -> None:
    """Tsunagari: a joint seed fund from its call to its accepted report."""


@main.command()
def up() -> None:
    """Bring the database up, then serve the site and run its jobs until stopped."""
    chosen = settings()
    write_logs()
    prepare(chosen)
    keep_up(chosen)


@main.command()
@click.option("--child", is_flag=True, hidden=True)
def serve(*, child: bool) -> None:
    """Serve the site alone (gunicorn)."""
    settings()
    if child:
        die_with_parent()
    execv(sys.executable, [sys.executable, "-m", "gunicorn", "--config", "python:grants.cli.server"])  # noqa: S606


@main.command()
@click.option("--child", is_flag=True, hidden=True)
@click.option("--workers", default=2, show_default=True, help="Processes that work at the same time.")
@click.option("--ticks/--no-ticks", default=True, help="Whether this one also rings every minute.")
def work(*, child: bool, workers: int, ticks: bool) -> None:
    """Run the jobs alone: mail, reminders, deadlines, letters. On PostgreSQL several may run at once."""
    if child:
        die_with_parent()
    write_logs()
    chosen = settings()
    known = revision_of(Record(chosen.database_url))
    if known != head():
        raise click.ClickException(f"The database is at migration {known}, this program at {head()}: grants migrate")
    register_at_fork(after_in_child=lambda: die_with_parent(SIGKILL))
    huey, wake = alarm_clock(chosen)
    wake()
    huey.create_consumer(
        workers=workers, worker_type="process", periodic=ticks, max_delay=1.0, check_worker_health=True,
    ).run()  # fmt: skip


@main.command("migrate")
@click.option("--down", type=click.IntRange(min=1), help="Take that many migrations back.")
def migrate_command(down: int | None) -> None:
    """Bring the database to the schema of this program."""
    chosen = settings()
    chosen.data_folder.mkdir(parents=True, exist_ok=True)
    record = Record(chosen.database_url)
    before = revision_of(record)
    if down:
        step_down(record, f"-{down}")
    else:
        migrate(record)
    click.echo(f"{before or 'empty'} → {revision_of(record) or 'empty'}")
    record.close()


@main.group()
def jobs() -> None:
    """Work that no page waits for."""


@jobs.command()
def run() -> None:
    """Do everything that is due, once."""
    chosen = settings()
    write_logs()
    record = Record(chosen.database_url)
    click.echo(f"{run_due(record, chosen, clock.now())} jobs were due.")
    record.close()


@jobs.command("list")
def list_jobs() -> None:
    """List what is waiting, running, or given up."""
    with writing() as (session, _):
        for job in session.scalars(select(Job).order_by(Job.state, Job.run_at)):
            how_far = f"{job.progress}/{job.total}" if job.total else ""
            click.echo(f"{job.run_at:%Y-%m-%d %H:%M:%S}  {job.state.value:8} {job.kind:16} {how_far:9} {job.error}")


@main.command()
@click.argument("email")
def admin(email: str) -> None:
    """Make an administrator; prints the link with which they choose a password, which works once."""
    with writing() as (session, chosen):
        link = accounts.make_administrator(session, chosen, email, clock.now())
    click.echo(link)


@main.group()
def call() -> None:
    """Calls as definition files."""


@call.command("export")
@click.argument("code")
def export_call(code: str) -> None:
    """Print a call as a definition file."""
    with writing() as (session, _):
        click.echo(definitions.export_call(session, code), nl=False)


@call.command("import")
@click.argument("file", type=click.File(encoding="utf-8"))
@click.option("--as", "email", required=True, help="The officer (or administrator) who takes it in.")
def import_call(file: TextIO, email: str) -> None:
    """Read a definition file: an officer's becomes a draft call; an administrator's opens a new programme."""
    with writing() as (session, _):
        click.echo(definitions.import_call(session, file.read(), email, clock.now()))


@main.command()
@click.argument("target", type=click.Path(file_okay=False, path_type=Path))
def backup(target: Path) -> None:
    """Copy the record and its files into a folder; with SQLite that folder can be used as DATA_FOLDER."""
    written = upkeep.back_up(settings(), target)
    click.echo(f"{written}  sha256 {upkeep.fingerprint_of(written)}")


@main.command()
def check() -> None:
    """Prove that the record is whole: database, history, submissions, files."""
    chosen = settings()
    record = Record(chosen.database_url)
    faults = list(upkeep.check(chosen, record))
    record.close()
    for fault in faults:
        click.echo(fault, err=True)
    if faults:
        raise click.ClickException(f"{len(faults)} faults.")
    click.echo("Everything is as it was written.")


@main.command()
def refold() -> None:
    """Write the keys anew by which people and applications are found, after an upgrade that folds names otherwise."""
    with writing() as (session, _):
        count = fold_again(session)
    click.echo(f"{count} keys were written anew.")


@main.command("forget")
@click.argument("email")
@click.option("--as", "first", help="An officer or administrator who answers for it.")
@click.option("--with", "second", help="Another one; neither is the person.")
def forget_command(email: str, first: str | None, second: str | None) -> None:
    """Show what each side keeps of a person, and until when; with two names, forget the person for good."""
    with writing() as (session, _):
        for line in forgetting.told(session, email):
            click.echo(line)
        if first and second:
            click.echo(f"Forgotten: {forgetting.forgotten(session, email, (first, second), clock.now())}")
        else:
            click.echo("Nothing was changed. Name two people with --as and --with to forget this person for good.")


@main.command()
@click.option("--as", "first", help="An officer or administrator who answers for it.")
@click.option("--with", "second", help="Another one.")
def retain(first: str | None, second: str | None) -> None:
    """Show what has outlived its time; with two names, seal what was not funded without people and words, for good."""
    with writing() as (session, _):
        for line in retaining.told(session, clock.now()):
            click.echo(line)
        if first and second:
            click.echo(f"Sealed: {retaining.sealed(session, (first, second), clock.now())}")
        else:
            click.echo("Nothing was changed.")


@main.command()
def rules() -> None:
    """Print the rule book as Markdown."""
    click.echo(rule_book())


@main.command()
@click.argument("call")
def reckon(call: str) -> None:
    """Compute every kept result of a call again, and say whether it comes to the same."""
    with writing() as (session, _settings):
        found = [(one.number, one.fingerprint, is_same) for one, is_same in again(session, call)]
    for number, fingerprint, is_same in found:
        click.echo(f"{number}  {fingerprint}  {'identical' if is_same else 'DIFFERS'}")
    if not all(is_same for _, _, is_same in found):
        raise click.ClickException("Not every result comes to the same: compare the versions each was computed with.")


@main.command()
@click.argument("case", type=click.File(encoding="utf-8"))
def solve(case: TextIO) -> None:
    """Answer a case of assignment, ranking, funding or reliability, written as JSON."""
    try:
        click.echo(answer(case.read()))
    except NoCase as fault:
        raise click.ClickException(str(fault)) from None
