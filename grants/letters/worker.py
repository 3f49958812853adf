"""The process around the press: limited in memory and time, without a network, one paper after another.

Started by `engine` as `python -m grants.letters.worker FONTS MEMORY SECONDS`. It reads papers from standard
input, each behind its length, and answers each with a sign, a length and a PDF or a sentence.
"""

import gc
import os
import pickle
import resource
import sys
from pathlib import Path
from typing import Any

from grants.letters.fonts import FontsMissingError
from grants.letters.pipe import answer
from grants.letters.press import Press, ReachedError, UnprintableError

FORBIDDEN = ("socket.", "subprocess.", "os.exec", "os.posix_spawn", "os.spawn", "os.system", "os.fork", "ftplib.")
FILE_LIMIT = 128 * 1024 * 1024
GARBAGE = 100_000  # a paper makes and drops tens of thousands of things at once


def main() -> None:
    """Take limits upon itself, then print until nobody asks any more."""
    folder, memory, seconds = sys.argv[1:]
    papers, answers = sys.stdin.buffer, os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)
    resource.setrlimit(resource.RLIMIT_AS, (int(memory), int(memory)))
    resource.setrlimit(resource.RLIMIT_FSIZE, (FILE_LIMIT, FILE_LIMIT))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    sys.addaudithook(stay_inside)
    try:
        press = Press(Path(folder))
    except FontsMissingError as missing:
        answer(answers, b"-", str(missing).encode())
        return
    gc.freeze()
    gc.set_threshold(GARBAGE)
    answer(answers, b"+", b"ready")
    while length := papers.read(8):
        ration(int(seconds))
        answer(answers, *printed(press, papers.read(int.from_bytes(length))))


def printed(press: Press, asked: bytes) -> tuple[bytes, bytes]:
    """One paper's PDF, or the sentence that says why there is none; any other fault ends the process."""
    try:
        return b"+", press.print(pickle.loads(asked))  # noqa: S301 - only our own engine writes to this pipe
    except (UnprintableError, ReachedError) as fault:
        return b"-", str(fault).encode()
    except RecursionError:
        return b"-", b"The paper is nested too deeply."
    except MemoryError:
        return b"-", b"The paper needs more memory than a letter may take."


def ration(seconds: int) -> None:
    """Give the next paper that much processor time from now."""
    spent = resource.getrusage(resource.RUSAGE_SELF)
    until = int(spent.ru_utime + spent.ru_stime) + seconds + 1
    resource.setrlimit(resource.RLIMIT_CPU, (until, resource.RLIM_INFINITY))


def stay_inside(event: str, _: Any) -> None:
    """No connection and no other program, whoever in this process asks for it."""
    if event.startswith(FORBIDDEN):
        raise ReachedError(f"The press stays inside its process: {event}")


if __name__ == "__main__":
    main()
