"""What a person could read in an answer, whatever it is; what stands in its forms."""

from collections.abc import Iterator
from functools import lru_cache
from io import BytesIO
from typing import Any
from zipfile import ZipFile

import html5lib
from pypdf import PdfReader
from werkzeug.test import TestResponse

XHTML = "{http://www.w3.org/1999/xhtml}"


def inside(body: bytes) -> str:
    """What stands in one file of an archive."""
    return pdf_text(body) if body.startswith(b"%PDF") else body.decode("utf-8", "replace")


def readable(answer: TestResponse) -> str:
    """What a person could read in an answer: a page's text, a PDF's, the names and texts in an archive."""
    body = answer.get_data()
    if body.startswith(b"%PDF"):
        return pdf_text(body)
    if body.startswith(b"PK") and answer.mimetype == "application/zip":
        with ZipFile(BytesIO(body)) as archive:
            return " ".join([*archive.namelist(), *(inside(archive.read(name)) for name in archive.namelist())])
    if body.startswith(b"PK"):
        with ZipFile(BytesIO(body)) as book:
            return " ".join(book.read(name).decode("utf-8", "replace") for name in book.namelist())
    return body.decode("utf-8", "replace")


@lru_cache(maxsize=256)
def pdf_text(body: bytes) -> str:
    """The words of a PDF, and what its metadata say, its bookmarks, and the names of what is bound into it."""
    paper = PdfReader(BytesIO(body))
    xmp = paper.xmp_metadata.stream.get_data().decode("utf-8", "replace") if paper.xmp_metadata else ""
    told = [*map(str, (paper.metadata or {}).values()), *bookmarks(paper.outline), *paper.attachments, xmp]
    return " ".join(" ".join(page.extract_text() for page in paper.pages).split()) + " %PDF " + " ".join(told)


def bookmarks(outline: Any) -> Iterator[str]:
    """The title of every bookmark, however deep."""
    for one in outline:
        yield from bookmarks(one) if isinstance(one, list) else [str(one.title)]


def fields_in(text: str) -> dict[str, Any]:
    """Every field of the form with the most to fill in, of those that the page proper sends by POST."""
    proper = next(html5lib.parse(text).iter(f"{XHTML}main"))
    sheets = [form for form in proper.iter(f"{XHTML}form") if (form.get("method") or "").lower() == "post"]
    found: dict[str, list[Any]] = {}
    for one in max((list(fields_of(form)) for form in sheets), key=len):
        if one.get("name") and one.get("name") != "csrf_token" and (value := filled(one)) is not None:
            found.setdefault(one.get("name"), []).append(value)
    return {name: values if len(values) > 1 else values[0] for name, values in found.items()}


def fields_of(form: Any) -> Iterator[Any]:
    """What can be filled in."""
    return (one for one in form.iter() if str(one.tag).removeprefix(XHTML) in {"input", "textarea", "select"})


def filled(one: Any) -> str | None:
    """What a browser would send for one field as it stands; nothing for a box without a mark."""
    kind = str(one.tag).removeprefix(XHTML)
    if kind == "textarea":
        return "".join(one.itertext()).removeprefix("\n")
    if kind == "select":
        offered = list(one.iter(f"{XHTML}option"))
        chosen = [option for option in offered if "selected" in option.attrib] or offered
        return chosen[0].get("value") if chosen else None
    if one.get("type") in {"checkbox", "radio"} and "checked" not in one.attrib:
        return None
    return one.get("value", "")
