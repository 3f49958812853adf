"""Formal changes: one proposes, a second person of another side agrees, and only then anything changes."""

from dataclasses import dataclass
from datetime import datetime

from grants.applications.actions.inviting import Invited, issue
from grants.applications.model import Application, FormalChange, Right
from grants.applications.tellings import about, free_officers, tell_office, tell_people, titled
from grants.db import session_of
from grants.mail import post
from grants.mail.outbox import post_all
from grants.people.model import Person
from grants.rules import applications as law
from grants.rules import formal
from grants.rules.formal import ChangeKind, ChangeState
from grants.rules.refusal import Refused
from grants.rules.relations import side_of_pi, sides_of
from grants.words import Sentence, say

STEPS = {
    ChangeKind.REINSTATE: law.REINSTATE,
    ChangeKind.REMOVE_PI: law.REMOVE_PI,
    ChangeKind.TRANSFER_LEAD: law.TRANSFER_LEAD,
}


@dataclass(frozen=True)
class Proposal:
    """What is to be changed and why: whose place, and who is to take it."""

    kind: ChangeKind
    reason: str
    side: str = ""
    name: str = ""
    email: str = ""


def propose(application: Application, proposal: Proposal, by: Person, at: datetime) -> FormalChange:
    """An officer proposes a formal change; an officer of another side is asked to agree."""
    application.allow(STEPS[proposal.kind], by, at)
    application.take(law.PROPOSE_CHANGE, by, at, what=proposal.kind.label.text, reason=proposal.reason)
    made = written_down(application, proposal, by, at)
    made.proposed_by_side = min(sides_of(by, application.call))
    made.begin(by, at, what=proposal.kind.label.text, reason=proposal.reason)
    others = [officer for officer in free_officers(application, at) if formal.is_second_officer(officer, made)]
    news = about(
        application, "change_proposed", say("A second officer is asked for: %(ref)s", ref=application.ref),
        say("%(what)s. Reason: %(reason)s", what=proposal.kind.label, reason=proposal.reason),
        say("Nothing changes before you agree."), link=f"/office/applications/{application.id}/formal",
    )  # fmt: skip
    post_all(session_of(application), others, news, at)
    return made


def propose_lead(application: Application, side: str, reason: str, by: Person, at: datetime) -> FormalChange:
    """An investigator proposes that another side takes the lead; the other of the two is asked to agree."""
    mine = side_of_pi(by, application)
    if mine not in {application.lead_side, side}:
        raise Refused(say("The lead moves between your own side and another one."), "side")
    proposal = Proposal(ChangeKind.TRANSFER_LEAD, reason, side)
    label = next((one.label for one in application.call.sides if one.code == side), {})
    application.take(law.PROPOSE_LEAD, by, at, side=label, reason=reason)
    made = written_down(application, proposal, by, at)
    made.among_pis, made.proposed_by_side = True, mine or ""
    made.begin(by, at, what=proposal.kind.label.text, reason=reason)
    other = application.part(side if mine == application.lead_side else application.lead_side).pi
    news = about(
        application, "lead_proposed", say("Who leads %(ref)s: please answer", ref=application.ref),
        say("It is proposed that %(side)s takes the lead. Reason: %(reason)s", side=label, reason=reason),
        titled(application), link=f"/my/applications/{application.id}/lead",
    )  # fmt: skip
    post_all(session_of(application), [other] if other else [], news, at)
    return made


def written_down(application: Application, proposal: Proposal, by: Person, at: datetime) -> FormalChange:
    """The proposal itself, checked for sense."""
    check(application, proposal)
    part = application.part(proposal.side) if proposal.side else None
    made = FormalChange(
        application=application, kind=proposal.kind, side=proposal.side, reason=proposal.reason, name=proposal.name,
        email=proposal.email, about_id=part.pi_id if part else None, about=part.pi if part else None,
        proposed_by_id=by.id, proposed_by=by, proposed_by_side="", proposed_at=at,
    )  # fmt: skip
    session_of(application).add(made)
    return made


def check(application: Application, proposal: Proposal) -> None:
    """A reason is given, the side fits, and nothing of the kind is under way."""
    if not proposal.reason.strip():
        raise Refused(say("Give a reason; it stays on record."), "reason")
    under_way = [one for one in application.changes if one.state is ChangeState.PROPOSED]
    if any((one.kind, one.side) == (proposal.kind, proposal.side) for one in under_way):
        raise Refused(say("This has been proposed already and waits for the second person."))
    if proposal.kind is ChangeKind.REINSTATE:
        return
    part = next((one for one in application.parts if one.side == proposal.side), None)
    if part is None or part.pi_id is None:
        raise Refused(say("This side has no principal investigator."), "side")
    if proposal.kind is ChangeKind.TRANSFER_LEAD and part.side == application.lead_side:
        raise Refused(say("This side leads already."), "side")


def agree(change: FormalChange, by: Person, at: datetime) -> None:
    """The second person agrees, and the change is made in the same moment."""
    change.take(formal.AGREE, by, at, what=change.kind.label.text)
    DEEDS[change.kind](change, by, at)


def drop(change: FormalChange, by: Person, at: datetime) -> None:
    """Drop a proposal; nothing was changed by it, and whoever made it is told."""
    change.take(formal.DROP, by, at, what=change.kind.label.text)
    if by.id == change.proposed_by_id:
        return
    application = change.application
    place = (
        f"/my/applications/{application.id}" if change.among_pis else f"/office/applications/{application.id}/formal"
    )
    news = about(application, "change_dropped", say("Not agreed: %(ref)s", ref=application.ref),
                 say("%(person)s did not agree to this: %(what)s.", person=by.name_in(change.proposed_by.language),
                     what=change.kind.label), link=place)  # fmt: skip
    post(session_of(change), change.proposed_by, news, at)


def reinstate(change: FormalChange, by: Person, at: datetime) -> None:
    """A withdrawn application is back in the round, as it was submitted last."""
    application = change.application
    application.take(law.REINSTATE, by, at, reason=change.reason)
    application.withdrawn_at = None
    tell_all(application, at, "reinstated", say("%(ref)s is back in the round", ref=application.ref),
             say("Two officers have reinstated it. Reason: %(reason)s", reason=change.reason))  # fmt: skip


def remove_pi(change: FormalChange, by: Person, at: datetime) -> None:
    """A side's investigator leaves by formal change; the application is closed to them at once, a successor invited."""
    application, part, gone = change.application, change.application.part(change.side), change.about
    if gone is None:
        raise Refused(say("This side has no principal investigator."))
    label = application.call.side(part.side).label
    application.take(law.REMOVE_PI, by, at, name=gone.name_in("en"), side=label, reason=change.reason)
    part.pi, part.pi_id, part.confirmed_version, part.confirmed_at = None, None, None, None
    if application.state in law.OPEN_TO_WRITING:
        application.content_version += 1
    application.changed_at = at
    subject = say("You are no longer principal investigator of %(ref)s", ref=application.ref)
    why = say("The programme offices have ended your part in it. Reason: %(reason)s", reason=change.reason)
    post(session_of(application), gone, about(application, "pi_removed", subject, why, link="/my"), at)
    subject = say("%(side)s: another principal investigator", side=label)
    tell_all(application, at, "pi_replaced", subject, titled(application), why_for_all(change))
    if change.email:
        successor = Invited(change.email, change.name, part.side, Right.PI)
        issue(application, successor, change.proposed_by, at, steps_in=True)


def why_for_all(change: FormalChange) -> Sentence:
    """What the rest of the team reads when an investigator is replaced."""
    if change.email:
        return say("The programme offices have invited %(name)s to step in.", name=change.name or change.email)
    return say("The place is free until the programme offices or the other investigator invite somebody.")


def transfer_lead(change: FormalChange, by: Person, at: datetime) -> None:
    """Another side has the lead: the right to throw the draft away, and the first place on every paper."""
    application = change.application
    label = application.call.side(change.side).label
    application.take(law.TRANSFER_LEAD, by, at, side=label, reason=change.reason)
    application.lead_side = change.side
    if application.state in law.OPEN_TO_WRITING:
        application.content_version += 1
    application.changed_at = at
    tell_all(application, at, "lead_transferred", say("%(side)s has the lead of %(ref)s now", side=label,
                                                      ref=application.ref), titled(application))  # fmt: skip


def tell_all(application: Application, at: datetime, kind: str, subject: Sentence, *paragraphs: Sentence) -> None:
    """Tell the team and the offices of all sides."""
    tell_people(application, at, kind, subject, *paragraphs)
    tell_office(application, at, kind, subject, *paragraphs)


DEEDS = {ChangeKind.REINSTATE: reinstate, ChangeKind.REMOVE_PI: remove_pi, ChangeKind.TRANSFER_LEAD: transfer_lead}
