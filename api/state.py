"""What stands around every page: the project's time zone and the state of the last sync."""

from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from sqlalchemy import select

from api.deps import Read
from api.reads.sources import STALE_H, state_of
from projections.sources import run

if TYPE_CHECKING:
    from hub.installation import Installation


@dataclass(frozen=True)
class LastSync:
    """When the sources were last read, and whether all of them were."""

    at: datetime
    state: str  # good, failed, stale


def zone_of(hub: "Installation") -> ZoneInfo:
    """Give the project's time zone."""
    return hub.calendar.tz


def last_sync(read: Read) -> LastSync | None:
    """Give the last reading of the sources that has ended; None: none yet."""
    ended = select(run).where(run.c.project == read.hub.project, run.c.completed_at.is_not(None))
    with read.engine.connect() as db:
        # One file that somebody brought says nothing of the other sources.
        order = (run.c.trigger == "upload", run.c.completed_at.desc())
        row = db.execute(ended.order_by(*order).limit(1)).one_or_none()
    if row is None:
        return None
    failed = any(outcome["outcome"] == "failed" for outcome in row.outcomes)
    return LastSync(
        row.completed_at,
        state_of("failed" if failed else "good", read.instant - row.completed_at, STALE_H),
    )
