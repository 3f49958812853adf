"""Papers read back: their text as a reader copies it, their QR code as a camera sees it."""

import re
import subprocess
import unicodedata

from grants.money import Money


def text_of(pdf: bytes) -> str:
    """The text, lines joined, spaces and dashes plain."""
    said = subprocess.run(["pdftotext", "-", "-"], input=pdf, capture_output=True, check=True).stdout.decode()
    return plain(said)


def plain(text: str) -> str:
    return re.sub(r"\s+", " ", unicodedata.normalize("NFC", text))


def qr_of(pdf: bytes) -> str:
    """What a camera reads off the first page."""
    drawn = subprocess.run(["pdftoppm", "-r", "200", "-f", "1", "-l", "1", "-gray"], input=pdf, capture_output=True,
                           check=True).stdout  # fmt: skip
    read = subprocess.run(["zbarimg", "--quiet", "--raw", "-"], input=drawn, capture_output=True, check=True)
    return read.stdout.decode().strip()


def written(lang, amount: Money) -> str:
    return plain(lang.money(amount))
