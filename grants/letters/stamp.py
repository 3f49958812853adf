"""A mark across every page of a letter that no longer holds; the kept bytes stay as they are."""

import io

import pikepdf

WORD = "VOID"
ACROSS = (
    f"q 0.72 0.12 0.1 rg /VoidFaint gs BT /VoidFace 120 Tf 0.7071 0.7071 -0.7071 0.7071 170 260 Tm ({WORD}) Tj ET Q"
)


def marked_void(pdf: bytes) -> bytes:
    """A copy of the letter with the word across every page; it claims no standard any more."""
    with pikepdf.open(io.BytesIO(pdf)) as marked:
        face = marked.make_indirect(
            pikepdf.Dictionary(
                Type=pikepdf.Name.Font, Subtype=pikepdf.Name.Type1,
                BaseFont=pikepdf.Name("/Helvetica-Bold"),
            )
        )  # fmt: skip
        faint = marked.make_indirect(pikepdf.Dictionary(Type=pikepdf.Name.ExtGState, ca=0.35, CA=0.35))
        for page in marked.pages:
            page.add_resource(face, pikepdf.Name.Font, pikepdf.Name("/VoidFace"))
            page.add_resource(faint, pikepdf.Name.ExtGState, pikepdf.Name("/VoidFaint"))
            page.contents_add(ACROSS.encode())
        del marked.Root.Metadata
        out = io.BytesIO()
        marked.save(out, deterministic_id=True)
    return out.getvalue()
