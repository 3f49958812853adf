"""Signing off: a head of department or a host reads what they sign for and answers by a link, without an account."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from grants.applications.model import Application, Endorsement
from grants.applications.queries import people_of
from grants.applications.signatures import mark, sign_offs
from grants.applications.tellings import about, closing, titled
from grants.db import session_of
from grants.mail import post
from grants.mail.outbox import Address, Telling
from grants.people.model import Person
from grants.rules import applications as law
from grants.rules import consent
from grants.rules.consent import Asked, EndorsementState, Signatory, asked_by
from grants.rules.refusal import Overtaken, Refused
from grants.rules.relations import side_of_pi
from grants.words import Sentence, say

MOST_A_DAY = 10


@dataclass(frozen=True)
class Named:
    """Whom an investigator names to sign: who, of which office, written to in which language."""

    code: str
    name: str
    email: str
    office: str
    language: str = "en"


def ask_to_sign(application: Application, whom: Named, by: Person, at: datetime) -> Endorsement:
    """Ask somebody to sign for one's own side; they get a sealed link that needs no account."""
    side = side_of_pi(by, application) or ""
    asked = next((one for one in asked_by(application.call) if one.code == whom.code and side in one.sides), None)
    if asked is None:
        raise Refused(say("The call does not ask for this signature of your side."), "code")
    application.take(law.ASK_TO_SIGN, by, at, name=whom.name, what=asked.label)
    check_person(application, whom, at)
    check_free(application, whom.code, side)
    made = Endorsement(
        application=application, side=side, code=whom.code, name=whom.name, email=whom.email, office=whom.office,
        language=whom.language, asked_by_id=by.id, asked_by=by, sent_at=at,
    )  # fmt: skip
    session_of(application).add(made)
    made.begin(by, at, name=whom.name, what=asked.label)
    tell_signatory(made, at)
    return made


def check_person(application: Application, whom: Named, at: datetime) -> None:
    """Nobody signs for themselves, and no application sends mail without end."""
    if whom.email in {person.email for person in people_of(application)} | {one.email for one in application.members}:
        raise Refused(say("Somebody who is not on the team signs for it."), "email")
    if sum(at - one.sent_at < timedelta(days=1) for one in application.endorsements) >= MOST_A_DAY:
        raise Refused(say("At most %(most)s such requests a day are sent for one application.", most=MOST_A_DAY),
                      "email")  # fmt: skip


def check_free(application: Application, code: str, side: str) -> None:
    """One person at a time is asked; a refusal is answered by asking again, or by taking it back first."""
    if any(
        one.request is not None for one in sign_offs(application) if (one.asked.code, one.side.code) == (code, side)
    ):
        raise Refused(say("Somebody has been asked already. Take that request back first."), "name")


def asked_for(endorsement: Endorsement) -> Asked:
    """What it is that somebody signs."""
    return next(one for one in asked_by(endorsement.application.call) if one.code == endorsement.code)


def tell_signatory(endorsement: Endorsement, at: datetime, *more: Sentence) -> None:
    """Send the sealed link."""
    application, by, asked = endorsement.application, endorsement.asked_by, asked_for(endorsement)
    to = Address(endorsement.email, endorsement.name, endorsement.language)
    by_when = (say("Please answer by %(day)s.", day=asked.due_on),) if asked.due_on else ()
    telling = Telling(
        kind="sign_off", subject=say("Please sign: %(what)s, %(ref)s", what=asked.label, ref=application.ref),
        paragraphs=(
            say("%(person)s asks you to sign “%(what)s” for a joint application in “%(call)s”.",
                person=by.name_in(to.language), what=asked.label, call=application.call.name),
            say("Title: %(title)s", title=application.title or say("not yet given")),
            *more, *by_when, closing(application),
            say("The link is yours alone: you read the application and answer, and need no account."),
        ),
        link=f"/sign-off/{endorsement.id}", sealed=True, call_id=application.call_id,
        application_id=application.id, reply_to=by.email,
    )  # fmt: skip
    post(session_of(application), to, telling, at)


def ask_again(endorsement: Endorsement, by: Person, at: datetime) -> None:
    """Send the same request again; at most once an hour."""
    endorsement.take(consent.ASK_AGAIN, by, at, name=endorsement.name, what=asked_for(endorsement).label)
    endorsement.sent_at = at
    tell_signatory(endorsement, at)


def take_back(endorsement: Endorsement, by: Person, at: datetime) -> None:
    """Take a request back: its link is dead, a signature given under it no longer counts."""
    endorsement.take(consent.TAKE_BACK, by, at, name=endorsement.name, what=asked_for(endorsement).label)


def sign(endorsement: Endorsement, seen: str, remark: str, at: datetime) -> None:
    """Sign for a side, for the very people and money that were read."""
    if seen != mark(endorsement.application, endorsement.side):
        raise Overtaken(say("The budget or the people changed while you were reading. Read again, then sign."))
    answer(endorsement, EndorsementState.APPROVED, remark, at)
    endorsement.seen, endorsement.seen_version = seen, endorsement.application.content_version


def refuse(endorsement: Endorsement, remark: str, at: datetime) -> None:
    """Refuse to sign; the investigators read why."""
    if not remark.strip():
        raise Refused(say("Say why, in a sentence: the investigators read it."), "remark")
    answer(endorsement, EndorsementState.REFUSED, remark, at)
    endorsement.seen, endorsement.seen_version = "", None


def answer(endorsement: Endorsement, said: EndorsementState, remark: str, at: datetime) -> None:
    """Write the answer down and tell the investigators of all sides."""
    application, what = endorsement.application, asked_for(endorsement).label
    by = Signatory(endorsement.id, endorsement.name, endorsement.language)
    step = consent.APPROVE if said is EndorsementState.APPROVED else consent.REFUSE
    endorsement.take(step, by, at, name=endorsement.name, what=what, said=remark)
    endorsement.answered_at, endorsement.remark = at, remark
    subject = {
        EndorsementState.APPROVED: say("%(name)s has signed for %(ref)s", name=endorsement.name, ref=application.ref),
        EndorsementState.REFUSED: say("%(name)s refuses to sign for %(ref)s", name=endorsement.name,
                                      ref=application.ref),
    }[said]  # fmt: skip
    side = application.call.side(endorsement.side).label
    for part in application.parts:
        if part.pi is not None:
            own = (say("Remark: %(remark)s", remark=remark),) if remark and part.side == endorsement.side else ()
            signed = say("%(what)s (%(side)s)", what=what, side=side)
            telling = about(application, "signed_off", subject, titled(application), signed, *own,
                            link=f"/my/applications/{application.id}/sign-offs")  # fmt: skip
            post(session_of(application), part.pi, telling, at)
