"""Walked: what the walk down a ranking or a draw over the pots came to for one application, in a sentence."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from grants.money import Money
from grants.rules.allotment import Reason
from grants.rules.decisions import Recommendation
from grants.rules.funding import Joint, JointResult, ReasonClass, SideVerdict, unanimous
from grants.rules.sentences import joined, listed
from grants.words import Sentence, say

Texts = Mapping[str, str]
BELOW_BAR = "below_bar"
RESULTS = {
    Reason.FUNDED: JointResult.APPROVED,
    Reason.IN_PART: JointResult.CONDITIONAL,
    Reason.POT_EXHAUSTED: JointResult.RESERVE,
    Reason.QUOTA: JointResult.RESERVE,
    Reason.BELOW_STOP: JointResult.RESERVE,
    BELOW_BAR: JointResult.DECLINED,
}
ADVICE = {
    JointResult.APPROVED: Recommendation.FUND,
    JointResult.CONDITIONAL: Recommendation.FUND,
    JointResult.RESERVE: Recommendation.RESERVE,
    JointResult.DECLINED: Recommendation.REJECT,
}


@dataclass(frozen=True)
class Walked:
    """One application's line of the walk: its place in it, why, whose pots are short, whose gaps are filled."""

    place: int
    reason: str
    short: tuple[Texts, ...] = ()
    filled: tuple[Texts, ...] = ()
    granted: tuple[tuple[str, Money], ...] = ()

    @property
    def result(self) -> JointResult:
        """What the walk makes of it."""
        return RESULTS[self.reason]

    @property
    def advice(self) -> Recommendation:
        """The same, as a panel would say it."""
        return ADVICE[self.result]

    @property
    def told(self) -> Sentence:
        """Why, in one sentence; it tells no place, as a reader may not know of all that are ranked."""
        if self.reason == Reason.FUNDED and self.filled:
            return say("The pots hold what it asks for; the shared pot fills the gap of %(parties)s.",
                       parties=listed(list(self.filled)))  # fmt: skip
        if self.reason in SHORT:
            return say(SHORT[self.reason].text, parties=listed(list(self.short)))
        return PLAIN[self.reason]


PLAIN: Mapping[str, Sentence] = {
    Reason.FUNDED: say("The pots hold what it asks for."),
    Reason.QUOTA: say("Funding it would break a term of the call on who is funded."),
    Reason.BELOW_STOP: say("The walk down the ranking stopped above it, where the money no longer reached."),
    BELOW_BAR: say("Its mean score does not reach the bar of the call."),
}
SHORT: Mapping[str, Sentence] = {
    Reason.IN_PART: say("A part of what it asks for is offered, as the pot of %(parties)s holds no more."),
    Reason.POT_EXHAUSTED: say("The pot of %(parties)s does not hold what it asks for."),
}
NOT_WALKED = say("The pots have not been walked yet: the ranking is frozen first.")


def by_walk(parts: Sequence[SideVerdict], advice: Recommendation | None, walked: Walked | None) -> Joint:
    """What follows by a policy that walks: the walk, or the panel's reasoned departure, then the sides' word."""
    if walked is None:
        return Joint(None, NOT_WALKED)
    departs = advice is not None and advice is not walked.advice
    told = joined([walked.told, departure(advice)]) if departs and advice else walked.told
    result = OF_PANEL[advice] if departs and advice else walked.result
    if result is JointResult.DECLINED:
        return Joint(result, told, ReasonClass.QUALITY)
    if result is JointResult.RESERVE:
        return Joint(result, told)
    sides = unanimous(parts)
    return Joint(sides.result, joined([told, sides.explanation]), sides.reason)


OF_PANEL = {
    Recommendation.FUND: JointResult.APPROVED,
    Recommendation.RESERVE: JointResult.RESERVE,
    Recommendation.REJECT: JointResult.DECLINED,
}


def reason_impossible(answer: Mapping[str, Any]) -> Sentence:
    """Why a walk gives no answer: a tie that decides, or terms that nothing meets."""
    if answer["because"] == "tie":
        return say("%(count)s share place %(place)s, and which of them comes first decides who is funded: %(names)s. "
                   "Lots are drawn among them, or the panel breaks the tie before it freezes its ranking.",
                   count=len(answer["names"]), place=answer["place"], names=", ".join(answer["names"]))  # fmt: skip
    return say("No choice of projects meets all terms of the call with the money there is.")


def departure(advice: Recommendation) -> Sentence:
    """That the panel departs from the walk; its reason stands beside it."""
    return say("The panel departs from it, with its reason: %(advice)s.", advice=advice.label)
