"""Binding: files that were handed in with an application stand behind it, in one PDF to read."""

import io
from collections.abc import Sequence

import pikepdf


def bound(printed: bytes, enclosures: Sequence[bytes]) -> bytes:
    """The paper with the pages of its enclosures; with pages that are not ours it claims no standard any more."""
    if not enclosures:
        return printed
    with pikepdf.open(io.BytesIO(printed)) as whole:
        for enclosed in enclosures:
            with pikepdf.open(io.BytesIO(enclosed)) as more:
                whole.pages.extend(more.pages)
        del whole.Root.Metadata
        out = io.BytesIO()
        whole.save(out, deterministic_id=True)
    return out.getvalue()
