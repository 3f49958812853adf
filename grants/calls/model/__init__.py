"""The nouns of calls: a call is data, whole in itself, so that it can be exported, copied and imported."""

from grants.calls.model.call import Call, Side
from grants.calls.model.content import Criterion, Form, Question, ReviewRound, Theme
from grants.calls.model.keeping import Deletion, DocumentRequest, LegalHold
from grants.calls.model.money import FundingParty, Pot, PotEntry, Rate
from grants.calls.model.programme import Agreement, AgreementParty, Membership, Programme
from grants.calls.model.times import Deadline, Extension

__all__ = [
    "Agreement", "AgreementParty", "Call", "Criterion", "Deadline", "Deletion", "DocumentRequest", "Extension",
    "Form", "FundingParty", "LegalHold", "Membership", "Pot", "PotEntry", "Programme", "Question", "Rate",
    "ReviewRound", "Side", "Theme",
]  # fmt: skip
