"""Memory, as the server keeps it once everything is loaded."""

import gc

SELDOM = (20_000, 20, 50)  # a page makes some ten thousand things, nearly all of them gone when it is written


def settle() -> None:
    """What is loaded now stays: the search for waste leaves it alone from now on, and begins less often."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(*SELDOM)
