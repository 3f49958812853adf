"""The press: sets one page of HTML in our fonts and hands back a PDF an archive and a screen reader accept.

It runs in a process of its own (`worker`), never in a page or a job; nothing else imports it.
"""

import io
import logging
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from functools import partial
from hashlib import sha256
from pathlib import Path
from typing import Any

from weasyprint import CSS, HTML  # noqa: TID253 - this module is loaded by the press's own process only
from weasyprint.document import Document, DocumentMetadata  # noqa: TID253
from weasyprint.logger import LOGGER  # noqa: TID253
from weasyprint.text.fonts import FontConfiguration  # noqa: TID253
from weasyprint.urls import FatalURLFetchingError, URLFetcher, URLFetcherResponse  # noqa: TID253

from grants.config import shelf
from grants.letters.binding import bound
from grants.letters.fonts import FOLDER, coverage, found
from grants.letters.glyphs import settable
from grants.letters.paper import Paper
from grants.letters.render import page
from grants.letters.submission import ApplicationFacts

OWN = "own:"
PICTURES = (b"\x89PNG\r\n\x1a\n", b"\xff\xd8\xff")
CLOSER = "html{font-size:8.8pt;line-height:1.34}html:lang(ja){line-height:1.4}@page{margin-top:12mm;margin-bottom:30mm}"
ROOMY = "html{font-size:10.4pt;line-height:1.5}html:lang(ja){line-height:1.62}.facts th{width:47mm}"
ONE_PAGE = ".foot .of::before,.foot .all::before{content:'1'}"
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


class ReachedError(FatalURLFetchingError):  # type: ignore[misc]
    """A page asked for something that is not ours."""


class Faults(logging.Handler):
    """Keeps what WeasyPrint would only have murmured, such as a picture left out."""

    def __init__(self, kept: list[str]) -> None:
        super().__init__(logging.ERROR)
        self.kept = kept

    def emit(self, record: logging.LogRecord) -> None:
        """One fault."""
        self.kept.append(record.getMessage())


class OwnThingsOnly(URLFetcher):  # type: ignore[misc]
    """Hands out our fonts and the pictures given for this paper; asking for anything else ends the print."""

    def __init__(self, held: Mapping[str, Callable[[], Any]]) -> None:
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


@dataclass
class Written:
    """A part of the file in its final bytes, as its writer asks for it: once to write, once to take the fingerprint."""

    number: int
    generation: int
    free: str
    compressible: bool
    data: bytes
    offset: int = 0

    @property
    def indirect(self) -> bytes:
        """The part between its head and its end."""
        return b"%d %d obj\n%s\nendobj" % (self.number, self.generation, self.data)


def written_once(_: Document, pdf: Any) -> None:
    """Put every part into bytes, and compress it, only once."""
    pdf.objects[1:] = [
        Written(part.number, part.generation, part.free, part.compressible, part.data) for part in pdf.objects[1:]
    ]


class Press:
    """Fonts and style sheet laid out once; then paper after paper."""

    def __init__(self, folder: Path = FOLDER) -> None:
        self.has = coverage(folder)
        self.faults: list[str] = []
        LOGGER.handlers = [Faults(self.faults)]
        self.fonts = FontConfiguration()
        files = found(folder)
        fetch = OwnThingsOnly({face.file: partial(open, path, "rb") for face, path in files.items()})
        faces = "".join(
            f'@font-face{{font-family:"{face.family}";font-weight:{face.weight};src:url("{OWN}{face.file}")}}'
            for face in files
        )
        style = (shelf("static") / "letters" / "letter.css").read_text(encoding="utf-8")
        self.style = CSS(string=faces + style, font_config=self.fonts, url_fetcher=fetch)
        self.roomy, self.closer, self.one_page = (CSS(string=one) for one in (ROOMY, CLOSER, ONE_PAGE))

    def print(self, paper: Paper) -> bytes:
        """One paper as PDF/A-3a and PDF/UA-1, on as few pages as it fits without crowding."""
        pictures = {name: partial(io.BytesIO, checked(name, image)) for name, image in paper.pictures().items()}
        text = page(paper, self.has)
        if boxes := sorted(character for character in set(text) if not settable(character, self.has)):
            raise UnprintableError(f"No font has these characters of the wording: {' '.join(map(repr, boxes))}")
        document = self.fitted(HTML(string=text, url_fetcher=OwnThingsOnly(pictures)), paper)
        enclosures = paper.enclosures if isinstance(paper, ApplicationFacts) else ()
        if isinstance(paper, ApplicationFacts) and enclosures:
            text = page(replace(paper, first_enclosed=len(document.pages) + 1), self.has)
            document = self.set(HTML(string=text, url_fetcher=OwnThingsOnly(pictures)))
        document.metadata = Metadata(**vars(document.metadata))
        identity = sha256(text.encode()).hexdigest()[:32].encode()
        printed: bytes = document.write_pdf(finisher=written_once, pdf_variant="pdf/a-3a", pdf_identifier=identity)
        if self.faults:
            raise UnprintableError(f"The press could not set everything: {self.faults.pop()}")
        return bound(printed, enclosures)

    def fitted(self, html: HTML, paper: Paper) -> Document:
        """On one page if it can be, a short letter in larger type; else roomily on more; closer only to keep the most.

        A paper that may be longer is laid out twice to learn its number of pages; one page needs no counting.
        """
        most = paper.pages
        if most is None:
            return self.set(html)
        if paper.short and len((tried := self.set(html, self.one_page, self.roomy)).pages) == 1:
            return tried
        tried = self.set(html, self.one_page)
        if len(tried.pages) == 1:
            return tried
        if len(tried.pages) <= most + 1:  # closer spacing saves a page, never two
            for spacing in ((self.one_page, self.closer), (), (self.closer,)):
                tried = self.set(html, *spacing)
                if len(tried.pages) <= (1 if self.one_page in spacing else most):
                    return tried
        raise UnprintableError(f"The letter fills {len(tried.pages)} pages; {most} are allowed. Shorten its texts.")

    def set(self, html: HTML, *closer: CSS) -> Document:
        """The pages as they fall with one spacing."""
        return html.render(font_config=self.fonts, stylesheets=[self.style, *closer])


def checked(name: str, image: bytes) -> bytes:
    """A picture that is what it should be: PNG or JPEG, nothing that could refer to something else."""
    if not image.startswith(PICTURES):
        raise UnprintableError(f"The picture for the {name} is neither PNG nor JPEG.")
    return image
