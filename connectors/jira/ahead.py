"""Fetches the next page while the present one is being mapped and recorded."""

from collections.abc import Iterator
from contextlib import suppress
from queue import Empty, Full, Queue
from threading import Event, Thread
from typing import Generic, TypeVar

T = TypeVar("T")
LOOK_S = 0.05


class Ahead(Generic[T]):
    """Runs an iterator in a thread of its own, one page ahead; a full queue stops it.

    One page is being used, one waits, one is being fetched: never more than three in memory.
    """

    def __init__(self, pages: Iterator[T]) -> None:
        self._pages = pages
        self._queue: Queue[tuple[str, T | BaseException | None]] = Queue(maxsize=1)
        self._unwanted = Event()
        # A daemon: it may sit in a long wait for Jira when nobody wants its pages any more.
        self._thread = Thread(target=self._fetch, name="jira-ahead", daemon=True)

    def __iter__(self) -> Iterator[T]:
        """Yield the pages in their order; an error comes where it happened."""
        self._thread.start()
        try:
            while True:
                kind, got = self._queue.get()
                if kind == "error" and isinstance(got, BaseException):
                    raise got
                if kind == "end":
                    return
                yield got  # type: ignore[misc] # a page
        finally:
            self._unwanted.set()
            with suppress(Empty):
                self._queue.get_nowait()
            self._thread.join(timeout=1)

    def _fetch(self) -> None:
        try:
            for page in self._pages:
                if not self._put("page", page):
                    return
            self._put("end", None)
        except BaseException as error:  # noqa: BLE001 - it is raised where the pages are used
            self._put("error", error)

    def _put(self, kind: str, got: T | BaseException | None) -> bool:
        while not self._unwanted.is_set():
            with suppress(Full):
                self._queue.put((kind, got), timeout=LOOK_S)
                return True
        return False
