"""The shape of what is sent about letters."""

from collections.abc import Iterable, Mapping
from typing import Any

from flask_wtf.file import FileField

from grants.rules.letters import PicturePlace
from grants.rules.placeholders import BLOCKS, OPTIONAL, Texts
from grants.rules.refusal import Refused
from grants.web.forms.shape import Sheet, WholeNumber, choose, line, optional, required, text, tick
from grants.words import say

BLOCK_LABELS = {
    "subject": say("Subject"),
    "opening": say("Opening, above the table"),
    "body": say("Text below the table"),
    "closing": say("Closing"),
}


class IssueForm(Sheet):
    """How many letters go out: typed in, so that nobody issues a number they did not see."""

    count = WholeNumber(say("Number of letters you are issuing"), [required()])

    def must_be(self, count: int) -> None:
        """Refuse when the number typed is not the number there is, or there is nothing to issue."""
        if count == 0 or self.count.data != count:
            raise Refused(
                say("There are %(count)s letters to issue. Look at them, then type that number.", count=count), "count"
            )


class ReasonForm(Sheet):
    """Why a letter is issued anew or revoked."""

    reason = text(say("Reason"), 1000)


class PictureForm(Sheet):
    """A picture for the letters of one's own side."""

    side = choose(say("Side"), [], radio=True)
    place = choose(say("Where it stands"), [(place.value, place.label) for place in PicturePlace], radio=True)
    file = FileField(
        say("Picture"), [optional()], render_kw={"accept": "image/png,image/jpeg"},
        description=say("PNG or JPEG, 100 to 5,000 dots on each side. A seal looks best with a transparent ground."),
    )  # fmt: skip


def texts_form(languages: Iterable[str], now: Mapping[str, Texts], own: Any) -> Any:
    """The blocks of one kind of letter in every language, and whether a translation stands behind it."""
    fields: dict[str, Any] = {"is_bilingual": tick(say("Put the English translation behind every letter"))}
    values: dict[str, Any] = {"is_bilingual": bool(own and own.is_bilingual)}
    for code in languages:
        for block in BLOCKS:
            make = line if block == "subject" else text
            most = 200 if block == "subject" else 6000
            fields[f"{code}_{block}"] = make(
                BLOCK_LABELS[block], most, needed=block not in OPTIONAL, render_kw={"lang": code}
            )
            values[f"{code}_{block}"] = now[code].get(block, "")
    return type("TextsForm", (Sheet,), fields)(data=values)
