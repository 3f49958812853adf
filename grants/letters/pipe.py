"""How the processes of the letters answer: a sign, a length, and what was asked for or why there is none."""

from typing import BinaryIO


def answer(answers: BinaryIO, sign: bytes, body: bytes) -> None:
    """Write one answer."""
    answers.write(sign + len(body).to_bytes(8) + body)
    answers.flush()
