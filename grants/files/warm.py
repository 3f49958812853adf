"""The server's side of the limited process: a few kept warm, one that hangs ended, one that died replaced."""

import atexit
import os
import queue
import signal
import subprocess
import sys
from contextlib import suppress
from dataclasses import asdict
from pathlib import Path
from threading import Timer
from typing import Any

from grants.files.verdict import Fault, Faulty, Limits
from grants.files.wire import largest_answer, receive, send

CHECKOUT = Path(__file__).parents[2]
COMMAND = (sys.executable, "-P", "-s", "-m", "grants.files.inspector")
WIDTH = 2
GRACE = 3
PATIENCE = 30
TRIES = 2


class Inspector:
    """One warm process. It inherits no environment, so no key and no database address."""

    def __init__(self) -> None:
        self.child = subprocess.Popen(  # noqa: S603 - our own module
            COMMAND, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL,
            cwd="/", env={"PYTHONPATH": str(CHECKOUT)}, start_new_session=True,
        )  # fmt: skip

    def ask(self, data: bytes, limits: Limits) -> tuple[dict[str, Any], bytes]:
        """What the process says about one file; `EOFError` or `OSError` when it is gone."""
        if self.child.stdin is None or self.child.stdout is None:
            raise EOFError
        alarm = Timer(limits.seconds + GRACE, self.end)
        alarm.start()
        try:
            send(self.child.stdin, asdict(limits), data)
            return receive(self.child.stdout, largest_answer(limits))
        finally:
            alarm.cancel()

    def end(self) -> None:
        """End the process and whatever it started."""
        with suppress(ProcessLookupError):
            os.killpg(self.child.pid, signal.SIGKILL)
        self.child.wait()

    def close(self) -> None:
        """End the process and let go of its pipes."""
        self.end()
        for pipe in (self.child.stdin, self.child.stdout):
            with suppress(BrokenPipeError):
                if pipe:
                    pipe.close()


class Room:
    """The warm processes of one server process; more files at once wait their turn."""

    def __init__(self) -> None:
        self.left: list[Inspector | None] = []
        self.open()

    def open(self) -> None:
        """Make empty seats; a process is started when a file first needs it."""
        self.seats: queue.LifoQueue[Inspector | None] = queue.LifoQueue()
        for _ in range(WIDTH):
            self.seats.put(None)

    def ask(self, data: bytes, limits: Limits) -> tuple[dict[str, Any], bytes]:
        """What a warm process says about one file; one that died is replaced and the file tried once more."""
        try:
            inspector = self.seats.get(timeout=PATIENCE)
        except queue.Empty:
            raise Faulty(Fault.BUSY) from None
        try:
            for _ in range(TRIES):
                inspector = inspector or Inspector()
                try:
                    return inspector.ask(data, limits)
                except (EOFError, OSError, ValueError):
                    inspector.close()
                    inspector = None
        finally:
            self.seats.put(inspector)
        raise Faulty(Fault.HEAVY)

    def close(self) -> None:
        """End all warm processes; the next file starts a new one."""
        for _ in range(WIDTH):
            inspector = self.seats.get()
            if inspector:
                inspector.close()
        self.open()

    def abandon(self) -> None:
        """After a fork the processes belong to the parent; the child starts its own."""
        self.left.extend(self.seats.queue)
        self.open()


ROOM = Room()
atexit.register(ROOM.close)
os.register_at_fork(after_in_child=ROOM.abandon)
