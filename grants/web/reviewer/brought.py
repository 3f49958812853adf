"""What a reviewer brought back, looked at: what it would change in each review, and a sentence for every fault."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from werkzeug.datastructures import MultiDict

from grants import clock
from grants.calls.model import Call
from grants.exports import reviews as sheets
from grants.exports import sheet
from grants.reviews.actions import Judgement
from grants.reviews.model import Review
from grants.rules.offline import NOTES, Blank, Filled, Heap, of_rows, read, written
from grants.rules.phases import asked_in
from grants.rules.refusal import Refused
from grants.rules.reviews import SCORE
from grants.web.forms.review import OfflineForm, marks, review_form
from grants.web.reader import reader, visitor
from grants.web.reviewer.filling import judgement, stored
from grants.words import Sentence, say

ENCODINGS = ("utf-8-sig", "utf-16", "cp932")
ZIP = b"PK\x03\x04"
UNREADABLE = say("This file cannot be read. Bring back the text or the spreadsheet that you took along from here.")


@dataclass(frozen=True)
class Change:
    """What was brought for one application: the review it is about, if it is one's own, and what would change."""

    ref: str
    review: Any = None
    said: Judgement = field(default_factory=Judgement)
    changes: tuple[Sentence, ...] = ()
    faults: tuple[Sentence, ...] = ()

    @property
    def title(self) -> str:
        """What the application is called, for its own reviewer."""
        return self.review.application.title if self.review is not None else ""

    @property
    def is_to_be_saved(self) -> bool:
        """Whether there is something in it that can be taken."""
        return bool(self.changes) and self.review is not None


def brought(call: Call, form: OfflineForm) -> Heap:
    """What was brought, as a file or pasted; a Refused where it cannot be read at all."""
    content = form.file.data.read() if form.file.data else b""
    names = sheets.headings(call)
    if not content:
        return read(form.text.data or "", names)
    if content.startswith(ZIP):
        try:
            return of_rows(sheets.read(call, sheet.rows(content)))
        except sheet.Unreadable as fault:
            raise Refused(UNREADABLE, "file") from fault
    return read(decoded(content), names)


def decoded(content: bytes) -> str:
    """The text in a file, in whatever way an editor of these days has written it."""
    for encoding in ENCODINGS:
        if encoding == "utf-16" and content[:2] not in {b"\xff\xfe", b"\xfe\xff"}:
            continue
        try:
            return content.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise Refused(UNREADABLE, "file")


def text_of(heap: Heap) -> str:
    """What was read, as text: it is sent again with the button that saves it."""
    lines = [
        line
        for one in heap.filled.values()
        for line in written(one.ref, "", [Blank(name, "", value) for name, value in one.fields.items() if value])
    ]
    return "\n".join(lines).replace(" ():", ":")


def planned(mine: list[Review], heap: Heap) -> list[Change]:
    """What everything that was read would change; of what is not one's own nothing is told."""
    own = {review.application.ref: review for review in mine}
    kind = review_form(asked_in(mine[0].application.call)) if mine else None
    return [change_of(filled, own.get(filled.ref), kind) for filled in heap.filled.values()]


def change_of(filled: Filled, review: Review | None, kind: Any) -> Change:
    """What was written about one application, held against what is kept."""
    if review is None:
        return Change(filled.ref, faults=(say("This is not among your reviews of this call."),))
    why_not = SCORE.reason_against(visitor(), review, clock.now())
    if review.state not in SCORE.source:
        why_not = say("You have submitted it. Take it back first, then bring this again.")
    if why_not is not None:
        return Change(filled.ref, review, faults=(why_not,))
    sent = {name: value for name, value in filled.fields.items() if value}
    form = kind(MultiDict(sent), data=stored(review), meta={"csrf": False})
    form.validate()
    faults = [
        say("%(field)s: %(reason)s", field=name_of(form, name), reason=reasons[0])
        for name, reasons in form.errors.items() if name
    ]  # fmt: skip
    said = judgement(review, form, sent.__contains__)
    return Change(filled.ref, review, said, tuple(changes(form, stored(review), sent)), tuple(faults))


def changes(form: Any, kept: Mapping[str, str], sent: Mapping[str, str]) -> Iterator[Sentence]:
    """What would be another, field by field."""
    for name in sent:
        now = form[name].data or ""
        if name in form.errors or now == kept[name]:
            continue
        if name.startswith("mark-") or name == "expertise":
            yield say("%(field)s: %(now)s instead of %(before)s", field=name_of(form, name), now=now,
                      before=kept[name] or "–")  # fmt: skip
        else:
            yield say("%(field)s: %(now)s characters instead of %(before)s", field=name_of(form, name),
                      now=len(now), before=len(kept[name]))  # fmt: skip


def name_of(form: Any, name: str) -> Any:
    """What a field is called."""
    return form[name].label.text


def labels_of(call: Call) -> dict[str, str]:
    """Every field with its scale, as the text names it."""
    lang = reader()
    told = {name: lang.say(heading) for name, heading in sheets.headings(call).items()}
    for criterion in asked_in(call):
        scale = ", ".join(lang.texts(words) for _, words in marks(criterion))
        told[f"mark-{criterion.code}"] += f": {scale}"
    return told | {NOTES: lang.say(sheets.ASIDE)}
