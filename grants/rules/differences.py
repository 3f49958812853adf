"""Two texts side by side: what differs between them, and one text that loses nothing of either.

Texts are compared line by line and, within what changed, word by word (a Japanese sign counts as a word). Very large
differences are told as one, so that no text takes long to compare.
"""

import re
from collections.abc import Iterator, Sequence
from difflib import SequenceMatcher

WORD = re.compile(r"[\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff]|[^\s\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff]+|\s+")
MOST_LINES, MOST_WORDS = 600, 1_500
Piece = tuple[str, str]  # "same", "old" or "new", and the text
SAME, OLD, NEW = "same", "old", "new"


def differences(old: str, new: str) -> list[Piece]:
    """What stays, what goes and what comes between an older and a newer text, in reading order."""
    found: list[Piece] = []
    for before, after in blocks(old.splitlines(keepends=True), new.splitlines(keepends=True), MOST_LINES):
        if before == after:
            add(found, SAME, before)
            continue
        for gone, come in blocks(WORD.findall(before), WORD.findall(after), MOST_WORDS):
            if gone == come:
                add(found, SAME, gone)
            else:
                add(found, OLD, gone)
                add(found, NEW, come)
    return found


def blocks(old: Sequence[str], new: Sequence[str], most: int) -> Iterator[tuple[str, str]]:
    """Stretches of two texts that belong together: equal ones, and those where one took the other's place."""
    if len(old) > most or len(new) > most:
        yield "".join(old), "".join(new)
        return
    for _, i1, i2, j1, j2 in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        yield "".join(old[i1:i2]), "".join(new[j1:j2])


def add(found: list[Piece], kind: str, text: str) -> None:
    """Append a piece, joined to the one before where both are of a kind."""
    if not text:
        return
    if found and found[-1][0] == kind:
        found[-1] = (kind, found[-1][1] + text)
    else:
        found.append((kind, text))


def older(pieces: Sequence[Piece]) -> list[Piece]:
    """The older text with what the newer one lacks marked in it."""
    return [piece for piece in pieces if piece[0] != NEW]


def newer(pieces: Sequence[Piece]) -> list[Piece]:
    """The newer text with what it adds marked in it."""
    return [piece for piece in pieces if piece[0] != OLD]


def both(theirs: str, mine: str) -> str:
    """One text with every word of both: what they share once, where they differ theirs and then mine."""
    if not theirs.strip() or not mine.strip():
        return theirs if theirs.strip() else mine
    merged = ""
    for kind, text in differences(theirs, mine):
        apart = kind == NEW and merged and not merged[-1].isspace() and not text[0].isspace() and text[0].isascii()
        merged += f" {text}" if apart else text
    return merged
