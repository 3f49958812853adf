"""The demonstration's offices and panels: eligibility, reviews, ranking, decisions, release."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from grants.applications import actions as applications
from grants.applications.actions import Looked
from grants.applications.model import Application, Part
from grants.applications.queries import examined_for, submitted_in
from grants.awards import actions as awards
from grants.calls.model import Call, FundingParty
from grants.decisions import actions as decisions
from grants.decisions.actions import Advice, Decided
from grants.decisions.panel import standings
from grants.demonstration.company import chance, investigator, universities
from grants.demonstration.projects import FOR_APPLICANTS, FOR_PANEL
from grants.people.model import Appointment, Person
from grants.reviews import actions as reviews
from grants.reviews.actions import Judgement
from grants.reviews.actions.assigning import Asked
from grants.reviews.model import Assignment
from grants.rules.checklist import items_of
from grants.rules.decisions import Recommendation
from grants.rules.eligibility import Result, waits_for
from grants.rules.funding import Verdict
from grants.rules.roles import Role

POOL = 3
MOST_OF_OTHERS = 3
Advised = dict[Recommendation, list[Application]]
FAVOURED = "00p4k0j84"


def handed_in(session: Session, officer: Person, call: Call) -> list[Application]:
    """What came in, by number."""
    wanted = submitted_in(officer, call).order_by(Application.number)
    return list(session.scalars(wanted).unique())


def look_through(session: Session, call: Call, officers: Sequence[Person], at: datetime, share: float) -> None:
    """Every side's officer goes through its checklist, as far as `share` says; what is odd gets a tag and a note."""
    for application in handed_in(session, officers[0], call):
        for side, officer in zip(call.sides, officers, strict=True):
            for item in items_of(call, side.code):
                if chance("looked", application.ref, side.code, item.code) < share:
                    applications.tick(application, Looked(side.code, item.code), officer, at)
        if application.number % 4 == 1:
            applications.tag([application], "ask again", officers[0], at)
            applications.note(application, "Is the visit agreed with the department?", officers[0], at)


def check(session: Session, call: Call, officers: Sequence[Person], at: datetime) -> None:
    """Every side's officer looks at every application, and at the evidence a rule asks for."""
    for application in handed_in(session, officers[0], call):
        for side, officer in zip(call.sides, officers, strict=True):
            for rule in waits_for(side.code, examined_for(application, officer)):
                seen = applications.Ruled(side.code, rule.code, Result.PASS, evidence="A university certificate.")
                applications.decide_evidence(application, seen, officer, at)
            applications.check_eligibility(application, side.code, (Result.PASS, ""), officer, at)


def pool(session: Session, call: Call, doors: Sequence[Person], at: datetime) -> list[Appointment]:
    """Reviewers of both sides: those behind the doors, and some colleagues of theirs."""
    found = []
    for side, door in zip(call.sides, doors, strict=True):
        members = universities(session, call, side.code)
        colleagues = [
            investigator(session, members[-1 - number % len(members)], 700 + number, at) for number in range(POOL)
        ]
        for person in (door, *colleagues):
            held = Appointment(role=Role.REVIEWER, call_id=call.id, side=side.code, since=at)
            person.appointments.append(held)
            found.append(held)
    session.flush()
    return found


def assign(session: Session, call: Call, members: Sequence[Appointment], officer: Person, at: datetime) -> None:
    """One reviewer of each side for every application, evenly."""
    for application in handed_in(session, officer, call):
        for side in call.sides:
            own = [one for one in members if one.side == side.code]
            first = application.number % len(own)
            free = (one for one in [*own[first:], *own[:first]] if is_free(one, application))
            reviews.assign([Asked(application, next(free))], officer, at)
    session.flush()


def is_free(member: Appointment, application: Application) -> bool:
    """Whether a reviewer works in another unit than the investigators."""
    units = {(part.institution_id, part.unit) for part in application.parts}
    return (member.person.institution_id, member.person.unit) not in units


def review(session: Session, call: Call, at: datetime, share: float = 1.0) -> None:
    """Reviewers accept, score and submit; where `share` is below one, some are still at it."""
    wanted = select(Assignment).join(Application).where(Application.call_id == call.id).order_by(Application.number)
    for number, assignment in enumerate(session.scalars(wanted).unique().all()):
        lot = chance("review", call.code, number)
        if lot > share + (1 - share) / 2:
            continue
        opened = reviews.accept(assignment, assignment.reviewer, at)
        session.flush()
        reviews.score(opened, judgement(call, assignment), assignment.reviewer, at + timedelta(days=2))
        if lot <= share:
            session.flush()
            reviews.submit(opened, assignment.reviewer, at + timedelta(days=3))


def judgement(call: Call, assignment: Assignment) -> Judgement:
    """What an invented reviewer thinks: the project's own quality, and a little of the reviewer's own mind."""
    application = assignment.application
    quality = 1.6 + 2.9 * chance("quality", application.ref)
    if any(part.institution and part.institution.ror == FAVOURED for part in application.parts):
        quality += 0.9
    if application.number == 1:
        quality += 1.5
    marks = {
        criterion.code: min(criterion.high, max(criterion.low, round(
            quality + 1.6 * (chance(criterion.code, application.ref, assignment.side) - 0.5),
        )))
        for criterion in call.criteria
    }  # fmt: skip
    pick = int(chance("text", application.ref) * 60) + 2 * call.side(assignment.side).position
    return Judgement(
        marks, 2 + pick % 2, FOR_PANEL[pick % len(FOR_PANEL)], FOR_APPLICANTS[pick % len(FOR_APPLICANTS)],
    )  # fmt: skip


def rank(session: Session, call: Call, chair: Person, wanted: int, at: datetime) -> None:
    """The chair recommends by the order, as far as every university's money goes, and freezes the ranking."""
    seen = standings(session, chair, call)
    pots = {party.institution_id: purse(call, party) for party in call.parties}
    advised: Advised = {one: [] for one in Recommendation}
    for standing in seen:
        application = session.get_one(Application, standing.id)
        advised[advice(application, pots, advised, wanted)].append(application)
    for recommendation, chosen in advised.items():
        if chosen:
            decisions.recommend(chosen, Advice(recommendation), chair, at)
    session.flush()
    decisions.lock(call, chair, at + timedelta(hours=2))


def purse(call: Call, party: FundingParty) -> int:
    """What a university can spend; nobody but the favoured one spends it on more than three projects."""
    whole: int = sum(pot.balance.left.minor for pot in party.pots)
    favoured = party.institution is None or party.institution.ror == FAVOURED
    return whole if favoured else min(whole, MOST_OF_OTHERS * call.side(party.side).cap.minor)


def advice(application: Application, pots: dict[UUID | None, int], advised: Advised, wanted: int) -> Recommendation:
    """Fund while there are awards and both universities have the money; a few in reserve; the rest not."""
    funded = advised[Recommendation.FUND]
    taken = {one.theme for one in funded} if application.call.one_per_theme else set()
    needs = [(payer(part), part.requested_minor) for part in application.parts]
    most = wanted * len(application.call.themes) if application.call.one_per_theme else wanted
    if len(funded) < most and application.theme not in taken and all(pots.get(who, 0) >= sum_ for who, sum_ in needs):
        for who, sum_ in needs:
            pots[who] -= sum_
        return Recommendation.FUND
    return Recommendation.RESERVE if len(advised[Recommendation.RESERVE]) < wanted // 4 + 1 else Recommendation.REJECT


def payer(part: Part) -> UUID | None:
    """Whose money a side's part is."""
    return part.institution_id


def decide(session: Session, call: Call, officers: Sequence[Person], chair: Person, at: datetime) -> None:
    """Every side follows the panel."""
    follows = {
        Recommendation.FUND: Verdict.FUND,
        Recommendation.RESERVE: Verdict.RESERVE,
        Recommendation.REJECT: Verdict.REJECT,
    }
    for standing in standings(session, chair, call):
        application = session.get_one(Application, standing.id)
        for side, officer in zip(call.sides, officers, strict=True):
            verdict = follows[standing.recommendation or Recommendation.REJECT]
            decisions.decide(application, Decided(side.code, verdict), officer, at)
    session.flush()


def release(session: Session, call: Call, officers: Sequence[Person], at: datetime) -> None:
    """One side proposes, the other releases; the awards are made at the same instant."""
    count = len(handed_in(session, officers[0], call))
    decisions.propose_release(call, count, officers[0], at)
    session.flush()
    for application in decisions.release(call, count, officers[1], at + timedelta(hours=3)):
        awards.make(application, officers[1], at + timedelta(hours=3))
    session.flush()
