"""The press: sets one page of HTML in our fonts and hands back a PDF an archive and a screen reader accept.

It runs in a process of its own (`worker`), never in a page or a job; nothing else imports it.
"""

import io
from collections.abc import Callable, Mapping
from functools import partial
from hashlib import sha256
from pathlib import Path
from typing import Any, BinaryIO

from weasyprint import CSS, HTML  # noqa: TID253 - this module is loaded by the press's own process only
from weasyprint.document import Document, DocumentMetadata  # noqa: TID253
from weasyprint.text.fonts import FontConfiguration  # noqa: TID253
from weasyprint.urls import FatalURLFetchingError, URLFetcher, URLFetcherResponse  # noqa: TID253

from grants.config import shelf
from grants.letters.paper import Paper
from grants.letters.fonts import FOLDER, coverage, found
from grants.letters.render import page

OWN = "own:"
PICTURES = (b"\x89PNG\r\n\x1a\n", b"\xff\xd8\xff")
CLOSER = ("html{font-size:9.6pt;line-height:1.42}", "html{font-size:9pt;line-height:1.34}@page{margin-top:16mm}")
RDF_END = b"</rdf:RDF>"
UA_IDENTITY = b"""<rdf:Description xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"
 xmlns:pdfuaid="http://www.aiim.org/pdfua/ns/id/" rdf:about=""><pdfuaid:part>1</pdfuaid:part></rdf:Description>
<rdf:Description xmlns:pdfaExtension="http://www.aiim.org/pdfa/ns/extension/"
 xmlns:pdfaSchema="http://www.aiim.org/pdfa/ns/schema#" xmlns:pdfaProperty="http://www.aiim.org/pdfa/ns/property#"
 rdf:about=""><pdfaExtension:schemas><rdf:Bag><rdf:li rdf:parseType="Resource">
<pdfaSchema:schema>PDF/UA Universal Accessibility Schema</pdfaSchema:schema>
<pdfaSchema:namespaceURI>http://www.aiim.org/pdfua/ns/id/</pdfaSchema:namespaceURI>
<pdfaSchema:prefix>pdfuaid</pdfaSchema:prefix><pdfaSchema:property><rdf:Seq><rdf:li rdf:parseType="Resource">
<pdfaProperty:name>part</pdfaProperty:name><pdfaProperty:valueType>Integer</pdfaProperty:valueType>
<pdfaProperty:category>internal</pdfaProperty:category>
<pdfaProperty:description>Part of PDF/UA standard</pdfaProperty:description>
</rdf:li></rdf:Seq></pdfaSchema:property></rdf:li></rdf:Bag></pdfaExtension:schemas></rdf:Description>
"""


class UnprintableError(RuntimeError):
    """Why this paper does not leave the press."""


class ReachedError(FatalURLFetchingError):
    """A page asked for something that is not ours."""


class OwnThingsOnly(URLFetcher):  # type: ignore[misc]
    """Hands out our fonts and the pictures given for this paper; asking for anything else ends the print."""

    def __init__(self, held: Mapping[str, Callable[[], BinaryIO]]) -> None:
        super().__init__(allowed_protocols=())
        self.held = held

    def fetch(self, url: str, headers: Any = None) -> URLFetcherResponse:  # noqa: ARG002 - the library's own shape
        """One of our own things, by name; there is no way to anywhere else."""
        if not url.startswith(OWN) or url.removeprefix(OWN) not in self.held:
            raise ReachedError(f"The press fetches nothing from elsewhere: {url[:80]!r}")
        return URLFetcherResponse(url, self.held[url.removeprefix(OWN)]())


class Metadata(DocumentMetadata):  # type: ignore[misc]
    """What the PDF says of itself, in clear: PDF/A-3a and PDF/UA-1 at once."""

    def generate_rdf_metadata(self, variant: str, version: int, conformance: str) -> bytes:
        """The usual description, and the second standard the paper keeps."""
        written: bytes = super().generate_rdf_metadata(variant, version, conformance)
        return written.replace(RDF_END, UA_IDENTITY + RDF_END)

    def include_in_pdf(self, pdf: Any, variant: str, version: int, conformance: str, compress: bool) -> None:  # noqa: ARG002, FBT001
        """Uncompressed, so that an archive can read it without opening the file."""
        super().include_in_pdf(pdf, variant, version, conformance, compress=False)


class Press:
    """Fonts and style sheet laid out once; then paper after paper."""

    def __init__(self, folder: Path = FOLDER) -> None:
        self.has = coverage(folder)
        self.fonts = FontConfiguration()
        files = found(folder)
        fetch = OwnThingsOnly({face.file: partial(path.open, "rb") for face, path in files.items()})
        faces = "".join(
            f'@font-face{{font-family:"{face.family}";font-weight:{face.weight};src:url("{OWN}{face.file}")}}'
            for face in files
        )
        style = (shelf("static") / "letters" / "letter.css").read_text(encoding="utf-8")
        self.style = CSS(string=faces + style, font_config=self.fonts, url_fetcher=fetch)
        self.closer = [CSS(string=closer) for closer in CLOSER]

    def print(self, paper: Paper) -> bytes:
        """One paper as PDF/A-3a and PDF/UA-1, on as few pages as it fits without crowding."""
        pictures = {name: partial(io.BytesIO, checked(name, image)) for name, image in paper.pictures().items()}
        text = page(paper, self.has)
        document = self.fitted(HTML(string=text, url_fetcher=OwnThingsOnly(pictures)), paper.pages)
        document.metadata = Metadata(**vars(document.metadata))
        identity = sha256(text.encode()).hexdigest()[:32].encode()
        printed: bytes = document.write_pdf(pdf_variant="pdf/a-3a", pdf_identifier=identity)
        return printed

    def fitted(self, html: HTML, most: int | None) -> Document:
        """Set roomily; closer only where that saves turning to a second page, or keeps the most pages allowed."""
        first = tried = self.set(html)
        wanted = 1 if len(first.pages) == 2 else most or len(first.pages)  # noqa: PLR2004 - recto, verso
        for closer in self.closer:
            if len(tried.pages) <= wanted:
                return tried
            tried = self.set(html, closer)
        if len(tried.pages) <= wanted:
            return tried
        if most and len(first.pages) > most:
            raise UnprintableError(f"The letter fills {len(tried.pages)} pages; {most} are allowed. Shorten its texts.")
        return first

    def set(self, html: HTML, *closer: CSS) -> Document:
        """The pages as they fall with one spacing."""
        return html.render(font_config=self.fonts, stylesheets=[self.style, *closer])


def checked(name: str, image: bytes) -> bytes:
    """A picture that is what it should be: PNG or JPEG, nothing that could refer to something else."""
    if not image.startswith(PICTURES):
        raise UnprintableError(f"The picture for the {name} is neither PNG nor JPEG.")
    return image
