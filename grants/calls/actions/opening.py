"""Opening and closing a call: one side proposes, the other publishes, the clock closes."""

from datetime import datetime
from typing import Any

from grants.calls.actions.times import freeze_all
from grants.calls.gaps import gaps
from grants.calls.leftovers import to_look_at
from grants.calls.model import Call
from grants.calls.queries import officers
from grants.calls.statement import definition_of
from grants.db import session_of
from grants.mail.outbox import Telling, post_all
from grants.people.model import Person
from grants.rules.agreements import reason_uncovered
from grants.rules.calls import ARCHIVE, CLOSE, PROPOSE, PUBLISH, TAKE_BACK
from grants.rules.deadlines import of_call, on_clocks
from grants.rules.refusal import Refused
from grants.rules.relations import acting_side
from grants.words import Moment, Sentence, say


def propose(call: Call, by: Any, at: datetime, because: str = "") -> None:
    """Ask a second officer to publish a call that is complete; its officers are told.

    Where no agreement covers a party, `because` says why it may open all the same: both officers stand behind it.
    """
    call.allow(PROPOSE, by, at)
    missing = gaps(definition_of(call))
    if missing:
        raise Refused(missing[0].reason)
    unsettled = to_look_at(session_of(call), call)
    if unsettled:
        raise Refused(say("%(count)s things have to be looked at before the call is published.", count=len(unsettled)))
    lacking = reason_uncovered(call)
    if lacking is not None and not because.strip():
        raise Refused(lacking, "because")
    freeze_all(call, at)
    said = because.strip() if lacking is not None else ""
    call.take(PROPOSE, by, at, **({"reason": said} if said else {}))
    call.uncovered_because = said
    call.proposed_by_id, call.proposed_by_side = by.id, acting_side(by, call)
    post_all(session_of(call), other_officers(call, by, at), proposed(call), at)


def take_back(call: Call, by: Any, at: datetime) -> None:
    """Make a proposed call a draft again; the other officers are told."""
    call.take(TAKE_BACK, by, at)
    call.proposed_by_id = call.proposed_by_side = None
    call.uncovered_because = ""
    post_all(session_of(call), other_officers(call, by, at), taken_back(call), at)


def publish(call: Call, by: Any, at: datetime) -> None:
    """Open the call in the name of both sides; its deadline is frozen to an instant, and both offices are told."""
    freeze_all(call, at)
    call.take(PUBLISH, by, at, **({"reason": call.uncovered_because} if call.uncovered_because else {}))
    post_all(session_of(call), officers(session_of(call), call.programme_id, at), published(call), at)


def close(call: Call, by: Any, at: datetime) -> None:
    """Close a call whose deadline has passed; the clock does."""
    call.take(CLOSE, by, at)


def archive(call: Call, by: Any, at: datetime) -> None:
    """Put a finished call away: it stays on record for officers and auditors."""
    call.take(ARCHIVE, by, at)


def other_officers(call: Call, by: Any, at: datetime) -> list[Person]:
    """The officers of both sides, save the one who acts."""
    return [one for one in officers(session_of(call), call.programme_id, at) if one.id != by.id]


def proposed(call: Call) -> Telling:
    """What the other side is told when it is asked to publish."""
    return telling(
        call,
        "call.proposed",
        say("Please look at the call “%(call)s”", call=call.name),
        say("You are asked to publish the call “%(call)s”.", call=call.name),
        say(
            "It closes on %(when)s. Read it as applicants will see it, then publish it or take it back to draft.",
            when=closing(call),
        ),
        *waived(call),
    )


def taken_back(call: Call) -> Telling:
    """What officers are told when a proposal becomes a draft again."""
    return telling(
        call,
        "call.taken_back",
        say("The call “%(call)s” is a draft again", call=call.name),
        say("The call “%(call)s” was taken back to draft and can be changed.", call=call.name),
    )


def published(call: Call) -> Telling:
    """What both offices are told at publication."""
    opens = on_clocks(call.opens_at, [side.zone for side in call.sides])
    return telling(
        call,
        "call.published",
        say("The call “%(call)s” is published", call=call.name),
        say("Both sides have agreed: the call “%(call)s” is public.", call=call.name),
        say("It opens on %(opens)s and closes on %(when)s.", opens=opens, when=closing(call)),
    )


def telling(call: Call, kind: str, subject: Sentence, *paragraphs: Sentence) -> Telling:
    """What is written to officers, with the way to the call in their office."""
    return Telling(kind, subject, paragraphs, link=f"/office/calls/{call.id}", call_id=call.id)


def closing(call: Call) -> Moment | Sentence:
    """The deadline, on the clock of every side."""
    return on_clocks(of_call(call).at, [side.zone for side in call.sides])


def waived(call: Call) -> list[Sentence]:
    """Why it may open though a party has no agreement, for whoever publishes it."""
    lacking = reason_uncovered(call) if call.uncovered_because else None
    if lacking is None:
        return []
    return [say("%(lacking)s Reason given: %(reason)s", lacking=lacking, reason=call.uncovered_because)]
