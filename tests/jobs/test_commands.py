"""The commands, as an office runs them: in a process of their own, against a database of their own."""

import os
import re
import signal
import socket
import sqlite3
import subprocess
import sys
import time
from pathlib import Path
from urllib.error import URLError
from urllib.parse import urlencode
from urllib.request import HTTPCookieProcessor, build_opener, urlopen

import pytest
from sqlalchemy import select, text

from grants.calls.definition import read, shipped
from grants.cli import upkeep
from grants.db import Record
from grants.files.model import Attachment
from grants.files.store import Store
from grants.history.model import Entry
from grants.mail.model import Message
from grants.people.model import Person
from grants.rules.relations import is_administrator
from tests import make
from tests.mail.server import Post, mail_server


@pytest.fixture
def outside(own_settings, tmp_path):
    """The environment that an office sets."""
    return {
        "PATH": os.environ["PATH"], "HOME": str(tmp_path), "DATABASE_URL": own_settings.database_url,
        "DATA_FOLDER": str(own_settings.data_folder), "SECRET_KEY": own_settings.secret_key, "BASE_URL": "http://fund.test",
    }  # fmt: skip


@pytest.fixture
def grants(outside):
    """Runs a command; what it printed, or the fault it told."""

    def run(*words, code=0, **more):
        command = [sys.executable, "-W", "error::ResourceWarning", "-m", "grants.cli", *words]
        done = subprocess.run(
            command, env={**outside, **more}, capture_output=True, text=True, timeout=120, check=False
        )
        assert done.returncode == code, done.stderr
        return done.stdout if code == 0 else done.stderr

    return run


@pytest.fixture
def lived(house, at):
    """A record with a submitted application in it."""
    with house.transaction() as session:
        make.submitted(make.opened(session, at))
    return house


def test_migrate_up_and_down(grants):
    assert grants("migrate") == "empty → 0002\n"
    assert grants("migrate") == "0002 → 0002\n"
    assert grants("migrate", "--down", "1") == "0002 → empty\n"


def test_an_administrator_is_made_once_and_gets_a_link_that_works_once(grants, house):
    first = grants("admin", "Boss@Example.ORG").strip()
    second = grants("admin", "boss@example.org").strip()
    assert first.startswith("http://fund.test/password/")
    assert first != second
    with house.reading() as session:
        [boss] = session.scalars(select(Person))
        assert (boss.email, len(boss.appointments), is_administrator(boss)) == ("boss@example.org", 1, True)
        assert session.scalars(select(Message.to)).all() == ["boss@example.org"] * 2
        assert session.scalars(select(Entry.step).where(Entry.subject_id == boss.id)).all() == ["appoint"]


def test_a_call_travels_as_a_file(grants, lived, tmp_path):
    file = tmp_path / "call.yaml"
    file.write_text(grants("call", "export", "MIRAI-2022"))
    assert read(file.read_text()) == read(shipped()["mirai-2022"].read_text())
    assert "There is no call “X”." in grants("call", "export", "X", code=1)
    assert "already" in grants("call", "import", str(file), "--as", "olu@example.org", code=1)
    file.write_text(file.read_text().replace("code: MIRAI-2022", "code: MIRAI-2023", 1))
    assert grants("call", "import", str(file), "--as", "olu@example.org") == "The call MIRAI-2023 is a draft.\n"
    assert "not one of" in grants("call", "import", str(file), "--as", "ada@example.org", code=1)
    assert "nobody with the address" in grants("call", "import", str(file), "--as", "x@example.org", code=1)
    file.write_text("code: [")
    assert "line: reason" in grants("call", "import", str(file), "--as", "olu@example.org", code=1)


def test_a_new_programme_is_opened_by_an_administrator(grants, house):
    grants("admin", "boss@example.org")
    file = str(shipped()["kyushu-illinois-2022"])
    assert "is open. Appoint its officers" in grants("call", "import", file, "--as", "boss@example.org")
    assert "not one of" in grants("call", "import", file, "--as", "boss@example.org", code=1)


def test_jobs_run_and_are_listed(grants, house):
    assert grants("jobs", "run").endswith("jobs were due.\n")
    assert "close_calls" in grants("jobs", "list")


def test_the_rule_book_names_every_life_and_every_right(grants):
    book = grants("rules")
    for noun in ("Application", "Call", "Review", "Letter", "Report", "Award part"):
        assert f"## {noun}\n" in book
    assert (
        "| Submit application (`submit`) | draft, reopened, returned | submitted | A principal investigator of either side. |"
        in book
    )
    assert "| own application |" in book
    assert "lambda" not in book


def test_a_backup_is_whole_and_can_be_lived_in(grants, lived, own_settings, tmp_path):
    kept = Store(own_settings.data_folder / "files").keep(b"%PDF a paper")
    written = grants("backup", str(tmp_path / "backup"))
    assert "sha256 " in written
    assert Store(tmp_path / "backup" / "files").open(kept) == b"%PDF a paper"
    if own_settings.is_sqlite:
        folder = str(tmp_path / "backup")
        assert "as it was written" in grants("check", DATA_FOLDER=folder, DATABASE_URL="")
        with sqlite3.connect(tmp_path / "backup" / "tsunagari.sqlite3") as copy:
            assert copy.execute("SELECT count(*) FROM snapshot").fetchone() == (1,)
        copy.close()
        return
    target = Record(own_settings.database_url)
    with target.engine.connect() as connection:
        told = connection.execute(text("SELECT count(*) FROM snapshot")).scalar()
    target.close()
    listing = subprocess.run(
        ["pg_restore", "--list", tmp_path / "backup" / "tsunagari.dump"], capture_output=True, text=True, check=True
    )
    assert (told, "TABLE DATA public snapshot" in listing.stdout) == (1, True)


def test_a_backup_made_while_people_write_is_of_one_instant(lived, own_settings, tmp_path, at):
    if not own_settings.is_sqlite:
        pytest.skip("pg_dump sees to it")
    upkeep.back_up(own_settings, tmp_path / "backup")
    with lived.transaction() as session:
        session.execute(text("DELETE FROM snapshot"))
        path = upkeep.back_up(own_settings, tmp_path / "meanwhile")
    with sqlite3.connect(path) as copy:
        assert copy.execute("SELECT count(*) FROM snapshot").fetchone() == (1,)
    copy.close()


@pytest.mark.parametrize(
    ("tampering", "told"),
    [
        ("UPDATE entry SET step = 'forged' WHERE seq = 2", "History: entry 2 of"),
        ("DELETE FROM entry WHERE seq = 1 AND noun = 'application'", "History: entry 2 of application"),
        ("UPDATE application SET state = 'approved'", "is “approved”; its history says “submitted”."),
        ("UPDATE snapshot SET content = '{}'", "is not as it was submitted."),
    ],
)
def test_a_check_finds_what_was_tampered_with(grants, lived, tampering, told):
    assert grants("check") == "Everything is as it was written.\n"
    with lived.transaction() as session:
        session.execute(text(tampering))
    assert told in grants("check", code=1)


def test_a_check_finds_a_file_that_is_gone(lived, own_settings, at):
    store = Store(own_settings.data_folder / "files")
    name = store.keep(b"a paper")
    with lived.transaction() as session:
        add_attachment(session, name, at)
    assert list(upkeep.check(own_settings, lived)) == []
    store.path(name).unlink()
    assert list(upkeep.check(own_settings, lived)) == [f"File {name} is missing or changed."]


def add_attachment(session, name, at):
    by = session.scalars(select(Person.id)).first()
    session.add(Attachment(sha256=name, sanitised_sha256=name, size=7, pages=1, original_name="plan.pdf", kind="plan",
                           uploaded_by_id=by, uploaded_at=at))  # fmt: skip


def test_a_check_says_so_when_the_program_is_newer(grants, house):
    with house.transaction() as session:
        session.execute(text("UPDATE alembic_version SET version_num = '0000'"))
    assert "is at migration 0000" in grants("check", code=1)
    assert "grants migrate" in grants("work", code=1)


def test_unsafe_settings_are_told_in_a_sentence(grants):
    told = grants("up", code=1, TSUNAGARI_MODE="production", SECRET_KEY="short")
    assert "In production SECRET_KEY must be set" in told


# --- up ---------------------------------------------------------------------------------------------------------------


def ask_for_a_link(port, email):
    """Ask on the page for a sign-in link, as a browser would."""
    browser = build_opener(HTTPCookieProcessor())
    address = f"http://127.0.0.1:{port}/sign-in/link"
    with browser.open(address, timeout=10) as answer:
        token = re.search(r'name="csrf_token"[^>]*value="([^"]+)"', answer.read().decode())[1]
    with browser.open(address, urlencode({"csrf_token": token, "email": email}).encode(), timeout=10) as answer:
        assert answer.status == 200


def free_port():
    with socket.create_server(("127.0.0.1", 0)) as free:
        return free.getsockname()[1]


def ask(port, path="/readyz"):
    try:
        with urlopen(f"http://127.0.0.1:{port}{path}", timeout=5) as answer:
            return answer.status, answer.headers, answer.read()
    except (URLError, ConnectionError):
        return 0, {}, b""


def wait_for(what, seconds=60):
    until = time.monotonic() + seconds
    while time.monotonic() < until:
        if found := what():
            return found
        time.sleep(0.2)
    raise AssertionError("it did not come to pass")


def listed(pid):
    """The processes that a process has started, each with its command."""
    command = ["ps", "-o", "pid=,args=", "--ppid", str(pid)]
    lines = subprocess.run(command, capture_output=True, text=True, check=False).stdout.splitlines()
    return [(int(line.split()[0]), line) for line in lines]


def children(pid):
    return {("serve" if "gunicorn" in line else "work"): number for number, line in listed(pid)}


@pytest.fixture
def office():
    return Post()


@pytest.fixture
def up(outside, office, house):
    """The whole house, running on an empty record."""
    port = free_port()
    command = [sys.executable, "-m", "grants.cli", "up"]
    with mail_server(office) as address:
        env = {**outside, "PORT": str(port), "SMTP_URL": f"smtp://{address}", "DEMONSTRATION": "0",
               "GUNICORN_CMD_ARGS": "--workers 1"}  # fmt: skip
        running = subprocess.Popen(command, env=env, stdout=subprocess.PIPE, text=True)
        try:
            wait_for(lambda: ask(port)[0] == 200)
            yield running, port
        finally:
            if running.poll() is None:
                running.terminate()
                running.wait(40)
            running.stdout.close()


def test_the_house_stands_up_sends_what_is_due_survives_dead_children_and_closes(up, office):
    running, port = up
    assert running.stdout.readline() == "Tsunagari is ready at http://fund.test\n"
    status, headers, _ = ask(port, "/static/tsunagari.css")
    assert (status, headers["Cache-Control"]) == (200, "max-age=3600, public")
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert "default-src 'none'" in headers["Content-Security-Policy"]

    ask_for_a_link(port, "ai@example.org")
    [(receivers, _)] = wait_for(lambda: office.taken, 10)
    assert receivers == ["ai@example.org"]

    before = children(running.pid)
    assert set(before) == {"serve", "work"}
    grown = [pid for pid, _ in listed(before["work"])]
    assert grown
    for pid in before.values():
        os.kill(pid, signal.SIGKILL)
    wait_for(lambda: len(after := children(running.pid)) == 2 and not set(after.values()) & set(before.values()))
    wait_for(lambda: ask(port)[0] == 200)
    assert not [pid for pid in grown if Path(f"/proc/{pid}").exists()]
    left = children(running.pid)
    running.terminate()
    assert running.wait(40) == 0
    assert ask(port)[0] == 0
    assert not [pid for pid in left.values() if Path(f"/proc/{pid}").exists()]


def test_keys_of_an_older_way_of_folding_are_written_anew(grants, lived):
    with lived.transaction() as session:
        assert named_by(session, "takahashi") == [("Takahashi", "Ai")]
        session.execute(text("UPDATE person SET search_key = 'x' WHERE email = 'ada@example.org'"))
        session.execute(text("UPDATE application SET title_key = 'x'"))
        session.execute(text("UPDATE snapshot SET search_key = 'x', people_key = 'x'"))
    assert grants("refold") == "3 keys were written anew.\n"
    assert grants("refold") == "0 keys were written anew.\n"
    with lived.reading() as session:
        assert named_by(session, "takahashi") == [("Takahashi", "Ai")]
    assert grants("check") == "Everything is as it was written.\n"


def named_by(session, key):
    found = select(Person.family_latin, Person.given_latin).where(Person.search_key.contains(key))
    return [tuple(row) for row in session.execute(found)]


def test_retain_shows_what_would_go_and_changes_nothing(grants, lived):
    told = grants("retain")
    assert "mail     90 days after it was sent or given up" in told
    assert "0 applications that were not funded are past their time" in told
    assert told.endswith("Nothing was changed.\n")
    assert "Two people are needed" in grants("retain", "--as", "olu@example.org", "--with", "olu@example.org", code=1)
