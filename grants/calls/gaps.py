"""What a draft still lacks before it can be proposed: a draft may be saved half done, a proposal may not."""

from collections.abc import Iterator
from dataclasses import dataclass, fields, is_dataclass
from functools import cache
from typing import Any, get_args, get_type_hints

from grants.calls.checks import CHECKS
from grants.calls.terms import CallDefinition
from grants.words import NAMES, Sentence, say

TITLES = {
    "name": say("Name"),
    "summary": say("Summary"),
    "who_may_apply": say("Who may apply"),
    "what_is_funded": say("What is funded"),
    "how_judged": say("How it is judged"),
    "contact": say("Contact"),
    "programme": say("Programme"),
    "sides": say("Sides"),
    "categories": say("Kinds of cost"),
    "themes": say("Themes"),
    "theme_title": say("What the themes are called"),
    "applying": say("Who applies, and who signs"),
    "times": say("Dates and deadline"),
    "form": say("Application form"),
    "criteria": say("Criteria"),
    "decision": say("How it is decided"),
    "award": say("Award"),
    "report": say("Report form"),
    "eligibility": say("Rules of eligibility"),
    "demonstration_remark": say("Remark for the demonstration"),
}


@dataclass(frozen=True)
class Gap:
    """One thing that stands in the way of proposing a call, and the section of the definition it concerns."""

    section: str
    reason: Sentence


def gaps(terms: CallDefinition) -> list[Gap]:
    """Everything that must be put right before a second officer is asked."""
    found = [
        Gap(str(path[0]), reason)
        for check, needs in CHECKS.items()
        for path, reason in check(**{name: getattr(terms, name) for name in needs})
    ]
    for path, texts in wordings(terms):
        found += [Gap(path[0], untranslated(path, language)) for language in terms.languages if not texts.get(language)]
    return found


def untranslated(path: tuple[str, ...], language: str) -> Sentence:
    """A text that is missing in one of the call's languages."""
    title = TITLES.get(path[0], say(path[0]))
    if len(path) == 1:
        return say("“%(title)s” has no text in %(language)s.", title=title, language=NAMES[language])
    place = " · ".join(path[1:])
    return say(
        "“%(title)s” (%(place)s) has no text in %(language)s.", title=title, place=place, language=NAMES[language]
    )


def wordings(terms: Any, path: tuple[str, ...] = ()) -> Iterator[tuple[tuple[str, ...], Any]]:
    """Every text of the call that must be in all its languages, and where it stands."""
    if isinstance(terms, tuple):
        for each in terms:
            yield from wordings(each, (*path, each.code) if hasattr(each, "code") else path)
    if not is_dataclass(terms):
        return
    kind: Any = type(terms)
    worded = worded_fields(kind)
    for each in fields(terms):
        value = getattr(terms, each.name)
        if each.name in worded and value is not None:
            texts = value if isinstance(value, tuple) else (value,)
            yield from (((*path, each.name) if not path or each.name != "label" else path, text) for text in texts)
        else:
            yield from wordings(value, path or (each.name,))


@cache
def worded_fields(kind: Any) -> frozenset[str]:
    """The fields of a kind of terms that hold wording."""
    hints = get_type_hints(kind, include_extras=True)
    return frozenset(name for name, hint in hints.items() if "wording" in marks(hint))


def marks(hint: Any) -> set[str]:
    """The names by which `values` marks a type, also inside a list or beside None."""
    found = {mark for mark in getattr(hint, "__metadata__", ()) if isinstance(mark, str)}
    return found.union(*(marks(inner) for inner in get_args(hint) if not isinstance(inner, str)))
