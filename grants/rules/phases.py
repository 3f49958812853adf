"""A round of review as one object of explicit switches, and the rounds that are ready to be chosen."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any, Literal

from grants.words import Sentence, say

READS: dict[str, Sentence] = {
    "all": say("Reviewers of every side read every application"),
    "own_side": say("Reviewers read only what is led from their own side"),
}
OTHERS: dict[str, Sentence] = {
    "never": say("Reviewers never see each other's reviews"),
    "after_own": say("Reviewers see the others' reviews when their own is in"),
    "always": say("Reviewers see the others' reviews at any time"),
}
DECIDES: dict[str, Sentence] = {
    "panel": say("The panel ranks and recommends in this round"),
    "offices": say("No panel: the offices decide on the reviews"),
    "nobody": say("Nothing is ranked in this round"),
}
BLIND: dict[str, Sentence] = {
    "single": say("Reviewers know the names of applicants, not the other way round"),
    "double": say(
        "Neither knows the other's names: reviewers get each application without its people and without the files "
        "handed in with it, and applicants name neither themselves nor their universities in the title and the text",
    ),
}
TOLD: dict[str, Sentence] = {
    "nothing": say("Applicants are told the outcome only"),
    "comments": say("Applicants are told the outcome with the reviewers' comments for them, without scores."),
    "comments_and_scores": say(
        "Applicants are told the outcome with the reviewers' comments for them and their average score.",
    ),
    "comments_and_quarter": say(
        "Applicants are told the outcome with the reviewers' comments for them and, where eight or more are ranked, "
        "the quarter of the ranking that their application stands in.",
    ),
}
MOST_BID_DAYS = 60
Told = Literal["nothing", "comments", "comments_and_scores", "comments_and_quarter"]


@dataclass(frozen=True, kw_only=True)
class Switches:
    """What a round allows and asks.

    `bid_days` are the days after the deadline on which the pool may say what it would like to judge (none: not asked);
    `criteria` are what it asks (none: all of the call), `counts` those that make the total (none: all it asks);
    `guide` is the suggested share of each mark in per cent, the best mark first; `border` the zone of planned awards,
    in per cent, whose applications alone come into this round.
    """

    reads: Literal["all", "own_side"] = "all"
    reviews_per_side: int = 1
    least: int | None = None
    blind: Literal["single", "double"] = "single"
    others: Literal["never", "after_own", "always"] = "after_own"
    decides: Literal["panel", "offices", "nobody"] = "panel"
    told: Told = "comments"
    discussed: bool = True
    bid_days: int | None = None
    criteria: tuple[str, ...] = ()
    counts: tuple[str, ...] = ()
    guide: tuple[int, ...] = ()
    border: tuple[int, ...] = ()


@dataclass(frozen=True)
class Preset:
    """Rounds ready to be chosen: a name, and each round with its label."""

    label: Sentence
    rounds: tuple[tuple[str, Sentence, Switches], ...]


REVIEW = say("Review")
PRESETS = {
    "home_reviewers": Preset(
        say("Reviewers of every side, each alone; the offices decide"),
        (("review", REVIEW, Switches(others="never", decides="offices", discussed=False)),),
    ),
    "joint_panel": Preset(
        say("Reviewers of every side, then one joint panel"), (("review", REVIEW, Switches()),),
    ),
    "nih": Preset(
        say("Submit, read and edit, final scores of all members"),
        (
            ("submit", say("Submit"), Switches(others="never", decides="nobody", discussed=False)),
            ("read", say("Read and edit"), Switches(decides="nobody")),
            ("final", say("Final scores"), Switches(others="always")),
        ),
    ),
    "kakenhi": Preset(
        say("Elements and one overall mark; a second look at the border zone"),
        (
            (
                "first", say("First review"),
                Switches(others="never", decides="nobody", discussed=False, guide=(10, 20, 40, 20, 10)),
            ),
            ("second", say("Second look"), Switches(others="always", border=(80, 120))),
        ),
    ),
}  # fmt: skip


def asked_in(call: Any) -> list[Any]:
    """The criteria that the present round of a call asks."""
    wanted = call.review_round.criteria
    return [one for one in call.criteria if not wanted or one.code in wanted]


def counting_in(call: Any) -> list[Any]:
    """The criteria that make the total in the present round: those it names, else all it asks."""
    wanted = call.review_round.counts
    return [one for one in call.criteria if one.code in wanted] if wanted else asked_in(call)


def told_in(call: Any) -> str:
    """What applicants are told besides the outcome: as the last round of the call says."""
    told: str = call.review_rounds[-1].told
    return told


def is_blind(call: Any) -> bool:
    """Whether applicants write without naming themselves: some round keeps from its reviewers who applies."""
    return any(one.blind == "double" for one in call.review_rounds)


def shows_others(application: Any, *, own_is_in: bool) -> bool:
    """Whether somebody who judges an application may see what the others wrote."""
    others = application.call.review_round.others
    return others == "always" or (others == "after_own" and own_is_in)


def is_in_round(_by: Any, review: Any, _at: Any) -> Sentence | None:
    """Guard: only what came into the present round is looked at again."""
    if review.at_round == review.application.call.at_round:
        return None
    return say("This application is not looked at again in the present round.")


def another_round(_by: Any, call: Any, _at: Any) -> Sentence | None:
    """Guard: there is a round after this one, and it can be told what comes into it."""
    following = next_round_of(call)
    if following is None:
        return say("This is the last round of review.")
    if following.border and not call.max_awards:
        return say("Say first how many awards are planned: the border zone is counted from them.")
    return None


def next_round_of(call: Any) -> Any:
    """The round after the present one, if there is one."""
    return next((one for one in call.review_rounds if one.position == call.at_round + 1), None)


def opens_reviews(call: Any) -> bool:
    """Whether reviewers see more of each other's reviews in the next round than they do in this one."""
    following, sees = next_round_of(call), list(OTHERS)
    return following is not None and sees.index(following.others) > sees.index(call.review_round.others)


def in_border(places: dict[int, int], planned: int, zone: Sequence[int]) -> set[int]:
    """The applications whose place lies in a zone of the planned awards: of 10 awards and 80 to 120 %, places 8 to 12.

    Equals share a place; they come in together.
    """
    low, high = (planned * share for share in zone)
    return {number for number, place in places.items() if low <= 100 * place <= high}


def guided_in(call: Any) -> Any:
    """The criterion whose marks are to be shared out as the round suggests: what counts, else the last it asks."""
    return counting_in(call)[-1] if call.review_round.guide else None


def shared_out(marks: Iterable[int | None], scale: Sequence[int], guide: Sequence[int]) -> list[tuple[int, int, int]]:
    """How many of a pile have each mark, and how many would by the suggested shares; the best mark first."""
    given = [mark for mark in marks if mark is not None]
    asked = [*guide, *[0] * len(scale)]
    return [
        (mark, given.count(mark), round(len(given) * share / 100))
        for mark, share in zip(sorted(scale, reverse=True), asked, strict=False)
    ]
