"""The applicant's home: what needs you, what is running, what is done."""

from flask.typing import ResponseReturnValue

from grants import clock
from grants.applications import queries
from grants.rules.applications import TAKE_BACK_DRAFT
from grants.rules.formal import KEPT
from grants.rules.relations import is_signed_in
from grants.web.applicant.desk import desk
from grants.web.applicant.needs import needs_of
from grants.web.applicant.stages import public_state
from grants.web.desk import Hall
from grants.web.paper import page
from grants.web.reader import visitor
from grants.web.transaction import session


@desk.page("", Hall(is_signed_in), "application.draft.read_metadata")
def home() -> ResponseReturnValue:
    """What needs me, and my applications."""
    by, at = visitor(), clock.now()
    applications, gone = queries.mine(session(), by, at)
    return page(
        "applicant/home.html", applications=applications, needs=needs_of(session(), by, applications, at),
        states={one.id: public_state(one, at) for one in applications},
        deleted=[(one, one.withdrawn_at + KEPT, TAKE_BACK_DRAFT.is_open_to(by, one, at))
                 for one in gone if one.withdrawn_at],
    )  # fmt: skip
