"""Writing: a section of the shared text, saved as it is written; a save never demands completeness."""

from collections.abc import Mapping
from typing import Any

from flask import jsonify, redirect, request, url_for
from flask.typing import ResponseReturnValue
from werkzeug.exceptions import NotFound
from wtforms import Form

from grants import clock
from grants.applications import actions
from grants.applications.actions import Written
from grants.applications.model import Application
from grants.applications.queries import Asked
from grants.rules.applications import WRITE
from grants.rules.refusal import Overtaken, Refused
from grants.rules.relations import side_written_by
from grants.web.applicant.applications import OWN
from grants.web.applicant.desk import desk
from grants.web.forms import built
from grants.web.forms.shape import Sheet
from grants.web.paper import page
from grants.web.reader import reader, visitor
from grants.web.sections import asked_in, sections_of
from grants.web.transaction import begin_again, session
from grants.words import say

AskedHere = list[tuple[Asked, str]]


@desk.page("/applications/<uuid:id>/sections/<section>", OWN, "application.draft.read", "application.draft.edit",
           post=True)  # fmt: skip
def section(application: Application, section: str) -> ResponseReturnValue:
    """One section of the form, to write or to read."""
    sections = sections_of(application)
    if section not in sections:
        raise NotFound
    asked = asked_in(sections[section], application)
    form = built.build(asked, application.call.themes, stored(application, asked))
    if request.method == "POST":
        errors = save(application, asked)
        if not errors:
            return redirect(way_on(application, section), 303)
        form = built.build(asked, application.call.themes, typed(asked))
        show(form, errors)
    codes = list(sections)
    return page(
        "applicant/section.html", application=application, form=form, asked=asked, section=section,
        label=sections[section][0].section_label, versions=versions(application, asked), token=Sheet(),
        place=(codes.index(section) + 1, len(codes)), writable=writable(application, asked),
    ), 422 if form.errors else 200  # fmt: skip


@desk.deed("/applications/<uuid:id>/sections/<section>/autosave", OWN, "application.draft.edit")
def autosave(application: Application, section: str) -> ResponseReturnValue:
    """Save what was just typed, and say so; what could not be kept is said beside its field."""
    sections = sections_of(application)
    if section not in sections:
        raise NotFound
    asked = asked_in(sections[section], application)
    at = clock.now()
    errors = save(application, asked, only=set(request.form.getlist("changed")) or None)
    if "" in errors:
        return jsonify(sentence=errors[""], version=versions(application, asked), errors={}), 422
    theirs = {name: errors.pop(name)[1] for name in [n for n, said in errors.items() if isinstance(said, tuple)]}
    when = reader().clock(at, visitor().zone, seconds=True)
    sentence = reader().say(say("Saved %(when)s", when=when))
    if theirs:
        sentence = reader().say(say("Someone else wrote here meanwhile. Both texts are shown; choose what stays."))
    told = {"saved": not theirs, "sentence": sentence, "version": versions(application, asked), "errors": errors}
    return jsonify(**told, theirs=theirs, echoes={}), 409 if theirs else 200


def save(application: Application, asked: AskedHere, only: set[str] | None = None) -> dict[str, Any]:
    """Save every answer that can be kept; the others come back with their reason, an overtaken one with both texts."""
    by, at, errors = visitor(), clock.now(), {}
    mine, seen = side_written_by(by, application), seen_versions()
    for question, side in asked:
        name = built.name_of(question, side)
        if (only is not None and name not in only) or (side and side not in mine) or question.kind == "file":
            continue
        try:
            actions.write(application, [Written(question.code, raw_of(question, name), side, seen.get(name))], by, at)
        except Overtaken:
            errors[name] = ("overtaken", current_text(application, question, side))
        except Refused as refusal:
            errors[name if refusal.field else ""] = reader().say(refusal.reason)
    session().flush()
    return errors


def raw_of(question: Asked, name: str) -> Any:
    """One answer as it was sent."""
    return request.form.getlist(name) if question.kind == "choices" else request.form.get(name, "")


def typed(asked: AskedHere) -> dict[str, Any]:
    """Everything as it was sent, to be shown again."""
    return {built.name_of(question, side): raw_of(question, built.name_of(question, side)) for question, side in asked}


def stored(application: Application, asked: AskedHere) -> dict[str, Any]:
    """Everything as it is kept, as the form shows it."""
    kept = {(answer.question, answer.side): answer.value for answer in application.answers}
    return {
        built.name_of(question, side): built.written(kept.get((question.code, side)))
        for question, side in asked
    }


def current_text(application: Application, question: Asked, side: str) -> Any:
    """What stands in an answer now."""
    value = next((a.value for a in application.answers if (a.question, a.side) == (question.code, side)), None)
    return built.written(value)


def versions(application: Application, asked: AskedHere) -> str:
    """The version of every answer the page shows; a save quotes them."""
    kept = {(answer.question, answer.side): answer.version for answer in application.answers}
    names = ((built.name_of(question, side), kept.get((question.code, side), 0)) for question, side in asked)
    return " ".join(f"{name}:{version}" for name, version in names)


def seen_versions() -> Mapping[str, int]:
    """The versions the writer was looking at."""
    pairs = (pair.rpartition(":") for pair in request.form.get("version", "")[:20_000].split())
    return {name: int(version) for name, _, version in pairs if version.isascii() and version.isdigit() and len(version) < 15}


def show(form: Form, errors: Mapping[str, Any]) -> None:
    """Put every reason beside its field; an overtaken answer shows the other text as well."""
    begin_again()
    for name, said in errors.items():
        if name not in form:
            form.form_errors.append(said)
            continue
        overtaken = isinstance(said, tuple)
        sentence = say("Someone else wrote here meanwhile: “%(theirs)s”. Yours stands below; save again to keep it.",
                       theirs=said[1]) if overtaken else said  # fmt: skip
        form[name].errors = [sentence]


def writable(application: Application, asked: AskedHere) -> dict[str, bool]:
    """Which fields this visitor may write now."""
    by = visitor()
    is_open = WRITE.is_open_to(by, application, clock.now())
    mine = side_written_by(by, application)
    return {built.name_of(question, side): is_open and (not side or side in mine) for question, side in asked}


def way_on(application: Application, section: str) -> str:
    """Save and continue leads to the next section, then back to the task list."""
    codes = list(sections_of(application))
    after = codes.index(section) + 1
    if request.form.get("then") == "list" or after == len(codes):
        return url_for("applicant.application", id=application.id)
    return url_for("applicant.section", id=application.id, section=codes[after])
