"""Walked: what the walk down a ranking or a draw over the pots came to for one application, in a sentence."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

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
        """Why, in one sentence."""
        if self.reason == Reason.FUNDED and self.filled:
            return say("Place %(place)s of the walk: the pots hold what it asks for, the shared pot fills the gap of "
                       "%(parties)s.", place=self.place, parties=listed(list(self.filled)))  # fmt: skip
        if self.reason in SHORT:
            return say(SHORT[self.reason].text, place=self.place, parties=listed(list(self.short)))
        return say(PLAIN[self.reason].text, place=self.place)


PLAIN: Mapping[str, Sentence] = {
    Reason.FUNDED: say("Place %(place)s of the walk: the pots hold what it asks for."),
    Reason.QUOTA: say("Place %(place)s of the walk: funding it would break a term of the call on who is funded."),
    Reason.BELOW_STOP: say("Place %(place)s of the walk: it stopped above, where the money no longer reached."),
    BELOW_BAR: say("Its mean score does not reach the bar of the call."),
}
SHORT: Mapping[str, Sentence] = {
    Reason.IN_PART: say("Place %(place)s of the walk: a part of what it asks for, as the pot of %(parties)s holds no "
                        "more."),
    Reason.POT_EXHAUSTED: say("Place %(place)s of the walk: the pot of %(parties)s does not hold what it asks for."),
}  # fmt: skip
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


def departure(advice: Recommendation) -> Sentence:
    """That the panel departs from the walk; its reason stands beside it."""
    return say("The panel departs from it, with its reason: %(advice)s.", advice=advice.label)
