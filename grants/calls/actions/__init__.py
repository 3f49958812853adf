"""The verbs of calls: open a programme, record its agreements; write, publish, close, delete a call; record money."""

from grants.calls.actions.agreements import Paper, record_agreement
from grants.calls.actions.copying import copy_call, look_over
from grants.calls.actions.deleting import delete_call
from grants.calls.actions.money import Movement, Quoted, record_money, record_rate
from grants.calls.actions.opening import archive, close, propose, publish, take_back
from grants.calls.actions.programmes import open_programme
from grants.calls.actions.writing import create_call, edit_call

__all__ = [
    "Movement", "Paper", "Quoted", "archive", "close", "copy_call", "create_call", "delete_call", "edit_call",
    "look_over", "open_programme", "propose", "publish", "record_agreement", "record_money", "record_rate",
    "take_back",
]  # fmt: skip
