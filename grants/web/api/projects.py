"""The public register for anyone's programs."""

from typing import Any

from flask import Response, request, url_for

from grants.exports.table import amount
from grants.reports import queries
from grants.rules.relations import anyone
from grants.web.api.desk import desk, said
from grants.web.desk import Hall
from grants.web.papers import base_url
from grants.web.transaction import session


@desk.page("/projects", Hall(anyone), "decision.released.list_public_awards")
def projects() -> Response:
    """The funded projects, a page at a time, the newest first; ?words= searches them."""
    search = queries.Search(request.args.get("words", ""), page=request.args.get("page", 1, type=int))
    found = queries.register(session(), search)
    return said({
        "page": found.number, "pages": found.pages, "total": found.total, "projects": [told(one) for one in found.rows],
    })  # fmt: skip


def told(project: queries.Funded) -> dict[str, Any]:
    """One project."""
    return {
        "id": str(project.id), "number": project.ref, "title": project.title, "programme": project.programme,
        "starts_on": project.starts_on.isoformat(), "ends_on": project.ends_on.isoformat(),
        "address": base_url() + url_for("public.project", id=project.id),
        "parts": [
            {
                "side": part.side, "investigator": part.name_in("en"), "university": part.place,
                "amount": str(amount(part.granted)), "currency": part.granted.currency,
            }
            for part in project.parts
        ],
    }  # fmt: skip
