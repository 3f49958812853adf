"""The shape of what applicants send beside their answers."""

from grants.web.forms.shape import Sheet, choose, text
from grants.words import say


class StartForm(Sheet):
    """On which side one works."""

    side = choose(say("Which side do you work on?"), [], radio=True)


class WithdrawForm(Sheet):
    """Why an application is taken back."""

    reason = text(say("Reason (the other side and both offices will read it)"), 1000)
