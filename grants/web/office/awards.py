"""The awards of a call: where each side's part stands, and which of them need a decision."""

from flask import request
from flask.typing import ResponseReturnValue

from grants.awards import queries
from grants.calls.model import Call
from grants.rules.access import may_read
from grants.web.awards import PART_TONES, TONES
from grants.web.desk import Door
from grants.web.office.desk import desk
from grants.web.office.tabs import tabs
from grants.web.paper import page
from grants.web.reader import visitor
from grants.web.transaction import session


@desk.page("/calls/<uuid:id>/awards", Door(Call, "call record"), "award.draft.read", "award.active.read")
def awards(call: Call) -> ResponseReturnValue:
    """Every award with its parts, those that need a decision apart by the filter."""
    standing = request.args.get("standing", "")
    found = queries.awards_of(session(), visitor(), call, request.args.get("page", 1, int), standing)
    return page(
        "office/awards.html", call=call, tabs=tabs(call), found=found, standing=standing, tones=TONES,
        part_tones=PART_TONES, reserves=queries.reserves_of(session(), visitor(), call),
        may_promote=may_read(visitor(), "call office", call),
    )  # fmt: skip
