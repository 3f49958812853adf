"""A call's definition file: read with every fault and its line, written so that it reads back equal.

A programme is a file under `definitions/`, not code: copy one, change it, import it.
"""

from collections.abc import Mapping
from dataclasses import fields, is_dataclass
from datetime import date, datetime
from enum import StrEnum
from pathlib import Path
from typing import Any

import yaml
from yaml.nodes import ScalarNode

from grants.calls.checks import CHECKS
from grants.calls.proofreading import DefinitionFault, Proofreader, Unreadable
from grants.calls.terms import CallDefinition
from grants.money import Money
from grants.words import LANGUAGES, say

__all__ = ["CallDefinition", "DefinitionFault", "DefinitionFaults", "read", "shipped", "write"]

FOLDER = Path(__file__).parent / "definitions"
WIDEST = 110
LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)  # the quick one, where it was built


class DefinitionFaults(Exception):
    """Everything wrong in a definition file, in the order of its lines."""

    def __init__(self, faults: list[DefinitionFault]) -> None:
        self.faults = tuple(sorted(faults, key=lambda fault: fault.line))
        super().__init__("\n".join(f"{fault.line}: {fault.reason}" for fault in self.faults))


def shipped() -> dict[str, Path]:
    """The definition files that come with the house, by name: templates for a new call."""
    return {path.stem: path for path in sorted(FOLDER.glob("*.yaml"))}


def read(text: str) -> CallDefinition:
    """The call a definition file states, or all its faults at once."""
    try:
        root = yaml.compose(text, Loader=LOADER)
    except yaml.YAMLError as broken:
        mark = getattr(broken, "problem_mark", None)
        line = mark.line + 1 if mark else 1
        raise DefinitionFaults([DefinitionFault(line, say("This line cannot be read as YAML."))]) from None
    reader = Proofreader()
    if root is None:
        raise DefinitionFaults([DefinitionFault(1, say("This must be a group of named values."))])
    reader.lines[()] = 1
    parts = sections(reader, root)
    for check, needs in CHECKS.items():
        if all(name in parts for name in needs):
            for path, reason in check(**{name: parts[name] for name in needs}):
                reader.fault(path, reason)
    if reader.faults:
        raise DefinitionFaults(reader.faults)
    return CallDefinition(**parts)


def sections(reader: Proofreader, root: yaml.Node) -> dict[str, Any]:
    """Every section of the file that can be read; its texts must be in all of the call's languages."""
    try:
        named = dict(reader.entries(root, ()))
        languages = reader.read(named["languages"], tuple[str, ...], ("languages",)) if "languages" in named else ()
    except Unreadable:
        return {}
    reader.faults.clear()
    reader.languages = tuple(language for language in languages if language in LANGUAGES)
    return reader.parts(root, CallDefinition, ())


class Writer(yaml.SafeDumper):
    """Writes texts of several lines as such."""


def written_text(writer: Writer, text: str) -> ScalarNode:
    """A text as it is easiest to read."""
    return writer.represent_scalar("tag:yaml.org,2002:str", text, style="|" if "\n" in text else None)


Writer.add_representer(str, written_text)


def write(definition: CallDefinition) -> str:
    """The definition as a file a person can read and change, which reads back equal."""
    return yaml.dump(plain(definition), Dumper=Writer, allow_unicode=True, sort_keys=False, width=WIDEST)


def plain(value: Any) -> Any:
    """A value as the file states it; what has its usual value is left out."""
    if is_dataclass(value) and not isinstance(value, Money):
        return {
            each.name: plain(getattr(value, each.name))
            for each in fields(value)
            if getattr(value, each.name) != each.default
        }
    if isinstance(value, Mapping):
        return {name: plain(each) for name, each in value.items()}
    if isinstance(value, tuple | list):
        return [plain(each) for each in value]
    if isinstance(value, datetime):
        return f"{value:%Y-%m-%d %H:%M}"
    return str(value) if isinstance(value, Money | date | StrEnum) else value
