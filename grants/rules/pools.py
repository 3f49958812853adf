"""Pools: whether all reviewers and applications hang together, or fall apart into groups that nothing compares."""

from collections.abc import Iterable


def pools(pairs: Iterable[tuple[str, str]]) -> list[tuple[list[str], list[str]]]:
    """The groups into which (application, reviewer) pairs fall: applications and reviewers, largest group first.

    With more than one, harsh reviewers and weak applications cannot be told apart between them; two or three
    applications judged by both groups join them.
    """
    groups: list[tuple[set[str], set[str]]] = []
    for application, reviewer in pairs:
        touched = [group for group in groups if application in group[0] or reviewer in group[1]]
        groups = [group for group in groups if group not in touched]
        applications, reviewers = {application}, {reviewer}
        groups.append((applications.union(*(one for one, _ in touched)), reviewers.union(*(one for _, one in touched))))
    lined = [(sorted(applications), sorted(reviewers)) for applications, reviewers in groups]
    return sorted(lined, key=lambda group: (-len(group[0]), group))
