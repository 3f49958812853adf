"""The rule book as Markdown: every life with its steps, who may take them, and who may read what."""

import ast
import importlib
import inspect
import pkgutil
import sys
from collections.abc import Callable, Iterable, Iterator
from typing import Any

from grants import rules
from grants.rules.access import READ
from grants.rules.workflow import Step, Workflow


def rule_book() -> str:
    """The whole of it, written from the rules themselves."""
    lives = {life.noun: life for life in workflows()}
    return "\n".join([*(line for life in lives.values() for line in chapter(life)), *reading()])


def workflows() -> Iterator[Workflow]:
    """Every life that the rules declare."""
    for found in pkgutil.iter_modules(rules.__path__, f"{rules.__name__}."):
        yield from (
            thing for thing in vars(importlib.import_module(found.name)).values() if isinstance(thing, Workflow)
        )


def chapter(life: Workflow) -> Iterator[str]:
    """One life."""
    yield from (f"## {life.noun.replace('_', ' ').capitalize()}", "")
    yield from (f"States: {', '.join(f'{state.value}' for state in life.states)}.", "")
    yield "| step | from | to | who | only if |"
    yield "| --- | --- | --- | --- | --- |"
    yield from (row(step, life) for step in life.steps)
    yield ""


def row(step: Step, life: Workflow) -> str:
    """One step."""
    source = ", ".join(state.value for state in life.states if state in step.source)
    target = step.target.value if step.target else "–"
    only_if = " ".join(sentence(guard) for guard in step.guards)
    return f"| {step.label} (`{step.name}`) | {source} | {target} | {sentence(step.who)} | {only_if} |"


def reading() -> Iterator[str]:
    """Who may read what."""
    yield from ("## Who may read what", "", "| thing | who |", "| --- | --- |")
    for noun, admits in READ.items():
        yield f"| {noun} | {sentences(admits)} |"


def sentences(found: Iterable[Callable[..., Any]]) -> str:
    """Several rules, each as it says of itself."""
    return " Or: ".join(sentence(one) for one in found)


def sentence(rule: Callable[..., Any]) -> str:
    """A rule as it says of itself, or as it is written when it has no name."""
    told = (rule.__doc__ or "").strip().splitlines()
    if told:
        first = told[0].removeprefix("Guard: ")
        return first[0].upper() + first[1:]
    return f"`{written(rule)}`"


def written(rule: Callable[..., Any]) -> str:
    """The very words of a rule without a name."""
    source = ast.parse(inspect.getsource(sys.modules[rule.__module__]))
    line = rule.__code__.co_firstlineno
    found = (node.body for node in ast.walk(source) if isinstance(node, ast.Lambda) and node.lineno == line)
    return next((ast.unparse(body) for body in found), rule.__name__)
