"""The acts on accounts: each keeps their own, those who appoint look others up, administrators open and close."""

from datetime import timedelta

from sqlalchemy import select

from grants.mail.model import Message
from grants.people.model import Appointment, KeyLink, Person
from grants.people.model import KeyPurpose as Purpose
from grants.rules.roles import Role
from tests.access.acts_calls import office
from tests.access.cells import Here, but, deed
from tests.access.law import OFFICERS, SIGNED_IN, SYS

DRAFT = "call_draft"


def vic(here: Here) -> Person:
    """Somebody who has no part in our application."""
    return here.world.people["vic"]


def account(here: Here, person: Person, rest: str = "") -> str:
    return f"/admin/people/{person.id}{rest}"


def links(here: Here, purpose: Purpose, email: str) -> int:
    return len(here.session.scalars(select(KeyLink).where(KeyLink.purpose == purpose, KeyLink.email == email)).all())


# One's own


@deed(DRAFT, "user.own.read_profile")
def read_ones_profile(here):
    here.look("/profile", here.by.email if here.by else "@example.org")


@deed(DRAFT, "user.own.edit_profile")
def change_ones_profile(here):
    form = here.form_of("/profile", here.role) if here.by else {}
    here.act("/profile", lambda: here.by and here.by.given_latin == "Newname",
             **form | {"family": "Same", "given_latin": "Newname"})  # fmt: skip


def move(here: Here) -> None:
    here.act("/profile/address", lambda: links(here, Purpose.ADDRESS, "new@example.org"), email="new@example.org")


@deed(DRAFT, "user.own.change_email_or_password")
def move_ones_account(here):
    move(here)


@but("reauth", DRAFT, "user.own.change_email_or_password", *SIGNED_IN)
def move_ones_account_long_after_signing_in(here):
    here.world.later(minutes=16)
    move(here)
    here.act("/profile/password", lambda: here.by.password_hash is not None, password="a long new password of mine")


@deed(DRAFT, "user.own.request_erasure")
def ask_for_erasure(here):
    here.act("/profile/erasure", lambda: here.session.scalar(select(Message).where(Message.kind.contains("erasure"))))


# Others


@deed(DRAFT, "user.other.search_directory")
def look_somebody_up(here):
    here.look("/admin/people?words=vic", vic(here).email)
    here.look("/admin/people", "@example.org")


@deed(DRAFT, "user.other.read_profile")
def read_somebodys_account(here):
    here.look(account(here, vic(here)), vic(here).email)


@deed(DRAFT, "user.other.grant_reviewer_role")
def add_a_reviewer(here):
    said = {"email": "new@example.org", "family": "New", "given": "Nils", "side": here.side, "language": "en"}

    def joined():
        return here.session.scalar(select(Person).where(Person.email == "new@example.org")) is not None

    here.act(office(here, "/reviewers/add"), joined, **said)


def post(here: Here, role: Role) -> str:
    programme, side = here.world.call.programme_id, here.world.house.second
    return {
        Role.OFFICER: f"officer {programme} {side}", Role.AUDITOR: f"auditor {programme}",
        Role.ADMINISTRATOR: "administrator", Role.CHAIR: f"chair {here.world.call.id}",
    }[role]  # fmt: skip


def held(here: Here, person: Person, role: Role) -> int:
    wanted = select(Appointment).where(
        Appointment.person_id == person.id, Appointment.role == role, Appointment.until.is_(None)
    )
    return len(here.session.scalars(wanted).all())


def appoint(here: Here, person: Person, role: Role) -> None:
    before = held(here, person, role)
    here.act(account(here, person, "/appoint"), lambda: held(here, person, role) > before, post=post(here, role))


GRANTS = {
    "user.other.grant_officer_role": Role.OFFICER, "user.other.grant_auditor_role": Role.AUDITOR,
    "user.other.grant_sysadmin_role": Role.ADMINISTRATOR, "user.other.grant_chair_role": Role.CHAIR,
}  # fmt: skip


def granting(act: str, role: Role) -> None:
    """The deed of each grant, on somebody else, on oneself, and long after signing in."""

    @deed(DRAFT, act)
    def appoint_somebody(here):
        appoint(here, vic(here), role)

    mine = (SYS, *OFFICERS) if role is Role.CHAIR else (SYS,)

    @but("no_self", DRAFT, act, *mine)
    def appoint_oneself(here):
        for one in list(here.by.appointments):
            if one.role is role:
                one.until = here.at - timedelta(days=1)
        here.session.flush()
        appoint(here, here.by, role)

    @but("reauth", DRAFT, act, *mine)
    def appoint_long_after_signing_in(here):
        here.world.later(minutes=16)
        appoint(here, vic(here), role)


for name, granted in GRANTS.items():
    granting(name, granted)


def end(here: Here, key: str, role: Role) -> None:
    one = next(one for one in here.world.people[key].appointments if one.role is role and one.until is None)
    here.act(f"/admin/appointments/{one.id}/end", lambda: one.until is not None)


@deed(DRAFT, "user.other.revoke_role")
def end_a_reviewers_role(here):
    end(here, "eva", Role.REVIEWER)
    one = next(one for one in here.world.people["eva"].appointments if one.role is Role.REVIEWER)
    if one.until is None:
        here.act(office(here, "/reviewers/remove"), lambda: one.until is not None, chosen=str(one.id))


@but("same_call_scope", DRAFT, "user.other.revoke_role", *OFFICERS)
def end_roles_that_are_not_the_offices_to_end(here):
    end(here, "fay", Role.OFFICER)
    end(here, "aud", Role.AUDITOR)
    end(here, "sys2", Role.ADMINISTRATOR)
    end(here, "uma" if here.role == "officer_a" else "olu", Role.OFFICER)


@deed(DRAFT, "user.other.disable_account")
def close_and_open_an_account(here):
    person = vic(here)
    here.act(account(here, person, "/disable"), lambda: person.disabled_at is not None)
    if person.disabled_at is None:
        person.disabled_at = here.at
        here.session.flush()
    here.act(account(here, person, "/enable"), lambda: person.disabled_at is None)


@deed(DRAFT, "user.other.disable_account")
def take_the_second_lock_off(here):
    person = vic(here)
    person.second_factor = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"
    here.session.flush()
    here.act(account(here, person, "/second-factor"), lambda: person.second_factor is None)


@but("no_self", DRAFT, "user.other.disable_account", SYS)
def close_ones_own_account(here):
    here.act(account(here, here.by, "/disable"), lambda: here.by.disabled_at is not None)


@deed(DRAFT, "user.other.start_password_reset")
def send_a_password_link(here):
    person = vic(here)
    here.act(account(here, person, "/password-link"), lambda: links(here, Purpose.PASSWORD, person.email))


@deed(DRAFT, "user.other.set_password")
def set_somebodys_password(here):
    person, chosen = vic(here), "a long password for somebody"
    for rest in ("", "/password", "/password-link", "/appoint"):
        here.act(account(here, person, rest), lambda: person.password_hash is not None, password=chosen,
                 shared=rest == "/password-link")  # fmt: skip


@deed(DRAFT, "user.other.impersonate")
def be_somebody_else(here):
    for address in ("/sign-in/demonstration", account(here, vic(here), "/sign-in")):
        here.act(address, lambda: here.client.get("/profile").get_data(as_text=True).count(vic(here).email),
                 person=vic(here).email, email=vic(here).email)  # fmt: skip


# The installation


@deed(DRAFT, "system.settings.read")
def read_the_settings(here):
    here.look("/admin/settings", "PostgreSQL" if "postgres" in here.world.settings.database_url else "SQLite",
              never=(here.world.settings.secret_key,))  # fmt: skip


@deed(DRAFT, "system.diagnostics.read")
def read_the_jobs(here):
    here.look("/admin/jobs", "Jobs")
    here.look("/admin/", "accounts")


@deed(DRAFT, "system.health.read")
def ask_whether_it_is_alive(here):
    here.look("/healthz")
