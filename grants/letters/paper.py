"""What the press asks of anything it prints, whether a letter or a submitted application."""

from collections.abc import Iterator, Mapping
from dataclasses import fields, is_dataclass
from datetime import date
from enum import StrEnum
from typing import Any, Protocol

from grants.money import Money


class DateStyle(StrEnum):
    """How a side writes its dates: 10 June 2022, or 令和4年6月10日 in a Japanese letter."""

    WESTERN = "western"
    ERA = "era"


class Paper(Protocol):
    """Anything the press can print: facts that know their template, title and pictures."""

    @property
    def language(self) -> str:
        """The language it is written in."""

    @property
    def template(self) -> str:
        """The template that words it."""

    @property
    def heading(self) -> str:
        """The title an archive files it under; it names no person."""

    @property
    def author(self) -> str:
        """The office that answers for it."""

    @property
    def written_on(self) -> date:
        """The day it bears."""

    @property
    def date_style(self) -> DateStyle:
        """How it writes dates."""

    @property
    def pages(self) -> int | None:
        """How many pages it may fill at most; None for as many as it needs."""

    @property
    def short(self) -> bool:
        """Whether it says so little that larger type becomes it, where that still fits on one page."""

    @property
    def exact(self) -> bool:
        """Whether a character that no font has stops it; otherwise the character's number is printed."""

    def pictures(self) -> Mapping[str, bytes]:
        """The only pictures it may show, by name."""


class AsTyped:
    """A paper of what people typed: printed whatever it is, on as many pages as it takes, without pictures."""

    language: str
    programme: str
    call: str
    date_style = DateStyle.WESTERN
    pages: int | None = None
    short = False
    exact = False

    @property
    def round(self) -> str:
        """The round by name."""
        return named(self.programme, self.call, "\u3000" if self.language == "ja" else ", ")

    @property
    def author(self) -> str:
        """The programme; no person's name."""
        return self.programme

    def pictures(self) -> Mapping[str, bytes]:
        """None."""
        return {}


def named(programme: str, call: str, between: str) -> str:
    """A round by its names, without saying the programme's twice."""
    return call if programme in call else f"{programme}{between}{call}"


def printed(facts: Any, path: str = "") -> Iterator[tuple[str, str]]:
    """Every text the facts carry, each with the field it stands in: ("addressee.name.family", "髙橋")."""
    if isinstance(facts, str):
        yield path, facts
    elif isinstance(facts, tuple):
        for item in facts:
            yield from printed(item, path)
    elif is_dataclass(facts) and not isinstance(facts, Money):
        for one in fields(facts):
            yield from printed(getattr(facts, one.name), f"{path}.{one.name}".lstrip("."))
