"""Revoking a letter: one officer asks and says why, one of another side agrees; its number stays used for ever."""

from datetime import datetime

from grants.calls.queries import officers
from grants.db import session_of
from grants.letters.model import Letter
from grants.mail.outbox import Telling, post, post_all
from grants.people.model import Person
from grants.rules import letters as law
from grants.rules.refusal import Refused
from grants.rules.relations import acting_side, is_in_conflict
from grants.words import say


def ask_to_revoke(letter: Letter, reason: str, by: Person, at: datetime) -> None:
    """Ask that a letter be revoked; until a second officer agrees it holds."""
    letter.allow(law.ASK_TO_REVOKE, by, at)
    if not reason.strip():
        raise Refused(say("Say why the letter is to be revoked: its addressee reads it."), "reason")
    letter.take(law.ASK_TO_REVOKE, by, at, reason=reason)
    call = letter.application.call
    letter.revoke_asked_by_id, letter.revoke_asked_by_side = by.id, acting_side(by, call) or ""
    letter.revoke_reason = reason
    others = officers(session_of(letter), call.programme_id, at)
    told = Telling(
        "letter_revocation", say("Asked to revoke letter %(number)s", number=letter.number),
        (say("Reason given: %(reason)s", reason=reason), say("An officer of another side agrees, or lets it stand.")),
        link=f"/office/letters/{letter.id}", call_id=letter.call_id, application_id=letter.application_id,
    )  # fmt: skip
    free = [one for one in others if one.id != by.id and not is_in_conflict(one, letter.application)]
    post_all(session_of(letter), free, told, at)


def revoke(letter: Letter, by: Person, at: datetime) -> None:
    """Agree as the second officer: whoever checks the letter reads from now on that it is void."""
    letter.take(law.VOID, by, at, reason=letter.revoke_reason)
    letter.revoked_at = at
    post(
        session_of(letter), letter.addressee,
        Telling(
            "letter_revoked", say("Letter %(number)s is revoked", number=letter.number),
            (
                say("The letter about “%(title)s” no longer holds.", title=letter.application.title),
                say("Reason given: %(reason)s", reason=letter.revoke_reason),
            ),
            link=f"/my/letters/{letter.id}", call_id=letter.call_id, application_id=letter.application_id,
        ),
        at,
    )  # fmt: skip


def let_stand(letter: Letter, by: Person, at: datetime) -> None:
    """Drop the request; the letter holds as before."""
    letter.take(law.KEEP, by, at)
    letter.revoke_asked_by_id, letter.revoke_asked_by_side, letter.revoke_reason = None, "", ""
