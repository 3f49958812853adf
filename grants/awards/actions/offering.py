"""The verbs of awards: make one of a released decision; each investigator accepts or declines; unanswered it lapses."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from grants.applications.model import Application, Part
from grants.awards.model import Award, AwardPart, Condition
from grants.awards.queries import moved
from grants.awards.tellings import accepted_telling, lapsed_telling, left_telling, office_telling
from grants.calls.model import Call, Pot, PotEntry
from grants.calls.queries import officers
from grants.db import session_of
from grants.decisions.model import SideDecision
from grants.decisions.queries import decisions_on, pot_for
from grants.mail.outbox import Telling, post, post_all
from grants.money import Money
from grants.people.model import Person
from grants.rules.applications import FUNDED
from grants.rules.awards import ACCEPT, DECLINE, LAPSE, last_moment
from grants.rules.funding import Verdict
from grants.rules.pots import PotEntryKind
from grants.rules.refusal import Refused
from grants.rules.relations import THE_CLOCK, is_in_conflict, is_officer_of_call
from grants.words import LANGUAGES, Sentence, language, say


@dataclass(frozen=True)
class Head:
    """Who heads the department that takes the award up, where the side wants to know."""

    name: str = ""
    email: str = ""


NOBODY = Head()


def make(application: Application, by: Person, at: datetime) -> Award:
    """Make the award of an application that was just released: one part for each side that gives, offered to its PI."""
    if not is_officer_of_call(by, application.call) or application.state not in FUNDED:
        raise Refused(say("An award is made when its decision is released."))
    call = application.call
    award = Award(application=application, starts_on=call.starts_on, ends_on=call.ends_on, made_at=at)
    session_of(application).add(award)
    decided = {one.side: one for one in decisions_on(application)}
    for part in application.parts:
        if part.side in decided and decided[part.side].minor:
            offer(award, part, decided[part.side], by, at)
    for condition in conditions(award, decided.values()):
        session_of(application).add(condition)
        condition.begin(by, at)
    return award


def offer(award: Award, part: Part, decided: SideDecision, by: Person, at: datetime) -> AwardPart:
    """Offer one side's part to its investigator, and promise its money in the pot that pays."""
    application, call = award.application, award.application.call
    side = call.side(part.side)
    pot, minor = pot_for(application, part), decided.minor
    offered = AwardPart(
        award=award, position=part.position, side=side, party=pot.party if pot else None, pi=part.pi,
        institution=part.institution, minor=minor, currency=part.currency, ends_on=award.ends_on,
        answer_by=last_moment(at, call.accepts_within_days, side.zone),
    )  # fmt: skip
    session_of(application).add(offered)
    session_of(application).flush()
    offered.begin(by, at, amount=str(offered.granted))
    if pot is not None:
        write(pot, (PotEntryKind.AWARD, -minor), offered, by, at)
    return offered


def conditions(award: Award, decided: Iterable[SideDecision]) -> Iterable[Condition]:
    """What must hold: the call's own terms, then what a side made its money depend on."""
    call = award.application.call
    terms = [("", dict(text)) for text in call.conditions]
    own = [(one.side, text) for one in decided if (text := of_decision(call, one))]
    for position, (side, text) in enumerate([*terms, *own]):
        yield Condition(award=award, award_id=award.id, position=position, side=side, text=text)


def of_decision(call: Call, decided: SideDecision) -> dict[str, str]:
    """What a side's decision asks of its investigator: its own condition, or the plan as it is with less money."""
    if decided.verdict is Verdict.CONDITIONAL:
        return {call.side(decided.side).language: decided.reason}
    if decided.verdict is Verdict.FUND_LESS and decided.minor:
        granted = Money(decided.minor, call.side(decided.side).currency)
        asked = say("Less was granted than asked for: confirm the plan as it is with %(amount)s.", amount=granted)
        return {code: language(code).say(asked) for code in LANGUAGES}
    return {}


def write(pot: Pot, movement: tuple[PotEntryKind, int], part: AwardPart, by: Any, at: datetime) -> PotEntry:
    """One line in the ledger of the pot that pays."""
    application, (kind, minor) = part.award.application, movement
    entry = PotEntry(pot=pot, kind=kind, minor=minor, at=at, by_id=by.id, application_id=application.id)
    entry.note = application.ref
    session_of(part).add(entry)
    return entry


def accept(part: AwardPart, cost_centre: str, by: Person, at: datetime, head: Head = NOBODY) -> None:
    """Accept one's own side's part and name the cost centre that receives the money; the others are told."""
    part.allow(ACCEPT, by, at)
    if not cost_centre.strip():
        raise Refused(say("Name the cost centre or project code that receives the money."), "cost_centre")
    if part.side.names_head and not (head.name.strip() and head.email.strip()):
        raise Refused(say("Name the head of your department, with an e-mail address."), "head_name")
    part.take(ACCEPT, by, at, cost_centre=cost_centre, **({"head": head.name} if head.name else {}))
    part.cost_centre, part.answered_at = cost_centre, at
    part.head_name, part.head_email = head.name, head.email
    tell(part, by, accepted_telling, at)


def decline(part: AwardPart, reason: str, by: Person, at: datetime) -> None:
    """Decline one's own side's part: its money goes back to its pot, both offices decide about the rest."""
    part.allow(DECLINE, by, at)
    if not reason.strip():
        raise Refused(say("Give the reason: the other side and both offices read it."), "reason")
    part.take(DECLINE, by, at, reason=reason)
    part.reason, part.answered_at = reason, at
    give_back(part, by, at)
    tell(part, by, left_telling, at)


def lapse(part: AwardPart, at: datetime) -> None:
    """Let an unanswered offer lapse when its day is over: its money goes back to its pot, and everybody is told."""
    part.take(LAPSE, THE_CLOCK, at)
    give_back(part, THE_CLOCK, at)
    tell(part, THE_CLOCK, lapsed_telling, at)


def give_back(part: AwardPart, by: Any, at: datetime) -> None:
    """Set free in its pot what had been promised and was not paid out; what was paid comes back as it is returned."""
    paid = sum(-entry.minor for entry in moved(session_of(part), part, PotEntryKind.PAY))
    for entry in moved(session_of(part), part, PotEntryKind.AWARD):
        free = max(0, -entry.minor - paid)
        paid = max(0, paid + entry.minor)
        if free:
            write(entry.pot, (PotEntryKind.DECOMMIT, free), part, by, at)


def tell(part: AwardPart, by: Any, what: Any, at: datetime) -> None:
    """Tell the investigators of both sides and both offices; whoever did it knows."""
    session, application = session_of(part), part.award.application
    sentences: tuple[Sentence, tuple[Sentence, ...]] = what(part)
    telling: Telling = office_telling(part, *sentences)
    for other in part.award.parts:
        if other.pi_id != by.id:
            post(session, other.pi, Telling(**{**vars(telling), "link": f"/my/awards/{part.award_id}"}), at)
    office = officers(session, application.call.programme_id, at)
    post_all(session, [one for one in office if not is_in_conflict(one, application) and one.id != by.id], telling, at)
