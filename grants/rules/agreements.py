"""Agreements: the papers on which a programme stands, and whether they cover what a call promises."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from grants.words import Sentence, say


def is_member_on(call: Any, institution_id: Any, day: date) -> bool:
    """Whether an institution belonged to the call's programme on a day."""
    return any(
        member.institution_id == institution_id
        and (member.since is None or member.since <= day)
        and (member.until is None or day <= member.until)
        for member in call.programme.members
    )


def binds(agreement: Any, party: Any, call: Any) -> bool:
    """Whether a funding party stands behind an agreement: by name, or as a member where it binds all members."""
    if party.institution_id is None:
        return any(bound.name and bound.name == party.name for bound in agreement.parties)
    if agreement.all_members and is_member_on(call, party.institution_id, call.starts_on):
        return True
    return any(bound.institution_id == party.institution_id for bound in agreement.parties)


def covers(agreement: Any, party: Any, call: Any) -> bool:
    """Whether an agreement binds a party for the whole time in which awards of the call run."""
    lasts = agreement.valid_from <= call.starts_on and call.ends_on <= agreement.valid_to
    return lasts and binds(agreement, party, call)


def uncovered(call: Any) -> list[Any]:
    """The funding parties of a call whose agreement does not cover the award period."""
    papers = call.programme.agreements
    return [party for party in call.parties if not any(covers(paper, party, call) for paper in papers)]


def payer_name(party: Any) -> Mapping[str, str]:
    """What a funding party is called: the outside funder by its name, or the institution."""
    named: Mapping[str, str] = party.name or (party.institution.name if party.institution is not None else {})
    return named


def reason_uncovered(call: Any) -> Sentence | None:
    """Which funding party has no agreement that covers the award period, the first of them."""
    missing = uncovered(call)
    if not missing:
        return None
    return say(
        "No agreement binds %(party)s from %(start)s to %(end)s, while the projects run.",
        party=payer_name(missing[0]), start=call.starts_on, end=call.ends_on,
    )  # fmt: skip


def agreements_cover(_by: Any, call: Any, _at: datetime) -> Sentence | None:
    """Guard: a call opens when every party's agreement covers it, or when officers have said in writing why not."""
    return None if call.uncovered_because else reason_uncovered(call)
