"""History on a page: who did what, when; the deed's own label is its wording."""

import uuid
from collections.abc import Iterable
from typing import Any

from sqlalchemy import select

from grants.history import Entry
from grants.people.model import Person
from grants.rules.applications import APPLICATION
from grants.rules.awards import AWARD_PART
from grants.rules.calls import CALL
from grants.rules.decisions import RANKING
from grants.rules.invitations import INVITATION
from grants.rules.letters import LETTER
from grants.rules.people import DEEDS
from grants.rules.reports import REPORT
from grants.rules.reviews import ASSIGNMENT, REVIEW
from grants.rules.roles import Role
from grants.web.reader import reader
from grants.web.transaction import session
from grants.words import Sentence, say

LIVES = (CALL, APPLICATION, INVITATION, ASSIGNMENT, REVIEW, RANKING, AWARD_PART, LETTER, REPORT)
LABELS = {(life.noun, step.name): step.label for life in LIVES for step in life.steps}
BEGINNINGS = {
    "application": say("Started"),
    "call": say("Drafted"),
    "invitation": say("Invited"),
    "assignment": say("Reviewer asked"),
    "review": say("Review opened"),
    "ranking": say("Ranking opened"),
    "award_part": say("Offered"),
    "letter": say("Letter prepared"),
    "report": say("Report asked for"),
}


def wording(entry: Entry) -> Sentence:
    """What was done, in words."""
    if entry.noun == "person":
        return deed_on_account(entry)
    if entry.step == "begin":
        return BEGINNINGS.get(entry.noun, say("Begun"))
    return LABELS.get((entry.noun, entry.step), say("Recorded"))


def deed_on_account(entry: Entry) -> Sentence:
    """What was done to an account, with the role where it was about one."""
    role = entry.detail.get("role")
    return Sentence(DEEDS.get(entry.step, say("Recorded")).text, {"role": Role(role).label} if role else {})


def past(entries: Iterable[Entry]) -> list[dict[str, Any]]:
    """Entries for the page, with the names of those who did them; `page.past` draws them."""
    entries = list(entries)
    ids = {entry.by_id for entry in entries if entry.by_id}
    people: Iterable[Person] = session().scalars(select(Person).where(Person.id.in_(ids))) if ids else []
    names: dict[uuid.UUID | None, str] = {person.id: person.name_in(reader().code) for person in people}
    clock = reader().say(say("The clock"))
    return [
        {"at": entry.at, "who": names.get(entry.by_id, clock), "sentence": wording(entry), "remark": remark(entry)}
        for entry in entries
    ]


def remark(entry: Entry) -> str:
    """What was said with it, where something was."""
    said = entry.detail.get("reason") or entry.detail.get("remark") or entry.detail.get("note") or ""
    return str(said)
