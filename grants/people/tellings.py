"""What people are told by mail about their own accounts."""

from typing import Any

from grants.mail.outbox import Telling
from grants.people.model import Appointment, KeyLink, KeyPurpose, Person
from grants.words import LANGUAGES, Moment, Sentence, say

PLACES = {
    KeyPurpose.SIGN_IN: "/sign-in/link/",
    KeyPurpose.REGISTER: "/register/",
    KeyPurpose.PASSWORD: "/password/",
    KeyPurpose.ADDRESS: "/profile/address/",
}
SUBJECTS = {
    KeyPurpose.SIGN_IN: say("Your sign-in link"),
    KeyPurpose.REGISTER: say("Finish your registration"),
    KeyPurpose.PASSWORD: say("Choose a password"),
    KeyPurpose.ADDRESS: say("Confirm your new e-mail address"),
}
REQUESTS = {
    KeyPurpose.SIGN_IN: say("Somebody, most likely you, asked to sign in with this address. The link below does it."),
    KeyPurpose.REGISTER: say(
        "Somebody, most likely you, asked for an account with this address. There is none: the link below makes one.",
    ),
    KeyPurpose.PASSWORD: say("With the link below you choose a password for your account."),
    KeyPurpose.ADDRESS: say("With the link below this address becomes the address of your account."),
}
NOT_YOU = say("If it was not you, do nothing: without the link nothing happens.")
TELL_US = say("If it was not you, write to the office of your programme at once.")


def key_telling(link: KeyLink, zone: str) -> Telling:
    """The one link that was asked for, and how long it works."""
    lasts = say("It works once, until %(until)s.", until=Moment(link.until, zone))
    return Telling(
        f"key_{link.purpose.value}", SUBJECTS[link.purpose], (REQUESTS[link.purpose], lasts, NOT_YOU),
        link=f"{PLACES[link.purpose]}{link.id}", sealed=True,
    )  # fmt: skip


def closed_telling() -> Telling:
    """The account behind this address is closed."""
    return Telling(
        "account_closed", say("Your account is closed"),
        (
            say("Somebody, most likely you, asked to sign in with this address. The account behind it is closed."),
            say("If you think it should be open, write to the office of your programme."),
        ),
    )  # fmt: skip


def changed_telling(kind: str, subject: Sentence) -> Telling:
    """Something about the account changed; whoever did not do it writes to the office."""
    return Telling(kind, subject, (say("This is to tell you that it was done."), TELL_US), link="/profile")


def address_telling(email: str) -> Telling:
    """The old address is told of the new one."""
    moved = say("Your account now has the address %(email)s. Mail no longer comes here.", email=email)
    return Telling("address_changed", say("Your e-mail address was changed"), (moved, TELL_US))


def appointed_telling(appointment: Appointment, place: Any) -> Telling:
    """A person is told what they were appointed to."""
    role = appointment.role.label
    told = say("You are appointed as %(role)s of %(place)s.", role=role, place=place) if place else say(
        "You are appointed as %(role)s.", role=role,
    )  # fmt: skip
    return Telling("appointed", say("You were given a role"), (told,), link="/")


def dismissed_telling(appointment: Appointment) -> Telling:
    """A person is told that a role of theirs has ended."""
    told = say("Your appointment as %(role)s has ended.", role=appointment.role.label)
    return Telling("dismissed", say("A role of yours has ended"), (told,), link="/")


def named(person: Any) -> dict[str, str]:
    """A person's name as each language writes it."""
    return {code: person.name_in(code) for code in LANGUAGES}


def new_administrator_telling(person: Person, by: Any) -> Telling:
    """The other administrators are told of a new one."""
    told = say("%(by)s made %(person)s an administrator.", by=named(by), person=named(person))
    subject = say("There is a new administrator")
    return Telling("administrator_made", subject, (told, TELL_US), link=f"/admin/people/{person.id}")


def erasure_telling(person: Person) -> Telling:
    """The administrators are told that a person asks for erasure."""
    told = say("%(person)s asks that their personal data be erased.", person=named(person))
    rules = say("The rules of record-keeping decide what can be.")
    subject = say("Somebody asks for erasure")
    return Telling("erasure_asked", subject, (told, rules), link=f"/admin/people/{person.id}")
