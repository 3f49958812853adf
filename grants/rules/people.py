"""The law of accounts: passwords, tries, second factors, and who appoints whom to what."""

import unicodedata
import uuid
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from grants.rules.refusal import Refused
from grants.rules.relations import holds, is_administrator
from grants.rules.roles import NEED_SECOND_FACTOR, Role
from grants.words import Sentence, say

SHORTEST_PASSWORD, LONGEST_PASSWORD = 12, 128
FEWEST_LETTERS = 5
SHORTEST_TELLING_WORD = 4
GUESSED_FIRST = frozenset(
    {
        "password", "passwort", "passw0rd", "lösenord", "losenord", "pasuwado", "letmein", "welcome", "iloveyou",
        "administrator", "changeme", "tsunagari", "university", "secret", "login", "qwerty", "qwertyuiop",
        "asdfghjkl", "zxcvbnm", "abcdefghijkl", "abcdefghijklmnopqrstuvwxyz", "monkey", "dragon", "sunshine",
        "princess", "football", "baseball", "superman", "master", "trustno", "correcthorsebatterystaple",
    },
)  # fmt: skip

TRIES_WITHIN = timedelta(minutes=15)
TRIES_PER_ADDRESS, TRIES_PER_SOURCE = 10, 100
MAILS_WITHIN = timedelta(hours=1)
MAILS_PER_ADDRESS, MAILS_PER_SOURCE = 5, 60

CONFIRMED_FOR = timedelta(minutes=15)
SECOND_STEP_WITHIN = timedelta(minutes=10)
LINK_LASTS = timedelta(hours=1)
INVITING_LINK_LASTS = timedelta(days=3)

BREAK_KINDS = {
    "parental": say("Parental leave"),
    "maternity": say("Maternity leave"),
    "childcare": say("Childcare leave"),
    "care": say("Care of a relative"),
    "illness": say("Illness"),
    "military": say("Military or civil service"),
    "unemployment": say("Unemployment"),
    "non_research": say("Work outside research"),
    "move": say("Move to another country"),
    "other": say("Other leave"),
}

BASES = {
    "conferral": say("the conferral of the degree"),
    "defence": say("the defence or viva"),
    "certificate": say("the certificate"),
}

DEEDS = {
    "register": say("Registered"),
    "change_profile": say("Changed the profile"),
    "add_break": say("Added a career break"),
    "remove_break": say("Removed a career break"),
    "add_post": say("Added a post"),
    "remove_post": say("Removed a post"),
    "bid": say("Said what they would like to judge"),
    "add_tie": say("Told a close tie"),
    "remove_tie": say("Removed a close tie"),
    "connect_orcid": say("Connected the account with an ORCID iD"),
    "disconnect_orcid": say("Let go of the ORCID iD"),
    "change_password": say("Chose a new password"),
    "change_address": say("Changed the e-mail address"),
    "set_up_second_factor": say("Set up the second factor"),
    "remove_second_factor": say("Removed the second factor"),
    "renew_recovery_codes": say("Made new recovery codes"),
    "appoint": say("Appointed as %(role)s"),
    "dismiss": say("Ended the appointment as %(role)s"),
    "join": say("Joined another account into this one"),
    "joined_into": say("Joined into another account and closed"),
    "part": say("Took two accounts apart again"),
    "disable": say("Closed the account"),
    "enable": say("Opened the account again"),
    "send_password_link": say("Sent a link to choose a password"),
    "ask_erasure": say("Asked for erasure of personal data"),
    "forget": say("Forgotten on request: emptied, sealed, under a pseudonym"),
    "end_other_sessions": say("Ended the other sessions"),
}


def folded(address: str) -> str:
    """The one form under which an e-mail address is kept: no second person by width or case."""
    return unicodedata.normalize("NFKC", address).strip().casefold().lower()


def letters_of(text: str) -> str:
    """Only the letters of a text, folded: what is left of Passw0rd2022! when the trimmings are off."""
    return "".join(one for one in unicodedata.normalize("NFKC", text).casefold() if one.isalpha())


def reason_against_password(password: str, about: Iterable[str] = ()) -> Sentence | None:
    """Why a password will not do: too short, too long, or what a stranger would try first."""
    if len(password) < SHORTEST_PASSWORD:
        return say("A password has at least %(least)s characters. Several words are fine.", least=SHORTEST_PASSWORD)
    if len(password) > LONGEST_PASSWORD:
        return say("A password has at most %(most)s characters.", most=LONGEST_PASSWORD)
    if len(set(password)) < FEWEST_LETTERS or letters_of(password) in GUESSED_FIRST or password.isdigit():
        return say("This password is among the first that anyone would guess. Choose another.")
    telling = {letters_of(word) for word in about}
    if any(len(word) >= SHORTEST_TELLING_WORD and word in letters_of(password) for word in telling):
        return say("A password does not contain your own name or address. Choose another.")
    return None


def require_password(password: str, about: Iterable[str] = ()) -> None:
    """Refuse a password that will not do."""
    reason = reason_against_password(password, about)
    if reason is not None:
        raise Refused(reason, "password")


def needs_second_factor(person: Any) -> bool:
    """Officers, chairs and administrators sign in with a second factor."""
    return any(holds(person, role) for role in NEED_SECOND_FACTOR)


def is_fresh(confirmed_at: datetime, at: datetime) -> bool:
    """Whether the person proved a short while ago that it is still them."""
    return at - confirmed_at <= CONFIRMED_FOR


@dataclass(frozen=True)
class Post:
    """What somebody is appointed to: a role, in a programme, for a side of it, or in one call of it.

    `place` is what people call that programme or call.
    """

    role: Role
    programme_id: uuid.UUID | None = None
    call_id: uuid.UUID | None = None
    side: str | None = None
    expertise: str = ""
    place: Any = ""

    @property
    def scope(self) -> dict[str, Any]:
        """Where the role is held."""
        return {"programme_id": self.programme_id, "call_id": self.call_id, "side": self.side}


def is_officer_of_its_programme(by: Any, post: Any) -> bool:
    """An officer of the programme the post, or the appointment, belongs to."""
    return post.programme_id is not None and bool(holds(by, Role.OFFICER, programme_id=post.programme_id))


APPOINTED_BY: dict[Role, tuple[Callable[[Any, Any], bool], ...]] = {
    Role.OFFICER: (is_administrator,),
    Role.CHAIR: (is_administrator, is_officer_of_its_programme),
    Role.REVIEWER: (is_officer_of_its_programme,),
    Role.AUDITOR: (is_administrator,),
    Role.ADMINISTRATOR: (is_administrator,),
}

WHOLE = {
    Role.OFFICER: ("programme_id", "side"),
    Role.CHAIR: ("call_id",),
    Role.REVIEWER: ("call_id",),
    Role.AUDITOR: ("programme_id",),
    Role.ADMINISTRATOR: (),
}


def allow_appointing(by: Any, person: Any, post: Post) -> None:
    """Refuse unless this person may appoint that one to this post: nobody appoints themselves."""
    if by.id == person.id:
        raise Refused(say("Nobody appoints themselves. Ask another administrator."))
    if not any(admits(by, post) for admits in APPOINTED_BY[post.role]):
        raise Refused(say("This is not for you to do."))
    if any(getattr(post, name) is None for name in WHOLE[post.role]):
        raise Refused(say("Say for which programme, side or call."), "post")
    if holds(person, post.role, **{name: getattr(post, name) for name in WHOLE[post.role]}):
        raise Refused(say("They hold this role already."), "post")


def allow_dismissing(by: Any, appointment: Any) -> None:
    """Refuse unless this person may end that appointment: administrators, and officers within their programme."""
    if by.id == appointment.person_id:
        raise Refused(say("Nobody ends their own appointment. Ask another administrator."))
    office = appointment.role in {Role.CHAIR, Role.REVIEWER} and is_officer_of_its_programme(by, appointment)
    if not (is_administrator(by) or office):
        raise Refused(say("This is not for you to do."))
    if appointment.until is not None:
        raise Refused(say("This appointment has ended already."))


def allow_administering(by: Any, person: Any) -> None:
    """Refuse unless this is an administrator, looking at an account that is not their own."""
    if not is_administrator(by):
        raise Refused(say("This is not for you to do."))
    if by.id == person.id:
        raise Refused(say("Nobody does this to their own account. Ask another administrator."))
