"""Holding the garbage collector back while much is made that lives on."""

import gc
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def collecting_later() -> Iterator[None]:
    """Let the collector of reference cycles wait; what is not part of a cycle is freed as ever.

    It searches all that lives each time that much more of it was made, and where nothing of it is
    garbage that is a fifth of the work. What was made counts as old afterwards: it is searched with
    all else that is old, when that has grown by a quarter.
    """
    was_enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_enabled:
            gc.freeze()
            gc.unfreeze()  # into the oldest generation
            gc.enable()
