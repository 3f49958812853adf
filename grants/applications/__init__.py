"""Applications: one shared text, one part per side, what was submitted, who may not judge it, who checked it.

Owns `application`, `part`, `team_member`, `invitation`, `answer`, `budget_line`, `snapshot`, `finding`, `note`,
`conflict`. Must not know what a review is.
"""
