"""The nouns of applications, in files by what they are about."""

from grants.applications.model.application import Application, BudgetLine, Part
from grants.applications.model.content import Answer, Paper, Snapshot, Version
from grants.applications.model.screening import Conflict, ConflictKind, Finding, Note
from grants.applications.model.team import Invitation, Right, TeamMember

__all__ = [
    "Answer", "Application", "BudgetLine", "Conflict", "ConflictKind", "Finding", "Invitation", "Note", "Paper", "Part",
    "Right", "Snapshot", "TeamMember", "Version",
]  # fmt: skip
