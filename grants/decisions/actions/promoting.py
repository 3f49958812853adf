"""Promoting from the reserve list: money that came back lets another application in, if every pot holds its part."""

from datetime import datetime

from grants.applications.model import Application, Part
from grants.calls.queries import officers
from grants.db import session_of
from grants.decisions.actions.deciding import hold_pots
from grants.decisions.model import SideDecision
from grants.decisions.queries import decisions_on, payer_name, pot_for
from grants.decisions.tellings import outcome_telling, teams
from grants.mail.outbox import Telling, post, post_all
from grants.money import Money
from grants.people.model import Person
from grants.rules.applications import PROMOTE, ApplicationState
from grants.rules.funding import Verdict
from grants.rules.refusal import Refused
from grants.rules.relations import is_in_conflict
from grants.words import say


def promote(application: Application, by: Person, at: datetime) -> Application:
    """Fund what waits on the reserve list, as it asked and each pot allows; its team and all offices are told."""
    application.allow(PROMOTE, by, at)
    for part in application.parts:
        hold_pots(application.call, part.side)
        fund(application, part, by, at)
    application.take(PROMOTE, by, at)
    session, call = session_of(application), application.call
    for person, side in teams(session, [application])[application.id]:
        post(session, person, outcome_telling(application, ApplicationState.APPROVED, side), at)
    told = Telling(
        "award", say("%(ref)s is promoted from the reserve list", ref=application.ref),
        (say("Its award is offered. Prepare its letters; an officer of another side issues them."),),
        link=f"/office/calls/{call.id}/letters", call_id=call.id, application_id=application.id,
    )  # fmt: skip
    others = [one for one in officers(session, call.programme_id, at)
              if one.id != by.id and not is_in_conflict(one, application)]  # fmt: skip
    post_all(session, others, told, at)
    return application


def fund(application: Application, part: Part, by: Person, at: datetime) -> None:
    """One side's money for it: what was asked for, at most the cap, if the pot holds it."""
    cap = application.call.side(part.side).cap_for(application.theme)
    given = Money(min(part.requested.minor, cap.minor), part.currency)
    pot = pot_for(application, part)
    if given.minor and (pot is None or pot.balance.left < given):
        raise Refused(
            say("The pot of %(party)s does not hold the %(amount)s for %(ref)s.",
                party=payer_name(pot.party) if pot else application.call.side(part.side).label, amount=given,
                ref=application.ref)
        )  # fmt: skip
    row = next((one for one in decisions_on(application) if one.side == part.side), None)
    if row is None:
        row = SideDecision(application=application, side=part.side, currency=part.currency)
        session_of(application).add(row)
    row.verdict, row.minor, row.reason = Verdict.FUND, given.minor, row.reason or ""
    row.party, row.by, row.by_id, row.at = pot.party if pot else None, by, by.id, at
