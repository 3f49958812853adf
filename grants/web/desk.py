"""A desk and its doors: a page names the door it is entered by, and gets no row any other way."""

import uuid
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import cache, wraps
from typing import Any, TypeVar

from flask import Blueprint, current_app, request
from flask.sansio.blueprints import BlueprintSetupState
from flask.typing import ResponseReturnValue
from sqlalchemy import Select, bindparam, select

from grants.config import Settings
from grants.db import Base
from grants.rules.access import may_read
from grants.rules.people import needs_second_factor
from grants.rules.refusal import Hidden
from grants.rules.relations import is_signed_in
from grants.web.reader import visitor
from grants.web.transaction import SAFE, session

Page = Callable[..., ResponseReturnValue]
Reading = Callable[[], Iterable[Any]]
Where = Callable[[Settings], bool]
BEFORE_THE_SECOND_LOCK = frozenset({"front", "signin"})
T = TypeVar("T", bound=Base)


class SignInFirst(Exception):
    """Nobody is signed in; the way in is the same whether the thing exists or not."""


class NotYours(Exception):
    """A room whose existence is no secret, but which is not this person's."""


class SecondFactorFirst(Exception):
    """The person's role needs a second factor; until it is set up every way leads there."""


def everywhere(_settings: Settings) -> bool:
    """In every installation."""
    return True


def only_in_demonstration(settings: Settings) -> bool:
    """Only where invented people are shown around."""
    return settings.demonstration and not settings.production


@dataclass(frozen=True)
class Door:
    """The way to one row: its kind, the noun in the law under which it is shown, and how much is read with it."""

    kind: type[Base]
    noun: str
    reading: Reading = tuple


@dataclass(frozen=True)
class Hall:
    """A page that shows no single row: whoever the sentence admits may stand here."""

    admits: Callable[..., bool] = is_signed_in


class Desk(Blueprint):
    """One desk of the house: every page on it names the acts it serves and the door it is entered by."""

    def page(self, rule: str, door: Door | Hall, *acts: str, post: bool = False) -> Callable[[Page], Page]:
        """Put a page on the desk; `post` gives its form the way back in. A Door hands the page its row."""
        return self._put(rule, door, acts, ["GET", "POST"] if post else ["GET"])

    def deed(self, rule: str, door: Door | Hall, *acts: str) -> Callable[[Page], Page]:
        """Put a deed on the desk: it is only ever POSTed."""
        return self._put(rule, door, acts, ["POST"])

    def demonstration_deed(self, rule: str, door: Door | Hall, *acts: str) -> Callable[[Page], Page]:
        """Put a deed on the desk that exists in a demonstration only; elsewhere there is no such address."""
        return self._put(rule, door, acts, ["POST"], only_in_demonstration)

    def _put(
        self, rule: str, door: Door | Hall, acts: tuple[str, ...], methods: list[str], where: Where = everywhere
    ) -> Callable[[Page], Page]:
        def put(page: Page) -> Page:
            @wraps(page)
            def entered(**values: Any) -> ResponseReturnValue:
                if self.name not in BEFORE_THE_SECOND_LOCK:
                    ask_for_second_factor(visitor())
                if isinstance(door, Door):
                    return page(enter(door.kind, values.pop("id"), door.noun, door.reading), **values)
                stand_in(door)
                return page(**values)

            entered.door, entered.acts = door, acts  # type: ignore[attr-defined]

            def hang(made: BlueprintSetupState) -> None:
                if where(made.app.config["SETTINGS"]):
                    made.add_url_rule(rule, page.__name__, entered, methods=methods)

            self.record(hang)
            return page

        return put


def enter(kind: type[T], key: uuid.UUID | str, noun: str, reading: Reading = tuple) -> T:
    """The row, if the law admits this visitor under this noun; else it does not exist. Writers hold it."""
    name = key if isinstance(key, uuid.UUID) else uuid.UUID(key)
    wanted = named(kind, reading, held=request.method not in SAFE)
    thing: T | None = session().scalars(wanted, {"key": name}).unique().one_or_none()
    by = visitor()
    if thing is not None and may_read(by, noun, thing):
        return thing
    raise SignInFirst if by.id is None else Hidden


@cache
def named(kind: type[T], reading: Reading, *, held: bool) -> Select[T]:
    """In SQL: the row of that key, and what is read with it; written down once for each door."""
    wanted = select(kind).where(kind.id == bindparam("key")).options(*reading())
    return wanted.with_for_update(of=kind).execution_options(populate_existing=True) if held else wanted


def stand_in(hall: Hall) -> None:
    """Let the visitor into a room without rows, or not."""
    by = visitor()
    if not hall.admits(by, None):
        raise SignInFirst if by.id is None else NotYours


def ask_for_second_factor(by: Any) -> None:
    """In production nobody does an office without a second factor."""
    settings: Settings = current_app.config["SETTINGS"]
    if settings.production and by.id is not None and by.second_factor is None and needs_second_factor(by):
        raise SecondFactorFirst
