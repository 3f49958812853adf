"""Writing on a page: each place of a form is saved by itself, quoting the version its writer was looking at.

A wrong answer, or one that somebody else changed meanwhile, keeps no other from being saved. What a page showed and its
writer left alone is not written back, however long the page was open.
"""

import hashlib
import json
import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from flask import jsonify, request
from flask.typing import ResponseReturnValue
from wtforms import Form

from grants.rules.differences import both
from grants.rules.refusal import Overtaken, Refused
from grants.web.clashes import Clash, drawn
from grants.web.reader import reader, visitor
from grants.web.transaction import session
from grants.words import say

OVERTAKEN = say("Someone else wrote here meanwhile. Both texts are shown; choose what stays.")
QUOTED = re.compile(r"([^\s:]{1,80}):([0-9]{1,15})(?:-([0-9a-f]{8}))?")
LONGEST = 40_000


@dataclass(frozen=True)
class Place:
    """One place of a form: its name, what stands in its fields and in which version, what was sent, how it is kept."""

    name: str
    standing: Callable[[], dict[str, Any]]
    version: Callable[[], int]
    sent: Callable[[], dict[str, Any] | None]
    write: Callable[[dict[str, Any], int | None], object]
    fault_in: Callable[[str], str] = str
    labels: Callable[[str], dict[str, str]] = lambda _name: {}


@dataclass
class Outcome:
    """What became of a save: what was refused and why, what met another text. Everything else is kept."""

    errors: dict[str, str] = field(default_factory=dict)
    clashes: dict[str, Clash] = field(default_factory=dict)

    @property
    def is_clean(self) -> bool:
        """Whether everything was kept."""
        return not self.errors and not self.clashes


def save(places: Iterable[Place], only: set[str] | None = None) -> Outcome:
    """Save every place that can be kept; the others come back with their reason, an overtaken one with both texts."""
    outcome, seen = Outcome(), quoted()
    for place in places:
        sent = place.sent()
        version, mark = seen.get(place.name, (None, ""))
        if sent is None or (only is not None and place.name not in only):
            continue
        sent = as_chosen(place, sent)
        if mark and mark == mark_of(sent):
            continue
        try:
            place.write(sent, version)
        except Overtaken:
            outcome.clashes |= met(place, sent)
        except Refused as refusal:
            outcome.errors[place.fault_in(refusal.field) if refusal.field else ""] = reader().say(refusal.reason)
    session().flush()
    return outcome


def as_chosen(place: Place, sent: dict[str, Any]) -> dict[str, Any]:
    """What its writer chose where two texts met: their own, the other, or both."""
    standing = place.standing()
    chosen = dict(sent)
    for name, mine in sent.items():
        choice = request.form.get(f"stays-{name}")
        if choice == "theirs":
            chosen[name] = standing.get(name, "")
        elif choice == "both" and isinstance(mine, str):
            chosen[name] = both(str(standing.get(name, "")), mine)
    return chosen


def met(place: Place, mine: Mapping[str, Any]) -> dict[str, Clash]:
    """The fields of a place in which two texts differ."""
    theirs = place.standing()
    return {
        name: Clash(theirs.get(name, ""), value, place.labels(name))
        for name, value in mine.items()
        if one_line(value) != one_line(theirs.get(name, ""))
    }


def one_line(value: Any) -> str:
    """What stands in a field, written in one way: browsers send other ends of lines than they were given."""
    return json.dumps(value, ensure_ascii=False, sort_keys=True).replace("\\r\\n", "\\n")


def mark_of(fields: Mapping[str, Any]) -> str:
    """A short mark of what stands in the fields of a place, by which it is known again when it comes back as it was."""
    return hashlib.sha256(one_line(dict(fields)).encode(errors="replace")).hexdigest()[:8]


def changed() -> set[str] | None:
    """The places that an autosave says were changed; all of them where it does not say."""
    return set(request.form.getlist("changed")) or None


def autosaved(
    places: Iterable[Place], outcome: Outcome, at: datetime, echoes: Mapping[str, str] | None = None,
) -> ResponseReturnValue:  # fmt: skip
    """What a page that saves as one types is told."""
    if "" in outcome.errors:
        return jsonify(sentence=outcome.errors[""], version=versions(places), errors={}), 422
    when = reader().clock(at, visitor().zone, seconds=True)
    sentence = reader().say(OVERTAKEN if outcome.clashes else say("Saved %(when)s", when=when))
    return jsonify(
        saved=not outcome.clashes, sentence=sentence, version=versions(places), errors=outcome.errors,
        theirs={name: clash.theirs for name, clash in outcome.clashes.items()},
        clashes={name: drawn(name, clash) for name, clash in outcome.clashes.items()}, echoes=dict(echoes or {}),
    ), 409 if outcome.clashes else 200  # fmt: skip


def versions(places: Iterable[Place]) -> str:
    """The version of every place the page shows, each with the mark of what stands there; a save quotes them."""
    return " ".join(f"{place.name}:{place.version()}-{mark_of(place.standing())}" for place in places)


def quoted() -> dict[str, tuple[int, str]]:
    """The versions the writer was looking at."""
    found = (QUOTED.fullmatch(pair) for pair in request.form.get("version", "")[:LONGEST].split())
    return {one[1]: (int(one[2]), one[3] or "") for one in found if one}


def show(form: Form, outcome: Outcome) -> None:
    """Put every reason beside its field, and both texts where two met. The others are saved."""
    for name, said in outcome.errors.items():
        if name in form:
            form[name].errors = [said]
        else:
            form.form_errors.append(said)
    for name, clash in outcome.clashes.items():
        here: Any = form[name]
        here.errors, here.clash = [OVERTAKEN], clash
