"""Trees of tests: any, all and not, written as plain JSON; what is wrong with one, and what it comes to."""

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import MISSING, fields
from datetime import date
from typing import Any

from grants.rules.facts import REFERENCES
from grants.rules.findings import Finding, best, worst
from grants.rules.leave import LEAVES, Credit
from grants.words import Sentence, say

Tree = Mapping[str, Any]
Tests = Mapping[str, Callable[..., Any]]
Fault = tuple[tuple[str | int, ...], Sentence]
DEEPEST = 10
LARGEST = 2200
Words = tuple[str, ...]
WordsByName = Mapping[str, Words]
Credits = tuple[str | Mapping[str, Any], ...]
DAYS = frozenset({"reference", "since", "until"})


def judge(tree: Tree, tests: Tests, ask: Callable[[Any, bool], Finding], *, turned: bool = False) -> Finding:
    """What a tree comes to, when each of its tests is asked; inside a “not” they are asked turned round."""
    if "all" in tree:
        return worst([judge(each, tests, ask, turned=turned) for each in tree["all"]])
    if "any" in tree:
        return best([judge(each, tests, ask, turned=turned) for each in tree["any"]])
    if "not" in tree:
        return judge(tree["not"], tests, ask, turned=not turned).turned()
    settings: dict[str, Any] = {
        name: tuple(value) if isinstance(value, list) else value for name, value in tree.items()
    }
    return ask(tests[str(settings.pop("kind"))](**settings), turned)


def faults(tree: Any, tests: Tests, inner: Tests, depth: int = 0) -> Iterator[Fault]:
    """Everything wrong with a tree, each with its place; `inner` are the tests that a test itself may hold."""
    if not isinstance(tree, Mapping) or depth > DEEPEST:
        yield (), say("This must be a group of named values.")
    elif len(tree) == 1 and next(iter(tree)) in {"all", "any", "not"}:
        yield from faults_of_branch(*next(iter(tree.items())), tests, inner, depth)
    elif str(tree.get("kind")) not in tests:
        known = ", ".join(tests)
        yield (), say("“%(text)s” is not one of: %(known)s.", text=str(tree.get("kind", "")), known=known)
    else:
        yield from faults_of_test(tree, tests[tree["kind"]], inner, depth)


def faults_of_branch(name: str, branch: Any, tests: Tests, inner: Tests, depth: int) -> Iterator[Fault]:
    """What is wrong below an any, an all or a not."""
    if name == "not":
        yield from placed(("not",), faults(branch, tests, inner, depth + 1))
    elif not isinstance(branch, Sequence) or isinstance(branch, str) or not branch:
        yield (name,), say("This must be a list.")
    else:
        for place, each in enumerate(branch):
            yield from placed((name, place), faults(each, tests, inner, depth + 1))


def faults_of_test(tree: Tree, kind: Any, inner: Tests, depth: int) -> Iterator[Fault]:
    """What is wrong with the settings of one test."""
    known = {each.name: each for each in fields(kind)}
    for name in tree.keys() - known.keys() - {"kind"}:
        yield (name,), say("“%(name)s” is not known here.", name=name)
    for name, each in known.items():
        if name in tree and name == "test":
            yield from placed((name,), faults(tree[name], inner, {}, depth + 1))
        elif name in tree:
            yield from placed((name,), faults_of_setting(name, tree[name], each.type))
        elif each.default is MISSING and each.default_factory is MISSING:
            yield (), say("“%(name)s” is missing here.", name=name)


def faults_of_setting(name: str, value: Any, kind: Any) -> Iterator[Fault]:
    """What is wrong with one setting: its type, or a day it refers to."""
    fits, reason = FITS[kind]
    if not fits(value):
        yield (), say(reason.text, text=str(value))
    elif name in DAYS and value not in REFERENCES and not is_day(value):
        known = ", ".join(REFERENCES)
        yield (), say("“%(text)s” is neither a day nor one of: %(known)s.", text=value, known=known)


def is_count(value: Any) -> bool:
    """Whether this is a whole number that makes sense somewhere."""
    return type(value) is int and 0 <= value <= LARGEST


def is_list_of_words(value: Any) -> bool:
    """Whether this is a list of texts."""
    return isinstance(value, list | tuple) and all(isinstance(each, str) for each in value)


def is_lists_by_name(value: Any) -> bool:
    """Whether this is lists of texts, each under a name."""
    return isinstance(value, Mapping) and all(isinstance(name, str) for name in value) and all(
        is_list_of_words(each) for each in value.values()
    )  # fmt: skip


def is_credits(value: Any) -> bool:
    """Whether this is kinds of leave, alone or with the limits within which they count."""
    return isinstance(value, list | tuple) and all(map(is_credit, value))


def is_credit(value: Any) -> bool:
    """Whether this is one kind of leave, alone or with its limits."""
    if isinstance(value, str):
        return value in LEAVES
    if not isinstance(value, Mapping) or value.get("kind") not in LEAVES:
        return False
    limits = {each.name for each in fields(Credit)} - {"kind"}
    return all(name in limits and is_count(most) for name, most in value.items() if name != "kind")


def is_day(text: str) -> bool:
    """Whether this is a day such as 2025-04-01."""
    if not re.fullmatch("[0-9]{4}-[0-9]{2}-[0-9]{2}", text):
        return False
    try:
        return bool(date.fromisoformat(text))
    except ValueError:
        return False


FITS: Mapping[Any, tuple[Callable[[Any], bool], Sentence]] = {
    bool: (lambda value: isinstance(value, bool), say("“%(text)s” is neither true nor false.")),
    int: (is_count, say("“%(text)s” is not a whole number.")),
    str: (lambda value: isinstance(value, str), say("This must be a single value.")),
    Words: (is_list_of_words, say("This must be a list.")),
    WordsByName: (is_lists_by_name, say("This must be lists, each under a name.")),
    Credits: (
        is_credits,
        say("This must be a list of kinds of leave, each alone or as {kind, days_per_child, most_days_each, …}."),
    ),
}


def placed(place: tuple[str | int, ...], found: Iterator[Fault]) -> Iterator[Fault]:
    """The same faults, seen from further up."""
    return (((*place, *inner), reason) for inner, reason in found)
