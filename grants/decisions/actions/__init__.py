"""The verbs of decisions, in files by what they are about."""

from grants.decisions.actions.deciding import Decided, decide, follow_panel
from grants.decisions.actions.drawing import open_lots, promise_secret, tell_secret
from grants.decisions.actions.meeting import Minuted, minute, record_attendance
from grants.decisions.actions.opening import frozen, open_again, propose_opening
from grants.decisions.actions.ordering import Advice, Move, advise_by_place, lock, move, recommend, waive
from grants.decisions.actions.promoting import promote
from grants.decisions.actions.releasing import propose_release, release, take_release_back
from grants.decisions.actions.rounds import next_round
from grants.decisions.actions.walking import walk_pots

__all__ = [
    "Advice", "Decided", "Minuted", "Move", "advise_by_place", "decide", "follow_panel", "frozen", "lock", "minute",
    "move", "next_round", "open_again", "open_lots", "promise_secret", "promote", "propose_opening", "propose_release",
    "recommend", "record_attendance", "release", "take_release_back", "tell_secret", "waive", "walk_pots",
]  # fmt: skip
