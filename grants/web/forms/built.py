"""From a call's questions to fields on a page: one widget for each kind of question.

The fields carry text as typed; what it means and whether it fits is for `rules/fields.py` to say, answer by answer,
so that one wrong answer never keeps the others from being saved.
"""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from wtforms import Field, Form, RadioField, SelectField, SelectMultipleField
from wtforms.widgets import CheckboxInput, ListWidget

from grants.applications.queries import Asked
from grants.money import Money
from grants.rules.composed import Column
from grants.web.forms.composed import COMPOSED, fields_of, figures, rows_in
from grants.web.forms.shape import Lines, OneLine, offer
from grants.words import say

__all__ = ["WIDGETS", "build", "figures", "name_of", "written"]

YES_NO = [("yes", say("Yes")), ("no", say("No"))]
EMPTY = ("", say("Choose"))


def worded(question: Any) -> dict[str, Any]:
    """A question's label and hint; the page writes them in the reader's language."""
    return {"label": question.label, "description": question.hint}


def line_field(question: Any, _themes: Any) -> Field:
    """One line."""
    return OneLine(**worded(question))


def long_field(question: Any, _themes: Any) -> Field:
    """Several lines."""
    return Lines(**worded(question))


def select_field(question: Any, _themes: Any) -> Field:
    """One of the question's own choices."""
    choices = [(one["code"], one["label"]) for one in question.choices]
    return SelectField(**worded(question), choices=offer([EMPTY, *choices]), validate_choice=False)


def ticks_field(question: Any, _themes: Any) -> Field:
    """Any of the question's own choices."""
    choices = [(one["code"], one["label"]) for one in question.choices]
    return SelectMultipleField(
        **worded(question), choices=offer(choices), validate_choice=False,
        widget=ListWidget(prefix_label=False), option_widget=CheckboxInput(),
    )  # fmt: skip


def yes_no_field(question: Any, _themes: Any) -> Field:
    """Yes or no."""
    return RadioField(**worded(question), choices=offer(YES_NO), validate_choice=False)


def theme_field(question: Any, themes: Iterable[Any]) -> Field:
    """One of the call's themes."""
    choices = [(theme.code, theme.label) for theme in themes]
    return SelectField(**worded(question), choices=offer([EMPTY, *choices]), validate_choice=False)


WIDGETS = {
    "text": line_field,
    "long": long_field,
    "choice": select_field,
    "choices": ticks_field,
    "yes_no": yes_no_field,
    "date": line_field,
    "money": line_field,
    "number": line_field,
    "theme": theme_field,
    "country": line_field,
    "link": line_field,
}


class Built(Form):
    """A form of questions; how many rows a table in it shows."""

    def rows_in(self, name: str) -> int:
        """The rows of the table of that name."""
        return rows_in(name, self._fields)


def name_of(question: Asked, side: str = "") -> str:
    """The name of an answer's field on the page."""
    return f"{question.code}-{side}" if side else question.code


def build(asked: Iterable[tuple[Asked, str]], themes: Iterable[Any], values: Mapping[str, Any]) -> Form:
    """A form of the questions that are asked, each shared or of one side, filled with what is known or was typed."""
    themes = list(themes)
    fields = {name: WIDGETS[one.kind](one, themes) for name, one in fields_asked(asked, values)}
    built: Form = Built()
    for name, unbound in fields.items():
        field = unbound.bind(form=built, name=name)  # type: ignore[attr-defined]
        field.process(None, values.get(name))
        if values.get(name) is not None:
            field.data = values[name]
        field.errors = []
        built._fields[name] = field
    return built


def fields_asked(
    asked: Iterable[tuple[Asked, str]], values: Mapping[str, Any],
) -> Iterator[tuple[str, Asked | Column]]:  # fmt: skip
    """Every field of a form by its name; an answer of several parts has a field for each."""
    for question, side in asked:
        name = name_of(question, side)
        if question.kind in COMPOSED:
            yield from fields_of(question, name, values).items()
        elif question.kind in WIDGETS:
            yield name, question


def written(value: Any) -> Any:
    """A stored answer as its field shows it: codes for choices, figures for money."""
    if value is None:
        return ""
    if isinstance(value, dict):
        return figures(Money(value["minor"], value["currency"]))
    return value
