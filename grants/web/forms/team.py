"""The shape of what is sent about people: who is on a team, who signs, who leads, what they say to each other."""

from typing import Any

from grants.calls.model import Call
from grants.web.forms.shape import Sheet, choose, day, email, line, text, tick
from grants.words import NAMES, say

ROLES = [
    ("ecr", say("Early-career researcher")),
    ("student", say("Doctoral student")),
    ("co_pi", say("Co-investigator")),
    ("mentor", say("Mentor")),
    ("host", say("Host")),
    ("industry", say("Industry partner")),
    ("unfunded", say("Partner without money of this fund")),
    ("other", say("Other")),
]
RIGHTS = [("view", say("May read")), ("edit", say("May read and write"))]
HOURS = [("4", say("For four hours")), ("24", say("For one day")), ("72", say("For three days"))]


def roles_of(call: Call) -> list[tuple[str, Any]]:
    """What a member of a team can be in a call: its own words, else the usual ones."""
    own = [(role["code"], role["label"]) for role in call.team_roles if not role["leads"]]
    return own or ROLES


def role_labels(call: Call) -> dict[str, Any]:
    """What every role of a team is called in a call."""
    return dict(ROLES) | dict(roles_of(call))


class InviteForm(Sheet):
    """Who is invited."""

    email = email(say("E-mail address"))
    name = line(say("Name"), 240)


class MemberForm(InviteForm):
    """Who joins one's own team."""

    role = choose(say("Role in the project"), ROLES)
    affiliation = line(
        say("Works at"), 240, needed=False,
        description=say("Only where it is no member university: a company, another partner. No money is asked for it."),
    )  # fmt: skip
    right = choose(say("In this application"), RIGHTS)
    doctoral_student = tick(say("Doctoral student now"))
    doctorate_on = day(say("Doctorate awarded on"), needed=False)


class PlaceForm(Sheet):
    """What a member is and may do."""

    role = choose(say("Role in the project"), ROLES)
    right = choose(say("In this application"), RIGHTS, radio=True)


class NamedForm(Sheet):
    """Who is asked to sign."""

    name = line(say("Name"), 240)
    email = email(say("E-mail address"))
    office = line(say("Office, for example head of department"), 200)
    language = choose(say("Language of the mail"), list(NAMES.items()))


class SignedForm(Sheet):
    """What a signatory answers."""

    remark = text(say("Remark (the investigators of your side read it)"), 2000, needed=False)


class LeadForm(Sheet):
    """Which side is to lead, and why."""

    side = choose(say("Which side is to lead?"), [], radio=True)
    reason = text(say("Reason (it stays on record)"), 1000)


class SupportForm(Sheet):
    """For how long the office may look in."""

    lasts = choose(say("How long may the office look in?"), HOURS, radio=True)


class CommentForm(Sheet):
    """What one says to the team."""

    text = text(say("Your comment"), 2000)


class CopyForm(Sheet):
    """Which former application is copied, and on which side one works."""

    former = choose(say("Which application?"), [], radio=True)
    side = choose(say("Which side do you work on?"), [], radio=True)


class ReinstateForm(Sheet):
    """Why a withdrawn application comes back."""

    reason = text(say("Reason (it stays on record)"), 1000)


class NewLeadForm(LeadForm):
    """Which side is to lead, as officers see it."""


class ReplaceForm(Sheet):
    """Whose place is given to whom, and why."""

    side = choose(say("Whose place?"), [], radio=True)
    name = line(say("Name of the successor"), 240, needed=False)
    email = email(say("E-mail address of the successor"), needed=False)
    reason = text(say("Reason (the investigators read it, and it stays on record)"), 1000)
