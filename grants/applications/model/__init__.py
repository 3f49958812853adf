"""The nouns of applications, in files by what they are about."""

import grants.applications.model.late  # noqa: F401 - it ties late grants to their application
from grants.applications.model.application import Application, BudgetLine, Part
from grants.applications.model.consent import Endorsement, FormalChange
from grants.applications.model.content import Answer, Paper, Snapshot, Version
from grants.applications.model.desk import Tag, Tick
from grants.applications.model.hold import Hold
from grants.applications.model.screening import Conflict, Finding, Note, Ruling
from grants.applications.model.talk import Comment, CommentsRead
from grants.applications.model.team import Invitation, Right, TeamMember
from grants.rules.conflicts import ConflictKind

__all__ = [
    "Answer", "Application", "BudgetLine", "Comment", "CommentsRead", "Conflict", "ConflictKind", "Endorsement",
    "Finding", "FormalChange", "Hold", "Invitation", "Note", "Paper", "Part", "Right", "Ruling", "Snapshot", "Tag",
    "TeamMember", "Tick", "Version",
]  # fmt: skip
