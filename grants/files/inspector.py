"""The limited process that opens uploaded PDFs and pictures, so that a hostile one can only hurt itself.

One warm process waits with the parser loaded. For each file it forks a child that gives up memory, time,
files and output beyond the limits, examines, writes its verdict into memory and is gone; whatever happens
to the child, the waiting process says so. No file meets what another file left behind.
"""

import os
import resource
import signal
import sys
from typing import IO, Any

from grants.files.examine import examine
from grants.files.pictures import redraw
from grants.files.verdict import Fault, Faulty, Limits
from grants.files.wire import largest_answer, receive, send

JUDGES = {"pdf": examine, "picture": redraw}
OPEN_FILES = 16
OUT_OF_TIME = {signal.SIGALRM, signal.SIGXCPU, signal.SIGKILL}


def confine(limits: Limits) -> None:
    """Give up all that examining one file does not need; the kernel ends what goes beyond."""
    signal.setitimer(signal.ITIMER_REAL, limits.seconds)
    resource.setrlimit(resource.RLIMIT_CPU, (limits.cpu, limits.cpu + 1))
    resource.setrlimit(resource.RLIMIT_AS, (limits.memory, limits.memory))
    resource.setrlimit(resource.RLIMIT_FSIZE, (largest_answer(limits), largest_answer(limits)))
    resource.setrlimit(resource.RLIMIT_NOFILE, (OPEN_FILES, OPEN_FILES))
    resource.setrlimit(resource.RLIMIT_NPROC, (0, 0))
    silence = os.open(os.devnull, os.O_RDWR)
    for stream in (0, 1, 2):
        os.dup2(silence, stream)


def examine_apart(data: bytes, limits: Limits, sheet: IO[bytes]) -> int:
    """Fork a child that writes its verdict on the sheet; how the child ended."""
    child = os.fork()
    if child:
        return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
    try:
        confine(limits)
        write_verdict(data, limits, sheet)
        os._exit(0)
    finally:
        os._exit(1)


def write_verdict(data: bytes, limits: Limits, sheet: IO[bytes]) -> None:
    """Examine, and write down what came of it."""
    try:
        verdict = JUDGES[limits.kind](data, limits)
    except Faulty as faulty:
        send(sheet, {"fault": faulty.fault, "found": faulty.found}, b"")
    except MemoryError:
        send(sheet, {"fault": Fault.HEAVY, "found": 0}, b"")
    else:
        send(sheet, {"pages": verdict.pages}, verdict.sanitised)


def answer(data: bytes, limits: Limits) -> tuple[dict[str, Any], bytes]:
    """The verdict on one file, whatever it did to the child that opened it."""
    with os.fdopen(os.memfd_create("verdict"), "w+b") as sheet:
        ending = examine_apart(data, limits, sheet)
        if ending == 0:
            sheet.seek(0)
            return receive(sheet, largest_answer(limits))
    return {"fault": Fault.HEAVY if -ending in OUT_OF_TIME else Fault.DAMAGED, "found": 0}, b""


def serve(requests: IO[bytes], answers: IO[bytes]) -> None:
    """Answer one request after the other until the server is gone."""
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    while True:
        try:
            head, data = receive(requests, sys.maxsize)
        except EOFError:
            return
        send(answers, *answer(data, Limits(**head)))


if __name__ == "__main__":
    serve(sys.stdin.buffer, sys.stdout.buffer)
