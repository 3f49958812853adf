"""The words of letters: written by one officer in blocks, in use when one of another side has agreed."""

from collections.abc import Mapping
from datetime import datetime

from grants.calls.model import Call
from grants.calls.queries import officers
from grants.db import session_of
from grants.letters.fonts import coverage
from grants.letters.glyphs import reason as missing
from grants.letters.glyphs import tidy, unset
from grants.letters.model import LetterPicture, LetterWording
from grants.letters.queries import wordings_of
from grants.mail.outbox import Telling, post_all
from grants.people.model import Person
from grants.rules import letters as law
from grants.rules.letters import LetterKind, WordingState
from grants.rules.placeholders import Texts, refuse_unknown
from grants.rules.refusal import Refused
from grants.rules.relations import acting_side, is_officer_of_call
from grants.words import Sentence, say


def propose_wording(
    call: Call, worded: tuple[LetterKind, Mapping[str, Texts], bool], by: Person, at: datetime
) -> LetterWording:
    """Write what one kind of letter says in this call; unknown placeholders and unknown glyphs are refused here."""
    kind, texts, is_bilingual = worded
    if not is_officer_of_call(by, call):
        raise Refused(say("This is not for you to do."))
    for code, blocks in texts.items():
        refuse_text(kind, code, blocks)
    for waiting in wordings_of(call, WordingState.PROPOSED):
        if waiting.kind is kind:
            waiting.take(law.DROP_WORDING, by, at)
    wording = LetterWording(
        call=call, call_id=call.id, kind=kind, texts={code: dict(blocks) for code, blocks in texts.items()},
        is_bilingual=is_bilingual, proposed_by=by, proposed_by_id=by.id,
        proposed_by_side=acting_side(by, call) or "", proposed_at=at,
    )  # fmt: skip
    session_of(call).add(wording)
    wording.begin(by, at, kind=kind.value)
    subject = say("A new wording waits for a second officer: %(kind)s", kind=kind.label)
    said = say("Read it and agree, or drop it. Until then letters keep their old words.")
    tell_the_others(wording, (subject, said, f"texts/{kind.value}"), by, at)
    return wording


def refuse_text(kind: LetterKind, code: str, blocks: Texts) -> None:
    """Refuse blocks that name nothing known or cannot be set, beside the field they were typed in."""
    try:
        refuse_unknown(kind, blocks)
    except Refused as refusal:
        raise Refused(refusal.reason, f"{code}_{refusal.field}") from None
    for block, text in blocks.items():
        for character in unset(tidy(text), coverage()):
            raise Refused(missing(character, block), f"{code}_{block}")


def agree_to_wording(wording: LetterWording, by: Person, at: datetime) -> None:
    """Agree as the second officer: letters prepared from now on say this."""
    wording.allow(law.AGREE_TO_WORDING, by, at)
    for old in wordings_of(wording.call):
        if old.kind is wording.kind:
            old.take(law.RETIRE_WORDING, by, at)
    wording.take(law.AGREE_TO_WORDING, by, at, kind=wording.kind.value)


def drop_wording(wording: LetterWording, by: Person, at: datetime) -> None:
    """Drop a wording that nobody agreed to."""
    wording.take(law.DROP_WORDING, by, at)


def tell_the_others(
    waiting: LetterWording | LetterPicture, told: tuple[Sentence, Sentence, str], by: Person, at: datetime
) -> None:
    """Ask the other officers to look at what waits: the subject, what to do, and the page under the call's letters."""
    call, (subject, paragraph, page) = waiting.call, told
    telling = Telling(
        "letter_wording", subject, (paragraph,), link=f"/office/calls/{call.id}/letters/{page}", call_id=call.id
    )
    others = [one for one in officers(session_of(call), call.programme_id, at) if one.id != by.id]
    post_all(session_of(call), others, telling, at)
