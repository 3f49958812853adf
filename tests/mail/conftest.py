"""Mail is tried on a database of its own and with a real mail server on the loopback."""

from tests.own import kinds, own_settings, own_url
from tests.own import own_record as house

__all__ = ["house", "kinds", "own_settings", "own_url"]
