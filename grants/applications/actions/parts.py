"""Each side's own part: where its investigator works, and its budget, line by line."""

import uuid
from collections.abc import Mapping, Sequence
from dataclasses import asdict
from datetime import datetime

from sqlalchemy import delete

from grants.applications.actions.keeping import Place, keep, keep_apart, set_aside
from grants.applications.actions.writing import OVERTAKEN, own_side_only, touched
from grants.applications.budgets import fiscal_years, read, side_of
from grants.applications.model import BudgetLine, Part
from grants.applications.places import FACTS, INSTITUTION, fact_of, place_of_fact, place_of_line
from grants.db import session_of
from grants.people.model import Person
from grants.rules import applications as law
from grants.rules import budget
from grants.rules.budget import BudgetRow, ReadLine
from grants.rules.refusal import Overtaken, Refused
from grants.rules.texts import refuse_unstorable
from grants.words import say

MOST_LINES = 60


def describe_part(part: Part, facts: Mapping[str, str], by: Person, at: datetime) -> None:
    """Say where a side's principal investigator works: institution, unit, position."""
    for name, typed in facts.items():
        write_fact(part, (name, typed, None), by, at)


def write_fact(part: Part, written: tuple[str, str, int | None], by: Person, at: datetime) -> None:
    """Save one fact of a part by its name, unless somebody else changed it unseen."""
    name, typed, seen = written
    allow(part, by, at)
    value = checked(part, name, typed)
    if value == fact_of(part, name):
        return
    place, number = Place(part.application, place_of_fact(name), part.side), part.fact_versions.get(name, 0)
    if seen is not None and seen != number:
        set_aside(place, value, by, at)
        raise Overtaken(OVERTAKEN, name)
    keep(place, value, number + 1, by, at)
    put_fact(part, name, value)
    touched(part.application, by, at, part=part.side)


def put_fact(part: Part, name: str, value: str) -> None:
    """Put a fact of a part in its place."""
    part.fact_versions = part.fact_versions | {name: part.fact_versions.get(name, 0) + 1}
    if name != INSTITUTION:
        setattr(part, name, value)
        return
    part.institution_id = uuid.UUID(value) if value else None
    session_of(part).flush()
    session_of(part).refresh(part, ["institution"])


def allow(part: Part, by: Person, at: datetime) -> None:
    """Refuse unless this person may write this part now."""
    part.application.allow(law.WRITE, by, at)
    own_side_only(part.application, part.side, by)


def checked(part: Part, name: str, typed: str) -> str:
    """A fact as it may be kept."""
    if name == INSTITUTION:
        members = {str(one.institution_id) for one in part.application.call.programme.members if one.side == part.side}
        if typed not in {"", fact_of(part, name), *members}:
            raise Refused(say("Choose a university from the list."), name)
        return typed
    refuse_unstorable(typed, name)
    if len(typed) > FACTS[name]:
        raise Refused(say("This is longer than %(most)s characters.", most=FACTS[name]), name)
    return typed


def set_budget(part: Part, rows: Sequence[BudgetRow], by: Person, at: datetime) -> None:
    """Replace one side's budget by another; a line that cannot be understood refuses it whole."""
    allow(part, by, at)
    lines = [understood(part, row, number) for number, row in enumerate(rows, start=1)]
    session_of(part).execute(delete(BudgetLine).where(BudgetLine.part_id == part.id))
    session_of(part).expire(part, ["budget"])
    for line in lines:
        add_line(part, uuid.uuid4().hex, line, by, at)
    added_up(part, by, at)


def understood(part: Part, row: BudgetRow, number: int) -> ReadLine:
    """One line as understood; a refusal names the line."""
    try:
        return budget.understood(row, side_of(part), fiscal_years(part))
    except Refused as refusal:
        raise Refused(say("Line %(number)s: %(reason)s", number=number, reason=refusal.reason)) from None


def write_line(part: Part, key: str, written: tuple[BudgetRow, int | None], by: Person, at: datetime) -> None:
    """Save one line of a budget under its key, unless somebody else changed it unseen; an empty one is removed."""
    row, seen = written
    allow(part, by, at)
    wanted = None if row.is_blank else budget.understood(row, side_of(part), fiscal_years(part))
    standing = line_of(part, key)
    if wanted == (read(standing) if standing else None):
        return
    if seen is not None and seen != (standing.version if standing else 0):
        set_aside(Place(part.application, place_of_line(key), part.side), wanted and asdict(wanted), by, at)
        raise Overtaken(OVERTAKEN, place_of_line(key))
    put_line(part, key, wanted, by, at)


def put_line(part: Part, key: str, wanted: ReadLine | None, by: Person, at: datetime) -> None:
    """Put a line in the place of the one that stood there; with a line its reason comes and goes."""
    line, place = line_of(part, key), Place(part.application, place_of_line(key), part.side)
    if wanted is None:
        if line is not None:
            session_of(part).delete(line)
            keep_apart(place, None, line.version + 1, by, at)
    elif line is None:
        add_line(part, key, wanted, by, at)
    else:
        line.version += 1
        fill(line, wanted)
        keep(place, asdict(wanted), line.version, by, at)
    added_up(part, by, at)


def line_of(part: Part, key: str) -> BudgetLine | None:
    """The line of that key, if there is one."""
    return next((line for line in part.budget if line.key == key), None)


def add_line(part: Part, key: str, wanted: ReadLine, by: Person, at: datetime) -> None:
    """Put a new line at the foot of a budget."""
    if len(part.budget) >= MOST_LINES:
        raise Refused(say("A budget has at most %(most)s lines.", most=MOST_LINES))
    position = max((line.position for line in part.budget), default=-1) + 1
    line = BudgetLine(key=key, position=position)
    fill(line, wanted)
    part.budget.append(line)
    keep_apart(Place(part.application, place_of_line(key), part.side), asdict(wanted), 1, by, at)


def fill(line: BudgetLine, wanted: ReadLine) -> None:
    """Write into a line what was understood."""
    for name, value in asdict(wanted).items():
        setattr(line, name, value)


def added_up(part: Part, by: Person, at: datetime) -> None:
    """The budget is another one now: it is added up again, here and nowhere else."""
    session = session_of(part)
    session.flush()
    session.refresh(part, ["budget"])
    part.requested_minor = budget.asked(part.budget, part.currency).minor
    touched(part.application, by, at, budget=part.side)
    session.flush()
