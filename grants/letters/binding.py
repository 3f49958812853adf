"""Binding: files that were handed in with an application stand behind it, in one PDF to read."""

import io
from collections.abc import Sequence

import pikepdf

from grants.letters.submission import Enclosure


def bound(printed: bytes, enclosures: Sequence[Enclosure]) -> bytes:
    """The paper with the pages of its enclosures, each with a bookmark of its own.

    With pages that are not ours it claims no standard any more.
    """
    if not enclosures:
        return printed
    with pikepdf.open(io.BytesIO(printed)) as whole:
        marks = []
        for enclosed in enclosures:
            marks.append((enclosed.title, len(whole.pages)))
            with pikepdf.open(io.BytesIO(enclosed.content)) as more:
                whole.pages.extend(more.pages)
        with whole.open_outline() as outline:
            outline.root.extend(pikepdf.OutlineItem(title, page) for title, page in marks)
        del whole.Root.Metadata
        out = io.BytesIO()
        whole.save(out, deterministic_id=True)
    return out.getvalue()


def in_one(papers: Sequence[tuple[str, bytes]], title: str) -> bytes:
    """Many papers as one to read, each under a bookmark of its own; it claims no standard and names nobody."""
    with pikepdf.new() as whole:
        marks = []
        for name, content in papers:
            marks.append((name, len(whole.pages)))
            with pikepdf.open(io.BytesIO(content)) as more:
                whole.add_pages_from(more)
        with whole.open_outline() as outline:
            outline.root.extend(pikepdf.OutlineItem(name, page) for name, page in marks)
        whole.docinfo["/Title"] = title
        out = io.BytesIO()
        whole.save(out, deterministic_id=True)
    return out.getvalue()
