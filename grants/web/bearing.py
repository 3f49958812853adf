"""Who asks by a key instead of a session; a key opens the desk for other systems and nothing else."""

from flask import g, request
from flask_login import UserMixin

from grants import clock
from grants.people.keys import key_named
from grants.people.model import AccessKey
from grants.rules.scopes import is_valid
from grants.web.transaction import session

DESK, SHOWN = "api", "Bearer "


class Bearer(UserMixin):  # type: ignore[misc]
    """Somebody's system, known by a key of theirs."""

    def __init__(self, key: AccessKey) -> None:
        self.person = key.person


def bearer_of(_request: object) -> Bearer | None:
    """Who stands behind the key that this request shows, if it still works."""
    shown = request.headers.get("Authorization", "")
    if request.blueprint != DESK or not shown.startswith(SHOWN):
        return None
    key = key_named(session(), shown.removeprefix(SHOWN).strip())
    if key is None or not is_valid(key, clock.now()):
        return None
    g.key = key
    return Bearer(key)
