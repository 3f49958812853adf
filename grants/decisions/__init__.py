"""Decisions: the panel's ranking, each side's decision, the joint result, the release.

Owns `ranking`, `place`, `side_decision`, `joint_decision`. Must not know what an award is.
"""
