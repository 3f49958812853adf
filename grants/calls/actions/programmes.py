"""Opening a programme: who belongs to it, on which side, since when."""

from collections.abc import Iterable
from datetime import timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from grants.calls.actions.agreements import enrol_agreements
from grants.calls.model import Membership, Programme
from grants.calls.terms import CallDefinition, InstitutionDefinition
from grants.people.model import Institution, InstitutionName
from grants.rules.calls import reason_not_to_open_programme
from grants.rules.refusal import Refused


def open_programme(session: Session, definition: CallDefinition, by: object) -> Programme:
    """Take a programme and its members into the house, so that officers can be appointed to it."""
    reason = reason_not_to_open_programme(by)
    if reason is not None:
        raise Refused(reason)
    stated = definition.programme
    programme = session.scalar(select(Programme).where(Programme.slug == stated.slug))
    if programme is None:
        programme = Programme(
            slug=stated.slug, name=dict(stated.name), about=dict(stated.about), members=[], agreements=[]
        )
        session.add(programme)
    enrol(session, programme, definition)
    session.flush()
    return programme


def enrol(session: Session, programme: Programme, definition: CallDefinition) -> dict[str, Institution]:
    """Find or make the institutions of a definition; write down memberships and agreements that are not known yet."""
    found = institutions_of(session, definition.institutions)
    known = {(member.institution_id, member.side, member.since) for member in programme.members}
    for member in definition.members:
        institution = found[member.institution]
        if (institution.id, member.side, member.since) not in known:
            programme.members.append(
                Membership(
                    institution_id=institution.id, institution=institution, side=member.side, since=member.since,
                    until=member.until, position=len(programme.members),
                )
            )  # fmt: skip
    enrol_agreements(programme, definition.agreements, found)
    return found


def institutions_of(session: Session, stated: Iterable[InstitutionDefinition]) -> dict[str, Institution]:
    """The institutions of a definition by their names in it; those that are not known yet are taken in."""
    rors = {each.ror for each in stated if each.ror is not None}
    known = {found.ror: found for found in session.scalars(select(Institution).where(Institution.ror.in_(rors)))}
    institutions = {}
    for each in stated:
        found = known.get(each.ror) if each.ror is not None else without_ror(session, each)
        institutions[each.code] = found or new_institution(session, each)
        known[each.ror] = institutions[each.code]
    session.flush()
    return institutions


def without_ror(session: Session, stated: InstitutionDefinition) -> Institution | None:
    """The institution of that name in that country that has no ROR id."""
    named = InstitutionName.text == stated.names["en"]
    known = select(Institution).where(
        Institution.ror.is_(None), Institution.country == stated.country, Institution.names.any(named),
    )  # fmt: skip
    return session.scalar(known.limit(1))


def new_institution(session: Session, stated: InstitutionDefinition) -> Institution:
    """Take an institution into the house, under every name it has had."""
    institution = Institution(
        ror=stated.ror, country=stated.country, zone=stated.zone, fiscal_year_start=stated.fiscal_year_start, names=[],
    )  # fmt: skip
    since = None
    for former in sorted(stated.former_names, key=lambda each: each.until):
        institution.names += [
            InstitutionName(language=language, text=text, valid_from=since, valid_to=former.until)
            for language, text in former.names.items()
        ]
        since = former.until + timedelta(days=1)
    institution.names += [
        InstitutionName(language=language, text=text, valid_from=since, valid_to=None)
        for language, text in stated.names.items()
    ]
    session.add(institution)
    return institution
