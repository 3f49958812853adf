"""The shape of what applicants send beside their answers."""

from grants.web.forms.shape import Sheet, choose, day, email, line, text, tick
from grants.words import say

ROLES = [
    ("ecr", say("Early-career researcher")),
    ("student", say("Doctoral student")),
    ("co_pi", say("Co-investigator")),
    ("mentor", say("Mentor")),
    ("host", say("Host")),
    ("other", say("Other")),
]
RIGHTS = [("view", say("May read")), ("edit", say("May read and write"))]


class StartForm(Sheet):
    """On which side one works."""

    side = choose(say("Which side do you work on?"), [], radio=True)


class WithdrawForm(Sheet):
    """Why an application is taken back."""

    reason = text(say("Reason (the other side and both offices will read it)"), 1000, needed=False)


class PartForm(Sheet):
    """Where a side's principal investigator works."""

    institution_id = choose(say("University"), [], needed=False)
    unit = line(say("Department or unit"), 200, needed=False)
    position_held = line(say("Position"), 200, needed=False)


class InviteForm(Sheet):
    """Who is invited."""

    email = email(say("E-mail address"))
    name = line(say("Name"), 240)


class MemberForm(InviteForm):
    """Who joins one's own team."""

    role = choose(say("Role in the project"), ROLES)
    right = choose(say("In this application"), RIGHTS)
    doctoral_student = tick(say("Doctoral student now"))
    doctorate_on = day(say("Doctorate awarded on"), needed=False)
