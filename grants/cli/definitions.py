"""Calls as files: a definition read in by an officer, or a call written out."""

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from grants.calls.actions import create_call, open_programme
from grants.calls.definition import read, write
from grants.calls.model import Call, Programme
from grants.calls.statement import definition_of
from grants.people.queries import by_email
from grants.rules.refusal import Refused
from grants.rules.relations import is_administrator
from grants.words import say


def export_call(session: Session, code: str) -> str:
    """The call as a definition file."""
    call = session.scalar(select(Call).where(Call.code == code))
    if call is None:
        raise Refused(say("There is no call “%(code)s”.", code=code))
    return write(definition_of(call))


def import_call(session: Session, text: str, email: str, at: datetime) -> str:
    """Take a definition file in, for a person: an administrator opens its programme, an officer drafts its call."""
    definition = read(text)
    by = by_email(session, email)
    if by is None:
        raise Refused(say("There is nobody with the address %(email)s.", email=email))
    slug = definition.programme.slug
    known = session.scalar(select(Programme.id).where(Programme.slug == slug))
    if known is None and is_administrator(by):
        open_programme(session, definition, by)
        return f"The programme {slug} is open. Appoint its officers; one of them imports the call."
    call = create_call(session, definition, by, at)
    return f"The call {call.code} is a draft."
