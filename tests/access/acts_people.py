"""The acts on accounts: each keeps their own, those who appoint look others up, administrators open and close."""

from datetime import date, timedelta
from uuid import UUID

from sqlalchemy import select

from grants.jobs.model import Job, JobState
from grants.mail.model import Message
from grants.mail.outbox import seal
from grants.people import actions as people
from grants.people.model import Affiliation, Appointment, CareerBreak, Joining, KeyLink, Person, SignedIn
from grants.people.model import KeyPurpose as Purpose
from grants.people.queries import universities
from grants.reviews.model import Tie
from grants.rules.conflicts import ConflictKind
from grants.rules.roles import Role
from tests.access.acts_calls import office
from tests.access.cells import but, deed
from tests.access.here import Here
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


@deed(DRAFT, "user.own.change_email_or_password")
def choose_a_new_password(here):
    here.act("/profile/password", lambda: here.by and here.by.password_hash is not None,
             password="kiln azure marmot seven")  # fmt: skip


@deed(DRAFT, "user.own.change_email_or_password")
def confirm_ones_new_address(here):
    link = KeyLink(purpose=Purpose.ADDRESS, email="new@example.org", person_id=here.by.id if here.by else None,
                   made_at=here.at, until=here.at + timedelta(hours=1))  # fmt: skip
    here.session.add(link)
    here.session.flush()
    address = f"/profile/address/{link.id}"
    here.act(address, lambda: here.by and here.by.email == "new@example.org",
             key=seal(here.world.settings.secret_key, address))  # fmt: skip


@deed(DRAFT, "user.own.edit_profile")
def add_and_remove_a_leave(here):
    said = {"kind": "parental", "starts_on": "2020-01-01", "ends_on": "2020-06-30", "percent": "100"}
    leaves = select(CareerBreak).where(CareerBreak.person_id == (here.by.id if here.by else None))
    here.act("/profile/leave", lambda: here.session.scalars(leaves).first() is not None, **said)
    other = CareerBreak(person_id=vic(here).id, kind="parental", starts_on=date(2020, 1, 1), ends_on=date(2020, 6, 30))
    here.session.add(other)
    here.session.flush()
    mine = here.session.scalars(leaves).first() or other
    here.act(f"/profile/leave/{mine.id}/remove", lambda: here.by and here.session.scalars(leaves).first() is None)


@deed(DRAFT, "user.own.edit_profile")
def tell_and_strike_out_a_tie(here):
    mine = select(Tie).where(Tie.person_id == (here.by.id if here.by else None))
    here.act("/profile/ties", lambda: here.session.scalars(mine).first() is not None, kind="co_author",
             email="close@example.org", year="2021")  # fmt: skip
    others = Tie(person_id=vic(here).id, kind=ConflictKind.SUPERVISOR, email="far@example.org")
    here.session.add(others)
    here.session.flush()
    for key in [one.id for one in (others, here.session.scalars(mine).first()) if one is not None]:
        here.act(f"/profile/ties/{key}/remove", lambda key=key: here.session.get(Tie, key) is None)


def strike_out(here: Here, key: UUID) -> None:
    here.act(f"/profile/posts/{key}/remove", lambda: here.session.get(Affiliation, key) is None)


@deed(DRAFT, "user.own.edit_profile")
def add_and_remove_a_post(here):
    place = universities(here.session)[0]
    mine = select(Affiliation).where(Affiliation.person_id == (here.by.id if here.by else None),
                                     Affiliation.unit == "Marsh")  # fmt: skip
    here.act("/profile/posts", lambda: here.session.scalars(mine).first() is not None, institution=str(place.id),
             unit="Marsh", position="", percent="100")  # fmt: skip
    others = Affiliation(person_id=vic(here).id, institution_id=place.id, unit="Fen", position="", percent=100)
    here.session.add(others)
    here.session.flush()
    for post in (others, here.session.scalars(mine).first()):
        if post is not None:
            strike_out(here, post.id)


@deed(DRAFT, "user.own.edit_profile")
def sign_out_everywhere_else(here):
    elsewhere = SignedIn(key_hash="0" * 64, person_id=here.by.id if here.by else vic(here).id, since=here.at,
                         until=here.at + timedelta(hours=1), confirmed_at=here.at)  # fmt: skip
    here.session.add(elsewhere)
    here.session.flush()
    ended = select(SignedIn).where(SignedIn.key_hash == "0" * 64, SignedIn.until > here.at)
    here.act("/profile/sessions/end", lambda: here.session.scalar(ended) is None)


@deed(DRAFT, "user.own.request_erasure")
def ask_for_erasure(here):
    here.act("/profile/erasure", lambda: here.session.scalar(select(Message).where(Message.kind.contains("erasure"))))


# Others


@deed(DRAFT, "user.other.search_directory")
def look_somebody_up(here):
    here.look("/admin/people?words=vic", vic(here).email)
    here.look("/admin/people", "@example.org")
    here.look("/admin/", "accounts")


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


@deed(DRAFT, "user.other.revoke_role")
def take_a_reviewer_out_of_the_pool(here):
    one = next(one for one in here.world.people["eva"].appointments if one.role is Role.REVIEWER)
    here.act(office(here, "/reviewers/remove"), lambda: one.until is not None, chosen=str(one.id))
    if one.until is None:
        end(here, "eva", Role.REVIEWER)


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


def double(here: Here, person: Person) -> Person:
    """Another account in the same name."""
    made = Person(email="double@example.org", family=person.family, given=person.given, language="en", zone="UTC",
                  created_at=here.at, notice_seen_at=here.at)  # fmt: skip
    here.session.add(made)
    here.session.flush()
    return made


def join(here: Here, kept: Person, other: Person) -> None:
    here.act(account(here, kept, "/join"), lambda: other.disabled_at is not None, other=str(other.id), reason="one")


@deed(DRAFT, "user.other.disable_account")
def join_two_accounts_and_part_them(here):
    kept = vic(here)
    other = double(here, kept)
    join(here, kept, other)
    if other.disabled_at is None:
        people.join(kept, other, "one", here.world.person("sysadmin"), here.at)
    joining = here.session.scalars(select(Joining)).one()
    here.act(f"/admin/joinings/{joining.id}/part", lambda: other.disabled_at is None)


@but("no_self", DRAFT, "user.other.disable_account", SYS)
def join_ones_own_account(here):
    other = double(here, here.by)
    join(here, here.by, other)
    join(here, other, here.by)


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


@deed(DRAFT, "system.diagnostics.read")
def try_a_job_again(here):
    job = Job(kind="remind", key="all", payload={}, state=JobState.FAILED, run_at=here.at, made_at=here.at)
    here.session.add(job)
    here.session.flush()
    here.act(f"/admin/jobs/{job.id}/again", lambda: job.state is JobState.WAITING)


@deed(DRAFT, "system.health.read")
def ask_whether_it_is_alive(here):
    here.look("/healthz")
