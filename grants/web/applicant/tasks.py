"""The task list of an application: sections, each side's part, the team, the sign-offs; and what is unread there."""

from collections.abc import Sequence
from typing import Any

from flask import url_for

from grants.applications.model import Application
from grants.applications.queries import Gap
from grants.applications.signatures import SignOff
from grants.applications.talk import unread
from grants.rules.relations import side_written_by
from grants.web.reader import reader
from grants.web.sections import places_of, task
from grants.words import say

WAITS = (say("Written by the other side"), "neutral")


def tasks_of(
    application: Application, by: Any, missing: Sequence[Gap], signatures: Sequence[SignOff],
) -> list[dict[str, Any]]:  # fmt: skip
    """Every section of the shared text, each side's part, the team, the sign-offs the call asks for."""
    waiting = unread(application, by)
    rows = [
        {**row_of(application, code, by, missing), "name": name, "hint": remark(waiting[code])}
        for code, name in places_of(application).items()
    ]
    team_gap = any(gap.section == "team" for gap in missing)
    rows.append(task(say("Team and invitations"), url_for("applicant.team", id=application.id), team_gap))
    if signatures:
        unsigned = any(not one.stands for one in signatures)
        row = task(say("Sign-offs"), url_for("applicant.sign_offs_of", id=application.id), unsigned)
        rows.append({**row, "hint": said_of(signatures)})
    return rows


def row_of(application: Application, code: str, by: Any, missing: Sequence[Gap]) -> dict[str, Any]:
    """One place of the text: whether it is complete, and whose it is."""
    if not code.startswith("part-"):
        address = url_for("applicant.section", id=application.id, section=code)
        return task("", address, any(gap.section == code for gap in missing))
    side = code.removeprefix("part-")
    is_open = any(gap.section == "part" and gap.side == side for gap in missing) or application.part(side).pi_id is None
    row = task("", url_for("applicant.part", id=application.id, side=side), is_open)
    if is_open and side not in side_written_by(by, application):
        row["state"], row["tone"] = WAITS
    return row


def remark(count: int) -> str:
    """How many comments of the others have not been read."""
    if not count:
        return ""
    return reader().ngettext("%(num)s unread comment", "%(num)s unread comments", count) % {"num": count}


def said_of(signatures: Sequence[SignOff]) -> str:
    """How each sign-off stands, in one line."""
    lang = reader()
    return " · ".join(f"{lang.say(one.name)}: {lang.say(one.state)}" for one in signatures)
