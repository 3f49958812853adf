"""Registries of DOIs on this machine, which answer as the real ones do: recorded in form, invented in content."""

import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import unquote

JOINT, ALONE, UNPLACED, DATA, BROKEN, SENT_ON = (
    "10.5555/joint", "10.5555/alone", "10.5555/unplaced", "10.5072/data", "10.5555/broken", "10.5555/moved",
)  # fmt: skip


def author(given, family, *places):
    told = [{"name": name, **({"id": [{"id": f"https://ror.org/{ror}", "id-type": "ROR"}]} if ror else {})}
            for name, ror in places]  # fmt: skip
    return {"given": given, "family": family, "sequence": "first", "affiliation": told}


def paper(doi, *authors):
    return {"status": "ok", "message-type": "work", "message": {
        "DOI": doi.upper(), "type": "journal-article", "title": ["Kelp <i>between</i> two seas"],
        "container-title": ["Journal of Invented Seas"], "issued": {"date-parts": [[2023, 5, 2]]},
        "author": list(authors), "publisher": "Invented Press",
    }}  # fmt: skip


CROSSREF = {
    JOINT: paper(
        JOINT, author("Ada", "Kobayashi", ("Kyushu University", "00p4k0j84")),
        author("Ben", "Lindqvist", ("Department of Biology, Lund University, Lund, Sweden", "")),
    ),
    ALONE: paper(ALONE, author("Ada", "Kobayashi", ("Kyushu University, Fukuoka", ""), ("Lunda Works Ltd", ""))),
    UNPLACED: paper(UNPLACED, author("Ada", "Kobayashi")),
}  # fmt: skip
DATACITE = {DATA: {"data": {"id": DATA, "type": "dois", "attributes": {
    "doi": DATA, "titles": [{"title": "Lengths of kelp"}], "publisher": "Invented Archive", "publicationYear": 2024,
    "types": {"resourceTypeGeneral": "Dataset"},
    "creators": [
        {"name": "Kobayashi, Ada", "affiliation": [{"name": "九州大学"}]},
        {"name": "Lindqvist, Ben", "affiliation": [{"name": "Somewhere", "affiliationIdentifierScheme": "ROR",
                                                    "affiliationIdentifier": "https://ror.org/012a77v79"}]},
    ],
}}}}  # fmt: skip


class Desk(BaseHTTPRequestHandler):
    """Answers under /works as Crossref and under /dois as DataCite."""

    def do_GET(self) -> None:
        _, room, doi = self.path.split("/", 2)
        found = {"works": CROSSREF, "dois": DATACITE}[room].get(unquote(doi))
        self.server.asked.append(unquote(self.path))
        if unquote(doi) == SENT_ON:
            self.send_response(302)
            self.send_header("Location", "http://169.254.169.254/latest")
            self.end_headers()
            return
        body = b"{ this is no JSON" if unquote(doi) == BROKEN else json.dumps(found).encode()
        self.send_response(200 if found or unquote(doi) == BROKEN else 404)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_: object) -> None:
        """Say nothing."""


@contextmanager
def running() -> Iterator[ThreadingHTTPServer]:
    """Both registries, on a free port."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), Desk)
    server.asked = []
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield server
    finally:
        server.shutdown()
        server.server_close()
