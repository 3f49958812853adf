"""Mail: what is told to whom, written in the same transaction as the deed it tells of. Owns `message`."""

from grants.mail.model import Message
from grants.mail.outbox import post

__all__ = ["Message", "post"]
