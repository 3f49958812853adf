"""The pictures of a call's letters: letterhead, and seal or signature of each side; two officers agree."""

import io
import uuid
from typing import Any

from flask import current_app, flash, redirect, send_file, url_for
from flask.typing import ResponseReturnValue

from grants import clock
from grants.calls.model import Call
from grants.files.actions import Intake
from grants.files.store import Store
from grants.letters import actions
from grants.letters.model import LetterPicture
from grants.letters.queries import pictures_of
from grants.rules.letters import AGREE_TO_PICTURE, DROP_PICTURE, RETIRE_PICTURE, PicturePlace, WordingState
from grants.rules.refusal import Refused
from grants.rules.relations import sides_of
from grants.web.desk import Door, enter
from grants.web.forms.letter import PictureForm
from grants.web.forms.shape import offer
from grants.web.office.desk import desk
from grants.web.paper import page
from grants.web.papers import stored
from grants.web.reader import reader, visitor
from grants.web.transaction import attempt, rest
from grants.words import say

OFFICE = Door(Call, "call office")
PICTURE = Door(LetterPicture, "letter picture")


@desk.page("/calls/<uuid:id>/letters/pictures", OFFICE, "letter_template.any.propose", post=True)
def letter_pictures(call: Call) -> ResponseReturnValue:
    """The pictures that letters show and those that wait for a second officer, and the form to give another."""
    key, own = call.id, sides_of(visitor(), call)
    form = PictureForm()
    form.side.choices = offer([(side.code, side.label) for side in call.sides if side.code in own])
    if form.validate_on_submit():
        with attempt(form) as it:
            propose(key, form)
        if not it.refused:
            flash(reader().say(say("Proposed. The officers of the other side have been asked to agree.")), "good")
            return redirect(url_for("office.letter_pictures", id=key), 303)
        call = enter(Call, key, "call office")
    return page("office/letter_pictures.html", call=call, form=form, places=list(PicturePlace), shown=shown(call)), (
        422 if form.errors else 200
    )


def propose(key: uuid.UUID, form: Any) -> None:
    """Judge the picture with no transaction open, then propose it."""
    sent = form.file.data
    if not sent:
        raise Refused(say("Choose a PNG or JPEG file."), "file")
    rest()
    settings = current_app.config["SETTINGS"]
    intake = Intake(Store(settings.data_folder / "files"), clamd=settings.clamd)
    sha256 = intake.take_in_picture(sent.read(), "file")
    given = (form.side.data, PicturePlace(form.place.data), sha256)
    actions.propose_picture(enter(Call, key, "call office"), given, visitor(), clock.now())


def shown(call: Call) -> list[dict[str, Any]]:
    """Every picture in use or waiting, with what this officer can do about it."""
    by, at = visitor(), clock.now()
    return [
        {
            "picture": one, "may_agree": AGREE_TO_PICTURE.is_open_to(by, one, at),
            "may_drop": DROP_PICTURE.is_open_to(by, one, at), "may_take_off": RETIRE_PICTURE.is_open_to(by, one, at),
        }
        for one in pictures_of(call, WordingState.IN_USE, WordingState.PROPOSED)
    ]  # fmt: skip


@desk.page("/letter-pictures/<uuid:id>.png", PICTURE, "letter_template.any.propose")
def letter_picture(picture: LetterPicture) -> ResponseReturnValue:
    """One picture, as it was drawn anew when it came."""
    return send_file(io.BytesIO(stored(picture.sha256)), mimetype="image/png", download_name="picture.png")


@desk.deed("/letter-pictures/<uuid:id>/agree", PICTURE, "letter_template.any.edit")
def agree_to_picture(picture: LetterPicture) -> ResponseReturnValue:
    """Agree as the second officer: letters show it from now on."""
    actions.agree_to_picture(picture, visitor(), clock.now())
    flash(reader().say(say("Agreed. Letters issued from now on show it.")), "good")
    return redirect(url_for("office.letter_pictures", id=picture.call_id), 303)


@desk.deed("/letter-pictures/<uuid:id>/drop", PICTURE, "letter_template.any.propose")
def drop_picture(picture: LetterPicture) -> ResponseReturnValue:
    """Drop a picture that nobody agreed to, or take one off the letters to come."""
    actions.drop_picture(picture, visitor(), clock.now())
    flash(reader().say(say("Letters issued from now on do not show it.")), "good")
    return redirect(url_for("office.letter_pictures", id=picture.call_id), 303)
