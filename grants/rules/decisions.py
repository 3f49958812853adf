"""How a call is decided: the panel ranks and recommends, each side decides for itself, the joint result follows."""

from enum import StrEnum
from typing import Any

from grants.rules.relations import is_chair_of_call
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


ORDER = Step("order", states(RankingState.DRAFT), None, chairs, say("Save order"))
LOCK = Step("lock_ranking", states(RankingState.DRAFT), RankingState.LOCKED, chairs, say("Freeze the ranking"), danger=True)
RANKING = Workflow("ranking", RankingState, (ORDER, LOCK))
