"""Conflicts that can be told from the record, by the rules a call has chosen; each is a possible one, with its reason.

Everybody who judges has marks, and so has every team; a mark they share is a ground. Working at the same university
is none: every application of a joint fund names two of them.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from grants.rules.names import search_key
from grants.words import Sentence, say


class ConflictKind(StrEnum):
    """How a conflict came to be known."""

    DECLARED = "declared"
    FOUND = "found"
    APPLICANT = "applicant"
    SAME_UNIT = "same_unit"
    CO_APPLICANT = "co_applicant"
    SUPERVISOR = "supervisor"
    CO_AUTHOR = "co_author"
    EMAIL_DOMAIN = "email_domain"

    @property
    def reason(self) -> Sentence:
        """The sentence that explains it."""
        return REASONS[self]


K = ConflictKind
REASONS = {
    K.APPLICANT: say("Is on the team of this application."),
    K.SAME_UNIT: say("Works in the same unit of the same university as a principal investigator."),
    K.DECLARED: say("Has declared a conflict with this application."),
    K.FOUND: say("Is in conflict, as officers or the chair found."),
    K.CO_APPLICANT: say("Is on another application of this call together with somebody of the team."),
    K.SUPERVISOR: say("Supervises somebody of the team, or was supervised by them."),
    K.CO_AUTHOR: say("Has published with somebody of the team in recent years."),
    K.EMAIL_DOMAIN: say("Has the same e-mail domain as somebody of the team."),
}
CHOICES = (K.SAME_UNIT, K.CO_APPLICANT, K.SUPERVISOR, K.CO_AUTHOR, K.EMAIL_DOMAIN)
RECENT_YEARS = 3
OF_EVERYBODY = frozenset({
    "gmail.com", "googlemail.com", "outlook.com", "hotmail.com", "live.com", "yahoo.com", "yahoo.co.jp", "icloud.com",
    "proton.me", "protonmail.com", "qq.com", "163.com", "126.com",
})  # fmt: skip
Mark = tuple[Any, ...]


@dataclass(frozen=True)
class Ground:
    """Why somebody may not judge an application: the kind of conflict, and the sentence that explains it."""

    kind: ConflictKind
    reason: Sentence


@dataclass(frozen=True)
class Known:
    """What the rules look at in one person: account, address, where they work, their ties, with whom they apply."""

    id: Any = None
    email: str = ""
    places: tuple[tuple[Any, str], ...] = ()
    ties: tuple[Any, ...] = ()
    company: frozenset[Any] = frozenset()


def marks_of_judge(judge: Known, year: int) -> frozenset[Mark]:
    """The marks of somebody who judges or handles applications."""
    return frozenset([*same_person(judge), *units(judge.places), *tied(judge, year, names="judge"),
                      *((K.CO_APPLICANT, one) for one in judge.company)])  # fmt: skip


def marks_of_team(team: Iterable[Known], year: int) -> frozenset[Mark]:
    """The marks of everybody on a team together."""
    marks: set[Mark] = set()
    for one in team:
        marks.update(same_person(one), units(one.places), tied(one, year, names="team"))
        marks.update((K.CO_APPLICANT, key) for key in (one.id, one.email) if key)
    return frozenset(marks)


def same_person(one: Known) -> Iterator[Mark]:
    """An account and its address are one person; an address has a domain, unless everybody has it."""
    if one.id:
        yield K.APPLICANT, one.id
    if one.email:
        yield K.APPLICANT, one.email
        domain = one.email.rpartition("@")[2]
        if domain not in OF_EVERYBODY:
            yield K.EMAIL_DOMAIN, domain


def units(places: Iterable[tuple[Any, str]]) -> Iterator[Mark]:
    """A unit of a university, however its name is spaced and written; a university alone is no mark."""
    for institution, unit in places:
        words = tuple(search_key(unit).split())
        if institution and words:
            yield K.SAME_UNIT, institution, words


def tied(one: Known, year: int, names: str) -> Iterator[Mark]:
    """Ties a person has told, and the ties by which another may have told them; one DOI told by both is a tie."""
    other = "team" if names == "judge" else "judge"
    for kind in (K.SUPERVISOR, K.CO_AUTHOR):
        if one.email:
            yield kind, other, one.email
    for tie in one.ties:
        if tie.kind == K.CO_AUTHOR and (tie.year is None or tie.year < year - RECENT_YEARS):
            continue
        if tie.email:
            yield K(tie.kind), names, tie.email
        if tie.doi:
            yield K(tie.kind), "doi", tie.doi


def grounds(judge: frozenset[Mark], team: frozenset[Mark], rules: Iterable[str], settled: Any = None) -> list[Ground]:
    """Every ground on which somebody may not judge, the team first; what was looked at is not proposed again."""
    standing = settled is not None and settled.stands
    if not standing and judge.isdisjoint(team):
        return []
    looked_at = set(settled.looked_at) if settled is not None else set()
    shared = {mark[0] for mark in judge & team}
    kinds = [K.APPLICANT] if K.APPLICANT in shared else []
    kinds += [K(settled.kind)] if standing else []
    kinds += [one for one in CHOICES if one in shared and one in set(rules) and one not in looked_at]
    return [Ground(one, one.reason) for one in dict.fromkeys(kinds)]
