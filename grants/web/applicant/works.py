"""Telling more at once: a DOI that fills in the rest, or a whole list."""

from collections.abc import Iterable

from flask import flash, redirect, request, url_for
from flask.typing import ResponseReturnValue

from grants import clock
from grants.reports import actions, pasting
from grants.reports.model import Report
from grants.reports.queries import kinds_of
from grants.reports.queries.works import sides_named
from grants.rules.outcomes import read_doi
from grants.rules.refusal import Refused
from grants.rules.reports import TELL, OutcomeKind
from grants.rules.works import Author, is_joint
from grants.web import registries
from grants.web.applicant.desk import desk
from grants.web.applicant.outcomes import listed, shown, sides_of
from grants.web.applicant.reports import OWN
from grants.web.forms.report import PasteForm, outcome_form
from grants.web.paper import page
from grants.web.reader import reader, visitor
from grants.web.transaction import attempt
from grants.words import say

UNREACHED = say("The registry of DOIs cannot be reached now. Fill it in by hand, or try again later.")
UNKNOWN = say("No registry knows this DOI. Look whether it is typed right, or fill it in by hand.")


@desk.page("/reports/<uuid:id>/outcomes/look-up", OWN, "outcome.private.read")
def look_up_outcome(report: Report) -> ResponseReturnValue:
    """Ask the registries what a DOI stands for, and show it filled in; nothing is kept before it is saved."""
    try:
        work = registries.look_up(read_doi(request.args.get("doi", "")))
    except Refused as why:
        return listed(report, why.reason)
    except registries.Unanswered:
        return listed(report, UNREACHED)
    if work is None:
        return listed(report, UNKNOWN)
    asked = kinds_of(report.award.application.call)
    kind = work.kind if work.kind in asked else asked[0]
    form = outcome_form(kind, sides_of(report), **work.facts(), joint=joint_in(report, work.authors))
    return shown(report, kind, form, authors=work.authors)


def joint_in(report: Report, authors: Iterable[Author]) -> bool:
    """Whether authors of both sides made it, as far as their places tell."""
    return bool(is_joint(authors, sides_named(report.award)))


@desk.page("/reports/<uuid:id>/outcomes/paste", OWN, "outcome.private.edit", post=True)
def paste_outcomes(report: Report) -> ResponseReturnValue:
    """Tell a whole list at once: BibTeX, RIS, ORCID, or one thing a line."""
    form = PasteForm()
    form.kind.choices = [(kind.value, kind.label) for kind in kinds_of(report.award.application.call)]
    became = None
    if form.validate_on_submit():
        with attempt(form) as it:
            works = pasting.read(form.pasted.data, OutcomeKind(form.kind.data))
            became = actions.paste(report, works, visitor(), clock.now())
        if not it.refused and became is not None and not became.refused:
            said = say("Added: %(added)s. Already told: %(known)s.", added=became.added, known=became.known)
            flash(reader().say(said), "good")
            return redirect(url_for("applicant.report_outcomes", id=report.id), 303)
    return page(
        "applicant/report_paste.html", report=report, application=report.award.application, form=form, became=became,
        writable=TELL.is_open_to(visitor(), report, clock.now()),
    ), 422 if form.errors else 200  # fmt: skip
