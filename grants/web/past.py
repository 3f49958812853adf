"""History on a page: who did what, when; the deed's own label is its wording."""

import re
import uuid
from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import select

from grants.calls.keeping import sealed_in
from grants.calls.model import Deletion
from grants.history import Entry
from grants.people.model import Person
from grants.rules.applications import APPLICATION
from grants.rules.assignment import PROPOSAL
from grants.rules.awards import AWARD_PART
from grants.rules.calls import CALL
from grants.rules.consent import ENDORSEMENT
from grants.rules.decisions import RANKING
from grants.rules.extensions import EXTENSION
from grants.rules.formal import FORMAL_CHANGE
from grants.rules.invitations import INVITATION
from grants.rules.letters import LETTER, PICTURE, WORDING
from grants.rules.people import DEEDS
from grants.rules.reports import REPORT
from grants.rules.reviews import ASSIGNMENT, REVIEW
from grants.rules.roles import Role
from grants.web.reader import reader, visitor
from grants.web.transaction import session
from grants.words import Moment, Sentence, say

LIVES = (
    CALL, EXTENSION, APPLICATION, INVITATION, ENDORSEMENT, FORMAL_CHANGE, ASSIGNMENT, PROPOSAL, REVIEW, RANKING,
    AWARD_PART, LETTER, WORDING, PICTURE, REPORT,
)  # fmt: skip
KEPT = {
    ("deletion", "mail"): say("Old mail was deleted: %(count)s messages"),
    ("deletion", "draft"): say("A draft that was never submitted was deleted: %(ref)s"),
    ("deletion", "people"): say("Sealed without people and words: %(ref)s"),
    ("legal_hold", "place"): say("Held: nothing of this call is deleted"),
    ("legal_hold", "lift"): say("No longer held"),
    ("document_request", "note"): say("A request for documents was noted"),
}
LABELS = KEPT | {(life.noun, step.name): step.told or step.label for life in LIVES for step in life.steps}
BLANK = re.compile(r"%\((\w+)\)s")
BEGINNINGS = {
    "application": say("Started"),
    "call": say("Drafted"),
    "extension": say("A later deadline was proposed: %(until)s"),
    "invitation": say("Invited"),
    "endorsement": say("Asked %(name)s to sign for “%(what)s”"),
    "formal_change": say("Proposed: %(what)s"),
    "assignment": say("Reviewer asked"),
    "review": say("Review opened"),
    "proposal": say("Reviewers to be proposed"),
    "ranking": say("Ranking opened"),
    "award_part": say("Offered"),
    "letter": say("Letter prepared"),
    "letter_wording": say("A wording of letters was proposed"),
    "letter_picture": say("A picture for the letters was proposed: %(sha256)s"),
    "report": say("Report asked for"),
}


def wording(entry: Entry, told_with: Mapping[str, Any]) -> Sentence:
    """What was done, in words, with what was told with it."""
    if entry.noun == "person":
        return deed_on_account(entry)
    begun = BEGINNINGS.get(entry.noun, say("Begun"))
    told = begun if entry.step == "begin" else LABELS.get((entry.noun, entry.step), say("Recorded"))
    return Sentence(told.text, {name: blank(name, told_with.get(name)) for name in BLANK.findall(told.text)})


def blank(name: str, value: Any) -> Any:
    """What fills a blank of a deed's wording: an instant on the reader's clock, a wording of the house, or a name."""
    if name == "until" and value:
        return Moment(datetime.fromisoformat(value), visitor().zone)
    return Sentence(value) if name == "what" and isinstance(value, str) else value or "–"


def deed_on_account(entry: Entry) -> Sentence:
    """What was done to an account, with the role where it was about one."""
    role = entry.detail.get("role")
    return Sentence(DEEDS.get(entry.step, say("Recorded")).text, {"role": Role(role).label} if role else {})


def past(entries: Iterable[Entry]) -> list[dict[str, Any]]:
    """Entries for the page, with the names of those who did them; `page.past` draws them."""
    entries = list(entries)
    silent = sealed_in(session(), {entry.application_id for entry in entries if entry.application_id})
    ids = {entry.by_id for entry in entries if entry.by_id}
    people: Iterable[Person] = session().scalars(select(Person).where(Person.id.in_(ids))) if ids else []
    names: dict[uuid.UUID | None, str] = {person.id: person.name_in(reader().code) for person in people}
    clock = reader().say(say("The clock"))
    return [
        {"at": entry.at, "who": "–", "sentence": wording(entry, {}), "remark": ""}
        if entry.application_id in silent and entry.noun != Deletion.__tablename__ else
        {"at": entry.at, "who": names.get(entry.by_id) or signatory(entry) or clock,
         "sentence": wording(entry, entry.detail), "remark": remark(entry)}
        for entry in entries
    ]  # fmt: skip


def signatory(entry: Entry) -> str:
    """Somebody without an account, who signed by a link."""
    return str(entry.detail.get("name", "")) if entry.noun == ENDORSEMENT.noun else ""


def remark(entry: Entry) -> str:
    """What was said with it, where something was."""
    said = entry.detail.get("reason") or entry.detail.get("remark") or entry.detail.get("note") or ""
    return str(said)
