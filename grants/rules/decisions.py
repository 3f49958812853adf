"""How a call is decided: the panel ranks and recommends, each side decides for itself, the joint result follows."""

from collections.abc import Iterable
from datetime import datetime
from enum import StrEnum
from typing import Any

from grants.rules.calls import CallState, is_open, let_in
from grants.rules.relations import is_chair_of_call, is_officer_of_call, is_second_officer
from grants.rules.workflow import Step, Workflow, states
from grants.words import Sentence, say


class Recommendation(StrEnum):
    """What the panel advises."""

    FUND = "fund"
    RESERVE = "reserve"
    REJECT = "reject"

    @property
    def label(self) -> Sentence:
        """The advice in words."""
        return RECOMMENDATION_LABELS[self]


RECOMMENDATION_LABELS = {
    Recommendation.FUND: say("Fund"),
    Recommendation.RESERVE: say("Reserve list"),
    Recommendation.REJECT: say("Do not fund"),
}


class RankingState(StrEnum):
    """Whether the panel is still at work."""

    DRAFT = "draft"
    LOCKED = "locked"

    @property
    def label(self) -> Sentence:
        """The state's name for people."""
        return RANKING_LABELS[self]


RANKING_LABELS = {RankingState.DRAFT: say("In discussion"), RankingState.LOCKED: say("Frozen")}


def chairs(by: Any, ranking: Any) -> bool:
    """The chair of the ranking's call."""
    return is_chair_of_call(by, ranking.call)


def reason_panel_rests(call: Any, at: datetime) -> Sentence | None:
    """Why the panel cannot work now: applicants still write, or the decisions are on their way out."""
    if is_open(call, at):
        return say("The call is still open; the panel begins when it has closed.")
    if call.state in {CallState.PUBLISHED, CallState.CLOSED}:
        return None
    return say("The release of the decisions has been proposed; the ranking no longer changes.")


def panel_is_at_work(_by: Any, ranking: Any, at: datetime) -> Sentence | None:
    """Guard: the panel works between the close of the call and the release."""
    return reason_panel_rests(ranking.call, at)


def nobody_comes_in(_by: Any, ranking: Any, at: datetime) -> Sentence | None:
    """Guard: a ranking is not frozen while somebody is let in late."""
    if not let_in(ranking.call, at):
        return None
    return say("An application was let in late and its time is not over yet.")


def everything_advised(_by: Any, ranking: Any, _at: datetime) -> Sentence | None:
    """Guard: a ranking is frozen whole, with a recommendation for every application."""
    if ranking.unadvised == 0:
        return None
    return say("%(count)s applications have no recommendation yet.", count=ranking.unadvised)


def everything_heard(_by: Any, ranking: Any, _at: datetime) -> Sentence | None:
    """Guard: no mean of fewer reviews than were asked for is ranked in silence; the chair lets it stand, or nobody."""
    if ranking.unheard == 0:
        return None
    return say(
        "%(count)s applications have fewer reviews than the round asks for. Have somebody else asked, or let them "
        "stand with the reviews that are in, and say why.", count=ranking.unheard,
    )  # fmt: skip


def handles(by: Any, ranking: Any) -> bool:
    """The officers of the ranking's call."""
    return is_officer_of_call(by, ranking.call)


def is_second(by: Any, ranking: Any) -> bool:
    """The officer who answers what an officer of another side proposed about the ranking."""
    return is_second_officer(by, ranking.call, ranking)


def nothing_is_drawn(_by: Any, ranking: Any, _at: datetime) -> Sentence | None:
    """Guard: lots are drawn from a ranking once; it stays as it was then."""
    if not ranking.has_lots:
        return None
    return say("Lots are drawn from this ranking; it stays as it is.")


def opening_is_proposed(_by: Any, ranking: Any, _at: datetime) -> Sentence | None:
    """Guard: somebody proposed it first."""
    return None if ranking.proposed_by_id else say("An officer of another side proposes it first.")


ORDER = Step("order", states(RankingState.DRAFT), None, chairs, say("Save order"), (panel_is_at_work,))
MEET = Step(
    "attend", states(RankingState.DRAFT), None, chairs, say("Record who is at the meeting"), (panel_is_at_work,),
)  # fmt: skip
WAIVE = Step(
    "waive_reviews", states(RankingState.DRAFT), None, chairs, say("Let stand with the reviews that are in"),
    (panel_is_at_work,),
)  # fmt: skip
LOCK = Step(
    "lock_ranking", states(RankingState.DRAFT), RankingState.LOCKED, chairs, say("Freeze the ranking"),
    (panel_is_at_work, everything_advised, nobody_comes_in, everything_heard), danger=True,
)  # fmt: skip
PROPOSE_OPENING = Step(
    "propose_opening", states(RankingState.LOCKED), None, handles, say("Propose to open the ranking again"),
    (panel_is_at_work, nothing_is_drawn), danger=True,
)  # fmt: skip
OPEN_AGAIN = Step(
    "open_again", states(RankingState.LOCKED), RankingState.DRAFT, is_second, say("Open the ranking again"),
    (opening_is_proposed, panel_is_at_work, nothing_is_drawn), danger=True,
)  # fmt: skip
RANKING = Workflow("ranking", RankingState, (ORDER, MEET, WAIVE, LOCK, PROPOSE_OPENING, OPEN_AGAIN))


def reason_against_advice(call: Any, reason: str) -> Sentence | None:
    """Why this cannot be advised as it stands: the panel departs from a walk with a reason."""
    if not call.walks or reason.strip():
        return None
    return say("In this call the ranking and the pots decide. Where the panel departs from them it gives the reason.")


def reason_too_many(call: Any, themes: Iterable[str]) -> Sentence | None:
    """Why these many cannot all be funded: the call names a greatest number, or one for each theme."""
    funded = list(themes)
    if call.max_awards is not None and len(funded) > call.max_awards:
        return say("This call funds at most %(most)s projects; %(count)s are too many.",
                   most=call.max_awards, count=len(funded))  # fmt: skip
    twice = next((theme for theme in funded if funded.count(theme) > 1), None) if call.one_per_theme else None
    if twice is None:
        return None
    label = next((theme.label for theme in call.themes if theme.code == twice), {"en": twice})
    return say("This call funds one project in each theme, and there is already one in “%(theme)s”.", theme=label)
