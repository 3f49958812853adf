"""The verbs of letters, in files by what they are about."""

from grants.letters.actions.issuing import (
    could_not_be_printed,
    discard,
    number,
    prepare,
    put_into_writing,
    replace_by_new,
)
from grants.letters.actions.pictures import (
    agree_to_picture,
    drop_picture,
    propose_picture,
    refuse_picture_of,
)
from grants.letters.actions.revoking import ask_to_revoke, let_stand, revoke
from grants.letters.actions.texts import agree_to_wording, drop_wording, propose_wording

__all__ = [
    "agree_to_picture", "agree_to_wording", "ask_to_revoke", "could_not_be_printed", "discard", "drop_picture",
    "drop_wording", "let_stand", "number", "prepare", "propose_picture", "propose_wording", "put_into_writing",
    "refuse_picture_of", "replace_by_new", "revoke",
]  # fmt: skip
