"""One call in every stage of its life, with all twenty roles round one application; what is secret is planted by name."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

from sqlalchemy import select

from grants import clock
from grants.applications import actions as applications
from grants.applications.actions import BudgetRow, Looked, Named, Written
from grants.applications.actions.inviting import Invited
from grants.applications.actions.screening import check_eligibility, note
from grants.applications.model import Application, ConflictKind, Invitation, Right
from grants.applications.signatures import mark, sign_offs
from grants.calls import actions as calls
from grants.calls.definition import read, shipped
from grants.config import Settings
from grants.decisions import actions as decisions
from grants.decisions.actions import Advice, Decided
from grants.files.actions import Intake, Label, attach
from grants.files.store import Store
from grants.jobs.issue_letters import press
from grants.letters import actions as letters
from grants.letters.engine import Engine
from grants.letters.model import Letter
from grants.letters.queries import of_call
from grants.people import actions as people
from grants.people.model import Appointment, Person
from grants.reviews import actions as reviews
from grants.reviews.actions import Asked, Judgement
from grants.reviews.model import Review
from grants.rules.decisions import Recommendation
from grants.rules.eligibility import Result
from grants.rules.funding import Verdict
from grants.rules.letters import LetterState
from grants.rules.relations import THE_CLOCK
from grants.rules.roles import Role
from tests import cast as company
from tests import make
from tests.access.knocking import Knocking
from tests.access.ledger import Ledger
from tests.conftest import NOW
from tests.files.hostile import plain, stream
from tests.frame import frame

STAGES = (
    "call_draft", "draft", "submitted_open", "submitted_closed", "decided", "released", "awarded", "reported",
)  # fmt: skip
OURS, THEIRS, THIRD = "Kelp between two seas", "Moss under a late sun", "Bells of an old harbour"
ANSWER, BOAT, ENCLOSED = "Quietkelpanswer", "Hire of the boat Rimfaxe", "Enclosedtidetable"
NOTE, WAIVED = "Whispered among officers: sedgewarbler", "Waived for the sake of osprey leave"
BOOK, VERDICT_SAID = "We wrote the book on plovers together", "Granted as the heron board wished"
COMMENT, REMARKED = "Said among the team about the dunlin", "Signed with a nod to the fulmar"
SIDE_NOTE, TICKED, TAG = "Kept on one side: the godwit", "Looked at by one side: the whimbrel", "turnstone pile"
FEEDBACK, PRIVATE, SCRIBBLE = "Feedback of %s for its team", "Told to the panel by %s alone", "Scribbled aside by %s"
NEWCOMERS = {
    "ted": ("Tedlund", "Tage"), "vera": ("Verasson", "Vide"), "ivy": ("Ivyholm", "Irma"), "ula": ("Ulander", "Ulf"),
    "con": ("Conradi", "Cia"), "cho": ("Choudry", "Chaya"), "fay": ("Fayette", "Flora"), "exo": ("Exelius", "Egil"),
    "exa": ("Exander", "Edit"), "foe": ("Foerster", "Fia"), "fin": ("Finnegan", "Faye"),
    "sys2": ("Systrand", "Sune"),
}  # fmt: skip
ROLE_OF = {
    "other_applicant": "max", "officer_foreign": "fay", "ex_member": "exo", "ex_staff": "exa", "pi_a": "ada",
    "pi_b": "ben", "team_edit": "ted", "team_view": "vera", "invited": "ivy", "rev_pre": "rea", "rev_post": "sol",
    "rev_unassigned": "ula", "rev_conflict": "con", "chair": "ivo", "chair_conflict": "cho", "officer_a": "olu",
    "officer_b": "uma", "sysadmin": "sys", "auditor": "aud", "auditor_foreign": "foe", "chair_foreign": "fin",
}  # fmt: skip


@dataclass
class World:
    """A house with everyone in it, and the things the acts are about."""

    house: make.House
    record: Any
    app: Any
    settings: Settings
    people: dict[str, Person]
    ledger: Ledger
    nothing: dict[Any, Any] = field(default_factory=dict)
    cookies: dict[str, dict[str, Any]] = field(default_factory=dict)
    signed_in_at: Any = None
    judged: int = 0
    opened: set[str] = field(default_factory=set)
    addresses: dict[str, Any] = field(default_factory=dict)
    walks: dict[str, Any] = field(default_factory=dict)
    stage: str = ""
    things: dict[str, Any] = field(default_factory=dict)

    def __getattr__(self, name: str) -> Any:
        things = self.__dict__["things"]
        if name in things:
            return things[name]
        raise AttributeError(name)

    @property
    def session(self):
        return self.house.session

    @property
    def call(self):
        return self.house.call

    @property
    def at(self):
        return self.house.at

    def person(self, role: str) -> Person | None:
        return None if role == "anonymous" else self.people[ROLE_OF.get(role, role)]

    def ask(self, key: str) -> Any:
        """One more reviewer is asked for our application."""
        return asked(self, self.application, key)

    def open_to_the_office(self) -> None:
        """The investigators let the office look into our draft for a day."""
        applications.open_support(self.application, timedelta(days=1), self.people["ada"], self.at)
        self.session.flush()

    def later(self, **by: float) -> None:
        self.house.at += timedelta(**by)
        clock.stop(self.house.at)

    def written_by(self, who: str) -> Review:
        """The review of one person on our application."""
        found = self.session.scalars(select(Review)).all()
        return next(one for one in found if one.assignment.reviewer_id == self.people[who].id
                    and one.application.id == self.application.id)  # fmt: skip


def new_world(session: Any, record: Any, settings: Settings) -> World:
    """Everyone with their role, round a call that its first officer has drafted; a second fund next door."""
    clock.stop(NOW)
    ledger = Ledger(record.connection)
    house = make.drafted(session, NOW)
    house.call.endorsements = [{"code": "department", "label": in_all("Head of department"), "sides": [], "by": None}]
    house.call.checklist = [{"code": "cv", "label": in_all("The CVs are there"), "sides": []}]
    cast = house.cast
    known = {key: getattr(cast, key) for key in cast.__dataclass_fields__}
    fresh = {
        key: Person(email=f"{key}@example.org", family=family, given=given, language="en", zone="UTC", created_at=NOW,
                    notice_seen_at=NOW)
        for key, (family, given) in NEWCOMERS.items()
    }  # fmt: skip
    session.add_all(fresh.values())
    for person in known.values():
        person.language = "en"
    session.flush()
    app = frame(settings, record, "world")
    app.test_client_class = Knocking
    world = World(house, record, app, settings, {**known, **fresh}, ledger)
    appoint_all(world)
    found_next_door(world)
    session.flush()
    return world


def in_all(words: str) -> dict[str, str]:
    """The same words in every language of the call."""
    return dict.fromkeys(("en", "ja", "sv"), words)


def appoint_all(world: World) -> None:
    """Chairs, reviewers, auditor, administrators; one who was everything here and is nothing any more."""
    house, call = world.house, world.call
    company.appoint(world.session, house.cast, call, NOW)
    here = {"programme_id": call.programme_id, "call_id": call.id}
    for key, side in (("ula", house.first), ("con", house.second), ("eva", house.first), ("exa", house.second)):
        world.people[key].appointments.append(Appointment(role=Role.REVIEWER, side=side, since=NOW, **here))
    world.people["cho"].appointments.append(Appointment(role=Role.CHAIR, since=NOW, **here))
    company.officer(world.people["exa"], call.programme_id, house.first, NOW)
    world.people["sys2"].appointments.append(Appointment(role=Role.ADMINISTRATOR, since=NOW))
    institutions = {side: make.members(world.session, call, side) for side in (house.first, house.second)}
    for key, side, place in (("ada", house.first, 0), ("ben", house.second, 0), ("max", house.first, 1),
                             ("vic", house.second, 1)):  # fmt: skip
        company.place(world.people[key], institutions[side][place])
    world.session.flush()
    for held in world.people["exa"].appointments:
        people.dismiss(house.cast.sys, held, NOW)


def found_next_door(world: World) -> None:
    """Another programme with its own officer, its own auditor and a call in draft."""
    definition = read(shipped()["kyushu-illinois-2022"].read_text())
    programme = calls.open_programme(world.session, definition, THE_CLOCK)
    company.officer(world.people["fay"], programme.id, definition.sides[0].code, NOW)
    world.people["foe"].appointments.append(Appointment(role=Role.AUDITOR, programme_id=programme.id, since=NOW))
    world.session.flush()
    call = world.things["next_door"] = calls.create_call(world.session, definition, world.people["fay"], NOW)
    here = {"programme_id": programme.id, "call_id": call.id}
    world.people["fin"].appointments.append(Appointment(role=Role.CHAIR, since=NOW, **here))


def draft(world: World) -> None:
    """The call is open; three teams write. Ours has members of both sides, one invited, one who was taken off."""
    house, cast = world.house, world.house.cast
    calls.propose(world.call, cast.olu, NOW)
    calls.publish(world.call, cast.uma, NOW)
    house.at = max(NOW, world.call.opens_at) + timedelta(days=1)
    clock.stop(house.at)
    ours = world.things["application"] = make.joined(house)
    team(world, ours)
    fill(world, ours, OURS, ANSWER)
    world.things["other"] = make.joined(house, cast.max, cast.vic)
    fill(world, world.other, THEIRS, "Mossy answer")
    world.things["third"] = make.joined(house, *make.pair(house, 1))
    fill(world, world.third, THIRD, "Ringing answer")
    world.things["comment"] = applications.comment(ours, "project", COMMENT, cast.ada, house.at)
    for application in (world.other, world.third):
        make.signed(application, house.at)
    world.things["sign_offs"] = {one.side.code: signed_for(world, one) for one in sign_offs(ours)}
    world.session.flush()


def signed_for(world: World, wanted: Any) -> Any:
    """What one side asked a head of department to sign for ours, signed with a remark for that side."""
    ours, side = world.application, wanted.side.code
    whom = Named(wanted.asked.code, "Signer", f"signer.{side.lower()}@example.org", "Dean's office")
    asked = applications.ask_to_sign(ours, whom, ours.part(side).pi, world.at)
    world.session.flush()
    applications.sign(asked, mark(ours, side), f"{REMARKED} {side}", world.at)
    return asked


def team(world: World, ours: Application) -> None:
    """Members who joined by their links, one who was removed, one who has not answered."""
    house, cast = world.house, world.house.cast
    for key, by, side, right in (
        ("ted", cast.ada, house.first, Right.EDIT), ("vera", cast.ben, house.second, Right.VIEW),
        ("exo", cast.ada, house.first, Right.EDIT), ("ivy", cast.ada, house.first, Right.VIEW),
    ):  # fmt: skip
        person = world.people[key]
        whom = Invited(person.email, f"{person.given} {person.family}", side, right, "other")
        invitation = applications.invite(ours, whom, by, house.at)
        world.session.flush()
        if key == "ivy":
            world.things["invitation"] = invitation
        else:
            applications.accept_invitation(invitation, person, house.at)
            world.session.flush()
    gone = next(one for one in ours.members if one.person_id == world.people["exo"].id)
    applications.remove_member(ours, gone, cast.ada, house.at)
    world.session.flush()


def fill(world: World, application: Application, title: str, answer: str) -> None:
    """Everything answered, with words of its own to be recognised by, and a file."""
    house, session = world.house, world.session
    make.written(house, application)
    lead = application.lead.pi
    applications.write(application, [Written("title", title, ""), Written("summary", answer, "")], lead, house.at)
    for part in application.parts:
        side = world.call.side(part.side)
        row = BudgetRow(side.categories[0], f"{BOAT} {title[:4]}", str(side.cap).split(" ", 1)[1])
        applications.set_budget(part, [row], part.pi, house.at)
    kept = Intake(Store(world.settings.data_folder / "files")).take_in(enclosure(f"{ENCLOSED} {title[:4]}"), "file")
    attachment = attach(session, kept, Label(f"{title[:4]}.pdf", "application", lead.id), house.at)
    session.flush()
    paper = applications.hand_in(application, ("figures", ""), attachment, lead, house.at)
    session.flush()
    if application is world.things.get("application"):
        world.things["paper"] = paper


def enclosure(words: str) -> bytes:
    """A sheet of paper with a few words on it."""
    font = b"/Resources << /Font << /F1 << /Type /Font /Subtype /Type1 /BaseFont /Helvetica >> >> >>"
    return plain(page=font, extra={4: stream(b"BT /F1 12 Tf 50 700 Td (%s) Tj ET" % words.encode())})


def submitted_open(world: World) -> None:
    """All three are handed in, the call still open."""
    for application in (world.application, world.other, world.third):
        for part in application.parts:
            applications.confirm(application, application.content_version, part.pi, world.at)
        applications.submit(application, application.content_version, application.lead.pi, world.at)
    world.session.flush()


def submitted_closed(world: World) -> None:
    """Closed; officers have checked and noted; conflicts are told; two reviews in, one begun, one left behind."""
    house, cast, ours = world.house, world.house.cast, world.application
    make.closed(house)
    once = next(held for held in world.people["exa"].appointments if held.role is Role.REVIEWER)
    once.until = None
    check_eligibility(ours, house.first, (Result.WAIVED, WAIVED), cast.olu, house.at)
    note(ours, NOTE, cast.olu, house.at)
    note(ours, SIDE_NOTE, cast.olu, house.at, house.first)
    applications.tick(ours, Looked(house.first, "cv", remark=TICKED), cast.olu, house.at)
    applications.tag([ours], TAG, cast.olu, house.at)
    for key in ("ula", "eva"):
        world.things[f"asked_{key}"] = asked(world, world.other, key)
    marks = {"sol": 5, "eva": 1}
    for key in ("rea", "sol", "eva", "exa", "con"):
        world.things[f"asked_{key}"] = asked(world, ours, key)
    for key in ("sol", "eva"):
        judge(world, f"asked_{key}", key, marks[key])
    for key in ("rea", "exa"):
        begin(world, f"asked_{key}", key)
    conflicts(world)
    for application, given in ((world.third, 5), (world.other, 2)):
        make.review(house, application, cast.sol, given)
    people.dismiss(cast.olu, once, world.at)
    world.session.flush()


def asked(world: World, application: Application, key: str) -> Any:
    """One reviewer asked by the first officer."""
    member = make.judge(world.house, world.people[key])
    made = reviews.assign([Asked(application, member)], world.house.cast.olu, world.at)[0]
    world.session.flush()
    return made


def words_of(key: str) -> dict[str, str]:
    """What one reviewer writes, to be recognised by."""
    return {"for_panel": PRIVATE % key, "for_applicants": FEEDBACK % key, "scratchpad": SCRIBBLE % key}


def begin(world: World, assignment: str, key: str, marks: dict[str, int] | None = None) -> Review:
    """Accept, and write a first version."""
    review = reviews.accept(world.things[assignment], world.people[key], world.at)
    world.session.flush()
    reviews.score(review, Judgement(marks or {}, 3, **words_of(key)), world.people[key], world.at)
    world.session.flush()
    return review


def judge(world: World, assignment: str, key: str, mark: int) -> None:
    """Accept, write and submit."""
    review = begin(world, assignment, key, {criterion.code: mark for criterion in world.call.criteria})
    reviews.submit(review, world.people[key], world.at)
    world.session.flush()


def conflicts(world: World) -> None:
    """A reviewer who was asked, and the second chair, are in conflict with our application."""
    ours, con, cho = world.application, world.people["con"], world.people["cho"]
    reviews.declare_conflict(world.asked_con, BOOK, con, world.at)
    for person in (con, cho):
        applications.record_conflict(ours, person, (ConflictKind.DECLARED, BOOK), person, world.at)
    world.session.flush()


def decided(world: World) -> None:
    """The panel has recommended and frozen its ranking, both sides have decided; nobody has been told."""
    house, cast = world.house, world.house.cast
    make.advised(house, Recommendation.FUND, world.application, world.third)
    decisions.recommend([world.other], Advice(Recommendation.REJECT, "not this time"), cast.ivo, house.at)
    world.session.flush()
    decisions.waive([world.application, world.other, world.third], "A small field", cast.ivo, house.at)
    decisions.lock(world.call, cast.ivo, house.at)
    world.session.flush()
    decisions.decide(world.application, Decided(house.first, Verdict.FUND, None, VERDICT_SAID), cast.olu, house.at)
    world.session.flush()
    make.followed(house)
    world.session.flush()


def released(world: World) -> None:
    """Everything is out; our letters are printed, the others' are prepared."""
    house, session = world.house, world.session
    for award in make.released(house):
        name = "award" if award.application is world.application else "third_award"
        world.things[name] = award
    for preparer, issuer in ((house.cast.olu, house.cast.uma), (house.cast.uma, house.cast.olu)):
        letters.prepare(house.call, preparer, house.at)
        session.flush()
        mine = [one for one in of_call(session, issuer, world.call, LetterState.DRAFT)
                if one.application_id == world.application.id and one.drafted_by_id == preparer.id]  # fmt: skip
        letters.number(mine, world.settings.base_url, issuer, house.at)
        session.flush()
    session.commit()
    print_ours(world, really=world.stage == "released")
    found = session.scalars(select(Letter)).unique().all()
    world.things["letters"] = {one.side.code: one for one in found if one.application_id == world.application.id}
    world.things["regrets"] = {one.side.code: one for one in found if one.application_id == world.other.id}
    world.things["drafts"] = {one.side.code: one for one in found if one.application_id == world.third.id}


def print_ours(world: World, *, really: bool) -> None:
    """Our two letters, by the real press; in later stages a blank sheet will do."""
    waiting = world.session.scalars(select(Letter.id).where(Letter.state == LetterState.NUMBERED)).all()
    store = Store(world.settings.data_folder / "files")
    if really:
        with Engine() as engine:
            list(press(world.record, waiting, (engine, store, None), world.at))
    else:
        for key in waiting:
            letters.put_into_writing(world.session.get_one(Letter, key), store.keep(plain()), world.at)
    world.session.flush()
    world.session.expire_all()


def awarded(world: World) -> None:
    """Both investigators have accepted; a report will be owed, and its period is over."""
    world.things["report"] = make.accepted(world.house, world.award)
    world.house.at = world.house.at.replace(year=world.award.ends_on.year) + timedelta(days=400)
    clock.stop(world.house.at)


def reported(world: World) -> None:
    """The report is in, and waits for both offices."""
    make.reported(world.house, world.report)


BUILDERS: dict[str, Callable[[World], None]] = {
    "call_draft": lambda world: None, "draft": draft, "submitted_open": submitted_open,
    "submitted_closed": submitted_closed, "decided": decided, "released": released, "awarded": awarded,
    "reported": reported,
}  # fmt: skip


def build(stage: str, session: Any, record: Any, settings: Settings) -> World:
    """The world as it is in a stage of its life."""
    world = new_world(session, record, settings)
    world.stage = stage
    for name in STAGES[: STAGES.index(stage) + 1]:
        BUILDERS[name](world)
        session.flush()
    session.commit()
    sign_everyone_in(world)
    return world


def sign_everyone_in(world: World) -> None:
    """For real, and once: every cell begins from here."""
    client = world.app.test_client()
    client.session = world.session
    world.cookies = {role: client.be(world.people[key]).carried() for role, key in ROLE_OF.items()}
    world.signed_in_at = world.at


def newest_invitation(world: World, email: str) -> Invitation:
    return world.session.scalars(
        select(Invitation).where(Invitation.email == email).order_by(Invitation.sent_at.desc()),
    ).first()
