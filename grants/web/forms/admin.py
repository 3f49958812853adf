"""What the administrator's desk asks for."""

from grants.rules.roles import ROLE_LABELS
from grants.web.forms.shape import Sheet, choose, line
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


class AppointForm(Sheet):
    """To what somebody is appointed; the page offers what its reader may give."""

    post = choose(say("Role and place"), [])
