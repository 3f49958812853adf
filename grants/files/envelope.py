"""What the bytes of a file tell before any parser touches them."""

import re

from grants.files.verdict import Fault, Faulty

HEADER = re.compile(rb"%PDF-[12]\.\d(?=\s|%)")
ENDING = re.compile(rb"startxref\s+\d+\s+%%EOF[\s\x00]*\Z")
LAST_MARK = b"%%EOF"
FIRST_BYTES = 1024
LAST_BYTES = 2048
MARKUP = re.compile(rb"<\s*(!doctype|html|head|body|script|svg|iframe|\?php)\b", re.IGNORECASE)
ARCHIVES = re.compile(rb"Rar!\x1a\x07[\x00\x01]|7z\xbc\xaf\x27\x1c|MSCF\0\0\0\0|\x89HDF\r\n\x1a\n")
ZIP_END = b"PK\x05\x06"
ZIP_ENTRY = b"PK\x01\x02"
ZIP_TAIL = 22 + 65_535


def check_envelope(data: bytes) -> None:
    """Refuse what is no PDF from its first byte to its last, or is something else at the same time."""
    if not HEADER.match(data):
        raise Faulty(Fault.HIDDEN if HEADER.search(data[:FIRST_BYTES]) else Fault.NOT_PDF)
    if MARKUP.search(data[:FIRST_BYTES]) or ARCHIVES.search(data):
        raise Faulty(Fault.HIDDEN)
    if ends_as_zip(data):
        raise Faulty(Fault.TRAILING)
    if not ENDING.search(data[-LAST_BYTES:]):
        mark = data.rfind(LAST_MARK)
        rest = data[mark + len(LAST_MARK) :]
        raise Faulty(Fault.TRAILING if mark >= 0 and rest.strip(b"\0\t\r\n ") else Fault.DAMAGED)


def ends_as_zip(data: bytes) -> bool:
    """Whether an unpacking program would take the file for an archive."""
    end = data.rfind(ZIP_END, -ZIP_TAIL) if len(data) > ZIP_TAIL else data.rfind(ZIP_END)
    if end < 0 or len(data) < end + 22:
        return False
    directory = end - int.from_bytes(data[end + 12 : end + 16], "little")
    return data[directory : directory + 4] == ZIP_ENTRY or directory == end
