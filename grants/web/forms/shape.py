"""The shape of what people send: the form, fields and validators that every form shares.

Every message is a Sentence, written by the page in the reader's language. Only shape is checked here:
what the fund allows is the law's business.

    class NameForm(Sheet):
        family = line(say("Family name"), 120)                     # one line, required
        given = line(say("Given name"), 120, needed=False)         # one line, may be left out
        aim = text(say("Aim"), 4000)                               # several lines
        places = whole(say("Places"), low=1, high=99)
        starts = day(say("Starts on"))
        mail = email(say("E-mail address"))
        kind = choose(say("Kind"), [("a", say("Apple")), ("b", say("Pear"))])      # radio=True for radios
        many = choose_many(say("Kinds"), [("a", say("Apple"))])
        agreed = tick(say("I agree"), needed=True)
        version = kept()                                           # hidden

What these answer is typed Any, so that `form.family.data` is what it is.
A validator of your own ends with `raise wrong(say("…"))`.
"""

import re
import unicodedata
from collections.abc import Mapping
from datetime import date
from typing import Any

from email_validator import EmailNotValidError, validate_email
from flask_wtf import FlaskForm
from wtforms import (
    BooleanField,
    DateField,
    Field,
    HiddenField,
    PasswordField,
    RadioField,
    SelectField,
    SelectMultipleField,
    StringField,
    TextAreaField,
)
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined]
from wtforms.widgets import CheckboxInput, ListWidget, TextInput

from grants.web.forms.checks import (
    Validator,
    at_most_words,
    longest,
    no_nul,
    optional,
    printable,
    readable,
    required,
    tidy_line,
    tidy_text,
    unchosen,
    wrong,
)
from grants.web.forms.said import NO_NUMBER, OUR_WORDS, OurWords
from grants.words import say

__all__ = [
    "Day", "Email", "Sheet", "Validator", "WholeNumber", "asked", "at_most_words", "choose", "choose_many", "day",
    "email", "kept", "line", "longest", "no_nul", "offer", "optional", "printable", "required", "secret", "text",
    "tick", "whole", "wrong",
]  # fmt: skip


FIRST_DAY, LAST_DAY = date(1900, 1, 1), date(2100, 12, 31)
LARGEST = 2**31 - 1
NOTHING_CHOSEN = say("Choose one.")


class Sheet(FlaskForm):  # type: ignore[misc]
    """What every form of the house is: protected against forgery, and worded by us."""

    class Meta:
        """How WTForms words its own messages."""

        def get_translations(self, _form: Any) -> OurWords:
            """Say it in our words."""
            return OUR_WORDS


def asked(needed: bool | None, *checks: Validator) -> list[Validator]:  # noqa: FBT001 - reads as a sentence
    """The validators of a field that must, or may, be filled in; `None` leaves it to the checks."""
    first = [] if needed is None else [required() if needed else optional()]
    return [*first, *checks]


def line(label: Any, most: int, *checks: Validator, needed: bool | None = True, **options: Any) -> Any:
    """One line of text, tidied."""
    return OneLine(label, asked(needed, printable, longest(most), *checks), filters=[tidy_line], **options)


def text(label: Any, most: int, *checks: Validator, needed: bool = True, **options: Any) -> Any:
    """Text over several lines, tidied."""
    return Lines(label, asked(needed, no_nul, longest(most), *checks), filters=[tidy_text], **options)


def email(label: Any, *checks: Validator, needed: bool = True, **options: Any) -> Any:
    """An e-mail address."""
    return Email(label, asked(needed, longest(254), *checks), **options)


def secret(label: Any, *checks: Validator, needed: bool = True, **options: Any) -> Any:
    """A password: never tidied, never shown again."""
    return PasswordField(label, asked(needed, longest(1000), *checks), **options)


def whole(label: Any, *checks: Validator, needed: bool = True, **options: Any) -> Any:
    """A whole number between two bounds, `low` and `high`."""
    return WholeNumber(label, asked(needed, *checks), **options)


def day(label: Any, *checks: Validator, needed: bool = True, **options: Any) -> Any:
    """A day of the calendar."""
    return Day(label, asked(needed, *checks), **options)


def tick(label: Any, *checks: Validator, needed: bool = False, **options: Any) -> Any:
    """One box to tick; when needed, it must be ticked."""
    return BooleanField(label, asked(needed, *checks), **options)


def offer(choices: Any) -> list[SelectChoice]:
    """Answers to choose from, as WTForms takes them: of (value, wording) pairs, or of {heading: pairs}."""
    if isinstance(choices, Mapping):
        return [SelectChoice(value, label, optgroup=head) for head, pairs in choices.items() for value, label in pairs]
    return [SelectChoice(value, label) for value, label in choices]


def choose(label: Any, choices: Any, *, needed: bool = True, radio: bool = False, **options: Any) -> Any:
    """One of a closed set of answers; a set known only later is given to the form as `form.x.choices`."""
    kind = RadioField if radio else SelectField
    return kind(label, [required(NOTHING_CHOSEN) if needed else unchosen()], choices=offer(choices), **options)


def choose_many(label: Any, choices: Any, *, needed: bool = False, **options: Any) -> Any:
    """Any of a closed set of answers, as ticks."""
    ticks: dict[str, Any] = {"widget": ListWidget(prefix_label=False), "option_widget": CheckboxInput()}
    first = [required() if needed else unchosen()]
    return SelectMultipleField(label, first, choices=offer(choices), **ticks, **options)


def kept(*checks: Validator, most: int = 500) -> Any:
    """Something a page hands itself along, unseen."""
    return Unseen("", [optional(), printable, longest(most), *checks])


class Readable:
    """A field shown again as it was typed, but for characters that no page can carry."""

    data: Any

    def _value(self) -> str:
        return "" if self.data is None else readable(str(self.data))


class OneLine(Readable, StringField):
    """One line of text."""


class Lines(Readable, TextAreaField):
    """Text over several lines."""


class Unseen(Readable, HiddenField):
    """What a page hands itself along."""


class Email(OneLine):
    """An e-mail address, folded to the one form under which it is kept."""

    def process_formdata(self, valuelist: list[str]) -> None:
        """Full-width letters are letters, and space around an address is no part of it."""
        self.data = unicodedata.normalize("NFKC", valuelist[0]).strip() if valuelist else ""

    def pre_validate(self, _form: Any) -> None:
        """Refuse what no mail could reach."""
        if not self.data:
            return
        try:
            found = validate_email(self.data, check_deliverability=False, allow_smtputf8=False)
        except EmailNotValidError as fault:
            raise wrong(say("Write an e-mail address like name@university.example.")) from fault
        self.data = (found.ascii_email or found.normalized).casefold()


class WholeNumber(Field):
    """A whole number between two bounds; full-width digits are digits."""

    widget = TextInput()

    def __init__(
        self, label: Any, validators: Any = None, *, low: int = 0, high: int = LARGEST, **options: Any
    ) -> None:
        super().__init__(label, validators, **options)
        self.low, self.high = low, high

    def process_formdata(self, valuelist: list[str]) -> None:
        """Read digits, and nothing that only Python takes for a number."""
        self.data = None
        written = unicodedata.normalize("NFKC", valuelist[0]).strip() if valuelist else ""
        if not written:
            return
        if not re.fullmatch("-?[0-9]{1,19}", written):
            raise ValueError(NO_NUMBER)
        if not self.low <= int(written) <= self.high:
            raise ValueError(say("Write a whole number from %(low)s to %(high)s.", low=self.low, high=self.high))
        self.data = int(written)

    def _value(self) -> str:
        return str(self.raw_data[0]) if self.raw_data else "" if self.data is None else str(self.data)


class Day(DateField):
    """A day of the calendar, in a century that concerns the fund."""

    def pre_validate(self, _form: Any) -> None:
        """Refuse years that are slips of the finger."""
        if self.data is not None and not FIRST_DAY <= self.data <= LAST_DAY:
            raise wrong(say("Write a day between 1900 and 2100."))
