"""How much room uploads may take."""

from dataclasses import dataclass

from grants.rules.refusal import Refused
from grants.words import say

MEBI = 1024 * 1024


@dataclass(frozen=True)
class Quota:
    """The room one person and one application may fill, in bytes."""

    person: int = 300 * MEBI
    application: int = 100 * MEBI


def check_quota(size: int, of_person: int, of_application: int, quota: Quota) -> None:
    """Refuse an upload for which the person's or the application's room is too small."""
    if of_application + size > quota.application:
        raise Refused(
            say(
                "The files of this application may take %(limit)s MB together. Replace a file by a smaller one.",
                limit=quota.application // MEBI,
            )
        )
    if of_person + size > quota.person:
        raise Refused(
            say(
                "All files you have uploaded may take %(limit)s MB together. Please write to the office of the call.",
                limit=quota.person // MEBI,
            )
        )
