"""Works as registries and reference managers tell them, read into what is asked about an outcome.

Crossref, DataCite and ORCID answer in JSON. Where a source names the places of authors, it tells who made it together.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from grants.rules.outcomes import DOI, read_doi
from grants.rules.refusal import Refused
from grants.rules.reports import OutcomeKind
from grants.rules.search import fold

LONGEST = 500
MOST_AUTHORS = 500
TAG = re.compile(r"<[^>]+>")
ROR = re.compile(r"(?:ror\.org/|^)(0[a-z0-9]{8})$", re.IGNORECASE)
YEAR = re.compile(r"(?<!\d)(?:19|20)\d\d(?!\d)")
K = OutcomeKind
KINDS: Mapping[str, OutcomeKind] = {
    # Crossref
    "journal-article": K.PUBLICATION, "book": K.PUBLICATION, "book-chapter": K.PUBLICATION, "monograph": K.PUBLICATION,
    "proceedings-article": K.CONFERENCE, "posted-content": K.PREPRINT, "dataset": K.DATASET, "report": K.PUBLICATION,
    # DataCite
    "journalarticle": K.PUBLICATION, "preprint": K.PREPRINT, "software": K.SOFTWARE, "conferencepaper": K.CONFERENCE,
    # ORCID
    "conference-paper": K.CONFERENCE, "data-set": K.DATASET, "patent": K.PATENT, "manual": K.MANUAL,
    # BibTeX
    "article": K.PUBLICATION, "inproceedings": K.CONFERENCE, "conference": K.CONFERENCE, "unpublished": K.PREPRINT,
    "incollection": K.PUBLICATION, "online": K.PREPRINT,
    # RIS
    "jour": K.PUBLICATION, "chap": K.PUBLICATION, "cpaper": K.CONFERENCE, "conf": K.CONFERENCE, "data": K.DATASET,
    "comp": K.SOFTWARE, "pat": K.PATENT, "news": K.MEDIA, "unpb": K.PREPRINT,
}  # fmt: skip


@dataclass(frozen=True)
class Place:
    """Where an author works, as the source names it."""

    name: str
    ror: str = ""


@dataclass(frozen=True)
class Author:
    """One of those who made it."""

    name: str
    places: tuple[Place, ...] = ()


@dataclass(frozen=True)
class Work:
    """A paper, dataset, patent or the like, as somebody else has it on record."""

    title: str
    kind: OutcomeKind = K.PUBLICATION
    year: int | None = None
    doi: str = ""
    where: str = ""
    authors: tuple[Author, ...] = ()

    def facts(self) -> dict[str, Any]:
        """What it fills in of an outcome."""
        return {
            "title": self.title, "year": self.year, "doi": self.doi, "detail": self.where, "authors": self.authors,
        }  # fmt: skip


def made(title: str, source: str, **told: Any) -> Work:
    """A work with its texts made plain; what is no DOI is left out."""
    doi = bare_doi(told.pop("doi", ""))
    return Work(text(title), KINDS.get(source.lower(), K.PUBLICATION), doi=doi, **told)


def text(value: Any) -> str:
    """A text without markup, no longer than is kept."""
    return " ".join(TAG.sub("", str(value or "")).split())[:LONGEST]


def bare_doi(value: Any) -> str:
    """The DOI alone, or nothing."""
    found = DOI.search(str(value or ""))
    try:
        return read_doi(found[1]) if found else ""
    except Refused:
        return ""


def year_in(value: Any) -> int | None:
    """The first year in whatever a source says of its day."""
    found = YEAR.search(str(value or ""))
    return int(found[0]) if found else None


def first(values: Any) -> Any:
    """The first of several, or nothing."""
    return values[0] if isinstance(values, list) and values else None


def from_crossref(answer: Mapping[str, Any]) -> Work:
    """A work as Crossref tells it."""
    told = answer["message"]
    days = (told.get("issued") or told.get("created") or {}).get("date-parts")
    return made(
        first(told.get("title")) or "", told.get("type", ""), doi=told.get("DOI", ""), year=year_in(days),
        where=text(first(told.get("container-title")) or told.get("publisher")),
        authors=tuple(map(crossref_author, told.get("author", [])[:MOST_AUTHORS])),
    )  # fmt: skip


def crossref_author(told: Mapping[str, Any]) -> Author:
    """One author as Crossref tells them."""
    places = [
        Place(text(one.get("name")), next((ror_in(key.get("id")) for key in one.get("id", [])), ""))
        for one in told.get("affiliation", [])
    ]
    return Author(text(told.get("name") or f"{told.get('given', '')} {told.get('family', '')}"), tuple(places))


def ror_in(value: Any) -> str:
    """The ROR id in an address."""
    found = ROR.search(str(value or ""))
    return found[1].lower() if found else ""


def from_datacite(answer: Mapping[str, Any]) -> Work:
    """A work as DataCite tells it."""
    told = answer["data"]["attributes"]
    types = told.get("types") or {}
    title = (first(told.get("titles")) or {}).get("title", "")
    publisher = told.get("publisher")
    return made(
        title, types.get("resourceTypeGeneral") or "", doi=told.get("doi", ""),
        year=year_in(told.get("publicationYear")),
        where=text(publisher.get("name") if isinstance(publisher, Mapping) else publisher),
        authors=tuple(map(datacite_author, told.get("creators", [])[:MOST_AUTHORS])),
    )  # fmt: skip


def datacite_author(told: Mapping[str, Any]) -> Author:
    """One author as DataCite tells them."""
    places = [
        Place(text(one.get("name")), ror_in(one.get("affiliationIdentifier"))) if isinstance(one, Mapping)
        else Place(text(one))
        for one in told.get("affiliation", [])
    ]  # fmt: skip
    return Author(text(told.get("name")), tuple(places))


def from_orcid(answer: Mapping[str, Any]) -> Iterator[Work]:
    """The works of a list as ORCID hands it out: one summary of each group."""
    for group in answer.get("group", []):
        told = first(group.get("work-summary")) or {}
        names = (told.get("external-ids") or {}).get("external-id", [])
        doi = next((one.get("external-id-value", "") for one in names if one.get("external-id-type") == "doi"), "")
        title = ((told.get("title") or {}).get("title") or {}).get("value", "")
        when = ((told.get("publication-date") or {}).get("year") or {}).get("value", "")
        where = (told.get("journal-title") or {}).get("value", "")
        yield made(title, told.get("type", ""), doi=doi, year=year_in(when), where=text(where))


def places_named(authors: Iterable[Author]) -> list[Place]:
    """Every place that is named with an author."""
    return [place for author in authors for place in author.places if place.name or place.ror]


Names = Mapping[str, tuple[frozenset[str], frozenset[str]]]


def is_joint(authors: Iterable[Author], sides: Names) -> bool | None:
    """Whether people of two sides made it, told by where its authors work; nothing where no place is named.

    `sides` names for each side the ROR ids of its universities and their names as keys of search.
    """
    places = places_named(authors)
    if not places:
        return None
    return len({side for side in sides for place in places if stands_on(place, *sides[side])}) > 1


def stands_on(place: Place, rors: frozenset[str], names: frozenset[str]) -> bool:
    """Whether a place belongs to one of these universities."""
    if place.ror:
        return place.ror in rors
    key = f" {fold(place.name)} "
    return any(name in key if not name.isascii() else f" {name} " in spaced(key) for name in names if name)


def spaced(key: str) -> str:
    """A key whose signs between words are spaces, so that a name is found as whole words."""
    return f" {' '.join(re.split(r'[^0-9a-z]+', key))} "
