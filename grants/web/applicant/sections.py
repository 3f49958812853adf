"""Writing: a section of the shared text, saved as it is written; a save never demands completeness."""

from flask import redirect, request, url_for
from flask.typing import ResponseReturnValue
from werkzeug.exceptions import NotFound

from grants import clock
from grants.applications import actions
from grants.applications.model import Application
from grants.rules.applications import WRITE
from grants.rules.relations import side_written_by
from grants.web.answering import AskedHere, echoes_of, may_write, places_of, stored, typed
from grants.web.applicant.applications import OWN
from grants.web.applicant.desk import desk
from grants.web.applicant.reading import text_alone
from grants.web.desk import Door
from grants.web.eligibility import beside_fields, rule_echoes
from grants.web.forms import built
from grants.web.forms.shape import Sheet
from grants.web.paper import page
from grants.web.reader import visitor
from grants.web.sections import answers_shown, asked_in, sections_of
from grants.web.writing import Outcome, Place, autosaved, changed, save, show, versions

TEXT = Door(Application, "own application", text_alone)


@desk.page("/applications/<uuid:id>/sections/<section>", OWN, "application.draft.read", "application.draft.edit",
           post=True)  # fmt: skip
def section(application: Application, section: str) -> ResponseReturnValue:
    """One section of the form, to write or to read."""
    sections = sections_of(application)
    if section not in sections:
        raise NotFound
    asked = asked_in(sections[section], application)
    places = places_in(application, asked)
    form, outcome = built.build(asked, application.call.themes, stored(application, asked)), Outcome()
    if request.method == "POST":
        outcome = save(places)
        if outcome.is_clean:
            return redirect(way_on(application, section), 303)
        form = built.build(asked, application.call.themes, typed(asked, stored(application, asked)))
        show(form, outcome)
    codes = list(sections)
    return page(
        "applicant/section.html", application=application, form=form, asked=asked, section=section,
        label=sections[section][0].section_label, versions=versions(places), token=Sheet(),
        place=(codes.index(section) + 1, len(codes)), writable=writable(application, asked, outcome),
        rules_at=beside_fields(application, visitor(), codes_of(asked)),
        echoes=echoes_of(application, asked), shown=answers_shown(application, application.call),
    ), 422 if form.errors else 200  # fmt: skip


@desk.deed("/applications/<uuid:id>/sections/<section>/autosave", TEXT, "application.draft.edit")
def autosave(application: Application, section: str) -> ResponseReturnValue:
    """Save what was just typed, and say so; what could not be kept is said beside its field."""
    sections = sections_of(application)
    if section not in sections:
        raise NotFound
    asked = asked_in(sections[section], application)
    places, at = places_in(application, asked), clock.now()
    outcome = save(places, changed())
    echoes = echoes_of(application, asked) | rule_echoes(application, visitor(), codes_of(asked))
    return autosaved(places, outcome, at, echoes)


def places_in(application: Application, asked: AskedHere) -> list[Place]:
    """What this visitor writes in a section, answer by answer."""
    by, at = visitor(), clock.now()
    mine = side_written_by(by, application)
    return places_of(
        application, asked, mine, lambda one: actions.write(application, [one], by, at), application.call.themes,
    )  # fmt: skip


def codes_of(asked: AskedHere) -> set[str]:
    """The names of the questions of a section."""
    return {question.code for question, _ in asked}


def writable(application: Application, asked: AskedHere, outcome: Outcome) -> dict[str, bool]:
    """Which fields this visitor may write now; what was refused, be it too late, is shown as it was typed."""
    by = visitor()
    is_open = WRITE.is_open_to(by, application, clock.now()) or not outcome.is_clean
    return may_write(asked, side_written_by(by, application), is_open=is_open)


def way_on(application: Application, section: str) -> str:
    """Save and continue leads to the next section, then back to the task list; another row is asked for right here."""
    codes, then = list(sections_of(application)), request.form.get("then", "")
    if then.startswith("more:"):
        return url_for("applicant.section", id=application.id, section=section, _anchor=then.removeprefix("more:"))
    after = codes.index(section) + 1
    if then == "list" or after == len(codes):
        return url_for("applicant.application", id=application.id)
    return url_for("applicant.section", id=application.id, section=codes[after])
