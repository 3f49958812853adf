"""The digital seal: a PAdES signature over a printed letter, put on in a process of its own that alone holds the key.

Started by `engine` as `python -m grants.letters.sealing CERTIFICATE`, it is told the passphrase
first, then papers one after the other, and answers each with the sealed PDF. Nothing else imports it.
"""

import io
import os
import sys
from pathlib import Path
from typing import Any

import pikepdf
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.sign.fields import SigSeedSubFilter
from pyhanko.sign.signers import PdfSignatureMetadata, PdfSigner, SimpleSigner

from grants.letters.pipe import answer

FIELD = "Seal"
PRINTED_AND_LOCKED = 132
SEALED = 3  # signatures exist, the file is only ever appended to


class Untouched(IncrementalPdfFileWriter):
    """Appends the signature and leaves the archive's description of the file as the press wrote it."""

    def _update_meta(self) -> None:
        """Nothing: a new date of change would break PDF/A."""


def main() -> None:
    """Seal until nobody asks any more."""
    papers, answers = sys.stdin.buffer, os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)
    passphrase = papers.read(int.from_bytes(papers.read(8)))
    signer = SimpleSigner.load_pkcs12_data(Path(sys.argv[1]).read_bytes(), [], passphrase or None)
    if signer is None:
        answer(answers, b"-", b"The certificate of the letters cannot be opened.")
        return
    answer(answers, b"+", b"ready")
    while length := papers.read(8):
        answer(answers, b"+", sealed(papers.read(int.from_bytes(length)), signer))


def sealed(pdf: bytes, signer: Any) -> bytes:
    """The letter with the signature appended to it."""
    told = PdfSignatureMetadata(field_name=FIELD, subfilter=SigSeedSubFilter.PADES, md_algorithm="sha256")
    signed: bytes = PdfSigner(told, signer=signer).sign_pdf(Untouched(io.BytesIO(with_place(pdf)))).getvalue()
    return signed


def with_place(pdf: bytes) -> bytes:
    """The letter with a place for the signature that a screen reader can name."""
    with pikepdf.open(io.BytesIO(pdf)) as letter:
        tree, page = letter.Root.StructTreeRoot, letter.pages[0].obj
        numbers = tree.ParentTree.Nums
        key = max((int(numbers[place]) for place in range(0, len(numbers), 2)), default=-1) + 1
        place = letter.make_indirect(
            pikepdf.Dictionary(
                Type=pikepdf.Name.Annot, Subtype=pikepdf.Name.Widget, FT=pikepdf.Name.Sig, T=FIELD,
                TU=letter.docinfo.Author, F=PRINTED_AND_LOCKED, Rect=pikepdf.Array([0, 0, 0, 0]), P=page,
                StructParent=key,
            )
        )  # fmt: skip
        whole = tree.K[0] if isinstance(tree.K, pikepdf.Array) else tree.K
        element = letter.make_indirect(
            pikepdf.Dictionary(
                Type=pikepdf.Name.StructElem, S=pikepdf.Name.Form, P=whole, Pg=page, Alt=letter.docinfo.Author,
                K=pikepdf.Dictionary(Type=pikepdf.Name.OBJR, Obj=place, Pg=page),
            )
        )  # fmt: skip
        whole.K.append(element)
        numbers.append(key)
        numbers.append(element)
        page.Annots = pikepdf.Array([*page.get("/Annots", []), place])
        letter.Root.AcroForm = pikepdf.Dictionary(Fields=[place], SigFlags=SEALED)
        out = io.BytesIO()
        letter.save(out, deterministic_id=True, compress_streams=False)
    return out.getvalue()


if __name__ == "__main__":
    main()
