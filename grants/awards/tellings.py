"""What people are told about an award: a subject and what stands beneath it."""

from grants.awards.model import Amendment, AwardPart
from grants.mail.outbox import Telling
from grants.rules.awards import AwardStanding
from grants.words import LANGUAGES, Moment, Sentence, say

Told = tuple[Sentence, tuple[Sentence, ...]]


def accepted_telling(part: AwardPart) -> Told:
    """One side has accepted; with the last of them the award is active."""
    ref, side = part.award.application.ref, part.side.label
    news = say("%(side)s has accepted its part of %(ref)s: %(amount)s.", side=side, ref=ref, amount=part.granted)
    if part.award.standing is AwardStanding.ACTIVE:
        return say("%(ref)s: every side has accepted", ref=ref), (news, say("The award is active: the work can begin."))
    return say("%(ref)s: %(side)s has accepted", ref=ref, side=side), (news, say("The other side has yet to answer."))


def left_telling(part: AwardPart) -> Told:
    """One side has declined; nothing goes on silently."""
    ref, side = part.award.application.ref, part.side.label
    news = say("%(side)s has declined its part of %(ref)s. Reason given: %(reason)s",
               side=side, ref=ref, reason=part.reason)  # fmt: skip
    return say("%(ref)s: %(side)s has declined", ref=ref, side=side), (news, BOTH_DECIDE)


def lapsed_telling(part: AwardPart) -> Told:
    """Nobody answered in time."""
    ref = part.award.application.ref
    until = Moment(part.answer_by, part.side.zone)
    news = say("The offer of %(amount)s for %(ref)s could be accepted until %(when)s. It has lapsed.",
               amount=part.granted, ref=ref, when=until)  # fmt: skip
    return say("The award offer for %(ref)s has lapsed", ref=ref), (news, BOTH_DECIDE)


BOTH_DECIDE = say("Both offices now decide what becomes of the other side's part. Questions go to your own office.")


def office_telling(part: AwardPart, subject: Sentence, paragraphs: tuple[Sentence, ...]) -> Telling:
    """The same for an office, with the way to this very award."""
    application = part.award.application
    return Telling(
        "award", subject, paragraphs, link=f"/office/awards/{part.award_id}",
        call_id=application.call_id, application_id=application.id,
    )  # fmt: skip


def asked_telling(asked: Amendment) -> Told:
    """Somebody asked for a change."""
    ref = asked.award.application.ref
    who = {code: asked.asked_by.name_in(code) for code in LANGUAGES}
    news = say("%(person)s asks for: %(what)s. Reason given: %(reason)s", person=who, what=asked.kind.label,
               reason=asked.reason)  # fmt: skip
    return say("%(ref)s: a change is asked for", ref=ref), (news, say("The offices answer, each for its side."))


def answered_telling(asked: Amendment, side: str) -> Told:
    """One side has answered; what has come of it so far."""
    given = next(one for one in asked.answers if one.side == side)
    who, ref = asked.award.part_of(side).side.label, asked.award.application.ref
    said = say("%(side)s agrees: %(what)s.", side=who, what=asked.kind.label) if given.agrees else say(
        "%(side)s does not agree: %(what)s. Reason given: %(reason)s", side=who, what=asked.kind.label,
        reason=given.note,
    )  # fmt: skip
    return say("%(ref)s: the answer of %(side)s", ref=ref, side=who), (said, asked.state.label)


def evidence_telling(part: AwardPart) -> Told:
    """Evidence for a condition has come in."""
    ref = part.award.application.ref
    return say("%(ref)s: evidence for a condition", ref=ref), (say("Look at it and accept it, or ask for more."),)


def judged_telling(part: AwardPart, remark: str) -> Told:
    """What the office found of the evidence."""
    ref = part.award.application.ref
    if remark.strip():
        return say("%(ref)s: more evidence is asked for", ref=ref), (say("%(remark)s", remark=remark),)
    return say("%(ref)s: a condition is met", ref=ref), (say("The evidence has been accepted."),)
