"""What can speak against a step in an application's life: each the first reason why not now, or nothing."""

from datetime import datetime
from typing import Any

from grants.rules.calls import CallState, is_open_for, is_waited_for, reason_not_open_for
from grants.words import Sentence, say


def call_is_open(_by: Any, application: Any, at: datetime) -> Sentence | None:
    """Guard: written and submitted only until the latest deadline that concerns it, a late grant among them."""
    return reason_not_open_for(application, at)


def call_has_closed(_by: Any, application: Any, at: datetime) -> Sentence | None:
    """Guard: officers and panel begin when the call has closed for everybody, and for one let in late after that."""
    if is_waited_for(application, at):
        return say("The call is still open; applicants may reopen what they sent.")
    return None


def nothing_is_on_its_way_out(_by: Any, application: Any, _at: datetime) -> Sentence | None:
    """Guard: from the proposal of the release on, nothing changes that the decisions rest on."""
    if application.call.state in {CallState.PUBLISHED, CallState.CLOSED}:
        return None
    return say("The release of the decisions has been proposed: nothing they rest on changes now.")


def advice_is_not_frozen(_by: Any, application: Any, _at: datetime) -> Sentence | None:
    """Guard: a frozen ranking stays; what its chair was in conflict with may still be advised by another."""
    ranking, place = application.call.ranking, application.place
    if ranking is None or not ranking.is_locked or place is None or place.recommendation is None:
        return None
    return say("The ranking is frozen; its recommendations no longer change.")


def panel_decides_now(_by: Any, application: Any, _at: datetime) -> Sentence | None:
    """Guard: the panel recommends in the rounds that say so."""
    if application.call.review_round.decides == "panel":
        return None
    return say("The panel does not recommend in the present round of review.")


def no_review_has_begun(_by: Any, application: Any, _at: datetime) -> Sentence | None:
    """Guard: what was judged is what was sent; nothing changes once a reviewer has begun to read."""
    if not any(one.is_accepted or one.review is not None for one in application.assignments):
        return None
    return say("A reviewer has begun to read it: what is judged no longer changes.")


def is_closed_for_it(_by: Any, application: Any, at: datetime) -> Sentence | None:
    """Guard: while there is time its team corrects it without being asked."""
    if not is_open_for(application, at):
        return None
    return say("There is still time: its team can reopen it by itself.")


def nothing_missing(_by: Any, application: Any, _at: datetime) -> Sentence | None:
    """Guard: every required answer is there; the form lists each gap with a link."""
    if application.gap_count == 0:
        return None
    return say("%(count)s things are still missing. Each is listed with a link.", count=application.gap_count)
