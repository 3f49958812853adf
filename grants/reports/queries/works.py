"""What is known of works already: under a DOI, within an award; and how each side's universities are named."""

from sqlalchemy import exists, select
from sqlalchemy.orm import Session

from grants.awards.model import Award
from grants.calls.model import Membership
from grants.db import session_of
from grants.people.model import Institution
from grants.reports.model import Credit, Outcome, Report
from grants.rules.search import fold
from grants.rules.works import Names


def known(session: Session, doi: str) -> Outcome | None:
    """The outcome on record under a DOI, whoever told it."""
    return session.scalar(select(Outcome).where(Outcome.doi == doi).limit(1)) if doi else None


def told_already(report: Report, outcome: Outcome) -> bool:
    """Whether this award has told it: by its DOI, else by kind, title and whatever tells such things apart."""
    session = session_of(report)
    mine = select(Outcome).join(Credit, Credit.outcome_id == Outcome.id).where(Credit.award_id == report.award_id)
    if outcome.doi:
        return session.scalar(mine.where(Outcome.doi == outcome.doi).limit(1)) is not None
    same = mine.with_only_columns(Outcome.title).where(
        Outcome.kind == outcome.kind, Outcome.doi == "", Outcome.year.is_not_distinct_from(outcome.year),
        Outcome.starts_on.is_not_distinct_from(outcome.starts_on), Outcome.side == (outcome.side or ""),
        Outcome.detail == (outcome.detail or ""),
    )  # fmt: skip
    return fold(outcome.title) in {fold(title) for title in session.scalars(same)}


def credited(session: Session, outcome: Outcome) -> bool:
    """Whether any award is credited with it."""
    return bool(session.scalar(select(exists().where(Credit.outcome_id == outcome.id))))


def sides_named(award: Award) -> Names:
    """How the universities of each side are named: those of the programme's members and of the award's own parts."""
    session, call = session_of(award), award.application.call
    stands = {(part.side.code, part.institution_id) for part in award.parts if part.institution_id}
    members = select(Membership.side, Membership.institution_id).where(Membership.programme_id == call.programme_id)
    stands |= {(side, key) for side, key in session.execute(members)}
    named = {
        one.id: one
        for one in session.scalars(select(Institution).where(Institution.id.in_([key for _, key in stands])))
    }
    return {
        side.code: (
            frozenset(named[key].ror or "" for at, key in stands if at == side.code),
            frozenset(fold(name.text) for at, key in stands if at == side.code for name in named[key].names),
        )
        for side in call.sides
    }  # fmt: skip
