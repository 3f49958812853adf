"""Lists that people paste: BibTeX, RIS, a work list of ORCID, or one thing a line."""

import json
import re
from collections.abc import Iterator, Mapping
from typing import Any

import rispy
from bibtexparser.entrypoint import parse_string
from bibtexparser.middlewares import LatexDecodingMiddleware

from grants.rules.refusal import Refused
from grants.rules.reports import OutcomeKind
from grants.rules.works import Author, Place, Work, from_orcid, made, text, year_in
from grants.words import say

MOST = 500
AT_THE_END = re.compile(r"(.+?)[ ,;]+\(?((?:19|20)\d\d)\)?")


def read(pasted: str, kind: OutcomeKind) -> list[Work]:
    """The works in a list, whichever of the formats it is in; plain lines are of the kind that is asked for."""
    works = list(reader_of(pasted.strip())(pasted.strip(), kind))
    if not works:
        raise Refused(say("Nothing was found in this list."), "pasted")
    if len(works) > MOST:
        raise Refused(say("This list has %(count)s entries; paste at most %(most)s at a time.",
                          count=len(works), most=MOST), "pasted")  # fmt: skip
    return works


def reader_of(pasted: str) -> Any:
    """What reads this list."""
    if pasted.startswith("@") or "\n@" in pasted:
        return from_bibtex
    if "TY  -" in pasted:
        return from_ris
    return from_json if pasted.startswith("{") else from_lines


def from_bibtex(pasted: str, _kind: OutcomeKind) -> Iterator[Work]:
    """The entries of a BibTeX file."""
    library = parse_string(pasted, append_middleware=[LatexDecodingMiddleware()])
    if library.failed_blocks:
        line = (library.failed_blocks[0].start_line or 0) + 1
        raise Refused(say("Line %(line)s of this list cannot be read as BibTeX.", line=line), "pasted")
    for entry in library.entries:
        told = {field.key.lower(): str(field.value) for field in entry.fields}
        places = tuple(Place(text(one)) for one in told.get("affiliation", "").split(";") if one.strip())
        authors = [Author(text(one), places) for one in told.get("author", "").replace("\n", " ").split(" and ")]
        where = told.get("journal") or told.get("booktitle") or told.get("publisher", "")
        yield made(told.get("title", ""), entry.entry_type, doi=told.get("doi") or told.get("url", ""),
                   year=year_in(told.get("year") or told.get("date")), where=text(where),
                   authors=tuple(authors))  # fmt: skip


def from_ris(pasted: str, _kind: OutcomeKind) -> Iterator[Work]:
    """The records of a RIS file."""
    try:
        records = rispy.loads(pasted)
    except OSError as broken:
        raise Refused(say("This list cannot be read as RIS."), "pasted") from broken
    for told in records:
        places = tuple(Place(text(one)) for one in addresses(told.get("author_address")))
        names = told.get("authors") or told.get("first_authors") or []
        title = told.get("title") or told.get("primary_title") or ""
        where = told.get("journal_name") or told.get("secondary_title") or told.get("publisher") or ""
        yield made(title, told.get("type_of_reference", ""), doi=told.get("doi") or first_url(told),
                   year=year_in(told.get("year") or told.get("date")), where=text(where),
                   authors=tuple(Author(text(name), places) for name in names or ["–"]))  # fmt: skip


def addresses(told: Any) -> list[str]:
    """The places a record names."""
    every = told if isinstance(told, list) else [told or ""]
    return [one for line in every for one in str(line).split(";") if one.strip()]


def first_url(told: Mapping[str, Any]) -> str:
    """The first address a record names."""
    return next(iter(told.get("urls") or []), "")


def from_json(pasted: str, _kind: OutcomeKind) -> Iterator[Work]:
    """The works of a list as ORCID hands it out."""
    try:
        yield from from_orcid(json.loads(pasted))
    except (ValueError, AttributeError, TypeError, KeyError) as broken:
        raise Refused(say("This list cannot be read as a work list of ORCID."), "pasted") from broken


def from_lines(pasted: str, kind: OutcomeKind) -> Iterator[Work]:
    """One thing a line: what it is called, and a year where one stands at the end."""
    for line in filter(None, map(str.strip, pasted.splitlines())):
        dated = AT_THE_END.fullmatch(line)
        yield Work(text(dated[1]), kind, int(dated[2])) if dated else Work(text(line), kind)
