"""The completeness desk: ticking off what was looked at, tagging, writing to teams."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime

from sqlalchemy import select

from grants.applications.model import Application, Tag, Tick
from grants.applications.queries import people_of
from grants.applications.tellings import about
from grants.db import session_of
from grants.mail.outbox import post_all
from grants.people.model import Person
from grants.rules import applications as law
from grants.rules.checklist import item_of
from grants.rules.refusal import Refused
from grants.rules.relations import sides_of
from grants.rules.search import fold
from grants.rules.shapes import has_part
from grants.words import say

LONGEST_TAG = 40


@dataclass(frozen=True)
class Looked:
    """What the officers of one side say of one item: whether it is in order, and a remark that is theirs alone."""

    side: str
    code: str
    is_done: bool = True
    remark: str = ""


def tick(application: Application, looked: Looked, by: Person, at: datetime) -> Tick:
    """Say that an item of the own side's checklist is done, or not done after all, in the submission that counts."""
    application.allow(law.TICK, by, at)
    item = item_of(application.call, looked.side, looked.code)
    if item is None or not has_part(application, looked.side):
        raise Refused(say("The checklist of this side has no such item."), "code")
    if looked.side not in sides_of(by, application.call):
        raise Refused(say("Each side ticks its own checklist."), "side")
    found = ticked(application, looked) or Tick(application_id=application.id, side=looked.side, code=looked.code)
    found.ordinal, found.is_done, found.remark = len(application.snapshots), looked.is_done, looked.remark.strip()
    found.by, found.by_id, found.at = by, by.id, at
    session_of(application).add(found)
    application.take(law.TICK if looked.is_done else law.UNTICK, by, at, item=dict(item.label),
                     side=dict(application.call.side(looked.side).label))  # fmt: skip
    return found


def ticked(application: Application, looked: Looked) -> Tick | None:
    """What a side said of that item before."""
    wanted = select(Tick).where(
        Tick.application_id == application.id, Tick.side == looked.side, Tick.code == looked.code,
    )  # fmt: skip
    return session_of(application).scalars(wanted).one_or_none()


def tag(applications: Iterable[Application], text: str, by: Person, at: datetime) -> int:
    """Put a tag on applications; how many did not carry it yet."""
    word = " ".join(text.split())
    key = fold(word)
    if not key or len(word) > LONGEST_TAG:
        raise Refused(say("A tag has between 1 and %(most)s characters.", most=LONGEST_TAG), "tag")
    count = 0
    for application in applications:
        application.allow(law.TAG, by, at)
        if tagged(application, key) is None:
            session_of(application).add(Tag(application_id=application.id, key=key, text=word, by_id=by.id, at=at))
            application.take(law.TAG, by, at, tag=word)
            count += 1
    return count


def untag(applications: Iterable[Application], text: str, by: Person, at: datetime) -> int:
    """Take a tag off applications, however it is written; how many carried it."""
    count = 0
    for application in applications:
        application.allow(law.UNTAG, by, at)
        found = tagged(application, fold(text))
        if found is not None:
            application.take(law.UNTAG, by, at, tag=found.text)
            session_of(application).delete(found)
            count += 1
    return count


def tagged(application: Application, key: str) -> Tag | None:
    """The tag of that key on an application."""
    wanted = select(Tag).where(Tag.application_id == application.id, Tag.key == key)
    return session_of(application).scalars(wanted).one_or_none()


@dataclass(frozen=True)
class Circular:
    """What an office writes to teams: subject and text in the languages of the call."""

    subject: Mapping[str, str]
    text: Mapping[str, str]


def tell_teams(applications: Iterable[Application], circular: Circular, by: Person, at: datetime) -> int:
    """Write to everybody on these teams, each in their own language, under the number of their own application."""
    count = 0
    for application in applications:
        binding = application.call.binding_language
        if not circular.subject.get(binding, "").strip() or not circular.text.get(binding, "").strip():
            raise Refused(say("Write subject and text, at least in the call's binding language."), f"text_{binding}")
        application.take(law.TELL_TEAM, by, at, subject=dict(circular.subject))
        people = people_of(application)
        telling = about(
            application, "circular", say("%(ref)s: %(title)s", ref=application.ref, title=circular.subject),
            say("The programme office writes to you:\n\n%(text)s", text=circular.text),
        )  # fmt: skip
        post_all(session_of(application), people, replace(telling, reply_to=by.email), at)
        count += len(people)
    return count
