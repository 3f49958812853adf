"""The roles a person can be appointed to, and what each is called."""

from enum import StrEnum

from grants.words import Sentence, say


class Role(StrEnum):
    """What a person can be appointed to."""

    OFFICER = "officer"
    CHAIR = "chair"
    REVIEWER = "reviewer"
    AUDITOR = "auditor"
    ADMINISTRATOR = "administrator"

    @property
    def label(self) -> Sentence:
        """The role's name for people."""
        return ROLE_LABELS[self]


ROLE_LABELS = {
    Role.OFFICER: say("Programme officer"),
    Role.CHAIR: say("Panel chair"),
    Role.REVIEWER: say("Reviewer"),
    Role.AUDITOR: say("Auditor"),
    Role.ADMINISTRATOR: say("Administrator"),
}

NEED_SECOND_FACTOR = frozenset({Role.OFFICER, Role.CHAIR, Role.ADMINISTRATOR})
