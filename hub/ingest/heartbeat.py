"""Keeps a lease while its holder works or waits: a rate limit may outlast the lease."""

from collections.abc import Callable
from datetime import datetime
from threading import Event as Signal
from threading import Thread
from types import TracebackType

import structlog

from hub.errors import HubError
from hub.store import Log

EVERY_S = 60.0
lines = structlog.get_logger()


class Heartbeat:
    """Renews one lease from a thread of its own, until the `with` block ends."""

    def __init__(
        self,
        log: Log,
        name: str,
        token: str,
        at: Callable[[], datetime],
        every_s: float = EVERY_S,
    ) -> None:
        self._log, self._name, self._token = log, name, token
        self._at, self._every_s = at, every_s
        self._ended = Signal()
        self.thread = Thread(target=self._beat, name=f"lease {name}", daemon=True)

    def __enter__(self) -> "Heartbeat":
        """Start beating."""
        self.thread.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """Stop beating."""
        self._ended.set()
        self.thread.join()

    def _beat(self) -> None:
        while not self._ended.wait(self._every_s):
            try:
                if not self._log.renew(self._name, self._token, at=self._at()):
                    return  # lost; the next page of the holder is refused and says so
            except HubError as error:
                lines.warning("lease_not_renewed", name=self._name, code=error.code)
