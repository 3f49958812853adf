"""The second factor: set up, used, renewed, removed."""

from datetime import datetime

from sqlalchemy import delete, select

from grants.db import session_of
from grants.history import note
from grants.mail.outbox import post
from grants.people import second_factor
from grants.people.actions.signing_in import end_sessions
from grants.people.model import Person, RecoveryCode
from grants.people.tellings import changed_telling
from grants.rules.people import allow_administering, needs_second_factor
from grants.rules.refusal import Refused
from grants.words import say

WRONG_CODE = say("This code does not fit. Wait for the next one, and check the clock of your device.")


def set_up_second_factor(person: Person, secret: str, code: str, at: datetime) -> list[str]:
    """Bind a device to the account, once it has shown a right code; answers the recovery codes, for the only time."""
    step = second_factor.step_of(secret, code, at)
    if step is None:
        raise Refused(WRONG_CODE, "code")
    person.second_factor, person.second_factor_step = secret, step
    note(session_of(person), person, "set_up_second_factor", person, at)
    subject = say("A second factor was set up for your account")
    post(session_of(person), person, changed_telling("second_factor_set_up", subject), at)
    return new_spare_codes(person)


def new_spare_codes(person: Person) -> list[str]:
    """New recovery codes in place of the old ones."""
    codes = second_factor.new_spare_codes()
    session = session_of(person)
    session.execute(delete(RecoveryCode).where(RecoveryCode.person_id == person.id))
    session.add_all(RecoveryCode(person_id=person.id, code_hash=second_factor.spare_hash(code)) for code in codes)
    return codes


def renew_spare_codes(person: Person, at: datetime) -> list[str]:
    """Make the old recovery codes worthless and answer new ones, for the only time."""
    note(session_of(person), person, "renew_recovery_codes", person, at)
    return new_spare_codes(person)


def use_second_factor(person: Person, code: str, at: datetime) -> bool:
    """Whether this code opens the second lock; whatever opened it never opens it again."""
    session = session_of(person)
    session.refresh(person, with_for_update={"of": Person})
    if person.second_factor is None:
        return False
    step = second_factor.step_of(person.second_factor, code, at)
    if step is not None and step > (person.second_factor_step or 0):
        person.second_factor_step = step
        return True
    spare = session.scalar(
        select(RecoveryCode)
        .where(
            RecoveryCode.person_id == person.id,
            RecoveryCode.code_hash == second_factor.spare_hash(code),
            RecoveryCode.used_at.is_(None),
        )
        .with_for_update(),
    )
    if spare is not None:
        spare.used_at = at
    return spare is not None


def remove_second_factor(person: Person, by: Person, at: datetime) -> None:
    """Take the second lock off: by its owner where the roles allow, or by an administrator when the device is lost."""
    if by.id != person.id:
        allow_administering(by, person)
    elif needs_second_factor(person):
        raise Refused(say("Your role needs a second factor. An administrator can help when a device is lost."))
    person.second_factor = person.second_factor_step = None
    session = session_of(person)
    session.execute(delete(RecoveryCode).where(RecoveryCode.person_id == person.id))
    if by.id != person.id:
        end_sessions(person)
    note(session, person, "remove_second_factor", by, at)
    subject = say("The second factor of your account was removed")
    post(session, person, changed_telling("second_factor_removed", subject), at)
