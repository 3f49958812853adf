"""Letterheads and seals of the demonstration: drawn here, and plainly invented."""

import io
from datetime import datetime, timedelta

from PIL import Image, ImageDraw, ImageFont
from sqlalchemy.orm import Session

from grants.calls.model import Call
from grants.files.actions import Intake
from grants.letters import actions as letters
from grants.people.model import Person
from grants.rules.letters import PicturePlace
from grants.rules.relations import sides_of

INKS = ("#1d4f63", "#7a2e3a", "#3d5a2a", "#5b3f78")


def give(session: Session, call: Call, officers: tuple[Person, Person], intake: Intake, at: datetime) -> None:
    """Every side's letters get a letterhead and a seal: its officer gives them, the other side's agrees."""
    for giver, other in (officers, officers[::-1]):
        for place, side in enumerate(call.sides):
            if side.code not in sides_of(giver, call):
                continue
            for kind, drawn in (
                (PicturePlace.LETTERHEAD, letterhead(side.code, INKS[place % len(INKS)])),
                (PicturePlace.SEAL, seal(side.code, INKS[place % len(INKS)])),
            ):
                given = (side.code, kind, intake.take_in_picture(drawn))
                picture = letters.propose_picture(call, given, giver, at)
                session.flush()
                letters.agree_to_picture(picture, other, at + timedelta(minutes=1))
                session.flush()


def letterhead(code: str, ink: str) -> bytes:
    """A bar, three rising blocks, and a line that says it is invented."""
    drawn = Image.new("RGB", (1600, 240), "white")
    pen = ImageDraw.Draw(drawn)
    for step in range(3):
        pen.rectangle((20 + 70 * step, 150 - 50 * step, 70 + 70 * step, 190), fill=ink)
    pen.text((270, 80), f"INVENTED LETTERHEAD · {code}", fill=ink, font=ImageFont.load_default(72))
    pen.rectangle((20, 210, 1580, 218), fill=ink)
    return png(drawn)


def seal(code: str, ink: str) -> bytes:
    """A ring with the side's letters in it, on a transparent ground."""
    drawn = Image.new("RGBA", (400, 400))
    pen, middle = ImageDraw.Draw(drawn), (200, 170)
    pen.ellipse((10, 10, 390, 390), outline=ink, width=14)
    pen.ellipse((40, 40, 360, 360), outline=ink, width=4)
    pen.text(middle, code, fill=ink, font=ImageFont.load_default(110), anchor="mm")
    pen.text((200, 260), "INVENTED", fill=ink, font=ImageFont.load_default(40), anchor="mm")
    return png(drawn)


def png(drawn: Image.Image) -> bytes:
    """A picture as a file."""
    made = io.BytesIO()
    drawn.save(made, "PNG")
    return made.getvalue()
