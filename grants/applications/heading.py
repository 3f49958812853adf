"""What every application has, whatever its call asks: a title, and one of the call's themes."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from grants.calls.model import Call, Form, Question
from grants.words import Sentence, say

TITLE, THEME = "title", "theme"
LONGEST_TITLE = 300


@dataclass(frozen=True)
class Heading:
    """A question that belongs to every application form."""

    code: str
    kind: str
    label: Sentence | Mapping[str, str]
    hint: Sentence
    section: str
    section_label: Mapping[str, str]
    max_characters: int | None = None
    max_words: int | None = None
    required: bool = True
    per_side: bool = False
    side: str = ""
    choices: tuple[Any, ...] = ()
    currency: str = ""
    columns: tuple[Any, ...] = ()
    max_rows: int | None = None
    form: Form = Form.APPLICATION


def headings(call: Call, first: Question) -> list[Heading]:
    """The title and, where the call has themes, the theme: at the head of the form's first section."""
    title = Heading(
        TITLE, "text", say("Title of the project"), say("In English, as it will stand in letters and in the register."),
        first.section, first.section_label, max_characters=LONGEST_TITLE,
    )  # fmt: skip
    theme = Heading(
        THEME, "theme", call.theme_title or say("Theme"), say("The one it fits best."), first.section,
        first.section_label,
    )  # fmt: skip
    return [title, theme] if call.themes else [title]
