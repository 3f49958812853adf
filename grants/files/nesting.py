"""Drawings within drawings: a few lines of PDF can ask a viewer to draw a thing a thousand million times."""

from collections import Counter
from collections.abc import Mapping

import pikepdf

from grants.files.verdict import Fault, Faulty

DEEPEST, MOST = 20, 1_000_000


def check_nesting(pdf: pikepdf.Pdf) -> None:
    """Refuse a file in which drawings hold each other without end, or come to more than a viewer can draw."""
    known: dict[tuple[int, int], int] = {}
    for thing in pdf.objects:
        if is_form(thing):
            drawn_by(thing, (), known)


def is_form(thing: pikepdf.Object) -> bool:
    """Whether an object is a drawing that others can show."""
    return isinstance(thing, pikepdf.Stream) and str(thing.get("/Subtype", "")) == "/Form"


def drawn_by(form: pikepdf.Object, within: tuple[tuple[int, int], ...], known: dict[tuple[int, int], int]) -> int:
    """How many drawings a viewer makes of one, with all that it shows and they show in turn."""
    key = form.objgen
    if key in within or len(within) > DEEPEST:
        raise Faulty(Fault.HEAVY)
    if key not in known:
        inner = shown_in(form)
        times = Counter(shown(form)) if inner else Counter()
        known[key] = 1 + sum(times[name] * drawn_by(one, (*within, key), known) for name, one in inner.items())
        if known[key] > MOST:
            raise Faulty(Fault.HEAVY)
    return known[key]


def shown_in(form: pikepdf.Object) -> Mapping[str, pikepdf.Object]:
    """The drawings that one knows, by the names it calls them."""
    resources = form.get("/Resources")
    known = resources.get("/XObject") if isinstance(resources, pikepdf.Dictionary) else None
    if not isinstance(known, pikepdf.Dictionary):
        return {}
    return {str(name): thing for name, thing in known.items() if is_form(thing)}


def shown(form: pikepdf.Object) -> list[str]:
    """Every name that one shows, as often as it does."""
    try:
        return [str(one.operands[0]) for one in pikepdf.parse_content_stream(form, "Do") if one.operands]
    except pikepdf.PdfParsingError:
        raise Faulty(Fault.DAMAGED) from None
