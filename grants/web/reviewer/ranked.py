"""One application before the panel: its PDF, all its reviews with their authors, and what the panel recommends."""

from typing import Any

from flask import flash, redirect, url_for
from flask.typing import ResponseReturnValue

from grants import clock
from grants.applications.model import Application
from grants.applications.queries import standing as checked_by_side
from grants.decisions import actions, queries
from grants.decisions.actions import Advice
from grants.reviews.queries import Rescored, rescored, total_of
from grants.rules.applications import RECOMMEND
from grants.rules.decisions import Recommendation
from grants.rules.eligibility import Result
from grants.rules.naming import names_in
from grants.rules.reviews import EXPERTISE
from grants.web.desk import Door
from grants.web.forms.decision import AdviceForm
from grants.web.paper import page
from grants.web.reader import reader, visitor
from grants.web.reviewer.desk import desk
from grants.web.transaction import attempt, session
from grants.words import say

VERDICT_TONES = {Result.PASS: "good", Result.WAIVED: "good", Result.NEEDS_EVIDENCE: "warn", Result.FAIL: "bad"}


@desk.page("/panels/applications/<uuid:id>", Door(Application, "ranked application"), "ranking.draft.read",
           "ranking.draft.edit", "eligibility.submitted.read", "review_other.submitted.read_text",
           "review_other.submitted.read_scores", "review_private_comment.any.read",
           "review_feedback.before_release.read", "reviewer_identity.any.read", "decision.before_release.read",
           post=True)  # fmt: skip
def panel_application(application: Application) -> ResponseReturnValue:
    """Two panes: the application to read; the reviews, and the panel's recommendation to record."""
    place = queries.place_of(application)
    form = AdviceForm(data={"recommendation": place.recommendation, "reason": place.reason} if place else {})
    if form.validate_on_submit():
        with attempt(form) as it:
            advice = Advice(Recommendation(form.recommendation.data), form.reason.data or "")
            actions.recommend([application], advice, visitor(), clock.now())
        if not it.refused:
            flash(reader().say(say("Recorded: %(advice)s", advice=advice.recommendation.label)), "good")
            return redirect(url_for("reviewer.panel_application", id=application.id), 303)
    return two_panes(application, form), 422 if form.errors else 200


def two_panes(application: Application, form: AdviceForm) -> str:
    """The page, with the application's place in the ranking and its neighbours."""
    by, at, call = visitor(), clock.now(), application.call
    seen = queries.standings(session(), by, call)
    here = next((place for place, one in enumerate(seen) if one.id == application.id), None)
    asked = queries.reviews_of(session(), application)
    judged = [one for one in asked if one.review is not None and one.review.is_in]
    case = next((one for one in queries.cases_of(session(), call) if one.id == application.id), None)
    return page(
        "reviewer/panel_application.html", application=application, call=call, form=form,
        standing=seen[here] if here is not None else None, beside=neighbours(seen, here),
        judged=[(one, total_of(one.review, call.criteria)) for one in judged if one.review is not None],
        again=again_in(application),
        named={one.id: names_in(one.review.for_applicants, [each.reviewer for each in asked])
               for one in judged if one.review is not None},
        waiting=[one for one in asked if one not in judged], levels=EXPERTISE,
        summary=queries.summaries(session(), call, [application.id])[application.id],
        case=case if case is not None and case.is_all_in else None, verdict_tones=VERDICT_TONES,
        checked=checked_by_side(application.findings).values(), writes=RECOMMEND.is_open_to(by, application, at),
    )  # fmt: skip


def again_in(application: Application) -> dict[Any, list[Rescored]]:
    """The marks that were changed after the discussion, by review."""
    found: dict[Any, list[Rescored]] = {}
    for one in rescored(session(), application.call, [application.id]).get(application.id, ()):
        found.setdefault(one.review_id, []).append(one)
    return found


def neighbours(seen: list[queries.Standing], here: int | None) -> dict[str, Any]:
    """Where in the ranking this is, and the pages of the one before and the one after."""
    if here is None:
        return {}
    before, after = seen[here - 1 : here] if here else [], seen[here + 1 : here + 2]
    return {
        "here": here + 1, "of": len(seen),
        "before": url_for("reviewer.panel_application", id=before[0].id) if before else None,
        "after": url_for("reviewer.panel_application", id=after[0].id) if after else None,
    }  # fmt: skip
