"""One batch of the log into the tables, or all of it but the events that cannot be taken."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from dataclasses import dataclass

import structlog
from sqlalchemy import Connection
from sqlalchemy.exc import DBAPIError, InterfaceError, InternalError, OperationalError

from hub.errors import HubError, TryLater
from hub.projection.definition import Projection
from hub.projection.parking import (
    parked_subjects,
    set_aside,
    stop_when_too_many,
    without_parked,
)
from hub.projection.positions import Stopped, claim
from hub.store import LogPage

DATABASE_ATTEMPTS = 3
LONGEST_ERROR = 2000
# These say that the database is away or broken. Whatever else a handler causes is its own mistake.
DATABASE_ERRORS = (OperationalError, InterfaceError, InternalError)
lines = structlog.get_logger()


class ViewsAway(TryLater):
    """The database of the read models does not answer."""

    code = "views_away"

    def __init__(self, error: DBAPIError) -> None:
        reason = str(error.orig).strip().splitlines()
        super().__init__(
            "The read models cannot be reached or written: {reason}",
            remedy="Look at the database and the free space; the next run goes on from here.",
            reason=reason[0] if reason else type(error).__name__,
        )


@dataclass(frozen=True)
class Batches:
    """Applies batches of a projection; *begin* opens the transaction of one batch."""

    projection: Projection
    begin: Callable[[], AbstractContextManager[Connection]]

    def apply(self, page: LogPage, at: int) -> None:
        """Move from position *at* to the end of *page*.

        A batch that fails is halved until the event is found that the projection cannot take.
        """
        try:
            self._apply_whole(page, at)
        except (HubError, *DATABASE_ERRORS):
            raise
        except Exception as error:  # noqa: BLE001 - the code of a projection may raise anything
            if len(page) == 1:
                self._park(page, at, error)
                return
            half = len(page) // 2
            first = page.part(0, half)
            self.apply(first, at)
            self.apply(page.part(half, len(page)), first.last)

    def _apply_whole(self, page: LogPage, at: int) -> None:
        for attempt in range(DATABASE_ATTEMPTS):
            try:
                with self.begin() as db:
                    claim(db, self.projection, at, page.last, page.events[-1].recorded_at)
                    subjects = parked_subjects(db, self.projection)
                    events = without_parked(db, self.projection, page, subjects)
                    self.projection.apply(db, events)
            except DATABASE_ERRORS as error:
                if attempt == DATABASE_ATTEMPTS - 1:
                    raise ViewsAway(error) from error
            else:
                return

    def _park(self, page: LogPage, at: int, error: Exception) -> None:
        [event], [position] = page.events, page.positions
        text = f"{type(error).__name__}: {error}"[:LONGEST_ERROR]
        with self.begin() as db:
            claim(db, self.projection, at, position, event.recorded_at)
            set_aside(db, self.projection, event, position, text)
            has_stopped = stop_when_too_many(db, self.projection)
        lines.error(
            "event_parked",
            projection=self.projection.name,
            event_id=event.event_id,
            error=type(error).__name__,
        )
        if has_stopped:
            raise Stopped(self.projection)
