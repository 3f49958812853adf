"""What is inside a PDF; runs only in the limited process, where a hostile file can harm nobody.

Nothing is repaired: where programs would have to guess, two readers could see two documents. Every object
of the file is looked at, whether or not a page leads to it. Names are compared after the parser has undone
their escapes; the quick search over an object's text only decides which objects deserve a close look.
"""

import io
import re

import pikepdf
from pikepdf import settings

from grants.files.envelope import check_envelope
from grants.files.inside import body, dictionaries, names_of
from grants.files.jpeg import declared_size
from grants.files.nesting import check_nesting
from grants.files.sanitise import sanitised
from grants.files.verdict import Fault, Faulty, Limits, Verdict

ACTIONS = {
    "/JavaScript": Fault.SCRIPT,
    "/Launch": Fault.OUTSIDE, "/ImportData": Fault.OUTSIDE, "/SubmitForm": Fault.OUTSIDE,
    "/GoToE": Fault.EMBEDDED,
    "/Rendition": Fault.MEDIA, "/Movie": Fault.MEDIA, "/Sound": Fault.MEDIA,
    "/RichMediaExecute": Fault.MEDIA, "/GoTo3DView": Fault.MEDIA,
}  # fmt: skip
SUBTYPES = {
    "/FileAttachment": Fault.EMBEDDED,
    "/RichMedia": Fault.MEDIA, "/Movie": Fault.MEDIA, "/Sound": Fault.MEDIA,
    "/Screen": Fault.MEDIA, "/3D": Fault.MEDIA,
}  # fmt: skip
TYPES = {"/EmbeddedFile": Fault.EMBEDDED}
KEYS = {
    "/JavaScript": Fault.SCRIPT,
    "/EF": Fault.EMBEDDED, "/Collection": Fault.EMBEDDED,
    "/XFA": Fault.FORM,
    "/RichMediaContent": Fault.MEDIA,
}  # fmt: skip
UNBIDDEN = ("/OpenAction", "/AA")
REACHING = {"/URI", "/GoToR", "/Thread"}
NAMED = {**SUBTYPES, **TYPES, **ACTIONS}
QUICK = re.compile(b"|".join(re.escape(name.encode()) for name in sorted({*NAMED, *KEYS, *UNBIDDEN}, reverse=True)))
DECODED = {
    "/FlateDecode", "/Fl", "/LZWDecode", "/LZW", "/ASCII85Decode", "/A85",
    "/ASCIIHexDecode", "/AHx", "/RunLengthDecode", "/RL",
}  # fmt: skip
PICTURES = {"/DCTDecode", "/DCT", "/JPXDecode", "/JBIG2Decode", "/CCITTFaxDecode", "/CCF"}
TOO_MUCH = re.compile("limit exceeded|bad_alloc")
MOST_FILTERS = 4
MOST_WARNINGS = 10_000
EVERY_FILTER = pikepdf.StreamDecodeLevel.specialized
MOST_FOLLOWED = 50


def examine(data: bytes, limits: Limits) -> Verdict:
    """The verdict on one file, or the first fault found in it."""
    check_envelope(data)
    settings.set_qpdf_limits(
        flate_max_memory=limits.stream, run_length_max_memory=limits.stream, png_max_memory=limits.stream,
        tiff_max_memory=limits.stream, max_stream_filters=MOST_FILTERS, doc_max_warnings=MOST_WARNINGS,
    )  # fmt: skip
    try:
        with pikepdf.open(io.BytesIO(data), attempt_recovery=False, suppress_warnings=True) as pdf:
            return examine_opened(pdf, len(data), limits)
    except pikepdf.PasswordError:
        raise Faulty(Fault.PASSWORD) from None
    except (pikepdf.PdfError, pikepdf.QpdfRuntimeError) as error:
        raise Faulty(Fault.HEAVY if TOO_MUCH.search(str(error)) else Fault.DAMAGED) from None


def examine_opened(pdf: pikepdf.Pdf, size: int, limits: Limits) -> Verdict:
    """The verdict on a file that parses: protection, pages, dangerous content, weight."""
    if pdf.is_encrypted:
        raise Faulty(Fault.RESTRICTED)
    pages = len(pdf.pages)
    if pages == 0:
        raise Faulty(Fault.DAMAGED)
    if pages > limits.pages:
        raise Faulty(Fault.PAGES, pages)
    for thing in pdf.objects:
        check_content(thing)
    for page in pdf.pages:
        check_paper(page, limits)
    check_weight(pdf, limits)
    check_nesting(pdf)
    return Verdict(size, pages, sanitised(pdf))


def check_content(thing: pikepdf.Object) -> None:
    """Refuse an object that acts, plays, or carries a file, instead of only being shown."""
    if isinstance(thing, pikepdf.Name) and str(thing) in ACTIONS:
        raise Faulty(ACTIONS[str(thing)])
    if isinstance(thing, pikepdf.Stream) and "/F" in thing:
        raise Faulty(Fault.OUTSIDE)
    holder = body(thing)
    if isinstance(holder, pikepdf.Dictionary | pikepdf.Array) and QUICK.search(holder.unparse(resolved=True)):
        for dictionary in dictionaries(holder):
            check_dictionary(dictionary)


def check_dictionary(dictionary: pikepdf.Object) -> None:
    """Refuse a dictionary that is an action, an annotation or a holder of the forbidden kinds."""
    for key, faults in (("/S", ACTIONS), ("/Subtype", SUBTYPES), ("/Type", TYPES)):
        fault = faults.get(str(dictionary.get(key, "")))
        if fault:
            raise Faulty(fault)
    for key, fault in KEYS.items():
        if key in dictionary:
            raise Faulty(fault)
    for key in UNBIDDEN:
        if key in dictionary and reaches_out(dictionary[key], is_action=key == "/OpenAction"):
            raise Faulty(Fault.OUTSIDE)


def reaches_out(happens: pikepdf.Object, *, is_action: bool) -> bool:
    """Whether what happens without being asked for, or anything after it, calls an address or opens a file."""
    if not isinstance(happens, pikepdf.Dictionary):
        return False
    waiting: list[pikepdf.Object] = [happens] if is_action else list(happens.as_dict().values())
    for _ in range(MOST_FOLLOWED):
        if not waiting:
            return False
        action = waiting.pop()
        if isinstance(action, pikepdf.Array):
            waiting.extend(action.as_list())
        elif isinstance(action, pikepdf.Dictionary):
            if str(action.get("/S", "")) in REACHING:
                return True
            waiting.extend([action["/Next"]] if "/Next" in action else [])
    return bool(waiting)


def check_paper(page: pikepdf.Page, limits: Limits) -> None:
    """Refuse a page without a sane sheet of paper."""
    left, bottom, right, top = (float(edge) for edge in page.mediabox.as_list())
    unit = float(page.obj.get("/UserUnit", 1))
    for length in (abs(right - left) * unit, abs(top - bottom) * unit):
        if not 1 <= length <= limits.points:
            raise Faulty(Fault.DIMENSION)


def check_weight(pdf: pikepdf.Pdf, limits: Limits) -> None:
    """Refuse a file whose streams together become more than a viewer should be asked to read."""
    inflated = 0
    for thing in pdf.objects:
        if isinstance(thing, pikepdf.Stream):
            inflated += weigh(pdf, thing, limits)
            if inflated > limits.inflated:
                raise Faulty(Fault.HEAVY)


def weigh(pdf: pikepdf.Pdf, stream: pikepdf.Stream, limits: Limits) -> int:
    """How many bytes a stream becomes when read; refuses one that outgrows the budget."""
    filters = names_of(stream.get("/Filter"))
    plain = [name for name in filters if name in DECODED]
    pictured = filters[len(plain) :]
    if filters[: len(plain)] != plain or len(pictured) > 1 or not PICTURES.issuperset(pictured):
        raise Faulty(Fault.DAMAGED)
    if not pictured:
        read = stream.read_bytes(EVERY_FILTER)
    elif plain:
        read = without_picture(pdf, stream, plain)
    else:
        read = stream.read_raw_bytes()
    check_picture(stream, read, limits)
    return len(read)


def without_picture(pdf: pikepdf.Pdf, stream: pikepdf.Stream, plain: list[str]) -> bytes:
    """The compressed picture inside a stream, freed from the plain filters around it."""
    copy = pikepdf.Stream(pdf, stream.read_raw_bytes())
    copy["/Filter"] = pikepdf.Array([pikepdf.Name(name) for name in plain])
    return copy.read_bytes(EVERY_FILTER)


def check_picture(stream: pikepdf.Stream, read: bytes, limits: Limits) -> None:
    """Refuse a picture that claims more dots than a viewer should be asked to hold."""
    sizes = [declared_size(read)]
    if "/Width" in stream and "/Height" in stream:
        sizes.append((int(stream["/Width"]), int(stream["/Height"])))
    if any(wide < 0 or high < 0 or wide * high > limits.pixels for wide, high in sizes):
        raise Faulty(Fault.DIMENSION)
