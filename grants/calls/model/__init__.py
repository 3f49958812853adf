"""The nouns of calls: a call is data, whole in itself, so that it can be exported, copied and imported."""

from grants.calls.model.call import Call, Side
from grants.calls.model.content import Criterion, Form, Question, Theme
from grants.calls.model.money import FundingParty, Pot, PotEntry
from grants.calls.model.programme import Agreement, Membership, Programme
from grants.calls.model.times import Deadline

__all__ = [
    "Agreement", "Call", "Criterion", "Deadline", "Form", "FundingParty", "Membership", "Pot", "PotEntry", "Programme",
    "Question", "Side", "Theme",
]  # fmt: skip
