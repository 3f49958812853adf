"""What teams and officers are told about decisions; a team's message never speaks of a side's own verdict."""

from collections.abc import Mapping, Sequence
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from grants.applications.model import Application
from grants.calls.model import Call
from grants.mail.outbox import Telling
from grants.people.model import Person
from grants.rules.applications import ApplicationState
from grants.rules.phases import told_in
from grants.words import Sentence, say

S = ApplicationState
NEWS: Mapping[ApplicationState, Sentence] = {
    S.APPROVED: say("It will be funded. Congratulations."),
    S.CONDITIONAL: say("It will be funded, with less than was asked for or on a condition; the award says which."),
    S.RESERVE: say("It is on the reserve list: it is funded if money becomes free, and you will be told at once."),
    S.DECLINED: say("It cannot be funded in this round. We know how much work it was, and thank you for it."),
    S.INELIGIBLE: say("It does not meet the conditions of the call, so it could not be considered for funding."),
}
ANSWER = say("Each principal investigator gets an award letter, and then accepts or declines for their own side.")
NEXT: Mapping[ApplicationState, Sentence] = {
    S.APPROVED: ANSWER,
    S.CONDITIONAL: ANSWER,
    S.RESERVE: say("You need do nothing now."),
    S.DECLINED: say("What the reviewers wrote for you is on the page. A letter follows."),
    S.INELIGIBLE: say("Your programme office tells you the reason when you ask. A letter follows."),
}
UNWRITTEN = say("A letter follows.")
QUARTERS = {
    1: say("In the ranking your application stands in the first quarter, the best."),
    2: say("In the ranking your application stands in the second quarter."),
    3: say("In the ranking your application stands in the third quarter."),
    4: say("In the ranking your application stands in the last quarter."),
}


def after(application: Application, outcome: ApplicationState) -> Sentence:
    """What comes next; no words of the reviewers are promised where applicants are told the outcome only."""
    silent = outcome is S.DECLINED and told_in(application.call) == "nothing"
    return UNWRITTEN if silent else NEXT[outcome]


def outcome_telling(application: Application, outcome: ApplicationState, side: str) -> Telling:
    """What the people of one side of a team are told at the release."""
    return Telling(
        "outcome", say("The decision on %(ref)s", ref=application.ref),
        (
            say("The call “%(call)s” has been decided, and so has your application “%(title)s”.",
                call=application.call.name, title=application.title),
            NEWS[outcome],
            after(application, outcome),
        ),
        link=f"/my/applications/{application.id}", call_id=application.call_id, application_id=application.id,
        reply_to=application.call.side(side).letterhead.get("email", ""),
    )  # fmt: skip


def teams(session: Session, applications: Sequence[Application]) -> dict[UUID, list[tuple[Person, str]]]:
    """Everyone with an account on each team, with their side, each once; one question for all."""
    ids = {member.person_id for one in applications for member in one.members if member.person_id}
    people = {person.id: person for person in session.scalars(select(Person).where(Person.id.in_(ids)))} if ids else {}
    found = {}
    for one in applications:
        leads = [(part.pi, part.side) for part in one.parts if part.pi is not None]
        members = [(people[member.person_id], member.side) for member in one.members if member.person_id in people]
        found[one.id] = list({person.id: (person, side) for person, side in [*members, *leads]}.values())
    return found


def release_proposed(call: Call) -> Telling:
    """What the other officers are told when a release waits for them."""
    return office_telling(
        call, "release.proposed", say("Please look at the release of “%(call)s”", call=call.name),
        say("You are asked to release the decisions on “%(call)s”.", call=call.name),
        say("Read every outcome and every message; when you agree, all teams are told at one instant."),
    )  # fmt: skip


def release_taken_back(call: Call) -> Telling:
    """What officers are told when a proposed release is taken back."""
    return office_telling(
        call, "release.taken_back", say("The release of “%(call)s” was taken back", call=call.name),
        say("The decisions on “%(call)s” can be changed again; nothing has been told to anybody.", call=call.name),
    )  # fmt: skip


def released(call: Call) -> Telling:
    """What both offices are told at the release."""
    return office_telling(
        call, "released", say("The decisions on “%(call)s” are out", call=call.name),
        say("Both sides have released the decisions on “%(call)s”: every team has been told.", call=call.name),
        say("Next: prepare the letters."),
    )  # fmt: skip


def opening_proposed(call: Call, reason: str) -> Telling:
    """What the other officers are told when a frozen ranking is to be opened again."""
    return panel_telling(
        call, "ranking.opening_proposed", say("Please look at the ranking of “%(call)s”", call=call.name),
        say("It is proposed to open the frozen ranking of “%(call)s” again: %(reason)s", call=call.name, reason=reason),
        say("When an officer of another side agrees, the panel ranks and freezes anew."),
    )  # fmt: skip


def opened_again(call: Call, reason: str) -> Telling:
    """What the chair and the officers are told when the ranking is open again."""
    return panel_telling(
        call, "ranking.opened_again", say("The ranking of “%(call)s” is open again", call=call.name),
        say("Two officers have opened the ranking of “%(call)s” again: %(reason)s", call=call.name, reason=reason),
        say("Look at the places, and freeze the ranking anew."),
    )  # fmt: skip


def panel_telling(call: Call, kind: str, subject: Sentence, *paragraphs: Sentence) -> Telling:
    """What is written about the ranking, with the way to it."""
    return Telling(kind, subject, paragraphs, link=f"/reviews/panels/{call.id}", call_id=call.id)


def office_telling(call: Call, kind: str, subject: Sentence, *paragraphs: Sentence) -> Telling:
    """What is written to officers, with the way to the page of the release."""
    return Telling(kind, subject, paragraphs, link=f"/office/calls/{call.id}/release", call_id=call.id)
