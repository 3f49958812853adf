"""Jobs are tried on a database of their own: what they promise is about commits."""

from tests.own import kinds, own_settings, own_url
from tests.own import own_record as house

__all__ = ["house", "kinds", "own_settings", "own_url"]
