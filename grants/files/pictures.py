"""Drawing an uploaded picture anew, dot by dot; runs only in the limited process.

Nothing of the file but its dots goes on: no text, no place, no camera, nothing behind its end.
"""

import io

from PIL import Image, ImageOps

from grants.files.verdict import Fault, Faulty, Limits, Verdict

SIGNS = (b"\x89PNG\r\n\x1a\n", b"\xff\xd8\xff")
FORMATS = ("PNG", "JPEG")
LEAST, MOST = 100, 5_000  # dots on a side
KEPT = (1_000, 1_000)  # what 600 dots an inch need in a letter's head or seal


def redraw(data: bytes, _limits: Limits) -> Verdict:
    """The picture as a new PNG no larger than print needs, or the fault found in it."""
    if not data.startswith(SIGNS):
        raise Faulty(Fault.NOT_PICTURE)
    try:
        with Image.open(io.BytesIO(data), formats=FORMATS) as opened:
            if not all(LEAST <= length <= MOST for length in opened.size):
                raise Faulty(Fault.DIMENSION)
            return Verdict(len(data), 1, drawn(opened))
    except Image.DecompressionBombError:
        raise Faulty(Fault.DIMENSION) from None
    except (OSError, SyntaxError, ValueError):
        raise Faulty(Fault.DAMAGED) from None


def drawn(opened: Image.Image) -> bytes:
    """The dots alone, upright, in plain colours, what is transparent kept so."""
    upright = ImageOps.exif_transpose(opened)
    plain = upright.convert("RGBA" if upright.has_transparency_data else "RGB")
    plain.thumbnail(KEPT)
    clean = Image.new(plain.mode, plain.size)
    clean.paste(plain)
    out = io.BytesIO()
    clean.save(out, "PNG", optimize=True)
    return out.getvalue()
