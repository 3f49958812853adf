"""Lots: the list is frozen, every side promises a secret, then tells it; the seed follows, and nobody draws again."""

from datetime import datetime
from fractions import Fraction

from grants.calls.model import Call
from grants.db import session_of
from grants.decisions.kept import lots_of
from grants.decisions.lots import listed_for
from grants.decisions.model import Lots
from grants.decisions.queries import hidden_from
from grants.people.model import Person
from grants.rules.lots import OPEN, PROMISE, PROMISE_LAST, REVEAL, REVEAL_LAST, check_promise, check_side
from grants.rules.lottery import Draw, digest
from grants.rules.refusal import Refused
from grants.words import say


def open_lots(call: Call, by: Person, at: datetime) -> Lots:
    """Freeze the list of those among whom lots are drawn; it has a fingerprint, and nobody joins or leaves it."""
    call.allow(OPEN, by, at)
    session = session_of(call)
    if hidden_from(session, by, call):
        raise Refused(say("An application of this call is not yours to decide on; ask another officer."))
    if lots_of(session, call) is not None:
        raise Refused(say("Lots are drawn once, and never again."))
    bar = Fraction(call.decision.bar) if call.decision.bar else None
    names = listed_for(session, call, bar)
    if not names:
        raise Refused(say("Nobody reaches the bar: there is nothing to draw."))
    text = "\n".join(names)
    lots = Lots(call=call, call_id=call.id, listed=text, fingerprint=digest(text), promises={}, secrets={})
    lots.promised_by = {}
    session.add(lots)
    lots.begin(by, at, fingerprint=lots.fingerprint, count=len(names))
    session.flush()
    return lots


def promise_secret(lots: Lots, side: str, promise: str, by: Person, at: datetime) -> None:
    """Bind a side to a secret by its SHA-256; the same person never promises for two sides."""
    check_side(by, lots.call, side, lots.promises)
    if str(by.id) in lots.promised_by.values():
        raise Refused(say("You have promised for another side; an officer of this side does it."), "side")
    tidy = check_promise(promise)
    if tidy in lots.promises.values():
        raise Refused(say("The other side has promised the very same: choose a secret of your own."), "promise")
    promises = {**lots.promises, side: tidy}
    lots.take(PROMISE_LAST if len(promises) == len(lots.call.sides) else PROMISE, by, at, side=side, promise=tidy)
    lots.promises = promises
    lots.promised_by = {**lots.promised_by, side: str(by.id)}


def tell_secret(lots: Lots, side: str, secret: str, by: Person, at: datetime) -> None:
    """Tell the secret that was promised; with the last one the lots are drawn."""
    lots.allow(REVEAL, by, at)
    check_side(by, lots.call, side, lots.secrets)
    if digest(secret) != lots.promises.get(side):
        raise Refused(say("This is not the secret that your side promised: its fingerprint is another."), "secret")
    secrets = {**lots.secrets, side: secret}
    is_last = len(secrets) == len(lots.promises)
    lots.take(REVEAL_LAST if is_last else REVEAL, by, at, side=side)
    lots.secrets = secrets
    if is_last:
        lots.seed = Draw(lots.fingerprint, lots.promises, secrets).seed
