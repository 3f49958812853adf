"""How the server and the limited process talk: two lengths, a JSON head, then bytes.

Never pickle: what comes back from the process that opened a hostile file is not trusted either.
"""

import json
import struct
from typing import IO, Any

from grants.files.verdict import MEBI, Limits

LENGTHS = struct.Struct(">IQ")
MOST_HEAD = 4096


def send(pipe: IO[bytes], head: dict[str, Any], body: bytes) -> None:
    """Write one message."""
    text = json.dumps(head).encode()
    pipe.write(LENGTHS.pack(len(text), len(body)))
    pipe.write(text)
    pipe.write(body)
    pipe.flush()


def receive(pipe: IO[bytes], most: int) -> tuple[dict[str, Any], bytes]:
    """Read one message; `EOFError` when the other side is gone or talks nonsense."""
    head, body = LENGTHS.unpack(exactly(pipe, LENGTHS.size))
    if head > MOST_HEAD or body > most:
        raise EOFError
    return json.loads(exactly(pipe, head)), exactly(pipe, body)


def exactly(pipe: IO[bytes], length: int) -> bytes:
    """Read so many bytes or none."""
    read = pipe.read(length)
    if len(read) < length:
        raise EOFError
    return read


def largest_answer(limits: Limits) -> int:
    """A sanitised copy may grow a little over the original, as forms become part of the page."""
    return 2 * limits.size + MEBI
