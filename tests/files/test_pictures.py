"""Pictures as they come, honest and hostile: drawn anew dot by dot, or refused with a sentence beside the field."""

import io
import struct
import zipfile
import zlib

import pytest
from PIL import Image, PngImagePlugin

from grants.files.actions import Intake
from grants.files.inspect import PICTURE, inspect_file, sentence
from grants.files.store import Lost, Store, fingerprint
from grants.files.verdict import Fault, Faulty
from grants.files.warm import ROOM
from grants.rules.refusal import Refused

SIZE = (240, 120)
HIDDEN = b"<script>fetch('https://elsewhere.example/')</script>"


@pytest.fixture(scope="module", autouse=True)
def room():
    yield
    ROOM.close()


def picture(kind="PNG", mode="RGB", size=SIZE, colour="#0b5563", **more):
    out = io.BytesIO()
    Image.new(mode, size, colour).save(out, kind, **more)
    return out.getvalue()


def chunk(name, body):
    return struct.pack(">I", len(body)) + name + body + struct.pack(">I", zlib.crc32(name + body))


def png_of(wide, high, rows=b""):
    head = chunk(b"IHDR", struct.pack(">IIBBBBB", wide, high, 8, 2, 0, 0, 0))
    return b"\x89PNG\r\n\x1a\n" + head + chunk(b"IDAT", zlib.compress(rows)) + chunk(b"IEND", b"")


def packed():
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as folder:
        folder.writestr("run.html", HIDDEN.decode())
    return out.getvalue()


def noted(**texts):
    notes = PngImagePlugin.PngInfo()
    for name, text in texts.items():
        notes.add_text(name, text)
    return picture(pnginfo=notes)


def photographed():
    """A JPEG lying on its side, with a camera's owner, a place and a comment."""
    exif = Image.Exif()
    exif[0x0112], exif[0x010F], exif[0xA430] = 6, "Camera", "Hanako Yamada"
    exif.get_ifd(0x8825)[1] = "N"
    return picture("JPEG", exif=exif, comment=b"Hanako's telephone")


def redrawn(content):
    verdict = inspect_file(content, PICTURE, "file")
    return verdict.sanitised, Image.open(io.BytesIO(verdict.sanitised))


REFUSED = {
    "svg": (b'<svg xmlns="http://www.w3.org/2000/svg"><image href="file:///etc/passwd"/></svg>', Fault.NOT_PICTURE),
    "gif": (picture("GIF", "P", colour=0), Fault.NOT_PICTURE),
    "webp": (picture("WEBP"), Fault.NOT_PICTURE),
    "pdf": (b"%PDF-1.7\n", Fault.NOT_PICTURE),
    "svg behind a png's first bytes": (b"\x89PNG\r\n\x1a\n<svg/>", Fault.DAMAGED),
    "html behind a jpeg's first bytes": (b"\xff\xd8\xff<html>" + HIDDEN, Fault.DAMAGED),
    "half a picture": (picture()[:-60], Fault.DAMAGED),
    "half a photograph": (photographed()[:-200], Fault.DAMAGED),
    "a bomb by its size": (png_of(60_000, 60_000), Fault.DIMENSION),
    "a long thin bomb": (png_of(2_000_000_000, 100), Fault.DIMENSION),
    "a bomb by its text": (noted(Comment="x").replace(chunk(b"IEND", b""), chunk(
        b"zTXt", b"Bomb\0\0" + zlib.compress(b"\0" * 80_000_000)) + chunk(b"IEND", b"")), Fault.DAMAGED),
    "too small to print": (picture(size=(99, 400)), Fault.DIMENSION),
    "larger than any seal": (picture(size=(5_001, 200)), Fault.DIMENSION),
    "empty": (b"", Fault.EMPTY),
    "too heavy": (picture() + b"\0" * PICTURE.size, Fault.SIZE),
}  # fmt: skip


@pytest.mark.parametrize("name", REFUSED)
def test_what_is_no_honest_picture_is_refused_beside_its_field(name):
    content, fault = REFUSED[name]
    with pytest.raises(Refused) as refusal:
        inspect_file(content, PICTURE, "file")
    assert refusal.value.field == "file"
    assert refusal.value.reason == sentence(Faulty(fault, len(content)), PICTURE)
    assert "PDF" not in refusal.value.reason.text


@pytest.mark.parametrize(
    "content",
    [
        picture(),
        picture("JPEG"),
        picture("JPEG", "CMYK", colour=0),
        picture(mode="P", colour=3),
        picture(mode="L", colour=9),
        picture(mode="1", colour=1),
        picture(size=(5_000, 5_000)),
    ],
    ids=["png", "jpeg", "cmyk", "palette", "grey", "black and white", "largest"],
)
def test_an_honest_picture_becomes_a_small_png_in_plain_colours(content):
    made, shown = redrawn(content)
    assert (shown.format, shown.mode) == ("PNG", "RGB")
    assert max(shown.size) <= 1_000
    assert made == redrawn(made)[0]  # drawn once more it is the same


def test_what_is_transparent_stays_so():
    _, shown = redrawn(picture(mode="RGBA", colour=(200, 0, 0, 90)))
    assert shown.getpixel((5, 5)) == (200, 0, 0, 90)


@pytest.mark.parametrize("behind", [packed(), HIDDEN, b"%PDF-1.7\n1 0 obj"], ids=["zip", "html", "pdf"])
@pytest.mark.parametrize("kind", ["PNG", "JPEG"])
def test_of_a_file_that_is_two_things_only_the_picture_goes_on(kind, behind):
    made, shown = redrawn(picture(kind) + behind)
    assert shown.size == SIZE
    assert made == redrawn(picture(kind))[0]
    assert not zipfile.is_zipfile(io.BytesIO(made))


def test_who_took_it_where_and_what_was_noted_is_gone_and_it_stands_upright():
    made, shown = redrawn(photographed())
    assert shown.size == SIZE[::-1]
    assert not dict(shown.getexif())
    assert shown.info == {}
    for trace in (b"Camera", b"Hanako", b"eXIf", b"tEXt"):
        assert trace not in made
    assert b"Hanako" not in redrawn(noted(Author="Hanako Yamada"))[0]


def test_only_the_new_drawing_is_kept(tmp_path):
    store, came = Store(tmp_path / "files"), photographed()
    name = Intake(store).take_in_picture(came, "file")
    assert store.open(name) == redrawn(came)[0]
    with pytest.raises(Lost):
        store.open(fingerprint(came))


def test_while_the_virus_scanner_does_not_answer_no_picture_is_kept(tmp_path):
    guarded = Intake(Store(tmp_path / "files"), clamd="127.0.0.1:1")
    with pytest.raises(Refused, match="viruses"):
        guarded.take_in_picture(picture(), "file")
    assert not list((tmp_path / "files").glob("??"))
