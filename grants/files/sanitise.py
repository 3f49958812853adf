"""The copy that reviewers are handed: the same pages, without the traces of who made them.

Remarks and the filled fields of forms become part of the page; links within the document and to addresses
stay, everything else that acts goes. It is written anew from the examined objects, so earlier revisions are not in it.
"""

import io
import re

import pikepdf

from grants.files.inside import body, dictionaries, names_of
from grants.files.jpeg import nameless

CATALOG = (
    "/Metadata", "/PieceInfo", "/OpenAction", "/AA", "/Collection", "/SpiderInfo", "/Threads",
    "/Perms", "/Legal", "/DSS", "/AF", "/ViewerPreferences", "/Requirements",
)  # fmt: skip
TRACES = ("/Metadata", "/PieceInfo", "/LastModified", "/CreatorInfo", "/Thumb", "/AF", "/AA")
ELSEWHERE = {"/GoToR", "/Thread"}
ACTIONS = ("/A", "/AA")
DEEPEST_FIELD = 50
REMARK = ("/T", "/Contents", "/RC", "/Subj", "/NM", "/M", "/CreationDate", "/Popup", "/AA", "/PA")
QUICK = re.compile(b"/(Metadata|PieceInfo|LastModified|CreatorInfo|Thumb|AF|AA|GoToR|Thread)\\b")
PHOTOGRAPHS = (["/DCTDecode"], ["/DCT"])


def sanitised(pdf: pikepdf.Pdf) -> bytes:
    """Write the reviewers' copy of an examined PDF."""
    form = pdf.Root.get("/AcroForm")
    pdf.flatten_annotations("all")
    kept = [note for page in pdf.pages for note in keep_notes(page.obj)]
    keep_form(pdf, form, [note for note in kept if is_a(note, "/Widget")])
    for thing in pdf.objects:
        strip(thing)
    forget(pdf.Root, CATALOG)
    keep_destinations(pdf.Root)
    forget(pdf.trailer, ("/Info", "/ID"))
    out = io.BytesIO()
    pdf.save(out, object_stream_mode=pikepdf.ObjectStreamMode.generate, deterministic_id=True)
    return out.getvalue()


def forget(holder: pikepdf.Object, keys: tuple[str, ...]) -> None:
    """Remove the entries that are there."""
    for key in keys:
        if key in holder:
            del holder[key]


def keep_notes(page: pikepdf.Object) -> list[pikepdf.Object]:
    """Of what still lies upon a page keep links and fields that only a viewer can draw; which these are."""
    notes = page.get("/Annots")
    if not isinstance(notes, pikepdf.Array):
        forget(page, ("/Annots",))
        return []
    kept = [
        note for note in notes.as_list() if is_a(note, "/Link") or (is_a(note, "/Widget") and not is_signature(note))
    ]
    for note in kept:
        forget(note, REMARK if is_a(note, "/Link") else ACTIONS)
    page["/Annots"] = pikepdf.Array(kept)
    return kept


def is_a(note: pikepdf.Object, kind: str) -> bool:
    """Whether something upon a page is of a kind."""
    return isinstance(note, pikepdf.Dictionary) and str(note.get("/Subtype", "")) == kind


def is_signature(field: pikepdf.Object) -> bool:
    """Whether a field holds a signature, which names its signer."""
    return any(str(above.get("/FT", "")) == "/Sig" for above in lineage(field))


def lineage(field: pikepdf.Object) -> list[pikepdf.Object]:
    """A field and those above it."""
    line = [field]
    while isinstance(line[-1].get("/Parent"), pikepdf.Dictionary) and len(line) < DEEPEST_FIELD:
        line.append(line[-1]["/Parent"])
    return line


def keep_form(pdf: pikepdf.Pdf, form: pikepdf.Object | None, fields: list[pikepdf.Object]) -> None:
    """Of a form keep what the remaining fields need to be drawn with what was typed into them."""
    forget(pdf.Root, ("/AcroForm",))
    if not fields or not isinstance(form, pikepdf.Dictionary):
        return
    pdf.Root["/AcroForm"] = pikepdf.Dictionary(
        {
            "/Fields": pikepdf.Array([lineage(field)[-1] for field in fields if field.is_indirect]),
            "/NeedAppearances": True,
            **{key: form[key] for key in ("/DA", "/DR", "/Q") if key in form},
        }
    )


def keep_destinations(catalog: pikepdf.Object) -> None:
    """Of the document's named things keep the places that links lead to."""
    names = catalog.get("/Names")
    if isinstance(names, pikepdf.Dictionary) and "/Dests" in names:
        catalog["/Names"] = pikepdf.Dictionary({"/Dests": names["/Dests"]})
    else:
        forget(catalog, ("/Names",))


def strip(thing: pikepdf.Object) -> None:
    """Take names, dates, programs and ways to other files out of one object."""
    if isinstance(thing, pikepdf.Stream):
        strip_photograph(thing)
    holder = body(thing)
    if not isinstance(holder, pikepdf.Dictionary | pikepdf.Array):
        return
    if QUICK.search(holder.unparse(resolved=True)):
        for dictionary in dictionaries(holder):
            forget(dictionary, TRACES)
            if str(dictionary.get("/S", "")) in ELSEWHERE:
                forget(dictionary, ("/S", "/F", "/D"))


def strip_photograph(stream: pikepdf.Stream) -> None:
    """Take camera owner, place and comment out of a photograph."""
    if names_of(stream.get("/Filter")) in PHOTOGRAPHS:
        picture = stream.read_raw_bytes()
        clean = nameless(picture)
        if clean is not picture:
            stream.write(clean, filter=pikepdf.Name.DCTDecode)
