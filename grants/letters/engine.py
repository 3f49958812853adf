"""The letter engine: hands papers to presses in processes of their own, and starts a new one when one breaks."""

import pickle
import subprocess
import sys
from collections.abc import Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from pathlib import Path
from queue import LifoQueue
from tempfile import TemporaryDirectory
from threading import Event, Lock, Timer
from typing import IO, Self

from grants.letters.fonts import FOLDER, coverage
from grants.letters.glyphs import refuse_missing
from grants.letters.paper import Paper

CODE = Path(__file__).parents[2]
MEMORY = 1536 * 1024 * 1024
SECONDS = 20
START = 60
PAPERS_PER_PROCESS = 2_000


class PrintError(RuntimeError):
    """The press did not print this paper; the message says why."""


class Engine:
    """Papers in, PDFs out. Make one per process of the application, when it is first needed; close it at the end."""

    def __init__(self, workers: int = 1, fonts: Path = FOLDER, seconds: float = SECONDS, memory: int = MEMORY) -> None:
        self.fonts = fonts
        limits = [str(fonts), str(memory), str(int(seconds))]
        self.presses = [Process("worker", limits, seconds) for _ in range(workers)]
        self.free: LifoQueue[Process] = LifoQueue()
        for press in self.presses:
            self.free.put(press)
        self.clerks = ThreadPoolExecutor(workers, thread_name_prefix="letters")

    def render(self, paper: Paper) -> bytes:
        """One paper as PDF; a MissingGlyph or a PrintError if it must not or cannot be printed."""
        return self.begin(paper).result()

    def begin(self, paper: Paper) -> Future[bytes]:
        """The same for many at once: as many are printed side by side as there are presses."""
        return self.clerks.submit(self.one, paper)

    def one(self, paper: Paper) -> bytes:
        """Check the characters, wait for a free press, print."""
        refuse_missing(paper, coverage(self.fonts))
        press = self.free.get()
        try:
            return press.print(paper)
        finally:
            self.free.put(press)

    def close(self) -> None:
        """Let the presses finish what they print and end them."""
        self.clerks.shutdown()
        for press in self.presses:
            press.stop()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()


class Process:
    """One press in its process, started when first needed and again after it broke, hung or printed its share."""

    def __init__(self, module: str, arguments: Sequence[str], seconds: float, first: bytes = b"") -> None:
        self.module, self.arguments, self.seconds, self.first = module, list(arguments), seconds, first
        self.running: subprocess.Popen[bytes] | None = None
        self.folder: TemporaryDirectory[str] | None = None
        self.printed = 0

    def print(self, paper: Paper) -> bytes:
        """One paper, within its time."""
        return self.hand_over(pickle.dumps(paper))

    def hand_over(self, asked: bytes) -> bytes:
        """One piece of work, within its time."""
        if self.running is None or self.running.poll() is not None or self.printed >= PAPERS_PER_PROCESS:
            self.start()
        self.printed += 1
        return self.ask(len(asked).to_bytes(8) + asked, self.seconds)

    def start(self) -> None:
        """A fresh process with nothing of ours but the code, the fonts and an empty folder."""
        self.stop()
        self.folder = TemporaryDirectory(prefix="letters-")
        own = {"PYTHONPATH": str(CODE), "TMPDIR": self.folder.name, "HOME": self.folder.name, "LANG": "C.UTF-8"}
        self.running = subprocess.Popen(  # noqa: S603 - our own interpreter and module
            [sys.executable, "-P", "-m", f"grants.letters.{self.module}", *self.arguments],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            cwd=self.folder.name,
            env=own,
        )
        self.printed = 0
        self.ask(self.first, START)

    def ask(self, asked: bytes, seconds: float) -> bytes:
        """Send one paper and wait for its answer; a process that breaks or takes too long is ended."""
        running = self.running
        if running is None or running.stdin is None or running.stdout is None:
            raise PrintError("The press is not running.")
        late = Event()
        alarm = Timer(seconds, end, (running, late))
        alarm.start()
        try:
            running.stdin.write(asked)
            running.stdin.flush()
            return answer(running.stdout)
        except (BrokenPipeError, EOFError) as broken:
            self.stop()
            why = f"took longer than {seconds:g} seconds" if late.is_set() else "broke"
            raise PrintError(f"The press {why} on this paper and was started anew.") from broken
        finally:
            alarm.cancel()

    def stop(self) -> None:
        """End the process and clear its folder away."""
        if self.running is not None:
            self.running.kill()
            self.running.communicate()
            self.running = None
        if self.folder is not None:
            self.folder.cleanup()
            self.folder = None


class Seal:
    """Puts the university's digital seal on printed letters, where a certificate is configured."""

    def __init__(self, certificate: Path, passphrase: str = "") -> None:
        key = passphrase.encode()
        self.process = Process("sealing", [str(certificate)], SECONDS, len(key).to_bytes(8) + key)
        self.lock = Lock()

    def put_on(self, pdf: bytes) -> bytes:
        """The letter with the seal on it, one at a time."""
        with self.lock:
            return self.process.hand_over(pdf)

    def close(self) -> None:
        """End the process that holds the key."""
        self.process.stop()


def end(running: subprocess.Popen[bytes], late: Event) -> None:
    """Time is up for this paper."""
    late.set()
    running.kill()


def answer(source: IO[bytes]) -> bytes:
    """One answer of the press: a PDF, or why there is none."""
    sign, length = exactly(source, 1), int.from_bytes(exactly(source, 8))
    body = exactly(source, length)
    if sign != b"+":
        raise PrintError(body.decode())
    return body


def exactly(source: IO[bytes], length: int) -> bytes:
    """That many bytes, or an EOFError if the press stopped speaking."""
    read = source.read(length)
    if len(read) < length:
        raise EOFError
    return read
