"""The shape of what the chair, the officers and the investigators send about decisions and awards."""

import uuid
from collections.abc import Iterable

from grants.rules.decisions import Recommendation
from grants.rules.funding import ReasonClass, Verdict
from grants.web.forms.shape import Sheet, choose, email, line, text, whole
from grants.words import say

ADVICE = [("", say("Choose")), *((each.value, each.label) for each in Recommendation)]
CLASSES = [("", say("As the decision says")), *((each.value, each.label) for each in ReasonClass)]
VERDICTS = [("", say("Choose")), *((each.value, each.label) for each in Verdict)]


class PanelForm(Sheet):
    """What the panel does with one application or several: recommend, or move."""

    reason = line(say("Reason"), 1000, needed=False)
    recommendation = choose(say("Recommendation"), ADVICE, needed=False)
    place = whole(say("To place"), low=1, needed=False)


class OpeningForm(Sheet):
    """Why a frozen ranking is to be opened again."""

    reason = text(
        say("Why it is to be opened again"), 1000, description=say("Chair and officers read it: name no application."),
    )  # fmt: skip


class MinuteForm(Sheet):
    """What the minutes say of one application."""

    presenter = line(say("Presents"), 40, needed=False)
    said = text(say("For the minutes"), 4000, needed=False)


class AdviceForm(Sheet):
    """What the panel recommends about one application."""

    recommendation = choose(say("Recommendation"), ADVICE[1:], radio=True)
    reason = text(say("Reason"), 2000, needed=False)


class LinesForm(Sheet):
    """Where the panel draws its two lines."""

    fund = whole(say("Recommend to fund: the first"), high=10_000)
    reserve = whole(say("Then on the reserve list: the next"), high=10_000)


class DecideForm(Sheet):
    """What one side decides about one application or several."""

    side = choose(say("For"), [], needed=False)
    verdict = choose(say("Decision"), VERDICTS, needed=False)
    amount = line(say("Amount"), 60, needed=False)
    reason_class = choose(say("Class of the reason"), CLASSES, needed=False)
    reason = line(say("Reason"), 2000, needed=False)


class CountForm(Sheet):
    """How many applications a release covers, typed in by somebody who has read the list."""

    count = whole(say("Number of applications in the list"))


class AcceptForm(Sheet):
    """Where the money of one side goes."""

    cost_centre = line(say("Cost centre or project code that receives the money"), 60)
    head_name = line(say("Head of department"), 200, needed=False)
    head_email = email(say("E-mail address of the head of department"), needed=False)


class DeclineForm(Sheet):
    """Why a part of an award is declined."""

    reason = text(say("Reason (the other side and both offices will read it)"), 1000)


def keys(chosen: Iterable[str]) -> list[uuid.UUID]:
    """The rows that were ticked; what is no name of a row is left out."""
    found = []
    for one in chosen:
        try:
            found.append(uuid.UUID(one))
        except ValueError:
            continue
    return found
