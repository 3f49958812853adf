"""Judging an uploaded PDF or picture before it is kept: either a verdict, or one full sentence on what to do."""

from decimal import ROUND_CEILING, Decimal
from pathlib import Path

from grants.files.verdict import MEBI, Fault, Faulty, Limits, Verdict
from grants.files.warm import ROOM
from grants.rules.refusal import Refused
from grants.words import Sentence, say

STANDARD = Limits()
PICTURE = Limits(kind="picture", size=4 * MEBI)
SENTENCES = {
    Fault.EMPTY: say("This file is empty. Check that it was saved completely, then upload it again."),
    Fault.NOT_PDF: say("This file is not a PDF, whatever its name says. Save your document as a PDF and upload that."),
    Fault.NOT_PICTURE: say(
        "This file is not a PNG or JPEG picture, whatever its name says. Save it as PNG and upload that."
    ),
    Fault.HIDDEN: say("Something besides a PDF is hidden in this file. Print it to a new PDF and upload that."),
    Fault.TRAILING: say("Something follows after the end of this PDF. Print it to a new PDF and upload that."),
    Fault.DAMAGED: say("This PDF is damaged or incomplete. Save it again, or print it to a new PDF, and upload that."),
    Fault.PASSWORD: say("This PDF is protected by a password. Save it without one and upload it again."),
    Fault.RESTRICTED: say("This PDF forbids printing, copying or changes. Save it without that and upload it again."),
    Fault.DIMENSION: say(
        "A page or picture in this PDF is larger than any sheet of paper. Save it with ordinary pages and upload that."
    ),
    Fault.SCRIPT: say("This PDF contains a script. Print it to a new PDF, without the script, and upload that."),
    Fault.OUTSIDE: say(
        "This PDF would start a program, or reach for another file or address. Print it to a new PDF and upload that."
    ),
    Fault.EMBEDDED: say("Other files are embedded in this PDF. Print it to a new PDF, without them, and upload that."),
    Fault.FORM: say(
        "This PDF is an interactive form that many programs cannot show. Print it to a new PDF and upload that."
    ),
    Fault.MEDIA: say("This PDF contains sound, video or 3D. Print it to a new PDF, without these, and upload that."),
    Fault.HEAVY: say(
        "This PDF takes far more memory or time to open than it should. Print it to a new PDF and upload that."
    ),
    Fault.BUSY: say("Many files are being checked just now. Please upload yours again in a minute."),
}  # fmt: skip
UNREADABLE = say("This picture cannot be opened. Save it again as PNG and upload that.")
OF_PICTURES = {
    Fault.DIMENSION: say(
        "This picture is too small or too large to be printed. Save it with 100 to 5,000 dots on each side."
    ),
    Fault.DAMAGED: UNREADABLE,
    Fault.HEAVY: UNREADABLE,
}


def inspect_file(source: bytes | Path, limits: Limits = STANDARD, field: str | None = None) -> Verdict:
    """Judge an upload in the limited process; what cannot be accepted is refused with its way out."""
    try:
        return judged(source, limits)
    except Faulty as faulty:
        raise Refused(sentence(faulty, limits), field) from None


def judged(source: bytes | Path, limits: Limits) -> Verdict:
    """The verdict, or the fault, before anybody words it."""
    size = source.stat().st_size if isinstance(source, Path) else len(source)
    if size == 0:
        raise Faulty(Fault.EMPTY)
    if size > limits.size:
        raise Faulty(Fault.SIZE, size)
    data = source.read_bytes() if isinstance(source, Path) else source
    head, sanitised = ROOM.ask(data, limits)
    if "fault" in head:
        raise Faulty(Fault(head["fault"]), int(head["found"]))
    return Verdict(size, int(head["pages"]), sanitised)


def sentence(faulty: Faulty, limits: Limits) -> Sentence:
    """What is wrong with the file and the way out, as a sentence for the person who uploaded it."""
    if faulty.fault is Fault.SIZE:
        return say(
            "This file has %(size)s MB; the limit is %(limit)s MB. Save it with smaller pictures and upload it again.",
            size=megabytes(faulty.found),
            limit=megabytes(limits.size),
        )
    if faulty.fault is Fault.PAGES:
        return say(
            "This PDF has %(pages)s pages; the limit is %(limit)s. Shorten it and upload it again.",
            pages=faulty.found,
            limit=limits.pages,
        )
    own = OF_PICTURES if limits.kind == PICTURE.kind else SENTENCES
    return own.get(faulty.fault) or SENTENCES[faulty.fault]


def megabytes(size: int) -> Decimal:
    """A size as people read it, rounded up so that what is too large never looks as if it fitted."""
    return (Decimal(size) / MEBI).quantize(Decimal("0.1"), ROUND_CEILING).normalize()
