"""The shape of what an office sends about applications, reviewers and assignments."""

from grants.rules.applications import STATE_LABELS, ApplicationState
from grants.rules.assignment import Mode
from grants.rules.findings import RULE_LABELS
from grants.rules.screening import DECIDED
from grants.web.forms.shape import Sheet, choose, choose_many, email, line, text, tick, whole
from grants.words import NAMES, say

LISTED = [
    ("", say("Submitted and standing")),
    ("all", say("All, drafts as well")),
    *((state.value, STATE_LABELS[state]) for state in ApplicationState),
]
LACKING = [
    ("", say("Anything")),
    ("eligibility", say("My side's eligibility check")),
    ("reviewers", say("Reviewers")),
    ("checklist", say("Something of my side's checklist")),
]
ELIGIBLE = [
    ("", say("Anything")),
    ("unchecked", say("Not checked by every side")),
    *((result.value, result.label) for result in DECIDED),
]


class CasesForm(Sheet):
    """What a list of applications is narrowed to."""

    words = line(say("Number, words, person"), 100, needed=False)
    state = choose(say("State"), LISTED, needed=False)
    theme = choose(say("Theme"), [], needed=False)
    side = choose(say("Led from"), [], needed=False)
    lacking = choose(say("Still lacking"), LACKING, needed=False)
    university = choose(say("University"), [], needed=False)
    eligible = choose(say("Eligibility, on some side"), ELIGIBLE, needed=False)
    tag = choose(say("Tag"), [], needed=False)
    noted = tick(say("With notes"))


class VerdictForm(Sheet):
    """One side's verdict on eligibility."""

    side = choose(say("Side"), [])
    result = choose(say("Verdict"), [(result.value, result.label) for result in DECIDED], radio=True)
    reason = text(
        say("Reason"), 2000, needed=False,
        description=say(
            "Needed when a rule is not met or is waived. The officers of every side and the chair read it: what "
            "concerns only somebody's own life belongs to the evidence above.",
        ),
    )  # fmt: skip


class RulingForm(Sheet):
    """What one side decides on one rule."""

    side = choose(say("Side"), [])
    result = choose(say("Decision"), [(result.value, RULE_LABELS[result]) for result in DECIDED], radio=True)
    evidence = text(
        say("What you have seen"), 2000, needed=False,
        description=say("A certificate, a letter of the personnel office. Only the officers of your side read it."),
    )  # fmt: skip
    reason = text(
        say("Reason"), 2000, needed=False,
        description=say("Needed when the rule is not met or is waived. Only the officers of your side read it."),
    )  # fmt: skip


class AskForm(Sheet):
    """Who of the pool is asked."""

    reviewer = choose(say("Reviewer"), [])


class ReviewerForm(Sheet):
    """Somebody who joins the pool."""

    email = email(say("E-mail address"))
    given = line(say("Given name"), 120, needed=False)
    family = line(say("Family name"), 120)
    side = choose(say("Reviews for"), [], radio=True)
    expertise = line(say("Knows about"), 500, needed=False, description=say("A few words, for those who assign."))
    most = whole(say("Applications at most"), low=1, high=999, needed=False)
    reads = choose_many(
        say("Reads applications in"), list(NAMES.items()),
        description=say("Nothing ticked: in any. Without Japanese, they are proposed last for what is written in it."),
    )  # fmt: skip
    language = choose(say("Write to them in"), list(NAMES.items()))


class TakeOffForm(Sheet):
    """Why a reviewer is taken off."""

    reason = text(say("Reason (on record; the reviewer is not told it)"), 1000, needed=False)


class TableForm(Sheet):
    """Assignments as a table."""

    table = text(say("The table"), 200_000)


class SettleForm(Sheet):
    """What somebody saw who looked at possible conflicts."""

    reason = line(say("What you saw (on record)"), 1000, needed=False)


class LiftForm(Sheet):
    """Why a conflict on record is none."""

    reason = text(say("Why it is none"), 1000)


class ProposalForm(Sheet):
    """What a proposal of reviewers keeps to."""

    mode = choose(say("Look for"), [(one.value, one.label) for one in Mode], radio=True, default=Mode.FAIR.value)
    per_side = whole(say("Reviewers of each side for an application"), low=1, high=9)
    most_each = whole(say("Applications for one reviewer, at most"), low=1, high=999, default=10)
    most_of_one = whole(say("Reviewers of one university for an application, at most"), low=1, high=9, needed=False)
    expert = tick(say("At least one of them knows the field by the words told of them"))
    bids = tick(say("Count what reviewers said they would like to judge"), default=True)
