"""Funded projects: what anyone may know of them, once the decisions are released; never what was turned down."""

import uuid

from flask import request
from flask.typing import ResponseReturnValue

from grants.reports import queries
from grants.rules.relations import anyone
from grants.web.desk import Hall
from grants.web.forms.report import SearchForm
from grants.web.paper import page
from grants.web.public.desk import desk
from grants.web.transaction import session
from grants.words import say

ANY = ("", say("All"))


@desk.page("/projects", Hall(anyone), "decision.released.list_public_awards")
def register() -> ResponseReturnValue:
    """The register of funded projects: searched, a page at a time."""
    form = SearchForm(request.args, meta={"csrf": False})
    form.programme.choices = [ANY, *((str(key), name) for key, name in queries.programmes(session()))]
    form.year.choices = [ANY, *((str(year), str(year)) for year in queries.years(session()))]
    number = request.args.get("page", 1, type=int)
    search = searched(form, number) if form.validate() else queries.Search(page=number)
    return page("public/projects.html", found=queries.register(session(), search), form=form)


def searched(form: SearchForm, number: int) -> queries.Search:
    """What the form asks for."""
    programme, year = form.programme.data, form.year.data
    return queries.Search(
        form.words.data or "", uuid.UUID(programme) if programme else None, int(year) if year else None, number,
    )  # fmt: skip
