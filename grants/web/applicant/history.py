"""The history of a section and of a part: every version with what changed in it, and the way back to it."""

import uuid
from dataclasses import dataclass
from typing import Any

from flask import flash, redirect, request, url_for
from flask.typing import ResponseReturnValue
from werkzeug.exceptions import NotFound

from grants import clock
from grants.applications import actions
from grants.applications.model import Application, Version
from grants.applications.places import INSTITUTION, fact_in, fact_of, line_in
from grants.applications.queries import questions_of
from grants.applications.queries.versions import Kept, Past, of_answers, of_part, past
from grants.money import Money
from grants.rules.applications import WRITE
from grants.rules.budget import ReadLine
from grants.rules.differences import Piece, differences
from grants.rules.relations import side_written_by
from grants.web.applicant.applications import OWN
from grants.web.applicant.desk import desk
from grants.web.applicant.part_places import universities
from grants.web.applicant.parts import ACTS, part_of
from grants.web.forms.part import costs_of
from grants.web.paper import page
from grants.web.reader import reader, visitor
from grants.web.sections import answer_text, sections_of
from grants.web.transaction import session
from grants.words import Sentence, say

FACTS = {"institution_id": say("University"), "unit": say("Department or unit"), "position_held": say("Position")}


@dataclass(frozen=True)
class Line:
    """One version as the page shows it."""

    version: Version
    name: Any
    pieces: list[Piece]
    stands: bool
    may_restore: bool


@desk.page("/applications/<uuid:id>/sections/<section>/history", OWN, "application.any.read_versions",
           "application.draft.read")  # fmt: skip
def history(application: Application, section: str) -> ResponseReturnValue:
    """Everything that stood in a section, newest first, with what each version changed."""
    sections = sections_of(application)
    if section not in sections:
        raise NotFound
    found = past(application, of_answers([question.code for question in sections[section]]), number())
    back = url_for("applicant.section", id=application.id, section=section)
    return shown(application, found, sections[section][0].section_label, back)


@desk.page("/applications/<uuid:id>/sides/<side>/history", OWN, "application.any.read_versions",
           "budget.draft.read_both_sides")  # fmt: skip
def part_history(application: Application, side: str) -> ResponseReturnValue:
    """Everything that stood in a side's part, newest first."""
    found = past(application, of_part(part_of(application, side).side), number())
    label = say("%(side)s: university and budget", side=application.call.side(side).label)
    return shown(application, found, label, url_for("applicant.part", id=application.id, side=side))


@desk.deed("/applications/<uuid:id>/versions/<uuid:version>/restore", OWN, "application.draft.edit", *ACTS)
def restore(application: Application, version: uuid.UUID) -> ResponseReturnValue:
    """Put an earlier version back; what stood there meanwhile stays in the history."""
    kept = session().get(Version, version)
    if kept is None or kept.application_id != application.id:
        raise NotFound
    actions.restore(application, kept, visitor(), clock.now())
    flash(reader().say(say("Restored. What stood there meanwhile is kept below.")), "good")
    return redirect(history_of(application, kept), 303)


def history_of(application: Application, version: Version) -> str:
    """The page on which the versions of a place are."""
    for section, questions in sections_of(application).items():
        if version.place in {question.code for question in questions}:
            return url_for("applicant.history", id=application.id, section=section)
    return url_for("applicant.part_history", id=application.id, side=version.side)


def number() -> int:
    """The page that is asked for."""
    return max(1, request.args.get("page", 1, type=int)) if len(request.args.get("page", "")) < 7 else 1  # noqa: PLR2004


def shown(application: Application, found: Past, label: Any, back: str) -> str:
    """The page with one page of versions."""
    by, now = visitor(), standing(application)
    is_open, mine = WRITE.is_open_to(by, application, clock.now()), side_written_by(by, application)
    lines = [line_of(application, kept, now, is_open and (not kept.version.side or kept.version.side in mine))
             for kept in found.rows]  # fmt: skip
    return page(
        "applicant/history.html", application=application, label=label, back=back, lines=lines, number=number(),
        pages=found.pages, total=found.total,
    )  # fmt: skip


def standing(application: Application) -> dict[tuple[str, str], Any]:
    """What stands in every place now."""
    now: dict[tuple[str, str], Any] = {(one.question, one.side): one.value for one in application.answers}
    for part in application.parts:
        now |= {(f"part.{name}", part.side): fact_of(part, name) for name in FACTS}
        now |= {(f"line.{line.key}", part.side): line.version for line in part.budget}
    return now


def line_of(application: Application, kept: Kept, now: dict[tuple[str, str], Any], may_write: bool) -> Line:  # noqa: FBT001
    """One version with its differences; it can be put back unless it is what stands there."""
    version = kept.version
    standing_there = now.get((version.place, version.side))
    is_line = line_in(version.place) is not None
    stands = not version.is_aside and standing_there == (version.number if is_line else version.value)
    text = text_of(application, version, version.value)
    return Line(
        version, name_of(application, version), differences(text_of(application, version, kept.before), text), stands,
        may_write and not stands,
    )  # fmt: skip


def name_of(application: Application, version: Version) -> Any:
    """What is written in this place."""
    fact = fact_in(version.place)
    if fact is not None:
        return FACTS[fact]
    if line_in(version.place) is not None:
        return say("Budget line")
    question = next((one for one in questions_of(application.call) if one.code == version.place), None)
    return question.label if question else version.place


def text_of(application: Application, version: Version, value: Any) -> str:
    """What stood there, as its reader reads it."""
    if not value:
        return ""
    part = application.part(version.side) if version.side else None
    if part is not None and fact_in(version.place) == INSTITUTION:
        return dict(universities(part)).get(str(value), str(value))
    if part is not None and line_in(version.place) is not None:
        return line_text(ReadLine(**value), dict(costs_of(part).kinds), part.currency)
    question = next((one for one in questions_of(application.call) if one.code == version.place), None)
    return answer_text(question, value, application.call) if question else str(value)


def line_text(line: ReadLine, kinds: dict[str, str], currency: str) -> str:
    """A budget line in words, one fact a line."""
    money = reader().money
    amount: Sentence | str = ""
    if line.minor is not None:
        whole, each = Money(line.minor, currency), Money(line.minor // line.quantity, currency)
        amount = say("%(count)s × %(each)s = %(sum)s", count=line.quantity, each=money(each), sum=money(whole))
    told = [kinds.get(line.category, line.category), line.purpose, reader().say(amount), str(line.year or ""),
            line.beneficiary, line.justification]  # fmt: skip
    return "\n".join(text for text in told if text)
