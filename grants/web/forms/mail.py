"""What is looked for in mail."""

from grants.web.forms.shape import Sheet, choose, line
from grants.words import say


class Looking(Sheet):
    """Looking changes nothing, so it needs no token."""

    class Meta:
        """Without one."""

        csrf = False


class MailboxForm(Looking):
    """Whose mail to show; the page offers everybody who has any."""

    to = choose(say("To"), [("", say("Everybody"))], needed=False)


class MailForm(Looking):
    """Which mail of a call to show."""

    to = line(say("To"), 254, needed=False)
    state = choose(
        say("Delivery"), [("", say("Any")), ("stuck", say("Not delivered")), ("waiting", say("Waiting"))], needed=False
    )
