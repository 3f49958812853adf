"""What a refusal says, as its reader reads it."""

from contextlib import contextmanager

import pytest

from grants.rules.refusal import Refused


@contextmanager
def refused(words):
    """The deed is refused, and the sentence holds these words."""
    with pytest.raises(Refused) as caught:
        yield caught
    said = str(caught.value.reason).replace("\xa0", " ")
    assert words in said, said
