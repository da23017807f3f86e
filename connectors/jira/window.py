"""From when on changes are asked for, written so that no zone can hide one."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

ZONE_UNKNOWN = timedelta(hours=24)
FURTHER_BACK = timedelta(hours=3)


def milliseconds(instant: datetime) -> int:
    """Give epoch milliseconds, rounded down."""
    return (instant - datetime(1970, 1, 1, tzinfo=UTC)) // timedelta(milliseconds=1)


def bound(field: str, operator: str, instant: datetime, *, epoch: bool, zone: str) -> str:
    """Write a bound in JQL: unquoted epoch milliseconds, in which no zone takes part.

    Where Jira refuses them, a minute in the account's zone, at least three hours further back
    (or on, for an upper bound).
    """
    if epoch:
        return f"{field} {operator} {milliseconds(instant)}"
    later = operator.startswith("<")
    return f'{field} {operator} "{minute(instant, zone, later=later)}"'


def minute(instant: datetime, zone: str, *, later: bool = False) -> str:
    """Give the local minute that is surely not after *instant* (not before, if *later*).

    An ambiguous local time may be read as either instant, so the distance covers both; one that
    the clocks skip is moved to before the gap.
    """
    sign = 1 if later else -1
    known = _zone(zone)
    if known is None:
        return _written((instant + sign * ZONE_UNKNOWN).astimezone(UTC))
    local = (instant + sign * FURTHER_BACK).astimezone(known).replace(second=0, microsecond=0)
    while not _exists(local, known):
        local += sign * timedelta(minutes=30)
    return _written(local)


def is_zone(name: str) -> bool:
    """Tell whether this machine knows the zone."""
    return _zone(name) is not None


def _zone(name: str) -> ZoneInfo | None:
    try:
        return ZoneInfo(name) if name else None
    except (KeyError, ValueError, OSError):
        return None


def _exists(local: datetime, zone: ZoneInfo) -> bool:
    wall = local.replace(tzinfo=None)
    return local.astimezone(UTC).astimezone(zone).replace(tzinfo=None) == wall


def _written(local: datetime) -> str:
    return f"{local:%Y-%m-%d %H:%M}"
