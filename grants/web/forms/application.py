"""The shape of what applicants send beside their answers."""

from grants.web.forms.shape import Sheet, choose, line, text
from grants.words import say


class StartForm(Sheet):
    """On which side one works."""

    side = choose(say("Which side do you work on?"), [], radio=True)


class WithdrawForm(Sheet):
    """Why an application is taken back."""

    reason = text(say("Reason (the other side and both offices will read it)"), 1000)


class PartForm(Sheet):
    """Where a side's principal investigator works."""

    institution_id = choose(say("University"), [], needed=False)
    unit = line(say("Department or unit"), 200, needed=False)
    position_held = line(say("Position"), 200, needed=False)
