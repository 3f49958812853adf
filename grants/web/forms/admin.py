"""What the administrator's desk asks for."""

from grants.rules.roles import ROLE_LABELS
from grants.web.forms.shape import Sheet, choose, line, text
from grants.words import say

ROLES = [("", say("Any")), *((role.value, label) for role, label in ROLE_LABELS.items())]


class SearchForm(Sheet):
    """Whom to look for."""

    class Meta:
        """Looking changes nothing, so it needs no token."""

        csrf = False

    words = line(say("Name or address"), 120, needed=False)
    role = choose(
        say("Role"), [("", say("Any")), *((role.value, label) for role, label in ROLE_LABELS.items())], needed=False
    )


class JoinForm(Sheet):
    """Which other account is the same human being's, and how one knows."""

    other = choose(say("The other account"), [], radio=True)
    reason = text(say("How do you know that it is one person?"), 1000)


class AppointForm(Sheet):
    """To what somebody is appointed; the page offers what its reader may give."""

    post = choose(say("Role and place"), [])
