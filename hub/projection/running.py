"""Catching up: read the log in batches, fold, commit rows and position together."""

from collections.abc import Iterable
from functools import partial
from threading import Event as Signal

import structlog
from sqlalchemy import Engine

from hub.errors import HubError
from hub.projection.batches import Batches
from hub.projection.definition import Projection
from hub.projection.positions import at_of, position_of
from hub.store import Log
from hub.tables import writing

PAUSE_S = 0.02
lines = structlog.get_logger()


def catch_up(
    log: Log, engine: Engine, projection: Projection, *, batch: int = 1000, stop: int | None = None
) -> int:
    """Apply everything up to the end of the log, or up to *stop*; give the position reached.

    Raise Overtaken when another runner does the same, Stopped after too many poison events.
    """
    at = at_of(engine, projection)
    batches = Batches(projection, partial(writing, engine))
    while page := log.read(after=at, limit=batch, stop=stop):
        batches.apply(page, at)
        at = page.last
    return at


def catch_up_all(log: Log, engine: Engine, projections: Iterable[Projection]) -> dict[str, int]:
    """Catch up with each in turn; one that has stopped or is overtaken does not hold the others.

    Give the position of each by name.
    """
    reached: dict[str, int] = {}
    for projection in projections:
        try:
            reached[projection.name] = catch_up(log, engine, projection)
        except HubError as error:
            lines.warning("projection_behind", projection=projection.name, code=error.code)
            with engine.connect() as db:
                reached[projection.name] = position_of(db, projection)
    return reached


def wait_until(
    engine: Engine, projection: Projection, position: int, *, timeout_s: float = 5
) -> bool:
    """Wait until the rows contain *position*, such as one's own write; False after *timeout_s*."""
    for _ in range(max(1, round(timeout_s / PAUSE_S))):
        with engine.connect() as db:
            if position_of(db, projection) >= position:
                return True
        Signal().wait(PAUSE_S)
    return False
