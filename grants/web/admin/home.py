"""The administrator's home: the accounts in three numbers, and how this installation is set up."""

from flask import current_app
from flask.typing import ResponseReturnValue

from grants import clock
from grants.config import Settings
from grants.people import queries
from grants.rules.relations import is_administrator
from grants.rules.roles import NEED_SECOND_FACTOR
from grants.web.admin.desk import desk
from grants.web.desk import Hall
from grants.web.paper import page
from grants.web.transaction import session
from grants.words import Sentence, say

ADMINISTRATORS = Hall(is_administrator)
YES, NO = say("yes"), say("no")


@desk.page("/", ADMINISTRATORS, "user.other.search_directory")
def home() -> ResponseReturnValue:
    """What needs an administrator."""
    return page("admin/home.html", accounts=queries.accounts(session(), NEED_SECOND_FACTOR, clock.now()))


@desk.page("/settings", ADMINISTRATORS, "system.settings.read", "system.diagnostics.read")
def settings() -> ResponseReturnValue:
    """How this installation is set up; secrets are never shown, not even their length."""
    return page("admin/settings.html", rows=facts(current_app.config["SETTINGS"]))


def facts(installed: Settings) -> list[tuple[Sentence, Sentence | str]]:
    """The settings that are no secret."""
    return [
        (say("Public address"), installed.base_url),
        (say("Production"), YES if installed.production else NO),
        (say("Demonstration sign-in"), YES if installed.demonstration else NO),
        (say("Database"), "SQLite" if installed.is_sqlite else "PostgreSQL"),
        (say("Mail is sent"), YES if installed.smtp_url else NO),
        (say("Mail comes from"), installed.mail_from),
        (say("Proxies in front"), str(installed.trusted_hops)),
        (say("Uploads are checked for viruses"), YES if installed.clamd else NO),
    ]
