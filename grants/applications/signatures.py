"""Sign-offs: which the call asks for, who was asked, and whether what they signed for is still the same."""

from dataclasses import dataclass
from typing import Any

from grants.applications.content import fingerprint, part_of
from grants.applications.model import Application, Endorsement
from grants.calls.model import Side
from grants.rules.consent import Asked, EndorsementState, asked_by
from grants.words import Sentence, say

UNDONE = say("Signed, but the budget or the people of this side changed afterwards: sign again")
NOBODY = say("Nobody has been asked yet")


@dataclass(frozen=True)
class SignOff:
    """One sign-off of one side: what is asked for, and who stands behind it now."""

    asked: Asked
    side: Side
    request: Endorsement | None
    stands: bool

    @property
    def is_undone(self) -> bool:
        """It was signed, for other people or another sum than there are now."""
        return self.request is not None and self.request.state is EndorsementState.APPROVED and not self.stands

    @property
    def state(self) -> Sentence:
        """How it stands, for people."""
        if self.request is None:
            return NOBODY
        label: Sentence = self.request.state.label
        return UNDONE if self.is_undone else label

    @property
    def name(self) -> Sentence:
        """What is signed for, and for whom."""
        return say("%(what)s (%(side)s)", what=self.asked.label, side=self.side.label)


def sign_offs(application: Application) -> list[SignOff]:
    """Every sign-off the call asks of this application, side by side."""
    call = application.call
    return [
        sign_off(application, asked, call.side(part.side))
        for asked in asked_by(call) for part in application.parts if part.side in asked.sides
    ]  # fmt: skip


def sign_off(application: Application, asked: Asked, side: Side) -> SignOff:
    """How one of them stands; a request that was taken back does not count."""
    request = next(
        (one for one in reversed(application.endorsements)
         if (one.code, one.side) == (asked.code, side.code) and one.state is not EndorsementState.REVOKED), None,
    )  # fmt: skip
    approved = request is not None and request.state is EndorsementState.APPROVED
    return SignOff(asked, side, request, approved and request.seen == mark(application, side.code))  # type: ignore[union-attr]


def unsigned(application: Application) -> tuple[Sentence, ...]:
    """What still has to be signed before it can be submitted."""
    return tuple(one.name for one in sign_offs(application) if not one.stands)


def mark(application: Application, side: str) -> str:
    """The fingerprint of what a signatory answers for: the side's people and its money, not the words of the text."""
    return fingerprint(answered_for(application, side))


def answered_for(application: Application, side: str) -> dict[str, Any]:
    """The side's investigator and where they work, its members, every line of its budget."""
    part = application.part(side)
    return {
        "pi": str(part.pi_id),
        "institution": str(part.institution_id),
        "unit": part.unit,
        "members": sorted([one.name, one.role] for one in application.members if one.side == side),
        "budget": part_of(part)["budget"],
    }
