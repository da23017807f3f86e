"""Which store a test about Jira writes its log to."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar

_STORE: ContextVar[str] = ContextVar("store", default="sqlite://")


@contextmanager
def kept_in(address: str) -> Iterator[None]:
    """Open logs at *address* until the block ends."""
    before = _STORE.set(address)
    try:
        yield
    finally:
        _STORE.reset(before)


def store_of_test() -> str:
    """Give the address of the store that the running test was given; else one in memory."""
    return _STORE.get()
