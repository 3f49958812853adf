"""The calls one chairs."""

from flask.typing import ResponseReturnValue

from grants.rules.relations import is_signed_in
from grants.web.desk import Hall
from grants.web.paper import page
from grants.web.reviewer.desk import desk


@desk.page("/panels", Hall(is_signed_in), "ranking.draft.read")
def panels() -> ResponseReturnValue:
    """The calls one chairs."""
    return page("reviewer/panels.html")
