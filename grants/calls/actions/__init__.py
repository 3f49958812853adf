"""The verbs of calls: open a programme; create, edit, propose, take back, publish, close a call; record money."""

from grants.calls.actions.money import Movement, record_money
from grants.calls.actions.opening import archive, close, propose, publish, take_back
from grants.calls.actions.programmes import open_programme
from grants.calls.actions.writing import create_call, edit_call

__all__ = [
    "Movement", "archive", "close", "create_call", "edit_call", "open_programme", "propose", "publish",
    "record_money", "take_back",
]  # fmt: skip
