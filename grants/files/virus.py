"""Asking the university's virus scanner (clamd), where there is one, before anything is kept."""

import socket
import struct

from grants.rules.refusal import Refused
from grants.words import say

CHUNK = 64 * 1024
PATIENCE = 20.0
LONGEST_REPLY = 4096
CLEAN = "OK"
FOUND = " FOUND"


def scan(address: str | None, content: bytes, field: str | None = None) -> None:
    """Refuse a file that the scanner knows as harmful, and any file while the scanner does not answer."""
    if not address:
        return
    try:
        verdict = ask(address, content)
    except OSError:
        verdict = ""
    if verdict == CLEAN:
        return
    if verdict.endswith(FOUND):
        raise Refused(
            say(
                "The virus scanner stopped this file (%(name)s). Make a new PDF on a clean computer and upload that.",
                name=verdict.removesuffix(FOUND),
            ),
            field,
        )
    raise Refused(
        say(
            "This file could not be checked for viruses just now, so it was not kept. "
            "Please try again in a few minutes."
        ),
        field,
    )


def ask(address: str, content: bytes) -> str:
    """What clamd says of a stream of bytes, without the stream's name."""
    host, _, port = address.rpartition(":")
    with socket.create_connection((host.strip("[]"), int(port)), PATIENCE) as line:
        line.sendall(b"zINSTREAM\0")
        for start in range(0, len(content), CHUNK):
            piece = content[start : start + CHUNK]
            line.sendall(struct.pack(">I", len(piece)) + piece)
        line.sendall(struct.pack(">I", 0))
        with line.makefile("rb") as reply:
            said = reply.read(LONGEST_REPLY).partition(b"\0")[0]
    return said.decode("utf-8", "replace").strip().removeprefix("stream: ")
