"""The shape of what reviewers send: marks on each criterion's own scale, comments, answers to being asked."""

import unicodedata
from collections.abc import Iterable
from typing import Any

from flask_wtf.file import FileField

from grants.calls.model import Criterion
from grants.reviews.queries import BidLine, scale
from grants.rules.bids import Liking
from grants.rules.reviews import EXPERTISE, field_of
from grants.web.forms.shape import Sheet, choose, kept, line, optional, text, tick, whole
from grants.words import say

LONGEST = 10_000


def tidy_choice(value: str | None) -> str | None:
    """A choice as meant: full-width digits are digits; nothing chosen is nothing."""
    return unicodedata.normalize("NFKC", value).strip()[:20] or None if value else None


class ReviewForm(Sheet):
    """A review: its criteria are added for each call."""

    expertise = choose(
        say("How well do you know this field?"), [(str(level), words) for level, words in EXPERTISE.items()],
        needed=False, radio=True, filters=[tidy_choice],
    )  # fmt: skip
    for_applicants = text(
        say("For the applicants"), LONGEST, needed=False,
        description=say("They read this after the decision, without your name: what is strong, what could be better."),
    )  # fmt: skip
    name_is_meant = tick(say("The name is meant to stand there"))
    for_panel = text(
        say("For the panel only"), LONGEST, needed=False, description=say("The applicants never see this."),
    )  # fmt: skip
    scratchpad = text(
        say("Your own notes"), LONGEST, needed=False, description=say("Nobody but you reads these."),
    )  # fmt: skip
    version = kept(most=20)


class RescoreForm(Sheet):
    """Other marks after the discussion: its criteria are added for each call."""

    reason = text(say("Why your marks change"), 1000, needed=False)


def review_form(criteria: Iterable[Criterion]) -> type[ReviewForm]:
    """The review form of one call: a labelled scale for each criterion."""
    return type("CallReviewForm", (ReviewForm,), scales(criteria))


def rescore_form(criteria: Iterable[Criterion]) -> type[RescoreForm]:
    """The same scales with a reason."""
    return type("CallRescoreForm", (RescoreForm,), scales(criteria))


def scales(criteria: Iterable[Criterion]) -> dict[str, Any]:
    """A labelled scale for each criterion."""
    return {
        field_of(criterion): choose(
            criterion.label, marks(criterion), needed=False, radio=True, filters=[tidy_choice],
            description=criterion.hint,
        )
        for criterion in criteria
    }  # fmt: skip


def bid_form(lines: Iterable[BidLine]) -> Sheet:
    """A choice for each application one may bid on, as it stands or as it was sent."""
    answers = [("", "–"), *((one.value, one.label) for one in Liking)]
    fields = {
        line.field: choose(say("Would you judge it?"), answers, needed=False, default=line.liking or "")
        for line in lines if line.found is None
    }  # fmt: skip
    kind: type[Sheet] = type("BidForm", (Sheet,), fields)
    return kind()


def marks(criterion: Criterion) -> list[tuple[str, dict[str, str]]]:
    """Every mark of a criterion in words: 5 Excellent."""
    return [(str(mark), worded(mark, label)) for mark, label in scale(criterion)]


def worded(mark: int, label: Any) -> dict[str, str]:
    """A mark with what it means, in every language the call says it in."""
    return {code: f"{mark} {words}" for code, words in label.items()} or {"en": str(mark)}


class ConflictForm(Sheet):
    """A conflict one declares."""

    reason = text(
        say("What connects you with the applicants or the project"), 1000, needed=False,
        description=say("One sentence is enough. Officers and the chair read it."),
    )  # fmt: skip


class OwnConflictForm(ConflictForm):
    """A conflict one declares by the application's number, before or after being asked."""

    number = whole(say("Number of the application, the digits at its end"), low=1, high=999_999)


class DeclineForm(Sheet):
    """Why one will not review."""

    reason = text(say("Reason"), 1000, needed=False, description=say("The officers read it."))
    suggestion = line(say("Somebody to ask instead"), 500, needed=False)


class AnswerForm(DeclineForm):
    """The answer given by a mailed link."""


class RemarkForm(Sheet):
    """What one says to the panel."""

    text = text(say("To the panel"), 4000)


class OfflineForm(Sheet):
    """What a reviewer brings back: the file, or its text."""

    file = FileField(say("The file you filled in"), [optional()], description=say("Text or spreadsheet (XLSX)."))
    text = text(say("Or its text"), 2_000_000, needed=False)
