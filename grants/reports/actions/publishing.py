"""Agreeing that an award is shown to everyone, each investigator for their own side; and taking that back."""

from datetime import datetime

from grants.awards.model import Award
from grants.db import session_of
from grants.history.notes import note
from grants.people.model import Person
from grants.reports.model import Publication
from grants.rules.publishing import is_public_award, may_publish
from grants.rules.refusal import Refused
from grants.words import say


def publish(award: Award, by: Person, at: datetime) -> None:
    """Agree for one's own side; it is shown when every side has."""
    side = may_publish(by, award)
    if side is None or not is_public_award(by, award):
        raise Refused(say("This is not for you to do."))
    if side in {one.side for one in award.publications}:  # type: ignore[attr-defined]
        raise Refused(say("Your side has agreed already."))
    session_of(award).add(Publication(award=award, award_id=award.id, side=side, by_id=by.id, at=at))
    note(session_of(award), award, "agree_to_publish", by, at, side=side)


def take_back(award: Award, by: Person, at: datetime) -> None:
    """Take one's own side's agreement back: from now on nothing but the bare award is shown."""
    side = may_publish(by, award)
    if side is None:
        raise Refused(say("This is not for you to do."))
    for one in [one for one in award.publications if one.side == side]:  # type: ignore[attr-defined]
        award.publications.remove(one)  # type: ignore[attr-defined]
        session_of(award).delete(one)
        note(session_of(award), award, "take_publication_back", by, at, side=side)
