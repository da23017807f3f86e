"""Read models: what a projection is, catching up in batches, rebuilding, poison events."""

from hub.projection.definition import Projection, metadata
from hub.projection.parking import Parked, parked, retry
from hub.projection.positions import (
    Lag,
    Overtaken,
    Stopped,
    active_version,
    create_tables,
    lag,
    position_of,
)
from hub.projection.rebuilding import drop, rebuild
from hub.projection.running import catch_up, catch_up_all, wait_until
from hub.tables import Instant, instant_column, open_views, upsert, writing

__all__ = [
    "Instant",
    "Lag",
    "Overtaken",
    "Parked",
    "Projection",
    "Stopped",
    "active_version",
    "catch_up",
    "catch_up_all",
    "create_tables",
    "drop",
    "instant_column",
    "lag",
    "metadata",
    "open_views",
    "parked",
    "position_of",
    "rebuild",
    "retry",
    "upsert",
    "wait_until",
    "writing",
]
