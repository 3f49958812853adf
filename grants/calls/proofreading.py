"""Proofreading: YAML nodes against the frozen values of `terms`, every fault noted with the line it stands on."""

import types
from collections.abc import Callable, Mapping
from dataclasses import MISSING, dataclass, field, fields
from datetime import date, datetime
from typing import Annotated, Any, Literal, Union, get_args, get_origin, get_type_hints

from yaml.nodes import MappingNode, Node, ScalarNode, SequenceNode

from grants.calls.values import WRONG
from grants.money import CurrencyError, Money
from grants.rules import eligibility
from grants.rules.deadlines import wall_time
from grants.rules.refusal import Refused
from grants.words import LANGUAGES, SOURCE, Sentence, say

Path = tuple[str | int, ...]
TAG = "tag:yaml.org,2002:"
DEEPEST, LARGEST = 30, 30_000


@dataclass(frozen=True)
class DefinitionFault:
    """One thing wrong in a definition file, and the line it stands on."""

    line: int
    reason: Sentence


class Unreadable(Exception):
    """A value that cannot be read; why is already among the faults."""


@dataclass
class Proofreader:
    """Reads nodes into values; keeps the faults, and the line on which each value stands."""

    languages: tuple[str, ...] = LANGUAGES
    faults: list[DefinitionFault] = field(default_factory=list)
    lines: dict[Path, int] = field(default_factory=dict)

    def fault(self, path: Path, reason: Sentence) -> Unreadable:
        """Note what is wrong with a value, on its own line or on that of what it belongs to."""
        while path not in self.lines:
            path = path[:-1]
        self.faults.append(DefinitionFault(self.lines[path], reason))
        return Unreadable()

    def note(self, node: Node, path: Path) -> None:
        """Note the line of a value; aliases that stand for themselves, or for too much, go no further."""
        self.lines.setdefault(path, node.start_mark.line + 1)
        if len(path) > DEEPEST or len(self.lines) > LARGEST:
            raise self.fault(path, say("The file is nested too deeply or is too large."))

    def read(self, node: Node, kind: Any, path: Path) -> Any:
        """The value of a node, as a value of that type."""
        self.note(node, path)
        origin = get_origin(kind)
        if origin is Annotated:
            return self.marked(node, kind.__metadata__[0], path)
        if origin in (Union, types.UnionType):
            return self.read(node, get_args(kind)[0], path)
        if origin is tuple:
            return self.several(node, get_args(kind)[0], path)
        if origin is Literal:
            return self.one_of(node, get_args(kind), path)
        return self.single(node, kind, path) if kind in SINGLE else self.whole(node, kind, path)

    def parts(self, node: Node, kind: Any, path: Path) -> dict[str, Any]:
        """The named values of a group that can be read; what is left out has its usual value."""
        hints = get_type_hints(kind, include_extras=True)
        nodes = self.entries(node, path)
        for name in nodes.keys() - hints.keys():
            self.fault((*path, name), say("“%(name)s” is not known here.", name=name))
        read = {each.name: each.default for each in fields(kind) if each.default is not MISSING}
        for name, hint in hints.items():
            if name in nodes:
                self.attempt(read, nodes[name], hint, (*path, name))
            elif name not in read:
                self.fault(path, say("“%(name)s” is missing here.", name=name))
        return read

    def whole(self, node: Node, kind: Any, path: Path) -> Any:
        """A group of named values."""
        parts = self.parts(node, kind, path)
        if len(parts) < len(fields(kind)):
            raise Unreadable
        return kind(**parts)

    def several(self, node: Node, kind: Any, path: Path) -> tuple[Any, ...]:
        """A list of values of one type; one unreadable spoils it, after every one has been looked at."""
        if not isinstance(node, SequenceNode):
            raise self.fault(path, say("This must be a list."))
        read: dict[Any, Any] = {}
        for place, each in enumerate(node.value):
            self.attempt(read, each, kind, (*path, place))
        if len(read) < len(node.value):
            raise Unreadable
        return tuple(read.values())

    def attempt(self, read: dict[Any, Any], node: Node, kind: Any, path: Path) -> None:
        """Keep a value under its name, unless it cannot be read."""
        read.pop(path[-1], None)
        try:
            read[path[-1]] = self.read(node, kind, path)
        except Unreadable:
            return

    def entries(self, node: Node, path: Path) -> dict[str, Node]:
        """The named nodes of a group, what is named but empty left out."""
        if not isinstance(node, MappingNode):
            raise self.fault(path, say("This must be a group of named values."))
        found: dict[str, Node] = {}
        for name, value in node.value:
            self.lines[(*path, name.value)] = name.start_mark.line + 1
            if name.value in found:
                self.fault((*path, name.value), say("“%(name)s” stands here twice.", name=name.value))
            if value.tag != f"{TAG}null":
                found[name.value] = value
        return found

    def marked(self, node: Node, mark: str, path: Path) -> Any:
        """A value of a kind that has a name of its own."""
        if mark in {"wording", "names"}:
            return self.texts(node, self.languages if mark == "wording" else (SOURCE,), path)
        if mark == "tree":
            return self.tree(node, path)
        text = self.scalar(node, path)
        reason = WRONG[mark](text)
        if reason:
            raise self.fault(path, reason)
        return text

    def texts(self, node: Node, wanted: tuple[str, ...], path: Path) -> Mapping[str, str]:
        """A text in every wanted language, and in no language the house does not speak."""
        read: dict[str, str] = {}
        for language, each in self.entries(node, path).items():
            read[language] = self.scalar(each, (*path, language)).strip()
            if language not in LANGUAGES:
                self.fault((*path, language), say("“%(name)s” is not known here.", name=language))
        missing = [language for language in wanted if not read.get(language)]
        for language in missing:
            self.fault(path, say("The text is missing in the language “%(language)s”.", language=language))
        if missing or not read.keys() <= set(LANGUAGES):
            raise Unreadable
        return read

    def tree(self, node: Node, path: Path) -> Any:
        """An eligibility test, checked by the law book."""
        found = self.plain(node, path)
        faults = list(eligibility.faults(found))
        for inner, reason in faults:
            self.fault((*path, *inner), reason)
        if faults:
            raise Unreadable
        return found

    def plain(self, node: Node, path: Path) -> Any:
        """A node as it stands: groups, lists, whole numbers, yes or no, text."""
        self.note(node, path)
        if isinstance(node, MappingNode):
            return {name: self.plain(each, (*path, name)) for name, each in self.entries(node, path).items()}
        if isinstance(node, SequenceNode):
            return [self.plain(each, (*path, place)) for place, each in enumerate(node.value)]
        kind = {f"{TAG}int": int, f"{TAG}bool": bool}.get(node.tag, str)
        return self.single(node, kind, path)

    def one_of(self, node: Node, choices: tuple[str, ...], path: Path) -> str:
        """One word of a closed set."""
        text = self.scalar(node, path)
        if text not in choices:
            known = ", ".join(choices)
            raise self.fault(path, say("“%(text)s” is not one of: %(known)s.", text=text, known=known))
        return choices[choices.index(text)]

    def single(self, node: Node, kind: type, path: Path) -> Any:
        """A number, a day, a wall time, an amount, yes or no."""
        text = self.scalar(node, path)
        reading, reason = SINGLE[kind]
        try:
            return reading(text)
        except (ValueError, KeyError, CurrencyError, Refused):
            raise self.fault(path, say(reason, text=text)) from None

    def scalar(self, node: Node, path: Path) -> str:
        """The text of a node that is no list and no group."""
        if not isinstance(node, ScalarNode):
            raise self.fault(path, say("This must be a single value."))
        return str(node.value)


def amount(text: str) -> Money:
    """An amount with its code in front: JPY 400,000."""
    return Money.parse(text, text[:3])


SINGLE: dict[type, tuple[Callable[[str], Any], str]] = {
    str: (str, ""),
    int: (int, say("“%(text)s” is not a whole number.").text),
    bool: ({"true": True, "false": False}.__getitem__, say("“%(text)s” is neither true nor false.").text),
    date: (date.fromisoformat, say("“%(text)s” is not a day such as 2022-03-31.").text),
    datetime: (wall_time, say("“%(text)s” is not a wall time such as 2022-03-31 10:00.").text),
    Money: (amount, say("“%(text)s” is not an amount such as JPY 400,000.").text),
}
