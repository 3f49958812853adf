"""What the reader of an account may appoint its owner to, as choices: by programme, side and call."""

from collections.abc import Sequence
from typing import Any

from grants.calls.model import Call, Programme
from grants.rules.people import APPOINTED_BY, Post
from grants.rules.roles import Role
from grants.web.reader import reader
from grants.words import say

CHOOSE = ("", say("Choose …"))
Offered = dict[str, tuple[Post, Any, Any]]


def offered(found: Sequence[Programme], by: Any) -> Offered:
    """Every post this person may give: its name in the form, the post, what it is called, and under what heading."""
    posts: Offered = {"administrator": (Post(Role.ADMINISTRATOR), Role.ADMINISTRATOR.label, say("This installation"))}
    for programme in found:
        posts |= in_programme(programme)
    return {name: one for name, one in posts.items() if any(admits(by, one[0]) for admits in APPOINTED_BY[one[0].role])}


def in_programme(programme: Programme) -> Offered:
    """The posts of one programme: an officer of each side, an auditor, the chair of each call."""
    name = programme.name
    posts: Offered = {}
    for code, label in sides_of(programme).items():
        post = Post(Role.OFFICER, programme_id=programme.id, side=code, place=name)
        posts[f"officer {programme.id} {code}"] = (post, placed(Role.OFFICER, label), name)
    auditor = Post(Role.AUDITOR, programme_id=programme.id, place=name)
    posts[f"auditor {programme.id}"] = (auditor, Role.AUDITOR.label, name)
    for call in programme.calls:
        chair = Post(Role.CHAIR, programme_id=programme.id, call_id=call.id, place=call.name)
        posts[f"chair {call.id}"] = (chair, placed(Role.CHAIR, call.code), name)
    return posts


def sides_of(programme: Programme) -> dict[str, Any]:
    """The sides of a programme by their codes, as its latest call names them; without a call, by the codes alone."""
    latest: Call | None = next(iter(programme.calls), None)
    if latest is None:
        return {member.side: member.side for member in programme.members}
    return {side.code: side.label for side in latest.sides}


def placed(role: Role, place: Any) -> Any:
    """A role and where it is held."""
    return say("%(role)s, %(place)s", role=role.label, place=place)


def choices(posts: Offered) -> dict[Any, list[tuple[str, Any]]]:
    """The posts as the form offers them, under the name of their programme."""
    groups: dict[Any, list[tuple[str, Any]]] = {}
    for name, (_, label, heading) in posts.items():
        first = [] if groups else [CHOOSE]
        groups.setdefault(reader().say(heading), first).append((name, label))
    return groups


def worded(appointment: Any, places: dict[Any, Any]) -> Any:
    """An appointment in words: the role, and where it is held."""
    place = places.get(appointment.call_id) or places.get(appointment.programme_id)
    said = placed(appointment.role, place) if place else appointment.role.label
    return say("%(role)s (%(side)s)", role=said, side=appointment.side) if appointment.side else said


def places(found: Sequence[Programme]) -> dict[Any, Any]:
    """What the programmes and calls are called, by their keys."""
    return {one.id: one.name for one in found} | {call.id: call.code for one in found for call in one.calls}
