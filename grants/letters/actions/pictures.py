"""The pictures of letters: given by an officer of their side, shown when one of another side has agreed."""

from datetime import datetime

from grants.calls.model import Call
from grants.db import session_of
from grants.letters.actions.texts import tell_the_others
from grants.letters.model import LetterPicture
from grants.letters.queries import pictures_of
from grants.people.model import Person
from grants.rules import letters as law
from grants.rules.letters import PicturePlace, WordingState
from grants.rules.refusal import Refused
from grants.words import say


def refuse_picture_of(call: Call, side: str, by: Person) -> None:
    """Refuse whoever is no officer of the side whose letters would show the picture."""
    if not law.may_give_picture(by, call, side):
        raise Refused(say("This is not for you to do."))


def propose_picture(call: Call, given: tuple[str, PicturePlace, str], by: Person, at: datetime) -> LetterPicture:
    """Give a side's letters a picture that is kept under its fingerprint already."""
    code, place, sha256 = given
    refuse_picture_of(call, code, by)
    side = call.side(code)
    for waiting in pictures_of(call, WordingState.PROPOSED):
        if (waiting.side_id, waiting.place) == (side.id, place):
            waiting.take(law.DROP_PICTURE, by, at)
    picture = LetterPicture(
        call=call, call_id=call.id, side=side, side_id=side.id, place=place, sha256=sha256,
        proposed_by=by, proposed_by_id=by.id, proposed_by_side=code, proposed_at=at,
    )  # fmt: skip
    session_of(call).add(picture)
    picture.begin(by, at, side=code, place=place.value, sha256=sha256)
    subject = say("A picture for the letters waits for a second officer: %(place)s", place=place.label)
    tell_the_others(picture, (subject, say("Look at it and agree, or drop it."), "pictures"), by, at)
    return picture


def agree_to_picture(picture: LetterPicture, by: Person, at: datetime) -> None:
    """Agree as the second officer: letters issued from now on show it."""
    picture.allow(law.AGREE_TO_PICTURE, by, at)
    for old in pictures_of(picture.call):
        if (old.side_id, old.place) == (picture.side_id, picture.place):
            old.take(law.RETIRE_PICTURE, by, at)
    picture.take(law.AGREE_TO_PICTURE, by, at, place=picture.place.value, sha256=picture.sha256)


def drop_picture(picture: LetterPicture, by: Person, at: datetime) -> None:
    """Drop a picture that nobody agreed to, or take one off the letters to come."""
    is_shown = picture.state is WordingState.IN_USE
    picture.take(law.RETIRE_PICTURE if is_shown else law.DROP_PICTURE, by, at)
