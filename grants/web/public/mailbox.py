"""The demonstration's mailbox: every message as its receiver would see it. Elsewhere it does not exist."""

import uuid

from flask import current_app, request
from flask.typing import ResponseReturnValue

from grants.calls.queries import paged
from grants.config import Settings
from grants.mail.compose import footer
from grants.mail.outbox import full_lines, full_link
from grants.mail.queries import arrived, arrived_message, receivers
from grants.rules.refusal import Hidden
from grants.web.forms.mail import MailboxForm
from grants.web.paper import page
from grants.web.public.front import EVERYONE, front
from grants.web.transaction import session


def demonstration() -> Settings:
    """The settings of a demonstration; nowhere else may anybody read other people's mail."""
    settings: Settings = current_app.config["SETTINGS"]
    if not settings.demonstration:
        raise Hidden
    return settings


@front.page("/mailbox", EVERYONE, "call.open.read")
def mailbox() -> ResponseReturnValue:
    """Whatever has arrived, for one receiver or for all."""
    demonstration()
    form = MailboxForm(request.args)
    form.to.choices = [*form.to.choices, *((address, address) for address in receivers(session()))]
    to = form.to.data if form.validate() else ""
    found = paged(session(), arrived(to or ""), request.args.get("page", 1, type=int))
    return page("public/mailbox.html", form=form, found=found)


@front.page("/mailbox/<uuid:key>", EVERYONE, "call.open.read")
def message(key: uuid.UUID) -> ResponseReturnValue:
    """One message, its link ready to click."""
    settings = demonstration()
    found = arrived_message(session(), key)
    if found is None:
        raise Hidden
    link = full_link(found, settings.base_url, settings.secret_key).removeprefix(settings.base_url)
    return page(
        "public/message.html", message=found, link=link, shown_link=f"{settings.base_url}{link}",
        lines=full_lines(found, "", settings.secret_key), footer=footer(found), sender=settings.mail_from,
    )  # fmt: skip
