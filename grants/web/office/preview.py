"""Trying a call's form out: the very fields that applicants get, with their limits and counters; nothing is kept."""

from itertools import groupby
from typing import Any

from flask import request
from flask.typing import ResponseReturnValue

from grants.applications.queries import Asked, questions_of
from grants.calls.model import Call, Form
from grants.rules.answers import sides_asked
from grants.rules.shapes import Shape, leading, taking_part
from grants.web.desk import Door
from grants.web.forms import built
from grants.web.office.desk import desk
from grants.web.paper import page


@desk.page("/calls/<uuid:id>/try-form", Door(Call, "call record"), "call.draft.read", "call.open.read")
def try_form(call: Call) -> ResponseReturnValue:
    """The whole form as an applicant of one side fills it in."""
    starts = {side.code: side.label for side in leading(call)} if call.shape == Shape.NOMINATION else {}
    lead = request.args.get("side", "")
    lead = lead if lead in starts else leading(call)[0].code
    asked = asked_of(call, lead) if any(one.form is Form.APPLICATION for one in call.questions) else []
    sections = [list(group) for _, group in groupby(asked, key=lambda each: each[0].section)]
    return page(
        "office/try_form.html", call=call, sections=sections, form=built.build(asked, call.themes, {}), lead=lead,
        starts=starts, application={"call": call, "lead_side": lead}, sides=taking_part(call, lead),
        name_of=built.name_of, is_trial=True,
    )  # fmt: skip


def asked_of(call: Call, lead: str) -> list[tuple[Asked, str]]:
    """Every question in its order, those of each side once for each that takes part."""
    sides: list[Any] = [side.code for side in taking_part(call, lead)]
    return [(question, side) for question in questions_of(call) for side in sides_asked(question, sides)]
