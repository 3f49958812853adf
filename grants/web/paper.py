"""What every page is given to write with: the reader's language, their navigation, who they are."""

from typing import Any

from flask import Flask, render_template, request, url_for
from markupsafe import Markup

from grants import clock
from grants.rules import relations as are
from grants.rules.answers import sides_asked
from grants.rules.roles import Role
from grants.web.budgets import table_of
from grants.web.reader import reader, visitor
from grants.words import NAMES, Sentence, say


def page(template: str, **values: Any) -> str:
    """Write a page."""
    return render_template(template, **values)


def navigation(by: Any) -> list[tuple[str, str, bool]]:
    """The reader's main ways: what their roles give them, and nothing else."""
    ways: list[tuple[Sentence, str]] = [(say("Calls"), "public.calls")]
    if by.id is not None:
        ways.append((say("My applications"), "applicant.home"))
    if are.holds(by, Role.REVIEWER):
        ways.append((say("My reviews"), "reviewer.home"))
    if are.holds(by, Role.CHAIR):
        ways.append((say("Panel"), "reviewer.panels"))
    if are.is_officer(by) or are.holds(by, Role.AUDITOR):
        ways.append((say("Office"), "office.home"))
    if are.is_administrator(by):
        ways.append((say("Administration"), "admin.home"))
    ways.append((say("Funded projects"), "public.register"))
    addresses = [(reader().say(label), url_for(endpoint)) for label, endpoint in ways]
    here = max((to for _, to in addresses if request.path.startswith(to)), key=len, default="")
    return [(label, to, to == here) for label, to in addresses]


def who(by: Any) -> dict[str, Any] | None:
    """The signed-in person's name and first role, for the head of the page."""
    if by.id is None:
        return None
    roles = [held.role for held in by.appointments if held.until is None or held.until > clock.now()]
    first = next((role for role in Role if role in roles), None)
    return {"name": by.name_in(reader().code), "role": first.label if first else say("Researcher")}


def worded(text: str, **values: Any) -> Markup:
    """A template's sentence in the reader's language; what fills its blanks is escaped, the catalogue's own is not."""
    return Markup(reader().gettext(text)) % values  # noqa: S704 - ours, from the catalogue


def counted(one: str, many: str, num: int, **values: Any) -> Markup:
    """A template's sentence for a count."""
    return Markup(reader().ngettext(one, many, num)) % {"num": num, **values}  # noqa: S704 - ours, from the catalogue


def equip(app: Flask) -> None:
    """Give templates their words."""
    app.jinja_env.trim_blocks = app.jinja_env.lstrip_blocks = True
    app.jinja_env.globals |= {"_": worded, "ngettext": counted, "sides_asked": sides_asked, "budget_of": table_of}

    @app.context_processor
    def words() -> dict[str, Any]:
        by = visitor()
        return {
            "lang": reader(), "languages": list(NAMES.items()), "nav": navigation(by), "who": who(by), "visitor": by,
            "at": clock.now(), "demonstration": app.config["SETTINGS"].demonstration, "say": say,
        }  # fmt: skip
