"""What may have stayed behind in a call from another year, another partner or a template."""

import re
import unicodedata
from collections.abc import Collection, Iterable, Mapping

PLACEHOLDER = re.compile(
    r"\b(?:TBD|TBA|TBC|TODO|FIXME|XX+|lorem ipsum)\b|\[[^\]\n]{1,60}\]|_{3,}|\.{4,}|[○◯〇●□■]{2,}|未定|調整中|後日記入",
    re.IGNORECASE,
)
YEAR = re.compile(r"(?<![0-9])(?:19|20)[0-9]{2}(?![0-9])")
ERA_YEAR = re.compile(r"令和(元|[0-9]{1,2})年")
REIWA = 2018
FIGURE = re.compile(r"[0-9](?:[0-9,.: \u00a0/-]*[0-9])+")
SHORTEST_NAME, SHORTEST_KANJI_NAME = 5, 3


def plain(text: str) -> str:
    """A text with full-width figures and letters written plainly."""
    return unicodedata.normalize("NFKC", text)


def years_in(text: str) -> set[int]:
    """The years a text names, in either calendar: 2022, 令和4年."""
    read = plain(text)
    eras = {1 if year == "元" else int(year) for year in ERA_YEAR.findall(read)}
    return {int(year) for year in YEAR.findall(read)} | {REIWA + year for year in eras}


def placeholders_in(text: str) -> list[str]:
    """What was left to be filled in: TBD, XXX, [name of the partner], ○○."""
    return [found.group() for found in PLACEHOLDER.finditer(plain(text))]


def has_figures(text: str) -> bool:
    """Whether a text holds a date, an amount or a year: something that changes from round to round."""
    return FIGURE.search(plain(text)) is not None


def names_in(text: str, names: Iterable[str], own: Collection[str] = ()) -> list[str]:
    """Which of these names stand in a text, the call's own names aside; a short one is not looked for."""
    read = plain(text)
    for name in sorted(own, key=len, reverse=True):
        read = read.replace(plain(name), " ")
    return [name for name in names if is_telling(name) and stands_in(plain(name), read)]


def is_telling(name: str) -> bool:
    """Whether a name is long enough to be nobody else's word."""
    return len(name) >= (SHORTEST_NAME if name.isascii() else SHORTEST_KANJI_NAME)


def stands_in(name: str, text: str) -> bool:
    """Whether a name stands in a text as words of its own; Japanese leaves no space between them."""
    if not name.isascii():
        return name in text
    return re.search(rf"(?<![A-Za-z]){re.escape(name)}(?![A-Za-z])", text) is not None


def drifted(
    before: Mapping[str, Mapping[str, str]], after: Mapping[str, Mapping[str, str]], known: Mapping[str, list[str]],
) -> dict[str, list[str]]:  # fmt: skip
    """The languages of each text that were left behind when another language of it was changed.

    `before` and `after` are {place of the text: {language: wording}}, `known` what had drifted already. A language that
    is written anew has caught up.
    """
    found = {}
    for place, texts in after.items():
        old = before.get(place)
        behind = set(known.get(place, ())) & set(texts)
        if old is not None:
            touched = {language for language in texts if old.get(language) != texts[language]}
            behind = (behind | (set(texts) if touched - behind else set())) - touched
        if behind:
            found[place] = sorted(behind)
    return found
