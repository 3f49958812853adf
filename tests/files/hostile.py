"""Hostile and honest PDFs, written byte by byte so that each holds exactly one fault."""

import io
import struct
import zipfile
import zlib

import pikepdf
from pikepdf import Dictionary, Encryption, Name, Permissions

from grants.files.verdict import Fault

PAGE = b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R %s >>"
TEXT = b"BT (A proposal) Tj ET"


def stream(body, keys=b""):
    return b"<< /Length %d %s >>\nstream\n%s\nendstream" % (len(body), keys, body)


def flate(body, keys=b""):
    return stream(zlib.compress(body, 9), b"/Filter /FlateDecode " + keys)


def written(objects, trailer=b"", header=b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n", start=None):
    """A PDF of numbered objects with a true cross-reference table."""
    out, places = bytearray(header), {}
    for number, body in objects.items():
        places[number] = len(out)
        out += b"%d 0 obj\n%s\nendobj\n" % (number, body)
    table, size = len(out), max(objects) + 1
    out += b"xref\n0 %d\n0000000000 65535 f \n" % size
    for number in range(1, size):
        out += b"%010d 00000 n \n" % places[number] if number in places else b"0000000000 65535 f \n"
    out += b"trailer\n<< /Size %d /Root 1 0 R %s >>\n" % (size, trailer)
    return bytes(out + b"startxref\n%d\n%%%%EOF\n" % (table if start is None else start))


def plain(catalog=b"", page=b"", extra=None, **how):
    """An ordinary one-page PDF, with additions to its catalog, its page and its objects."""
    return written(
        {
            1: b"<< /Type /Catalog /Pages 2 0 R %s >>" % catalog,
            2: b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
            3: PAGE % page,
            4: stream(TEXT),
            **(extra or {}),
        },
        **how,
    )


def note(body):
    """A page with one annotation."""
    return plain(page=b"/Annots [5 0 R]", extra={5: b"<< /Type /Annot /Rect [0 0 50 50] %s >>" % body})


def link(action):
    return note(b"/Subtype /Link /A << %s >>" % action)


def paged(count):
    kids = b" ".join(b"%d 0 R" % (10 + n) for n in range(count))
    return written(
        {
            1: b"<< /Type /Catalog /Pages 2 0 R >>",
            2: b"<< /Type /Pages /Kids [%s] /Count %d >>" % (kids, count),
            4: stream(TEXT),
            **{10 + n: PAGE % b"" for n in range(count)},
        }
    )


def encrypted(**passwords):
    out = io.BytesIO()
    with pikepdf.open(io.BytesIO(plain())) as pdf:
        pdf.save(out, encryption=Encryption(allow=Permissions(extract=False), **passwords))
    return out.getvalue()


def compact(build):
    """A PDF 1.5 file whose objects lie in compressed object streams."""
    out = io.BytesIO()
    with pikepdf.open(io.BytesIO(plain())) as pdf:
        build(pdf)
        pdf.save(out, object_stream_mode=pikepdf.ObjectStreamMode.generate)
    return out.getvalue()


def add_script(pdf):
    pdf.Root.OpenAction = pdf.make_indirect(Dictionary(S=Name.JavaScript, JS="app.alert(1)"))


def attach_file(pdf):
    pdf.attachments["cv.exe"] = b"MZ\x90\x00" * 100


def packed(size):
    """A body of zeros that shrinks a thousandfold, made without ever holding it."""
    press = zlib.compressobj(9, zlib.DEFLATED, -15)
    piece = press.compress(bytes(1_000_000)) + press.flush(zlib.Z_FULL_FLUSH)
    check = (size % 65_521) << 16 | 1
    return b"\x78\xda" + piece * (size // 1_000_000) + b"\x03\x00" + struct.pack(">I", check)


def bomb(size, layers=1, inner=b"", keys=b""):
    body = packed(size)
    for _ in range(layers - 1):
        body = zlib.compress(body, 9)
    chain = b"/Filter [%s %s] " % (b"/FlateDecode " * layers, inner)
    return plain(extra={5: stream(body, chain + keys)})


def object_stream_bomb():
    """The objects themselves lie in the stream that bursts."""
    body = packed(400_000_000)
    objects = {
        1: b"<< /Type /Catalog /Pages 2 0 R >>",
        6: stream(body, b"/Type /ObjStm /N 1 /First 10 /Filter /FlateDecode"),
    }
    out, places = bytearray(b"%PDF-1.7\n"), {}
    for number, text in objects.items():
        places[number] = len(out)
        out += b"%d 0 obj\n%s\nendobj\n" % (number, text)
    start = len(out)
    rows = [(0, 0, 65535), (1, places[1], 0), (2, 6, 0), (0, 0, 0), (0, 0, 0), (0, 0, 0), (1, places[6], 0)]
    table = b"".join(struct.pack(">BIH", *row) for row in [*rows, (1, start, 0)])
    keys = b"/Type /XRef /W [1 4 2] /Size 8 /Root 1 0 R"
    out += b"7 0 obj\n%s\nendobj\n" % stream(table, keys)
    return bytes(out + b"startxref\n%d\n%%%%EOF\n" % start)


def many_bombs():
    """Each stream stays within its own budget, all together do not."""
    body = packed(90_000_000)
    return plain(extra={n: stream(body, b"/Filter /FlateDecode") for n in range(5, 12)})


def archive(comment=b""):
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as folder:
        folder.writestr("run.exe", b"MZ" * 50)
        folder.comment = comment
    return out.getvalue()


def jpeg(wide=8, high=8, extra=b""):
    """As much of a JPEG as says how large it is."""
    frame = b"\xff\xc0" + struct.pack(">HBHHB", 11, 8, high, wide, 1) + b"\x01\x11\x00"
    return b"\xff\xd8" + extra + frame + b"\xff\xda\x00\x08\x01\x01\x00\x00\x3f\x00" + b"\x00" * 20 + b"\xff\xd9"


def picture(body=b"", size=b"/Width 8 /Height 8", filters=b"/DCTDecode"):
    keys = b"/Type /XObject /Subtype /Image %s /ColorSpace /DeviceGray /BitsPerComponent 8 /Filter %s" % (size, filters)
    resources = b"/Resources << /XObject << /Im 5 0 R >> >>"
    return plain(page=resources, extra={5: stream(body or jpeg(), keys)})


def cut(share):
    whole = paged(20)
    return whole[: int(len(whole) * share)]


def prev_loop():
    first = plain()
    table = int(first.split(b"startxref\n")[1].split(b"\n")[0])
    return plain(trailer=b"/Prev %d" % table)


def page_tree(kids, count=1):
    return written(
        {
            1: b"<< /Type /Catalog /Pages 2 0 R >>",
            2: b"<< /Type /Pages /Kids [%s] /Count %d >>" % (kids, count),
            3: PAGE % b"",
            4: stream(TEXT),
        }
    )


def deep_pages():
    """A page tree that is one long corridor."""
    depth = 60_000
    nodes = {n: b"<< /Type /Pages /Kids [%d 0 R] /Count 1 >>" % (n + 1) for n in range(10, 10 + depth)}
    return written(
        {
            1: b"<< /Type /Catalog /Pages 10 0 R >>",
            **nodes,
            10 + depth: b"<< /Type /Page /Parent 10 0 R /MediaBox [0 0 9 9] >>",
        }
    )


def paper(box, page=b""):
    return plain(page=page).replace(b"[0 0 595 842]", box.ljust(13))


def big_noise():
    """More bytes than the limit, of no pattern."""
    return plain(extra={5: stream(bytes(11 * 1024 * 1024))})


def jpeg_2000(wide, high):
    return (
        b"\x00\x00\x00\x0cjP  \r\n\x87\n\xff\x4f\xff\x51\x00\x2f\x00\x00" + struct.pack(">II", wide, high) + bytes(60)
    )


RUNS = zlib.compress(b"\x81\x00" * 1_500_000, 9)
RUN_FILTERS = b"/Filter [/FlateDecode /RunLengthDecode]"
NAMED_SCRIPT = b"/Names << /JavaScript << /Names [(a) 5 0 R] >> >>"
ZIP_OF_WORD = archive().replace(b"run.exe", b"doc.xml")
XFA = b"/AcroForm << /Fields [] /XFA (<xdp/>) >>"
GOTO_URI = b"/OpenAction << /S /GoTo /D [3 0 R /Fit] /Next [<< /S /URI /URI (http://127.0.0.1/x) >>] >>"
MOVIE_FORM = b"/Subtype /Movie /Movie << /F (a.avi) >>"
FILESPEC = b"<< /Type /Filespec /F (a.exe) /EF << /F 6 0 R >> >>"
EMBEDDED_FILE = {5: FILESPEC, 6: stream(b"MZ", b"/Type /EmbeddedFile")}

HOSTILE = {
    Fault.EMPTY: {
        "empty": lambda: b"",
    },
    Fault.NOT_PDF: {
        "one byte": lambda: b"%",
        "spaces": lambda: b" " * 4000,
        "text": lambda: b"Dear committee, here is my proposal.",
        "html": lambda: b"<!doctype html><script>alert(1)</script>",
        "svg": lambda: b"<svg onload='alert(1)' xmlns='http://www.w3.org/2000/svg'/>",
        "word file": lambda: ZIP_OF_WORD,
        "old word file": lambda: b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(5000),
        "png": lambda: b"\x89PNG\r\n\x1a\n" + bytes(500),
        "program": lambda: b"MZ\x90\x00" + bytes(500),
        "postscript": lambda: b"%!PS-Adobe-3.0\nshowpage\n",
        "utf-16 text": lambda: "%PDF-1.7".encode("utf-16"),
        "version nobody knows": lambda: plain(header=b"%PDF-9.9\n"),
    },
    Fault.DAMAGED: {
        "only the header": lambda: b"%PDF-1.7\n",
        "header with nothing true": lambda: b"%PDF-1.4\n" + b"rubbish\n" * 100 + b"startxref\n9\n%%EOF\n",
        "cut to a tenth": lambda: cut(0.1),
        "cut to a half": lambda: cut(0.5),
        "cut before its last line": lambda: cut(0.995),
        "cut, with an end glued on": lambda: cut(0.5) + b"\nstartxref\n0\n%%EOF\n",
        "table elsewhere": lambda: plain(start=17),
        "table beyond the end": lambda: plain(start=99_999_999),
        "table at minus one": lambda: plain().replace(b"startxref\n", b"startxref\n-"),
        "table that points to itself": prev_loop,
        "no catalog": lambda: plain().replace(b"/Root 1 0 R", b"/Toor 1 0 R"),
        "catalog that is a number": lambda: plain().replace(b"<< /Type /Catalog /Pages 2 0 R", b"42 << /Pages 2 0 R"),
        "bytes overwritten": lambda: plain().replace(b"/Kids [3 0 R]", b"/Kids [3 \xff\x00("),
        "no page": lambda: page_tree(b"", 0),
        "pages that are their own children": lambda: page_tree(b"2 0 R"),
        "page that is missing": lambda: page_tree(b"77 0 R"),
        "page tree of 60,000 floors": deep_pages,
        "zlib rubbish": lambda: plain(extra={5: stream(b"x\x9c" + b"\xff" * 60, b"/Filter /FlateDecode")}),
        "unknown filter": lambda: plain(extra={5: stream(b"abc", b"/Filter /Unheard")}),
        "picture size in words": lambda: picture(size=b"/Width (wide) /Height (high)"),
        "bomb of objects": object_stream_bomb,
        "twenty filters": lambda: plain(extra={5: stream(b"41>", b"/Filter [%s]" % (b"/AHx " * 20))}),
    },
    Fault.HIDDEN: {
        "html before the pdf": lambda: b"<html><script>alert(1)</script>\n" + plain(),
        "html in the first comment": lambda: plain(header=b"%PDF-1.7 <script>alert(1)</script>\n"),
        "php in the first comment": lambda: plain(header=b"%PDF-1.7\n%<?php system($_GET[0]); ?>\n"),
        "gif before the pdf": lambda: b"GIF89a\x01\x00\x01\x00\x00\x00;" + plain(),
        "blanks before the pdf": lambda: b"\n\n" + plain(),
        "shell script before the pdf": lambda: b"#!/bin/sh\nexit\n" + plain(),
        "rar inside": lambda: plain(extra={5: stream(b"Rar!\x1a\x07\x01\x00" + bytes(90))}),
        "7z behind": lambda: plain() + b"7z\xbc\xaf\x27\x1c" + bytes(90),
    },
    Fault.TRAILING: {
        "zip behind": lambda: plain() + archive(),
        "zip behind that ends like a pdf": lambda: plain() + archive(b"startxref\n9\n%%EOF\n"),
        "program behind": lambda: plain() + b"MZ\x90\x00" + bytes(90),
        "html behind": lambda: paged(20) + b"<script>alert(1)</script>",
        "second pdf behind the end, cut": lambda: plain() + plain()[:200],
    },
    Fault.PASSWORD: {
        "password": lambda: encrypted(user="secret", owner="secret"),
        "password, old cipher": lambda: encrypted(user="secret", owner="owner", R=3, aes=False, metadata=False),
    },
    Fault.RESTRICTED: {
        "only restricted": lambda: encrypted(owner="owner"),
    },
    Fault.PAGES: {
        "61 pages": lambda: paged(61),
        "400 pages": lambda: paged(400),
        "one page 400 times": lambda: page_tree(b"3 0 R " * 400, 400),
    },
    Fault.SIZE: {
        "too large": big_noise,
    },
    Fault.SCRIPT: {
        "script when opened": lambda: plain(b"/OpenAction << /S /JavaScript /JS (app.alert(1)) >>"),
        "script with escaped name": lambda: plain(b"/OpenAction << /S /J#61vaScr#69pt /JS (app.alert(1)) >>"),
        "script whose kind lies elsewhere": lambda: plain(
            b"/OpenAction << /S 5 0 R /JS (app.alert(1)) >>", extra={5: b"/JavaScript"}
        ),
        "script after a jump": lambda: plain(
            b"/OpenAction << /S /GoTo /D [3 0 R /Fit] /Next << /S /JavaScript /JS (x) >> >>"
        ),
        "script among the names": lambda: plain(NAMED_SCRIPT, extra={5: b"<< >>"}),
        "script when a page opens": lambda: plain(page=b"/AA << /O << /S /JavaScript /JS (x) >> >>"),
        "script on a link": lambda: link(b"/S /JavaScript /JS (x)"),
        "script in an object stream": lambda: compact(add_script),
        "script nobody refers to": lambda: plain(extra={5: b"<< /S /JavaScript /JS (x) >>"}),
    },
    Fault.OUTSIDE: {
        "starts a program": lambda: plain(b"/OpenAction << /S /Launch /F (cmd.exe) >>"),
        "starts a program on click": lambda: link(b"/S /Launch /Win << /F (calc.exe) >>"),
        "sends a form": lambda: link(b"/S /SubmitForm /F (http://127.0.0.1/)"),
        "reads a form": lambda: link(b"/S /ImportData /F (//127.0.0.1/x.fdf)"),
        "calls an address when opened": lambda: plain(b"/OpenAction << /S /URI /URI (http://127.0.0.1/) >>"),
        "calls an address after a jump": lambda: plain(GOTO_URI),
        "calls an address when a page opens": lambda: plain(
            page=b"/AA << /S /GoTo /O << /S /URI /URI (http://127.0.0.1/) >> >>"
        ),
        "opens a share when opened": lambda: plain(b"/OpenAction << /S /GoToR /F (//127.0.0.1/x) /D [0 /Fit] >>"),
        "stream kept in another file": lambda: plain(extra={5: stream(b"", b"/F (/etc/passwd)")}),
    },
    Fault.EMBEDDED: {
        "embedded program": lambda: compact(attach_file),
        "embedded by name": lambda: plain(b"/Names << /EmbeddedFiles << /Names [(a) 5 0 R] >> >>", extra=EMBEDDED_FILE),
        "associated file": lambda: plain(b"/AF [5 0 R]", extra=EMBEDDED_FILE),
        "file pinned to a page": lambda: note(b"/Subtype /FileAttachment /FS (a.exe)"),
        "jump into an embedded file": lambda: link(b"/S /GoToE /T << /R /C >>"),
        "portfolio": lambda: plain(b"/Collection << /View /D >>"),
    },
    Fault.FORM: {
        "xfa form": lambda: plain(XFA),
        "xfa form in parts": lambda: plain(b"/AcroForm << /XFA [(a) 5 0 R] >>", extra={5: stream(b"<xdp/>")}),
    },
    Fault.MEDIA: {
        "rich media": lambda: note(b"/Subtype /RichMedia /RichMediaContent << >>"),
        "movie": lambda: note(MOVIE_FORM),
        "screen": lambda: note(b"/Subtype /Screen"),
        "sound": lambda: link(b"/S /Sound /Sound 4 0 R"),
        "3d": lambda: note(b"/Subtype /3D /3DD 4 0 R"),
        "rendition": lambda: link(b"/S /Rendition /OP 0"),
    },
    Fault.HEAVY: {
        "bomb of 200 MB": lambda: bomb(200_000_000),
        "bomb of 3 GB": lambda: bomb(3_000_000_000),
        "bomb in a bomb": lambda: bomb(200_000_000, layers=2),
        "bomb in a bomb in a bomb": lambda: bomb(1_000_000_000, layers=3),
        "bomb around a photograph": lambda: bomb(200_000_000, inner=b"/DCTDecode"),
        "bomb with a predictor": lambda: bomb(200_000_000, keys=b"/DecodeParms [<< /Predictor 12 /Columns 9 >>]"),
        "seven bombs": many_bombs,
        "a drawing drawn a thousand million times": lambda: nested(9, 10),
        "drawings thirty deep": lambda: nested(30, 1),
        "a drawing that shows itself": lambda: nested(2, 1, b"10"),
        "run-length bomb": lambda: plain(extra={5: stream(RUNS, RUN_FILTERS)}),
    },
    Fault.DIMENSION: {
        "page of 99,999 points": lambda: paper(b"[0 0 99999 9]"),
        "page of large units": lambda: plain(page=b"/UserUnit 99"),
        "page without breadth": lambda: paper(b"[0 0 0 842]"),
        "picture of ten thousand million dots": lambda: picture(size=b"/Width 100000 /Height 100000"),
        "picture larger than it was announced": lambda: picture(jpeg(65_000, 65_000)),
        "jpeg 2000 larger than announced": lambda: picture(jpeg_2000(200_000, 200_000), filters=b"/JPXDecode"),
        "picture of negative height": lambda: picture(size=b"/Width 8 /Height -8"),
    },
}


def with_fields(drawn=b""):
    look = stream(b"BT (Hanako) Tj ET", b"/Type /XObject /Subtype /Form /BBox [0 0 90 21]")
    field = b"<< /Type /Annot /Subtype /Widget /FT /Tx /T (name) /V (Hanako) /Rect [9 9 99 30] /P 3 0 R %s >>" % drawn
    return plain(b"/AcroForm << /Fields [5 0 R] /DA (/Helv 9 Tf 0 g) >>", b"/Annots [5 0 R]", {5: field, 6: look})


def nested(depth, times, last=b""):
    """Drawings that each show the next one so many times; the last shows what it is told."""
    shown, known = b"/N Do " * times, b"/Resources << /XObject << /N %d 0 R >> >>"
    forms = {10 + n: form(shown, known % (11 + n)) for n in range(depth)}
    forms[10 + depth] = form(b"/N Do" if last else b"0 0 9 9 re f", known % int(last) if last else b"")
    return plain(page=b"/Resources << /XObject << /N 10 0 R >> >>", extra={4: stream(TEXT + b" /N Do"), **forms})


def form(body, keys):
    """A drawing that others can show."""
    return stream(body, b"/Type /XObject /Subtype /Form /BBox [0 0 99 99] " + keys)


HONEST = {
    "drawings in drawings": lambda: nested(4, 5),
    "a mark drawn 50,000 times": lambda: nested(1, 50_000),
    "plain": plain,
    "60 pages": lambda: paged(60),
    "opens at its first page": lambda: plain(b"/OpenAction [3 0 R /Fit]"),
    "opens by a jump": lambda: plain(b"/OpenAction << /S /GoTo /D [3 0 R /Fit] >>"),
    "link to an address": lambda: link(b"/S /URI /URI (https://example.org/JavaScript)"),
    "link into another document": lambda: link(b"/S /GoToR /F (other.pdf) /D [0 /Fit]"),
    "speaks of scripts": lambda: plain(extra={4: stream(b"BT (/S /JavaScript /Launch) Tj ET")}),
    "bookmark about scripts": lambda: plain(b"/Outlines 5 0 R", extra={5: b"<< /Title (/JavaScript /EF) /Count 0 >>"}),
    "form to be drawn": with_fields,
    "drawn form": lambda: with_fields(b"/AP << /N 6 0 R >>"),
    "photograph": picture,
    "objects in streams": lambda: compact(lambda pdf: pdf.docinfo.__setitem__("/Title", "x")),
    "no last newline": lambda: plain().rstrip(),
    "zeros behind": lambda: plain() + bytes(300),
    "two revisions": lambda: revised(plain()),
    "large white picture": lambda: plain(extra={5: stream(packed(90_000_000), b"/Filter /FlateDecode")}),
    "array of 100,000 brackets": lambda: plain(extra={5: b"[" * 100_000 + b"]" * 100_000}),
    "pdf 2.0": lambda: plain(header=b"%PDF-2.0\n"),
}


MENDED = {
    "page without edges": lambda: plain().replace(b"/MediaBox", b"/AediaBox"),
    "page with three edges": lambda: paper(b"[0 0 842]"),
    "page edges in words": lambda: paper(b"[(a) 0 1 2]"),
    "page edges nobody can read": lambda: paper(b"[0 0 9e9 9]"),
}


def revised(first):
    """A second revision behind the first, as programs write that save in place."""
    table = first.split(b"startxref\n")[1].split(b"\n")[0]
    place = len(first)
    body = b"4 0 obj\n%s\nendobj\n" % stream(b"BT (Better) Tj ET")
    start = place + len(body)
    rest = b"xref\n4 1\n%010d 00000 n \ntrailer\n<< /Size 5 /Root 1 0 R /Prev %s >>\n" % (place, table)
    return first + body + rest + b"startxref\n%d\n%%%%EOF\n" % start


def telling(name):
    """A PDF that names its author in every place where programs do."""
    told = name.encode()
    xmp = stream(b"<x:xmpmeta><dc:creator>%s</dc:creator></x:xmpmeta>" % told, b"/Type /Metadata /Subtype /XML")
    exif = b"Exif\x00\x00" + told
    app1 = b"\xff\xe1" + struct.pack(">H", len(exif) + 2) + exif
    remark = b"\xff\xfe" + struct.pack(">H", len(told) + 2) + told
    image = b"/Subtype /Image /Width 8 /Height 8 /ColorSpace /DeviceGray /BitsPerComponent 8 /Filter /DCTDecode"
    return plain(
        b"/Metadata 5 0 R /PieceInfo << /Word << /Private (%s) >> >> /Threads [<< /I << /Author (%s) >> >>]"
        b" /OCProperties << /OCGs [9 0 R] /D << >> >>" % (told, told),
        b"/Annots [7 0 R 8 0 R] /Metadata 5 0 R /PieceInfo << /A << /Private (%s) >> >>"
        b" /Resources << /XObject << /Im 6 0 R >> >>" % told,
        {
            5: xmp,
            6: stream(jpeg(extra=app1 + remark), image + b" /Metadata 5 0 R"),
            7: b"<< /Type /Annot /Subtype /Text /Rect [0 0 9 9] /T (%s) /Contents (by %s) /M (D:2022) >>"
            % (told, told),
            8: b"<< /Type /Annot /Subtype /Link /Rect [0 0 9 9] /T (%s) /A << /S /URI /URI (https://example.org/) >> >>"
            % told,
            9: b"<< /Type /OCG /Name (layer) /Usage << /CreatorInfo << /Creator (%s) >> >> >>" % told,
            10: b"<< /Author (%s) /Creator (%s) /Title (by %s) >>" % (told, told, told),
        },
        trailer=b"/Info 10 0 R /ID [(%s) (%s)]" % (told, told),
    )


__all__ = ["HONEST", "HOSTILE", "MENDED", "telling"]
