"""The copy that reviewers are handed: the same pages, without the traces of who made them.

Forms and remarks become part of the page; links within the document and to addresses stay, everything else
that acts goes. It is written anew from the examined objects, so earlier revisions are not in it.
"""

import io
import re

import pikepdf

from grants.files.inside import body, dictionaries
from grants.files.jpeg import nameless

CATALOG = (
    "/Metadata", "/PieceInfo", "/OpenAction", "/AA", "/AcroForm", "/Collection", "/SpiderInfo", "/Threads",
    "/Perms", "/Legal", "/DSS", "/AF", "/ViewerPreferences", "/Requirements",
)  # fmt: skip
TRACES = ("/Metadata", "/PieceInfo", "/LastModified", "/CreatorInfo", "/Thumb", "/AF", "/AA")
ELSEWHERE = {"/GoToR", "/Thread"}
REMARK = ("/T", "/Contents", "/RC", "/Subj", "/NM", "/M", "/CreationDate", "/Popup", "/AA", "/PA")
QUICK = re.compile(b"/(Metadata|PieceInfo|LastModified|CreatorInfo|Thumb|AF|AA|GoToR|Thread)\\b")
PHOTOGRAPH = {"/DCTDecode", "/DCT"}


def sanitised(pdf: pikepdf.Pdf) -> bytes:
    """Write the reviewers' copy of an examined PDF."""
    pdf.generate_appearance_streams()
    pdf.flatten_annotations("all")
    for page in pdf.pages:
        keep_links(page.obj)
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


def keep_links(page: pikepdf.Object) -> None:
    """Of what lies upon a page keep the links, without names and dates; all else is in the page by now."""
    notes = page.get("/Annots")
    if not isinstance(notes, pikepdf.Array):
        forget(page, ("/Annots",))
        return
    links = [note for note in notes.as_list() if isinstance(note, pikepdf.Dictionary) and is_link(note)]
    for link in links:
        forget(link, REMARK)
    page["/Annots"] = pikepdf.Array(links)


def is_link(note: pikepdf.Object) -> bool:
    """Whether something upon a page is a link and nothing more."""
    return str(note.get("/Subtype", "")) == "/Link"


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
    filters = stream.get("/Filter")
    if isinstance(filters, pikepdf.Array) and len(filters) == 1:
        filters = filters[0]
    if str(filters) in PHOTOGRAPH:
        picture = stream.read_raw_bytes()
        clean = nameless(picture)
        if clean is not picture:
            stream.write(clean, filter=filters)
