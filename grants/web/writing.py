"""Answers to a form on a page: as kept, as typed, with the versions that a save quotes.

Each answer is saved by itself: a wrong one, or one that somebody else changed meanwhile, keeps no other from being
saved. Applications and reports are written alike.
"""

from collections.abc import Callable, Iterable, Mapping
from datetime import datetime
from typing import Any, Protocol

from flask import jsonify, request
from flask.typing import ResponseReturnValue
from wtforms import Form

from grants.applications.queries import Asked
from grants.rules.answers import Written
from grants.rules.refusal import Overtaken, Refused
from grants.web.forms import built
from grants.web.reader import reader, visitor
from grants.web.transaction import session
from grants.words import say

AskedHere = list[tuple[Asked, str]]
OVERTAKEN = say("Someone else wrote here meanwhile. Both texts are shown; choose what stays.")
BOTH_TEXTS = say("Someone else wrote here meanwhile: “%(theirs)s”. Yours stands below; save again to keep it.")
LONGEST = 20_000
DIGITS = 15


class Answered(Protocol):
    """What carries answers: an application, a report."""

    @property
    def answers(self) -> Iterable[Any]:
        """Each with its question, its side, its value and its version."""


def save(
    thing: Answered, asked: AskedHere, mine: set[str], write: Callable[[Written], Any], only: set[str] | None = None,
) -> dict[str, Any]:  # fmt: skip
    """Save every answer that can be kept; the others come back with their reason, an overtaken one with both texts."""
    errors: dict[str, Any] = {}
    seen = seen_versions()
    for question, side in asked:
        name = built.name_of(question, side)
        if (only is not None and name not in only) or (side and side not in mine) or question.kind == "file":
            continue
        try:
            write(Written(question.code, raw_of(question, name), side, seen.get(name)))
        except Overtaken:
            errors[name] = ("overtaken", current_text(thing, question, side))
        except Refused as refusal:
            errors[name if refusal.field else ""] = reader().say(refusal.reason)
    session().flush()
    return errors


def changed() -> set[str] | None:
    """The fields that an autosave says were changed; all of them where it does not say."""
    return set(request.form.getlist("changed")) or None


def autosaved(thing: Answered, asked: AskedHere, errors: dict[str, Any], at: datetime) -> ResponseReturnValue:
    """What a page that saves as one types is told."""
    if "" in errors:
        return jsonify(sentence=errors[""], version=versions(thing, asked), errors={}), 422
    theirs = {name: errors.pop(name)[1] for name in [n for n, said in errors.items() if isinstance(said, tuple)]}
    when = reader().clock(at, visitor().zone, seconds=True)
    sentence = reader().say(OVERTAKEN if theirs else say("Saved %(when)s", when=when))
    told = {"saved": not theirs, "sentence": sentence, "version": versions(thing, asked), "errors": errors}
    return jsonify(**told, theirs=theirs, echoes={}), 409 if theirs else 200


def raw_of(question: Asked, name: str) -> Any:
    """One answer as it was sent."""
    return request.form.getlist(name) if question.kind == "choices" else request.form.get(name, "")


def typed(asked: AskedHere) -> dict[str, Any]:
    """Everything as it was sent, to be shown again."""
    return {built.name_of(question, side): raw_of(question, built.name_of(question, side)) for question, side in asked}


def stored(thing: Answered, asked: AskedHere) -> dict[str, Any]:
    """Everything as it is kept, as the form shows it."""
    kept = {(answer.question, answer.side): answer.value for answer in thing.answers}
    return {
        built.name_of(question, side): built.written(kept.get((question.code, side)))
        for question, side in asked
    }  # fmt: skip


def current_text(thing: Answered, question: Asked, side: str) -> Any:
    """What stands in an answer now."""
    value = next((a.value for a in thing.answers if (a.question, a.side) == (question.code, side)), None)
    return built.written(value)


def versions(thing: Answered, asked: AskedHere) -> str:
    """The version of every answer the page shows; a save quotes them."""
    kept = {(answer.question, answer.side): answer.version for answer in thing.answers}
    names = ((built.name_of(question, side), kept.get((question.code, side), 0)) for question, side in asked)
    return " ".join(f"{name}:{version}" for name, version in names)


def seen_versions() -> Mapping[str, int]:
    """The versions the writer was looking at."""
    pairs = (pair.rpartition(":") for pair in request.form.get("version", "")[:LONGEST].split())
    return {
        name: int(version)
        for name, _, version in pairs
        if version.isascii() and version.isdigit() and len(version) < DIGITS
    }


def show(form: Form, errors: Mapping[str, Any]) -> None:
    """Put every reason beside its field; an overtaken answer shows the other text as well. The others are saved."""
    for name, said in errors.items():
        if name not in form:
            form.form_errors.append(said)
            continue
        reason: Any = say(BOTH_TEXTS.text, theirs=said[1]) if isinstance(said, tuple) else said
        form[name].errors = [reason]


def may_write(asked: AskedHere, mine: set[str], *, is_open: bool) -> dict[str, bool]:
    """Which fields may be written now: the shared ones, and those of one's own side."""
    return {built.name_of(question, side): is_open and (not side or side in mine) for question, side in asked}
