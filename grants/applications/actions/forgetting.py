"""Forgetting in applications: a person on their teams, a draft nobody sent, the people of one that was not funded."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Table, delete, select, update
from sqlalchemy.orm import Session

from grants.applications.content import fingerprint
from grants.applications.model import (
    Answer,
    Application,
    BudgetLine,
    Comment,
    CommentsRead,
    Endorsement,
    FormalChange,
    Invitation,
    Paper,
    Part,
    Snapshot,
    TeamMember,
    Version,
)
from grants.calls.keeping import note_deletion
from grants.calls.model import Deletion
from grants.db import Base, session_of
from grants.history import Entry
from grants.mail import Message
from grants.people.model import Person
from grants.people.nobody import nobody
from grants.rules.keeping import pseudonym_of
from grants.rules.refusal import Refused
from grants.rules.relations import THE_CLOCK
from grants.words import say

STANDS = {"snapshot", "assignment", "award", "letter", "side_decision", "joint_decision"}  # never struck out
WRITTEN = (Answer, Version, Comment, CommentsRead, Paper, Invitation, Endorsement, FormalChange)


def forget_in_teams(session: Session, person: Person) -> None:
    """Write the pseudonym for the name and address on every team, and on the invitations that were sent there."""
    name, address = pseudonym_of(person)
    told = {"name": name, "email": address}
    session.execute(update(Invitation).where(Invitation.email == person.email).values(told))
    session.execute(update(TeamMember).where(TeamMember.person_id == person.id).values(told))


def delete_draft(draft: Application, at: datetime) -> None:
    """Delete what was never submitted, with its people, files and history; the call's history keeps the number."""
    session, table = session_of(draft), Base.metadata.tables["application"]
    note_deletion(session, Deletion(call_id=draft.call_id, ref=draft.ref, at=at), "draft", THE_CLOCK)
    session.execute(delete(Message).where(Message.application_id == draft.id))
    session.execute(delete(Entry).where(Entry.application_id == draft.id))
    strike(session, table, [draft.id])
    session.expire_all()


def strike(session: Session, table: Table, keys: Sequence[UUID]) -> None:
    """Delete rows, and before them whatever names them; refuse where something stands on them."""
    keyed = [key for other in Base.metadata.sorted_tables for key in other.foreign_keys]
    for key in (key for key in keyed if key.column.table is table):
        naming = key.parent.table
        hanging = session.scalars(select(naming.c.id).where(key.parent.in_(keys))).all()
        if hanging and naming.name in STANDS:
            raise Refused(say("The rules of the fund do not allow this."))
        if hanging and naming is table:
            session.execute(update(table).where(table.c.id.in_(hanging)).values({key.parent: None}))
        elif hanging:
            strike(session, naming, hanging)
    session.execute(delete(table).where(table.c.id.in_(keys)))


def seal_without_people(application: Application, both: tuple[Person, Person], at: datetime) -> None:
    """Put nobody's name and words in an application that was not funded: title, sums and decision remain."""
    session = session_of(application)
    stand_ins = {side.id: nobody(session, side, at) for side in pis(application)}
    for kind in WRITTEN:
        session.execute(delete(kind).where(kind.application_id == application.id))
    session.execute(delete(Message).where(Message.application_id == application.id))
    parts = select(Part.id).where(Part.application_id == application.id)
    session.execute(update(BudgetLine).where(BudgetLine.part_id.in_(parts)).values(beneficiary="", justification=""))
    for part in application.parts:
        part.unit, part.position_held = "", ""
        part.pi = stand_ins[part.pi.id] if part.pi else None
    for number, member in enumerate(application.members, 1):
        member.name, member.email, member.person_id, member.affiliation = f"Person {number}", "", None, ""
    sealed = [sealed_anew(snapshot) for snapshot in application.snapshots]
    went = Deletion(call_id=application.call_id, application_id=application.id, ref=application.ref, at=at)
    note_deletion(session, went, "people", both[0], with_id=both[1].id, sealed=sealed)
    session.flush()


def pis(application: Application) -> list[Person]:
    """The investigators of all sides."""
    return [part.pi for part in application.parts if part.pi is not None]


def sealed_anew(snapshot: Snapshot) -> dict[str, Any]:
    """What was submitted, without people and words, under a seal of its own; which seal gave way to which."""
    before, said = snapshot.sha256, dict(snapshot.content)
    said["parts"] = [
        {**part, "pi": None, "unit": "", "position": "",
         "budget": [{**line, "beneficiary": "", "justification": ""} for line in part["budget"]]}
        for part in said["parts"]
    ]  # fmt: skip
    said["members"] = [{**one, "name": "", "affiliation": ""} for one in said["members"]]
    said |= {"papers": [], "signed": [], "answers": []}
    snapshot.content, snapshot.sha256 = said, fingerprint(said)
    return {"ordinal": snapshot.ordinal, "from": before, "to": snapshot.sha256}
