"""The shape of a round of review."""

from typing import Any

from grants.calls.model import Call, ReviewRound
from grants.rules.phases import BLIND, DECIDES, MOST_BID_DAYS, OTHERS, PRESETS, READS, TOLD
from grants.web.forms.checks import wrong
from grants.web.forms.shape import Sheet, choose, choose_many, day, kept, line, offer, tick, whole
from grants.words import say

SHARES = 100


class PresetForm(Sheet):
    """Rounds that are ready."""

    version = kept()
    preset = choose(say("Rounds ready to be chosen"), [(key, one.label) for key, one in PRESETS.items()], radio=True)


def percents(_form: Any, field: Any) -> None:
    """Shares in per cent, divided by commas."""
    parts = shares_in(field.data)
    if (field.data or "").strip() and (parts is None or sum(parts) != SHARES):
        raise wrong(say("Write shares that make 100 together, divided by commas: 10, 20, 40, 20, 10."))


def zone(_form: Any, field: Any) -> None:
    """Two shares in per cent, the smaller first."""
    parts = shares_in(field.data)
    if (field.data or "").strip() and (parts is None or len(parts) != len("ab") or parts[0] > parts[1]):
        raise wrong(say("Write two shares, the smaller first: 80, 120."))


def shares_in(text: str | None) -> tuple[int, ...] | None:
    """Whole numbers divided by commas; none where something else stands there."""
    parts = [part.strip() for part in (text or "").replace("、", ",").split(",") if part.strip()]
    return tuple(map(int, parts)) if all(part.isascii() and part.isdecimal() for part in parts) else None


class NextRoundForm(Sheet):
    """That a round begins; that its new readers are meant, where there are any."""

    readers_are_meant = tick(say("They are meant to read it"))


class RoundForm(Sheet):
    """The switches of one round."""

    version = kept()
    reads = choose(say("Which applications a reviewer judges"), list(READS.items()), radio=True)
    reviews_per_side = whole(say("Reviewers of each side for an application"), low=1, high=9)
    least = whole(say("Reviews of an application, at least"), low=1, high=30, needed=False)
    blind = choose(say("Names"), list(BLIND.items()), radio=True)
    others = choose(say("The others' reviews"), list(OTHERS.items()), radio=True)
    decides = choose(say("Who decides"), list(DECIDES.items()), radio=True)
    told = choose(say("What applicants are told"), list(TOLD.items()), radio=True)
    discussed = tick(say("The panel discusses in writing in this round"))
    bid_days = whole(
        say("Days after the deadline on which reviewers may say what they would like to judge"), low=1,
        high=MOST_BID_DAYS, needed=False,
        description=say("Empty: they are not asked. What they say counts where reviewers are proposed."),
    )  # fmt: skip
    due_on = day(say("Reviews are in by"), needed=False)
    criteria = choose_many(say("What this round asks (nothing ticked: everything)"), [])
    counts = choose_many(say("What makes the total (nothing ticked: everything it asks)"), [])
    guide = line(
        say("Suggested share of each mark, in per cent"), 60, percents, needed=False,
        description=say("The best mark first. Reviewers see it beside what they have given."),
    )  # fmt: skip
    border = line(
        say("Only the border zone comes into this round"), 20, zone, needed=False,
        description=say("From and to, in per cent of the planned awards: 80, 120. Empty: every application."),
    )  # fmt: skip


def round_form(call: Call, one: ReviewRound) -> RoundForm:
    """The form of a round, as it is kept or as it was sent."""
    plain = (
        "reads", "reviews_per_side", "least", "blind", "others", "decides", "told", "discussed", "bid_days", "due_on",
        "criteria", "counts",
    )  # fmt: skip
    form = RoundForm(
        version=call.version, **{name: getattr(one, name) for name in plain},
        guide=", ".join(map(str, one.guide)), border=", ".join(map(str, one.border)),
    )  # fmt: skip
    codes = [(criterion.code, criterion.label) for criterion in call.criteria]
    form.criteria.choices, form.counts.choices = offer(codes), offer(codes)
    return form
