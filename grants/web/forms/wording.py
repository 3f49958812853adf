"""Texts in several languages on a form: one field for each language, side by side."""

from collections.abc import Iterable, Mapping
from typing import Any

from grants.web.forms.shape import line, text
from grants.words import NAMES

Fields = dict[str, Any]


def worded_line(name: str, languages: Iterable[str], most: int = 300) -> Fields:
    """One line in each language; a draft may lack some."""
    return {f"{name}_{code}": line(NAMES[code], most, needed=False, render_kw={"lang": code}) for code in languages}


def worded_text(name: str, languages: Iterable[str], most: int = 6000) -> Fields:
    """A text in each language; a draft may lack some."""
    return {f"{name}_{code}": text(NAMES[code], most, needed=False, render_kw={"lang": code}) for code in languages}


def spread(name: str, texts: Mapping[str, str] | None, languages: Iterable[str]) -> dict[str, str]:
    """A text as the values of its fields."""
    return {f"{name}_{code}": (texts or {}).get(code, "") for code in languages}


def gathered(form: Any, name: str, languages: Iterable[str]) -> dict[str, str]:
    """The text that its fields make, in the languages that have one."""
    found = {code: form[f"{name}_{code}"].data for code in languages}
    return {code: written for code, written in found.items() if written}


def gathered_lines(form: Any, name: str, languages: Iterable[str]) -> list[dict[str, str]]:
    """Several texts, one on each line; the same line of every language is one text."""
    columns = {code: form[f"{name}_{code}"].data.splitlines() for code in languages}
    length = max((len(column) for column in columns.values()), default=0)
    rows = [
        {
            code: column[place].strip()
            for code, column in columns.items()
            if place < len(column) and column[place].strip()
        }
        for place in range(length)
    ]
    return [row for row in rows if row]


def spread_lines(name: str, texts: Iterable[Mapping[str, str]], languages: Iterable[str]) -> dict[str, str]:
    """Several texts as the values of their fields, one on each line."""
    listed = list(texts)
    return {f"{name}_{code}": "\n".join(each.get(code, "") for each in listed) for code in languages}
