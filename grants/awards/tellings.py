"""What people are told about an award: a subject and what stands beneath it."""

from grants.awards.model import AwardPart
from grants.mail.outbox import Telling
from grants.rules.awards import AwardStanding
from grants.words import Moment, Sentence, say

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
    """The same for an office, with the way to its list of awards."""
    application = part.award.application
    return Telling(
        "award", subject, paragraphs, link=f"/office/calls/{application.call_id}/awards",
        call_id=application.call_id, application_id=application.id,
    )  # fmt: skip
