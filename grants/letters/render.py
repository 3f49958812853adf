"""From facts to a page in HTML: the template of that kind and language, every text escaped and set in its script."""

import re
from functools import cache, partial
from typing import Any

import segno
from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup, escape

from grants.config import shelf
from grants.letters.amounts import in_words
from grants.letters.paper import Paper
from grants.letters.days import Calendar
from grants.letters.fonts import Coverage
from grants.letters.glyphs import spelled, tidy
from grants.words import language

KANJI = "\u2e80-\u303f\u3041-\u9fff\uf900-\ufaff\uff00-\uffef\U00020000-\U0003ffff"
JAPANESE = re.compile(f"[{KANJI}](?:[{KANJI}\ufe00-\ufe0f\U000e0100-\U000e01ef \u00a0]*[{KANJI}\U000e0100-\U000e01ef])?")
VARIANT = re.compile("(.[\ufe00-\ufe0f\U000e0100-\U000e01ef])")


def page(paper: Paper, has: Coverage) -> str:
    """The whole paper as one HTML page, ready for the press."""
    words = language(paper.language)
    calendar = Calendar(words, paper.date_style)
    writing = {
        "day": calendar.day,
        "moment": calendar.moment,
        "money": words.money,
        "in_words": partial(in_words, language=paper.language),
        "plain": plain,
        "qr": qr,
    }
    shown = setting(paper.language, None if paper.exact else has)
    return shown.get_template(paper.template).render(facts=paper, **writing)


@cache
def setting(code: str, has: Coverage | None) -> Environment:
    """The compositor's room of one language: escapes everything, knows no loaders but ours, forgives nothing."""
    room = Environment(
        loader=FileSystemLoader(shelf("templates")),
        autoescape=True,
        undefined=StrictUndefined,
        extensions=["jinja2.ext.i18n"],
        finalize=partial(set_in_type, foreign=code != "ja", has=has),
        trim_blocks=True,
        lstrip_blocks=True,
    )
    words = language(code)
    room.install_gettext_callables(words.gettext, words.ngettext, newstyle=True)  # type: ignore[attr-defined]
    return room


def set_in_type(value: Any, *, foreign: bool, has: Coverage | None) -> Markup:
    """One printed value: escaped, Japanese marked as such in other languages, rare variants in the face for names."""
    if isinstance(value, Markup):
        return value
    if not isinstance(value, str | int):
        raise TypeError(f"Only words and counts are printed, not {type(value).__name__}.")
    text = tidy(str(value))
    written = str(escape(text if has is None else spelled(text, has)))
    if not written.isascii():
        written = VARIANT.sub(r'<span class="variant">\1</span>', written)
        if foreign:
            written = JAPANESE.sub(r'<span lang="ja">\g<0></span>', written)
    return Markup(written)  # noqa: S704 - escaped above


def plain(text: str) -> Markup:
    """A value without marks of script, for titles and attributes."""
    return escape(tidy(text))


def qr(address: str, title: str) -> Markup:
    """The address as a QR code that says in words what it is."""
    code = segno.make(address, error="m", micro=False)
    drawn = code.svg_inline(title=title, omitsize=True, border=0, svgclass="qr", lineclass=None)
    return Markup(drawn)  # noqa: S704 - drawn by segno, which escapes its title
