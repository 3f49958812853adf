import os
import signal
import subprocess
import sys
import threading
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from grants.files import store as store_module
from grants.files.store import Lost, Store, fingerprint

FUTURE = datetime.now(UTC) + timedelta(days=1)
PAST = datetime.now(UTC) - timedelta(days=1)


@pytest.fixture
def store(tmp_path):
    return Store(tmp_path / "files")


def kept_files(store):
    return sorted(path.name for path in store.folder.glob("??/??/*"))


def test_what_is_kept_is_found_by_its_fingerprint_in_two_levels(store):
    name = store.keep(b"a proposal")
    assert name == fingerprint(b"a proposal")
    assert store.open(name) == b"a proposal"
    assert (store.folder / name[:2] / name[2:4] / name).read_bytes() == b"a proposal"
    assert list(store.incoming.iterdir()) == []


def test_kept_twice_is_kept_once(store):
    assert store.keep(b"same") == store.keep(b"same")
    assert kept_files(store) == [fingerprint(b"same")]


def test_nobody_else_on_the_machine_reads_it(store):
    path = store.path(store.keep(b"private"))
    assert path.stat().st_mode & 0o777 == 0o400
    assert path.parent.stat().st_mode & 0o077 == 0


@pytest.mark.parametrize("name", ["", "../../etc/passwd", "a" * 63, "A" * 64, "a" * 64 + "\n", "/" * 64, "é" * 64])
def test_only_fingerprints_lead_into_the_folder(store, name):
    with pytest.raises(Lost, match="not a fingerprint"):
        store.open(name)


def test_a_changed_byte_and_a_missing_file_are_told_never_shown(store):
    good, changed, missing = (store.keep(content) for content in (b"good", b"changed", b"missing"))
    store.path(changed).chmod(0o600)
    store.path(changed).write_bytes(b"chanGed")
    store.path(missing).unlink()
    with pytest.raises(Lost, match="has changed"):
        store.open(changed)
    with pytest.raises(Lost, match="is missing"):
        store.open(missing)
    assert list(store.lost({good, changed, missing})) == sorted([changed, missing])


def test_keeping_again_heals_changed_bytes(store):
    name = store.keep(b"content")
    store.path(name).chmod(0o600)
    store.path(name).write_bytes(b"torn")
    assert store.open(store.keep(b"content")) == b"content"


def test_bytes_are_durable_before_they_have_their_name(store, monkeypatch):
    told = []
    sync, rename = os.fsync, store_module.Path.rename

    def watched_sync(opened):
        told.append(("fsync", str(Path(f"/proc/self/fd/{opened}").readlink())))
        sync(opened)

    def watched_rename(path, target):
        told.append(("rename", str(target)))
        return rename(path, target)

    monkeypatch.setattr(os, "fsync", watched_sync)
    monkeypatch.setattr(store_module.Path, "rename", watched_rename)
    path = store.path(store.keep(b"durable"))
    aside = told[0][1]
    assert aside.startswith(str(store.incoming))
    assert told == [
        ("fsync", aside),
        ("rename", str(path)),
        ("fsync", str(path.parent)),
        ("fsync", str(path.parent.parent)),
        ("fsync", str(store.folder)),
    ]


def test_a_full_disk_leaves_nothing_behind(store):
    script = (
        "import resource, sys; from pathlib import Path; from grants.files.store import Store\n"
        "import signal; signal.signal(signal.SIGXFSZ, signal.SIG_IGN)\n"
        "resource.setrlimit(resource.RLIMIT_FSIZE, (1000, 1000))\n"
        "Store(Path(sys.argv[1])).keep(b'x' * 5000)\n"
    )
    ended = subprocess.run([sys.executable, "-c", script, str(store.folder)], capture_output=True, check=False)
    assert b"OSError" in ended.stderr
    assert kept_files(store) == list(store.incoming.iterdir()) == []


def test_killed_at_any_moment_a_name_means_whole_bytes(store):
    script = (
        "import sys; from pathlib import Path; from grants.files.store import Store\n"
        "store = Store(Path(sys.argv[1]))\n"
        "for n in range(10**6): print(store.keep(b'%d' % n * 50_000), flush=True)\n"
    )
    for pause in (0.05, 0.1, 0.15):
        process = subprocess.Popen([sys.executable, "-c", script, str(store.folder)], stdout=subprocess.PIPE)
        acknowledged = [process.stdout.readline()]
        timer = threading.Timer(pause, process.send_signal, [signal.SIGKILL])
        timer.start()
        acknowledged += process.stdout.readlines()
        process.wait()
        process.stdout.close()
        names = [line.decode().strip() for line in acknowledged if line.endswith(b"\n")]
        assert names
        assert list(store.lost(names)) == []
    assert list(store.lost(kept_files(store))) == []


def test_the_sweeper_takes_only_old_bytes_that_no_row_names(store):
    named, stray = store.keep(b"named"), store.keep(b"stray")
    (store.incoming / "left by a crash").write_bytes(b"half")
    assert store.sweep({named}, PAST) == 0
    assert kept_files(store) == sorted([named, stray])
    assert store.sweep({named}, FUTURE) == 2
    assert kept_files(store) == [named]
    assert list(store.incoming.iterdir()) == []


def test_keeping_again_makes_old_bytes_young(store):
    name = store.keep(b"again")
    os.utime(store.path(name), (1, 1))
    store.keep(b"again")
    assert store.sweep(set(), PAST) == 0
    assert store.open(name) == b"again"


def test_keeping_and_sweeping_at_once_lose_nothing(store):
    contents = [b"%d" % n for n in range(20)]
    stop = threading.Event()

    def sweep():
        while not stop.is_set():
            store.sweep(set(), PAST)

    sweeper = threading.Thread(target=sweep)
    sweeper.start()
    lost = []
    for _ in range(15):
        for content in contents:
            name = fingerprint(content)
            if store.path(name).exists():
                os.utime(store.path(name), (1, 1))
            store.keep(content)
            lost += store.lost({name})
    stop.set()
    sweeper.join()
    assert lost == []
