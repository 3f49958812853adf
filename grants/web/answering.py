"""The answers to a form's questions as places of its page. Applications and reports are answered alike."""

from collections.abc import Callable, Iterable, Mapping
from typing import Any, Protocol

from flask import request

from grants.applications.queries import Asked
from grants.rules import fields
from grants.rules.answers import Written
from grants.rules.readings import YES_NO, labels
from grants.web.forms import built
from grants.web.forms.composed import COMPOSED, choices_at, field_at, fields_of, filled, gathered, spread
from grants.web.reader import reader
from grants.web.writing import Place, quoted

AskedHere = list[tuple[Asked, str]]


class Answered(Protocol):
    """What carries answers: an application, a report."""

    @property
    def answers(self) -> Iterable[Any]:
        """Each with its question, its side, its value and its version."""


def places_of(
    thing: Answered, asked: AskedHere, mine: set[str], write: Callable[[Written], Any], themes: Iterable[Any] = (),
) -> list[Place]:  # fmt: skip
    """The places of a form in which this writer may write: shared answers, and those of their own side."""
    return [
        answer_place(thing, question, side, write, themes)
        for question, side in asked
        if (not side or side in mine) and question.kind != "file"
    ]


def answer_place(
    thing: Answered, question: Asked, side: str, write: Callable[[Written], Any], themes: Iterable[Any],
) -> Place:  # fmt: skip
    """The place of one answer."""
    name = built.name_of(question, side)
    composed = question.kind in COMPOSED

    def answer() -> Any:
        return next((one for one in thing.answers if (one.question, one.side) == (question.code, side)), None)

    def standing() -> dict[str, Any]:
        return fields_kept(question, name, answer().value if answer() else None)

    return Place(
        name,
        standing=standing,
        version=lambda: answer().version if answer() else 0,
        sent=lambda: fields_sent(question, name, standing()),
        write=lambda sent, seen: write(
            Written(question.code, gathered(question, name, sent) if composed else sent[name], side, seen),
        ),
        fault_in=lambda field: field_at(question, name, field) if composed else name,
        labels=lambda field: labels_of(question, choices_at(question, field) if composed else themes),
    )


def fields_kept(question: Asked, name: str, value: Any) -> dict[str, Any]:
    """A stored answer as the values of its fields."""
    return spread(question, name, value) if question.kind in COMPOSED else {name: built.written(value)}


def fields_sent(question: Asked, name: str, standing: Mapping[str, Any]) -> dict[str, Any] | None:
    """What was sent for an answer; nothing where the form that was sent did not ask for it."""
    if question.kind not in COMPOSED:
        raw = raw_of(question, name)
        return None if raw is None else {name: raw}
    known = fields_of(question, name, [*standing, *request.form])
    sent = {field: request.form[field] for field in known if field in request.form}
    return filled(question, name, sent, standing) if sent else None


def labels_of(question: Asked, offered_here: Iterable[Any]) -> dict[str, str]:
    """What the codes of a question's choices are called: its own, the call's themes, or those of a column."""
    own: dict[str, Any] = {"yes_no": YES_NO, "theme": labels(offered_here), "table": labels(offered_here)}
    offered = own.get(question.kind) or labels(question.choices)
    return {code: reader().say(label) for code, label in offered.items()}


def raw_of(question: Asked, name: str) -> Any:
    """One answer as it was sent; nothing where the form that was sent did not ask for it."""
    if question.kind == "choices":
        asked_for = name in request.form or name in quoted()
        return request.form.getlist(name) if asked_for else None
    return request.form.get(name)


def typed(asked: AskedHere, stood: Mapping[str, Any]) -> dict[str, Any]:
    """Everything as it was sent, to be shown again; what was not sent as it is kept."""
    shown = dict(stood)
    for question, side in asked:
        name = built.name_of(question, side)
        mine = {field: value for field, value in stood.items() if field.startswith(f"{name}.")}
        shown |= fields_sent(question, name, mine) or {}
    return shown


def stored(thing: Answered, asked: AskedHere) -> dict[str, Any]:
    """Everything as it is kept, as the form shows it."""
    kept = {(answer.question, answer.side): answer.value for answer in thing.answers}
    return {
        field: value
        for question, side in asked
        for field, value in fields_kept(
            question, built.name_of(question, side), kept.get((question.code, side)),
        ).items()
    }  # fmt: skip


def echoes_of(thing: Answered, asked: AskedHere) -> dict[str, str]:
    """How amounts were understood, shown back beside their fields."""
    return {
        name: f"= {text}" if text else ""
        for question, side in asked
        if question.kind == "money"
        for name, text in [(built.name_of(question, side), amount_text(thing, question, side))]
    }


def amount_text(thing: Answered, question: Asked, side: str) -> str:
    """An amount that was answered, written out."""
    value = next((one.value for one in thing.answers if (one.question, one.side) == (question.code, side)), None)
    return reader().money(fields.shown(question, value)) if value else ""


def may_write(asked: AskedHere, mine: set[str], *, is_open: bool) -> dict[str, bool]:
    """Which fields may be written now: the shared ones, and those of one's own side."""
    return {built.name_of(question, side): is_open and (not side or side in mine) for question, side in asked}
