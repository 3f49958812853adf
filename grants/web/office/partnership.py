"""What an agreement has brought, beside what it should bring: read before it is renewed or ended."""

from flask import Response
from flask.typing import ResponseReturnValue

from grants.calls.model import Agreement
from grants.exports import partnership as table
from grants.reports.queries.partnership import partnership
from grants.web.desk import Door
from grants.web.figures import rate
from grants.web.office.desk import desk
from grants.web.office.exports import sent
from grants.web.paper import page
from grants.web.reader import visitor
from grants.web.transaction import session

AGREEMENT = Door(Agreement, "agreement")
TONES = {True: "good", False: "warn", None: "neutral"}


@desk.page("/agreements/<uuid:id>/figures", AGREEMENT, "agreement.any.read_figures")
def agreement_figures(agreement: Agreement) -> ResponseReturnValue:
    """Applications, projects, money and results under one agreement."""
    counts = partnership(session(), visitor(), agreement)
    return page("office/partnership.html", agreement=agreement, counts=counts, rate=rate, tones=TONES)


@desk.page("/agreements/<uuid:id>/figures.<kind>", AGREEMENT, "agreement.any.read_figures")
def agreement_table(agreement: Agreement, kind: str) -> Response:
    """The same as a file."""
    taken = table.table(partnership(session(), visitor(), agreement))
    return sent(taken, f"agreement-{agreement.valid_from}", kind)
