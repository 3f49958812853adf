"""The press reaches nothing: whatever stands in a field is printed as it was typed, and fetches nothing."""

import io
import socket
import subprocess
import sys
import threading
from collections.abc import Iterator
from dataclasses import fields, is_dataclass, replace

import pikepdf
import pytest
from weasyprint import HTML  # noqa: TID253

from grants.letters.press import OwnThingsOnly, ReachedError
from tests.letters.samples import application, letter

VECTORS = [
    '<img src="http://127.0.0.1:{port}/a">',
    '<img src="file:///etc/hostname">',
    '<link rel="attachment" href="file:///etc/hostname">',
    '<link rel="stylesheet" href="http://127.0.0.1:{port}/b">',
    '<a rel="attachment" href="http://127.0.0.1:{port}/c">x</a>',
    "<style>@import url(http://127.0.0.1:{port}/d)</style>",
    "<style>@font-face{{font-family:F;src:url(http://127.0.0.1:{port}/e)}}*{{font-family:F}}</style>",
    "<style>body{{background:url(http://127.0.0.1:{port}/f)}}</style>",
    '<p style="background:url(http://127.0.0.1:{port}/g)">x</p>',
    '<object data="http://127.0.0.1:{port}/h"></object>',
    '<embed src="http://127.0.0.1:{port}/i">',
    '<svg><image href="http://127.0.0.1:{port}/j" width="9" height="9"/></svg>',
    '<svg><use href="http://127.0.0.1:{port}/k#x"/></svg>',
    '"><img src="http://127.0.0.1:{port}/l" alt="',
    "{{{{ facts.__class__ }}}} {{% include 'letters/letter.html' %}} %(number)s",
    '<base href="http://127.0.0.1:{port}/"><img src="own:letterhead">',
    "<ul><li style=\"list-style-image:url('http://127.0.0.1:{port}/m')\">x</li></ul>",
]


class Trap:
    """A door on this machine that counts who knocks."""

    def __init__(self) -> None:
        self.door = socket.create_server(("127.0.0.1", 0))
        self.port = self.door.getsockname()[1]
        self.knocks = 0
        self.watch = threading.Thread(target=self.listen, daemon=True)
        self.watch.start()

    def listen(self) -> None:
        while True:
            try:
                visitor, _ = self.door.accept()
            except OSError:
                return
            self.knocks += 1
            visitor.recv(1)
            visitor.close()


@pytest.fixture
def trap() -> Iterator[Trap]:
    trap = Trap()
    yield trap
    trap.door.shutdown(socket.SHUT_RDWR)
    trap.door.close()
    trap.watch.join()


def filled(facts, text: str):
    """The same facts with this text in every printed field; addresses of ours carry it at their end."""
    if isinstance(facts, str):
        return text
    if isinstance(facts, tuple):
        return tuple(filled(one, text) for one in facts)
    if not is_dataclass(facts) or type(facts).__name__ == "Money":
        return facts
    kept = {"kind", "language", "date_style", "accept_zone", "zones"}
    changes = {one.name: filled(getattr(facts, one.name), text) for one in fields(facts) if one.name not in kept}
    for address in {"verify_url", "accept_url"} & set(changes):
        changes[address] = "https://fund.example.org/" + text
    return replace(facts, **changes)


def squeezed(pdf: bytes) -> str:
    text = subprocess.run(["pdftotext", "-raw", "-", "-"], input=pdf, capture_output=True, check=True).stdout.decode()
    return "".join(text.split())


PAPERS = [letter("award", "sv"), letter("regret", "ja"), application()]


@pytest.mark.parametrize("vector", VECTORS)
def test_a_trap_in_every_field_is_printed_as_text_and_reaches_nothing(engine, trap, vector):
    """S19: no field of a letter or an application makes the press read a file, ask an address or embed anything."""
    typed = vector.format(port=trap.port)
    for facts in PAPERS:
        pdf = engine.render(filled(facts, typed))
        assert squeezed(pdf).count("".join(typed.split())) > 8
        with pikepdf.open(io.BytesIO(pdf)) as opened:
            assert opened.attachments == {}
            assert "/AF" not in opened.Root
            targets = [one for one in opened.pages[0].get("/Annots", []) if "/A" in one]
            assert all(str(one.A.URI).startswith("https://fund.example.org/") for one in targets)
    assert trap.knocks == 0


def test_the_traps_do_spring_on_an_ordinary_press(trap):
    unescaped = "".join(vector.format(port=trap.port) for vector in VECTORS)
    HTML(string=f'<html lang="en"><title>x</title>{unescaped}').write_pdf()
    assert trap.knocks > 5


@pytest.mark.parametrize("address", ["http://127.0.0.1:{port}/", "file:///etc/hostname", "data:text/plain,x", "own:x"])
def test_our_press_stops_at_any_address_that_is_not_its_own(trap, address):
    """S19: not even markup of our own could."""
    reached = f'<html lang="en"><img src="{address.format(port=trap.port)}">'
    with pytest.raises(ReachedError):
        HTML(string=reached, url_fetcher=OwnThingsOnly({})).write_pdf()
    assert trap.knocks == 0


@pytest.mark.parametrize(
    "deed",
    [
        "import socket; socket.create_connection(('127.0.0.1', {port}))",
        "import urllib.request; urllib.request.urlopen('http://127.0.0.1:{port}/')",
        "import subprocess; subprocess.run(['true'])",
        "import os; os.system('true')",
        "import os; os.fork()",
    ],
)
def test_nothing_in_the_process_can_connect_or_start_another(trap, deed):
    code = "import sys; from grants.letters.worker import stay_inside; sys.addaudithook(stay_inside); "
    tried = [sys.executable, "-c", code + deed.format(port=trap.port)]
    ended = subprocess.run(tried, capture_output=True, text=True, check=False)
    assert ended.returncode == 1
    assert "ReachedError" in ended.stderr
    assert trap.knocks == 0
