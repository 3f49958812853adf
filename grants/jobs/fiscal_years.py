"""A payer's fiscal year is about to end: its officers hear what is promised to awards and not paid out yet."""

from collections.abc import Iterator
from datetime import date, datetime, timedelta

from sqlalchemy import case, func, select
from sqlalchemy.orm import Session

from grants.applications.model import Application
from grants.applications.queries import in_conflict
from grants.calls.model import Call, FundingParty, Pot, PotEntry
from grants.calls.queries import FINISHED, officers
from grants.jobs.reminders import Case
from grants.mail.outbox import Telling
from grants.money import Money
from grants.people.model import Person
from grants.rules import reminders
from grants.rules.agreements import payer_name
from grants.rules.carrying import CarryOver, year_at
from grants.rules.pots import PotEntryKind
from grants.rules.relations import sides_of
from grants.rules.reminders import local_day
from grants.words import say

LEAD = timedelta(days=-min(reminders.FISCAL_YEAR.days))
PROMISED = (PotEntryKind.AWARD, PotEntryKind.DECOMMIT)
Due = tuple[str, CarryOver]


def ending_years(session: Session, at: datetime) -> Iterator[Case]:
    """Each officer of a side for each payer of it whose year ends soon while it owes money to awards."""
    wanted = select(FundingParty).join(Call, Call.id == FundingParty.call_id).where(
        Call.state.in_(FINISHED), FundingParty.institution_id.is_not(None)
    )  # fmt: skip
    for party in session.scalars(wanted).unique():
        ends = year_at(party, at).last
        if ends - LEAD <= local_day(at, party.call.side(party.side).zone):
            for officer in officers(session, party.call.programme_id, at):
                if party.side in sides_of(officer, party.call):
                    yield from of_officer(session, party, officer, ends)


def of_officer(session: Session, party: FundingParty, officer: Person, ends: date) -> Iterator[Case]:
    """What this officer is told, the awards left out with which they are in conflict; nothing where nothing is owed."""
    found = owed(session, party, officer)
    if not found:
        return
    since = min(begun for _, _, begun in found.values())
    told = [
        sentence for (currency, rule), (minor, count, _) in sorted(found.items())
        for sentence in (
            say("%(count)s awards, still to be paid: %(amount)s.", count=count, amount=Money(minor, currency)),
            rule.label,
        )
    ]  # fmt: skip
    telling = Telling(
        "fiscal_year", say("%(payer)s: the fiscal year ends on %(day)s", payer=payer_name(party), day=ends),
        (say("Money promised to awards of “%(call)s” is not paid out yet.", call=party.call.name), *told),
        link=f"/office/calls/{party.call_id}/money", call_id=party.call_id,
    )  # fmt: skip
    yield Case(reminders.FISCAL_YEAR, party.id, officer, officer.zone, ends, since, telling)


def owed(session: Session, party: FundingParty, officer: Person) -> dict[Due, tuple[int, int, datetime]]:
    """By currency and rule: what is promised and not paid, to how many awards, and since when; one question."""
    promised = func.sum(case((PotEntry.kind.in_(PROMISED), -PotEntry.minor), else_=PotEntry.minor))
    each = (
        select(Pot.currency, Pot.carry_over, promised.label("open"), func.min(PotEntry.at).label("since"))
        .join(Pot, Pot.id == PotEntry.pot_id).join(Application, Application.id == PotEntry.application_id)
        .where(Pot.party_id == party.id, PotEntry.kind.in_((*PROMISED, PotEntryKind.PAY)), ~in_conflict(officer.id))
        .group_by(Pot.currency, Pot.carry_over, PotEntry.application_id).having(promised > 0).subquery()
    )  # fmt: skip
    rows = session.execute(
        select(each.c.currency, each.c.carry_over, func.sum(each.c.open), func.count(), func.min(each.c.since))
        .group_by(each.c.currency, each.c.carry_over),
    )  # fmt: skip
    return {(currency, rule): (int(minor), count, since) for currency, rule, minor, count, since in rows}


SOURCES = (ending_years,)
