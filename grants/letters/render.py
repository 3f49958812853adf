"""From facts to a page in HTML: the template of that kind and language, every text escaped and set in its script."""

import re
from dataclasses import dataclass
from functools import cache, lru_cache, partial
from typing import Any

import segno
from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup, escape

from grants.config import shelf
from grants.letters.amounts import in_words
from grants.letters.days import Calendar
from grants.letters.fonts import Coverage
from grants.letters.glyphs import spelled, tidy
from grants.letters.paper import Paper
from grants.words import language

KANJI = "\u2e80-\u303f\u3041-\u9fff\uf900-\ufaff\uff00-\uffef\U00020000-\U0003ffff"
JAPANESE = re.compile(
    f"[{KANJI}](?:[{KANJI}\ufe00-\ufe0f\U000e0100-\U000e01ef \u00a0]*[{KANJI}\U000e0100-\U000e01ef])?"
)
HEADING = "## "
JAPANESE_DAY = re.compile("(?:令和|平成|昭和)?(?:[0-9]+|元)年[0-9]+月[0-9]+日")
WESTERN_DAY = re.compile(r"\b(\d{1,2}) (?=[^\W\d_]+ \d{4}\b)")  # a day stays with its month
VARIANT = re.compile("(.[\ufe00-\ufe0f\U000e0100-\U000e01ef])")


NOTES = {
    "en": "Translation, for information. The letter on the page before it holds.",
    "ja": "参考訳。正文は前頁の通知書とする。",
    "sv": "Översättning, för kännedom. Brevet på föregående sida gäller.",
}


def page(paper: Paper, has: Coverage) -> str:
    """The whole paper as one HTML page, ready for the press."""
    turned: Paper | None = getattr(paper, "translation", None)
    behind = set_in(turned, has, "letters/translation.html") if turned is not None else ""
    return set_in(paper, has, "letters/letter.html", Markup(behind))  # noqa: S704 - set by the same compositor


def set_in(paper: Paper, has: Coverage, frame: str, behind: Markup | str = "") -> str:
    """A paper in its own language, within a frame: a page of its own, or a section behind another."""
    words = language(paper.language)
    calendar = Calendar(words, paper.date_style)
    writing = {
        "day": calendar.day,
        "moment": calendar.moment,
        "money": words.money,
        "in_words": partial(in_words, language=paper.language),
        "plain": plain,
        "link": link,
        "qr": qr,
        "lines": lines,
        "pieces": pieces,
        "frame": frame,
        "behind": behind,
        "translation_note": NOTES[paper.language],
    }
    shown = setting(paper.language, has, exact=paper.exact)
    return shown.get_template(paper.template).render(facts=paper, **writing)


@dataclass(frozen=True)
class Written:
    """One line of a block: a paragraph or a heading."""

    text: str
    is_heading: bool


def lines(block: str) -> list[Written]:
    """The paragraphs and headings of a block."""
    told = (line.strip() for line in block.splitlines())
    return [Written(line.removeprefix(HEADING), line.startswith(HEADING)) for line in told if line]


def pieces(text: str, address: str) -> list[str | Markup]:
    """A paragraph with the letter's own address as a link, wherever it stands."""
    if not address:
        return [text]
    first, *others = text.split(address)
    return [first, *(piece for other in others for piece in (link(address), other))]


@cache
def setting(code: str, has: Coverage, *, exact: bool) -> Environment:
    """The compositor's room of one language: escapes everything, knows no templates but ours, forgives nothing."""
    room = Environment(
        loader=FileSystemLoader(shelf("templates")),
        autoescape=True,
        undefined=StrictUndefined,
        extensions=["jinja2.ext.i18n"],
        finalize=Compositor(has, foreign=code != "ja", exact=exact),
        trim_blocks=True,
        lstrip_blocks=True,
    )
    words = language(code)
    room.install_gettext_callables(words.gettext, words.ngettext, newstyle=True)  # type: ignore[attr-defined]
    return room


@dataclass(frozen=True)
class Compositor:
    """Sets one printed value after another: escaped, marked as Japanese where it is, rare variants in their face."""

    has: Coverage
    foreign: bool
    exact: bool

    def __call__(self, value: Any) -> Markup:
        """The value as it stands in the page."""
        if isinstance(value, Markup):
            return value
        if not isinstance(value, str | int):
            raise TypeError(f"Only words and counts are printed, not {type(value).__name__}.")
        text = WESTERN_DAY.sub("\\1\u00a0", tidy(str(value)))
        written = str(escape(text if self.exact else spelled(text, self.has)))
        if not written.isascii():
            written = VARIANT.sub(self.variant, written)
            if not self.foreign:
                written = JAPANESE_DAY.sub(r'<span class="nowrap">\g<0></span>', written)
            else:
                written = JAPANESE.sub(r'<span lang="ja">\g<0></span>', written)
        return Markup(written)  # noqa: S704 - escaped above

    def variant(self, found: re.Match[str]) -> str:
        """A variant of a kanji, in the face for names unless all faces have it."""
        pair = (ord(found[0][0]), ord(found[0][1]))
        return found[0] if pair in self.has.variants else f'<span class="variant">{found[0]}</span>'


def plain(text: str) -> Markup:
    """A value without marks of script, for titles and attributes."""
    return escape(tidy(text))


def link(address: str) -> Markup:
    """An address of ours, to read and to follow."""
    if not address.startswith(("https://", "http://")):
        raise ValueError("A letter links to our own pages only.")
    return Markup('<a href="{0}" title="{0}">{0}</a>').format(address)


@lru_cache(maxsize=8)
def qr(address: str, title: str) -> Markup:
    """The address as a QR code that says in words what it is."""
    code = segno.make(address, error="m", micro=False)
    drawn = code.svg_inline(title=title, omitsize=True, border=0, svgclass="qr", lineclass=None)
    return Markup(drawn)  # noqa: S704 - drawn by segno, which escapes its title
