"""The completeness desk on the page of a case: checklists by side, what is returned, notes for whom they are, tags."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from grants import clock
from grants.applications.model import Application, Tick
from grants.applications.queries.desk import notes_of, tags_in, tags_of, ticks_of
from grants.calls.model import Extension
from grants.rules.applications import NOTE, RETURN, TAG, TICK
from grants.rules.calls import PROPOSE_EXTENSION
from grants.rules.checklist import Item, items_of, sides_read
from grants.rules.extensions import ExtensionState, given_back
from grants.rules.relations import sides_of
from grants.rules.shapes import sides_in
from grants.web.forms.desk import TagForm, TickForm, note_form, return_form
from grants.web.reader import visitor
from grants.web.transaction import session


@dataclass(frozen=True)
class Row:
    """One item on the page: who ticked it and when, the remark where this reader may read it, the form to tick it."""

    item: Item
    tick: Tick | None
    stands: bool
    remark: str
    form: TickForm | None


def desk_of(application: Application, forms: Mapping[str, Any]) -> dict[str, Any]:
    """What the page shows of the desk, with whatever was refused standing where it was typed."""
    by, at, call = visitor(), clock.now(), application.call
    done = ticks_of(session(), application)
    lists = [(call.side(side), listed(application, side, done, forms)) for side in sides_in(application)]
    may_return = RETURN.is_open_to(by, application, at) and PROPOSE_EXTENSION.is_open_to(by, call, at)
    return {
        "checklists": [(side, rows) for side, rows in lists if rows],
        "notes": notes_of(session(), by, application), "sides_named": {side.code: side.label for side in call.sides},
        "note_form": forms.get("note") or note_form(application, by, sent=False),
        "may_note": NOTE.is_open_to(by, application, at), "may_tag": TAG.is_open_to(by, application, at),
        "tags": tags_of(session(), [application.id]).get(application.id, []),
        "known_tags": tags_in(session(), by, call), "tag_form": forms.get("tag") or TagForm(None, prefix="tag"),
        "return_form": forms.get("return") or (return_form(application, sent=False) if may_return else None),
        "returning": returning(application),
        "returned": given_back(application) if application.state is RETURN.target else None,
        "why_not_return": RETURN.reason_against(by, application, at),
    }  # fmt: skip


def listed(
    application: Application, side: str, done: Mapping[tuple[str, str], Tick], forms: Mapping[str, Any]
) -> list[Row]:
    """One side's checklist."""
    by, call = visitor(), application.call
    may = TICK.is_open_to(by, application, clock.now()) and side in sides_of(by, call)
    rows = []
    for item in items_of(call, side):
        tick = done.get((side, item.code))
        remark = tick.remark if tick is not None and side in sides_read(by, call) else ""
        stands = tick is not None and tick.is_done and tick.ordinal == len(application.snapshots)
        name = f"{side}-{item.code}"
        form = forms.get(name) or TickForm(None, prefix=name, data={"remark": remark, "is_done": stands})
        rows.append(Row(item, tick, stands, remark, form if may else None))
    return rows


def returning(application: Application) -> Extension | None:
    """The proposal to return it that waits for a second officer."""
    waiting = (one for one in application.call.extensions if one.state is ExtensionState.PROPOSED and one.returns)
    return next((one for one in waiting if one.application_id == application.id), None)
