"""A call, stated as its definition file would state it: what was imported, and what officers have made of it since."""

import re
import unicodedata
from collections.abc import Mapping
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from grants.calls.form_statement import applying_stated, criterion_stated, report_stated, review_stated, sections_stated
from grants.calls.model import Agreement, Call, Form, FundingParty, Side
from grants.calls.terms import (
    AgreementDefinition,
    AwardDefinition,
    CallDefinition,
    CategoryDefinition,
    FormerNameDefinition,
    InstitutionDefinition,
    LetterheadDefinition,
    MemberDefinition,
    PartyDefinition,
    PotDefinition,
    ProgrammeDefinition,
    SideDefinition,
    ThemeCapDefinition,
    ThemeDefinition,
    TimesDefinition,
)
from grants.money import Money
from grants.people.model import Institution
from grants.rules.deadlines import DeadlineRule, first_of


def definition_of(call: Call) -> CallDefinition:
    """The call as its definition file states it."""
    return CallDefinition(
        code=call.code,
        languages=tuple(call.languages),
        binding_language=call.binding_language,
        **{name: getattr(call, name) for name in ("name", "summary", "who_may_apply", "what_is_funded")},
        how_judged=call.how_judged,
        contact=call.contact,
        **ground_stated(call),
        categories=tuple(CategoryDefinition(**category) for category in call.categories),
        sides=tuple(side_stated(side) for side in call.sides),
        themes=tuple(ThemeDefinition(theme.code, theme.label) for theme in call.themes),
        times=times_stated(call),
        form=sections_stated(call, Form.APPLICATION),
        criteria=tuple(criterion_stated(criterion) for criterion in call.criteria),
        review=review_stated(call),
        decision=call.decision,
        award=award_stated(call),
        report=report_stated(call),
        eligibility=tuple(call.rules),
        applying=applying_stated(call),
        theme_title=call.theme_title or None,
        demonstration_remark=call.demonstration_remark or None,
    )


def ground_stated(call: Call) -> dict[str, Any]:
    """What the call stands on: its programme, who belongs to it, the agreements, who pays."""
    codes = named_institutions(call)
    return {
        "programme": ProgrammeDefinition(call.programme.slug, call.programme.name, call.programme.about),
        "institutions": tuple(institution_stated(code, institution) for institution, code in codes.items()),
        "members": tuple(
            MemberDefinition(codes[each.institution], each.side, each.since, each.until)
            for each in call.programme.members
        ),
        "agreements": tuple(agreement_stated(paper, codes) for paper in call.programme.agreements),
        "parties": tuple(party_stated(party, codes) for party in call.parties),
    }


def named_institutions(call: Call) -> dict[Institution, str]:
    """Every institution the call speaks of, with its name in the file."""
    kept = {number: code for code, number in call.institution_codes.items()}
    spoken_of = [member.institution for member in call.programme.members]
    spoken_of += [party.institution for party in call.parties if party.institution]
    spoken_of += [
        bound.institution for paper in call.programme.agreements for bound in paper.parties if bound.institution
    ]
    place = {number: order for order, number in enumerate(kept)}
    named: dict[Institution, str] = {}
    for institution in sorted(dict.fromkeys(spoken_of), key=lambda each: place.get(str(each.id), len(place))):
        named[institution] = kept.get(str(institution.id)) or new_code(institution, set(kept.values()))
    return named


def new_code(institution: Institution, taken: set[str]) -> str:
    """A short name for an institution that had none in this file."""
    name = institution.newest_name.get("en", "institution")
    plain = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode()
    code = "_".join(re.findall("[a-z0-9]+", plain.lower()))[:36] or "institution"
    return code if code not in taken and code[0].isalpha() else f"i_{institution.id.hex[:8]}"


def institution_stated(code: str, institution: Institution) -> InstitutionDefinition:
    """An institution, with what it was called before."""
    former = [name for name in institution.names if name.valid_to]
    days = sorted({name.valid_to for name in former if name.valid_to})
    return InstitutionDefinition(
        code=code,
        names=institution.newest_name,
        country=institution.country,
        zone=institution.zone,
        fiscal_year_start=institution.fiscal_year_start,
        ror=institution.ror,
        former_names=tuple(
            FormerNameDefinition({name.language: name.text for name in former if name.valid_to == day}, day)
            for day in days
        ),
    )


def agreement_stated(paper: Agreement, codes: Mapping[Institution, str]) -> AgreementDefinition:
    """One of the papers on which the programme stands."""
    return AgreementDefinition(
        name=paper.name,
        valid_from=paper.valid_from,
        valid_to=paper.valid_to,
        signed_on=paper.signed_on,
        reference=paper.reference or None,
        all_members=paper.all_members,
        institutions=tuple(codes[bound.institution] for bound in paper.parties if bound.institution),
        funders=tuple(bound.name for bound in paper.parties if bound.institution is None),
    )


def side_stated(side: Side) -> SideDefinition:
    """One side."""
    first = first_of(side.call, side.code)
    own = first if first.side else None
    return SideDefinition(
        code=side.code,
        label=side.label,
        currency=side.currency,
        zone=side.zone,
        language=side.language,
        cap=side.cap,
        categories=tuple(side.categories),
        letterhead=LetterheadDefinition(**side.letterhead),
        letter_prefix=side.letter_prefix,
        date_style="era" if side.date_style == "era" else "western",
        spend_by=side.spend_by,
        keep_years=side.keep_years,
        keep_unfunded_years=side.keep_unfunded_years,
        names_head=side.names_head,
        closes=datetime.fromisoformat(own.wall) if own else None,
        fold=own.fold if own else None,
        theme_caps=tuple(
            ThemeCapDefinition(theme, Money(cap, side.currency)) for theme, cap in side.theme_caps.items()
        ),
    )


def party_stated(party: FundingParty, codes: Mapping[Institution, str]) -> PartyDefinition:
    """Who pays, with its pots."""
    pots = tuple(PotDefinition(pot.balance.pledged, pot.theme, pot.carry_over.value) for pot in party.pots)
    institution = codes[party.institution] if party.institution else None
    return PartyDefinition(party.side, pots, institution, party.name or None)


def times_stated(call: Call) -> TimesDefinition:
    """The dates of the round, as the clock on the wall shows them."""
    deadline, rule = first_of(call, ""), call.deadline_rule
    return TimesDefinition(
        zone=deadline.zone,
        opens=wall(call.opens_at, call.zone),
        closes=datetime.fromisoformat(deadline.wall),
        fold=deadline.fold,
        grace_seconds=deadline.grace_seconds,
        deadline_rule="earliest" if rule == DeadlineRule.EARLIEST else "own",
        counterpart_grace_hours=call.counterpart_grace_hours,
        internal_on=call.internal_on,
        reviews_due_on=call.review_rounds[0].due_on,
        decides_by=call.decides_by,
        announces_on=call.announces_on,
    )


def wall(instant: datetime, zone: str) -> datetime:
    """An instant as the clock of a place shows it."""
    return instant.astimezone(ZoneInfo(zone)).replace(tzinfo=None)


def award_stated(call: Call) -> AwardDefinition:
    """What an award of the call is."""
    return AwardDefinition(
        call.starts_on, call.ends_on, call.acknowledgement, tuple(call.conditions), call.accepts_within_days,
    )  # fmt: skip
