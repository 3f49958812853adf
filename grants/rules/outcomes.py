"""Outcomes: what is asked about each kind of thing that can come of a grant. A new kind is one row in ASKED."""

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import Any

from grants.rules.refusal import Refused
from grants.rules.reports import OutcomeKind
from grants.words import Sentence, say

FIRST_YEAR = 1990
AHEAD = 3
DOI = re.compile(r"(?:https?://(?:dx\.)?doi\.org/|doi:\s*)?(10\.[0-9]{4,9}/[^\s]+)", re.IGNORECASE)
CURRENCIES = ("EUR", "GBP", "JPY", "SEK", "USD")


class BidState(StrEnum):
    """What became of a bid for further money."""

    SUBMITTED = "submitted"
    AWARDED = "awarded"
    REJECTED = "rejected"

    @property
    def label(self) -> Sentence:
        """The state in words."""
        return BID_LABELS[self]


BID_LABELS = {
    BidState.SUBMITTED: say("Applied for, not decided"),
    BidState.AWARDED: say("Awarded"),
    BidState.REJECTED: say("Not awarded"),
}


@dataclass(frozen=True)
class Asked:
    """One thing that is asked about an outcome: the fact it fills, and how the question is worded."""

    name: str
    label: Sentence
    needed: bool = False


TITLE = Asked("title", say("Title"), needed=True)
NAME = Asked("title", say("Name"), needed=True)
YEAR = Asked("year", say("Year"), needed=True)
DOI_ASKED = Asked("doi", say("DOI"))
JOINT = Asked("joint", say("Authors or makers from both sides"))
WHERE = Asked("detail", say("Where it appeared"))
MORE = Asked("detail", say("In a few words"))
FROM = Asked("starts_on", say("First day"), needed=True)
TO = Asked("ends_on", say("Last day"), needed=True)
ONLINE = Asked("online", say("Held online"))

ASKED: Mapping[OutcomeKind, tuple[Asked, ...]] = {
    OutcomeKind.PUBLICATION: (TITLE, WHERE, YEAR, DOI_ASKED, JOINT),
    OutcomeKind.PREPRINT: (TITLE, YEAR, DOI_ASKED, JOINT),
    OutcomeKind.DATASET: (TITLE, YEAR, DOI_ASKED, JOINT),
    OutcomeKind.SOFTWARE: (NAME, YEAR, DOI_ASKED, JOINT, MORE),
    OutcomeKind.PATENT: (TITLE, Asked("detail", say("Number and office")), YEAR, JOINT),
    OutcomeKind.CONFERENCE: (TITLE, Asked("detail", say("Conference and place"), needed=True), YEAR, JOINT),
    OutcomeKind.EVENT: (
        NAME, Asked("detail", say("Where it took place"), needed=True), FROM, TO,
        Asked("number", say("People who took part")), ONLINE,
    ),
    OutcomeKind.EXCHANGE: (
        Asked("title", say("Who travelled"), needed=True), Asked("side", say("From which side"), needed=True),
        Asked("detail", say("Host"), needed=True), FROM, TO, Asked("early_career", say("Early-career researcher")),
        ONLINE,
    ),
    OutcomeKind.TRAINING: (
        Asked("title", say("Who was trained"), needed=True), Asked("side", say("From which side"), needed=True),
        MORE, Asked("early_career", say("Early-career researcher")),
    ),
    OutcomeKind.FOLLOW_ON_BID: (
        TITLE, Asked("funder", say("Funder"), needed=True), Asked("side", say("Led from which side")),
        Asked("amount", say("Amount"), needed=True), Asked("status", say("What became of it"), needed=True), YEAR,
    ),
    OutcomeKind.AGREEMENT: (TITLE, YEAR, MORE),
    OutcomeKind.MEDIA: (TITLE, WHERE, YEAR),
    OutcomeKind.PRIZE: (NAME, Asked("funder", say("Given by"), needed=True), YEAR),
    OutcomeKind.EQUIPMENT: (NAME, Asked("detail", say("Where it stands")), YEAR),
    OutcomeKind.MANUAL: (TITLE, YEAR, DOI_ASKED, JOINT, MORE),
    OutcomeKind.TEACHING: (TITLE, MORE, YEAR),
    OutcomeKind.SPIN_OFF: (NAME, YEAR, MORE),
}  # fmt: skip


NOTHING: Mapping[str, Any] = {
    "year": None, "starts_on": None, "ends_on": None, "number": None, "status": None, "joint": False,
    "early_career": False, "online": False,
}  # fmt: skip


def asked_about(kind: OutcomeKind) -> set[str]:
    """The facts that are asked about a kind of outcome."""
    return {asked.name for asked in ASKED[kind]}


def check(kind: OutcomeKind, facts: Mapping[str, Any], at: datetime) -> dict[str, Any]:
    """The facts as they are kept; refused where one is missing or cannot be true."""
    kept = {asked.name: facts.get(asked.name, NOTHING.get(asked.name, "")) for asked in ASKED[kind]}
    for asked in ASKED[kind]:
        if asked.needed and kept[asked.name] in {None, ""}:
            raise Refused(say("Fill this in."), asked.name)
    if "year" in kept:
        check_year(kept["year"], at)
    if kept.get("doi"):
        kept["doi"] = read_doi(str(kept["doi"]))
    check_days(kept.get("starts_on"), kept.get("ends_on"))
    return kept


def check_year(year: int | None, at: datetime) -> None:
    """A year in which a grant of ours could have had an effect."""
    if year is not None and not FIRST_YEAR <= year <= at.year + AHEAD:
        raise Refused(say("Write a year from %(first)s to %(last)s.", first=str(FIRST_YEAR), last=str(at.year + AHEAD)),
                      "year")  # fmt: skip


def check_days(first: date | None, last: date | None) -> None:
    """Nothing ends before it begins."""
    if first is not None and last is not None and last < first:
        raise Refused(say("The last day is before the first."), "ends_on")


def read_doi(typed: str) -> str:
    """The bare DOI, however it was pasted."""
    found = DOI.fullmatch(unicodedata.normalize("NFKC", typed).strip())
    if found is None:
        raise Refused(say("This is not a DOI. It begins with 10. and has a slash, such as 10.1000/182."), "doi")
    return found[1].lower()
