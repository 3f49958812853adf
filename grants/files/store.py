"""The checked store: bytes under their own fingerprint, durable before anybody is told so.

Written aside, fsynced, renamed, the folder fsynced; only then may a row name them. Reading checks the
fingerprint, so a changed byte is never shown as what was handed in. Keeping and sweeping exclude each
other by a lock, so bytes that are kept again while being swept are not lost.
"""

import fcntl
import os
import re
import uuid
from collections.abc import Collection, Iterator
from contextlib import contextmanager
from datetime import datetime
from hashlib import sha256
from pathlib import Path

FINGERPRINT = re.compile(r"[0-9a-f]{64}")


class Lost(Exception):
    """Bytes that a row names are missing or no longer what they were."""


class Store:
    """A folder of bytes that are found by their SHA-256 and by nothing a person typed."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.incoming = folder / "incoming"
        self.incoming.mkdir(parents=True, exist_ok=True, mode=0o700)

    def keep(self, content: bytes) -> str:
        """Make the bytes durable and return their fingerprint; keeping them twice keeps them once."""
        name = fingerprint(content)
        path = self.path(name)
        with self.locked(fcntl.LOCK_SH):
            if path.exists() and fingerprint(path.read_bytes()) == name:
                os.utime(path)
            else:
                path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
                self.write(path, content)
            for folder in (path.parent, path.parent.parent, self.folder):
                sync_folder(folder)
        return name

    def open(self, name: str) -> bytes:
        """The bytes of a fingerprint, exactly as they were kept, or `Lost`."""
        try:
            content = self.path(name).read_bytes()
        except FileNotFoundError:
            raise Lost(f"{name} is missing") from None
        if fingerprint(content) != name:
            raise Lost(f"{name} has changed")
        return content

    def lost(self, known: Collection[str]) -> Iterator[str]:
        """Which of the known fingerprints can no longer be answered for."""
        for name in sorted(known):
            try:
                self.open(name)
            except Lost:
                yield name

    def sweep(self, known: Collection[str], older_than: datetime) -> int:
        """Remove bytes that no row names and that are older than any unfinished upload; how many went."""
        line = older_than.timestamp()
        strays = [*self.incoming.iterdir(), *(path for path in self.folder.glob("??/??/*") if path.name not in known)]
        return sum(self.remove(path, line) for path in strays)

    def remove(self, path: Path, line: float) -> bool:
        """Remove one stray unless it was touched meanwhile."""
        with self.locked(fcntl.LOCK_EX):
            try:
                stray = path.stat().st_mtime < line
            except FileNotFoundError:
                return False
            if stray:
                path.unlink()
            return stray

    def write(self, path: Path, content: bytes) -> None:
        """Write aside, make durable, then give the bytes their name in one stroke."""
        aside = self.incoming / uuid.uuid4().hex
        try:
            with os.fdopen(os.open(aside, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o400), "wb") as out:
                out.write(content)
                out.flush()
                os.fsync(out.fileno())
            aside.rename(path)
        finally:
            aside.unlink(missing_ok=True)

    def path(self, name: str) -> Path:
        """Where the bytes of a fingerprint lie; nothing but a fingerprint leads into the folder."""
        if not FINGERPRINT.fullmatch(name):
            raise Lost("not a fingerprint")
        return self.folder / name[:2] / name[2:4] / name

    @contextmanager
    def locked(self, how: int) -> Iterator[None]:
        """Hold the folder's lock, shared by keepers, alone for the sweeper."""
        opened = os.open(self.folder / ".lock", os.O_RDWR | os.O_CREAT, 0o600)
        try:
            fcntl.flock(opened, how)
            yield
        finally:
            os.close(opened)


def fingerprint(content: bytes) -> str:
    """The SHA-256 by which bytes are kept and proved."""
    return sha256(content).hexdigest()


def sync_folder(folder: Path) -> None:
    """Make the names in a folder durable."""
    opened = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(opened)
    finally:
        os.close(opened)
