"""From blocks with placeholders to a letter's own words: the house's wording of each kind, or the officers' own."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from functools import cache

import yaml

from grants.config import shelf
from grants.letters.amounts import in_words
from grants.letters.compose import Grant, LetterFacts, Wording
from grants.letters.days import Calendar
from grants.rules.letters import LetterKind
from grants.rules.placeholders import BLOCKS, Texts, filled
from grants.words import language


@cache
def house_texts(code: str) -> Mapping[str, Texts]:
    """The house's own wording of every kind of letter in one language."""
    written = (shelf("templates") / "letters" / f"wordings.{code}.yaml").read_text(encoding="utf-8")
    texts: Mapping[str, Texts] = yaml.safe_load(written)
    return texts


def house_text(kind: LetterKind, code: str) -> Texts:
    """The house's own wording of one kind of letter; blocks it does not use are empty."""
    own = house_texts(code)[kind.value]
    return {block: own.get(block, "") for block in BLOCKS}


def worded(facts: LetterFacts, texts: Texts | None = None) -> LetterFacts:
    """The letter with its text: every placeholder filled from its own facts, or a refusal that names the empty one."""
    blocks, values = texts or house_text(facts.kind, facts.language), values_of(facts)
    return replace(facts, wording=Wording(**{block: filled(blocks.get(block, ""), values) for block in BLOCKS}))


def values_of(facts: LetterFacts) -> dict[str, str]:
    """What every placeholder stands for in this letter, as its language writes it."""
    latin = facts.language != "ja"
    others = [one for one in facts.partners if one.name != facts.addressee.name]
    return {
        "title": facts.project_title,
        "number": facts.application_number,
        "programme": facts.programme,
        "call": facts.call,
        "addressee": facts.addressee.name.latin if latin else facts.addressee.name.typed,
        "university": facts.letterhead.institution,
        "partners": ("、" if not latin else ", ").join(
            one.name.latin if latin else one.name.typed for one in others
        ),
        "change": facts.change,
        **(values_of_grant(facts.grant, facts) if facts.grant else {}),
    }  # fmt: skip


def values_of_grant(grant: Grant, facts: LetterFacts) -> dict[str, str]:
    """What the placeholders of a grant stand for."""
    words = language(facts.language)
    calendar = Calendar(words, facts.date_style)
    day: Callable[..., str] = calendar.day
    return {
        "amount": words.money(grant.amount),
        "amount_in_words": in_words(grant.amount, facts.language),
        "starts_on": day(grant.starts_on),
        "ends_on": day(grant.ends_on),
        "spend_by": day(grant.spend_by),
        "report_due": day(grant.reports[0].on) if grant.reports else "",
        "link": grant.accept_url,
        "accept_by": calendar.moment(grant.accept_by, grant.accept_zone) if grant.accept_by else "",
    }
