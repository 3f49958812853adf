"""Is this letter genuine? Anyone asks, with the code the letter carries, or by its QR code."""

from flask import redirect, request, url_for
from flask.typing import ResponseReturnValue

from grants.letters.compose import LetterFacts
from grants.letters.frozen import thaw
from grants.letters.queries import by_code
from grants.rules.letters import LetterState
from grants.rules.relations import anyone
from grants.web.desk import Hall
from grants.web.paper import page
from grants.web.public.desk import desk
from grants.web.public.patience import Patience
from grants.web.signin import source
from grants.web.transaction import session

EVERYONE = Hall(anyone)
SHOWN = frozenset({LetterState.ISSUED, LetterState.SUPERSEDED, LetterState.VOID})
CODE = 32
GUESSES = Patience(misses=600)


@desk.page("/verify", EVERYONE, "letter.issued.verify")
def verify() -> ResponseReturnValue:
    """Type in a code."""
    code = "".join(letter for letter in request.args.get("code", "").lower() if letter in "0123456789abcdef")
    if code:
        return redirect(url_for("public.verified", code=code[:CODE]), 303)
    return page("public/verify.html", asked="code" in request.args)


@desk.page("/verify/<code>", EVERYONE, "letter.issued.verify")
def verified(code: str) -> ResponseReturnValue:
    """What the universities have on record for this code: genuine, superseded, revoked, or nothing."""
    GUESSES.check(source())
    letter = by_code(session(), code.lower()) if len(code) == CODE else None
    found = letter if letter is not None and letter.issued_at is not None and letter.state in SHOWN else None
    if found is None:
        GUESSES.missed(source())
    said = thaw(LetterFacts, found.facts) if found and found.facts else None
    return page("public/verified.html", letter=found, said=said, code=code[:CODE]), 200 if found else 404
