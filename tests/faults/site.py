"""The server as `./start` runs it: gunicorn with its workers, on a port of its own; it can be killed at any moment."""

import http.client
import os
import signal
import socket
import subprocess
import sys
import time
from pathlib import Path
from random import Random
from typing import Self

from grants.config import Settings
from tests.faults.person import PATIENCE


class Site:
    """One site over one database; killed without a word, and started again."""

    def __init__(self, settings: Settings, log: Path) -> None:
        self.settings, self.log = settings, log
        self.process: subprocess.Popen[bytes] | None = None

    def __enter__(self) -> Self:
        self.start()
        return self

    def __exit__(self, *_fault: object) -> None:
        self.stop()

    def start(self) -> None:
        """Start it, and wait until it says that it is ready."""
        chosen = self.settings
        told = {
            "PORT": str(chosen.port), "DATABASE_URL": chosen.database_url, "DATA_FOLDER": str(chosen.data_folder),
            "SECRET_KEY": chosen.secret_key, "BASE_URL": chosen.base_url, "DEMONSTRATION": "0",
        }  # fmt: skip
        command = [sys.executable, "-m", "grants.cli", "serve", "--child"]
        with self.log.open("ab") as log:
            self.process = subprocess.Popen(
                command, env={**os.environ, **told}, stdout=log, stderr=log, start_new_session=True,
            )  # fmt: skip
        self.wait()

    def wait(self) -> None:
        """Wait until it answers."""
        until = time.monotonic() + PATIENCE
        while not self.is_ready():
            assert self.process.poll() is None, f"the server ended: {self.log.read_text()[-2000:]}"
            assert time.monotonic() < until, f"the server never got ready: {self.log.read_text()[-2000:]}"
            time.sleep(0.02)

    def is_ready(self) -> bool:
        """Whether it says of itself that it is ready."""
        door = http.client.HTTPConnection("127.0.0.1", self.settings.port, timeout=5)
        try:
            door.request("GET", "/readyz")
            return door.getresponse().status == http.HTTPStatus.OK
        except (OSError, http.client.HTTPException):
            return False
        finally:
            door.close()

    def workers(self) -> list[int]:
        """The processes that answer."""
        children = Path(f"/proc/{self.process.pid}/task/{self.process.pid}/children")
        return [int(number) for number in children.read_text().split()]

    def kill_workers(self, chance: Random) -> None:
        """SIGKILL one of the processes that answer, or several at once; the one that keeps the port starts others."""
        answering = self.workers()
        for number in chance.sample(answering, chance.randint(1, len(answering))):
            os.kill(number, signal.SIGKILL)

    def kill(self) -> None:
        """SIGKILL everything."""
        os.killpg(self.process.pid, signal.SIGKILL)
        self.process.wait()

    def stop(self) -> None:
        """End it as an office would."""
        if self.process.poll() is None:
            self.process.terminate()
            try:
                self.process.wait(PATIENCE)
            except subprocess.TimeoutExpired:
                self.kill()


def free_port() -> int:
    """A port that nobody listens on."""
    with socket.socket() as asked:
        asked.bind(("127.0.0.1", 0))
        return int(asked.getsockname()[1])
