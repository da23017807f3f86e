"""The virtual clock of the local Jira, and the form in which Jira writes an instant."""

import re
from datetime import UTC, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

STAMP = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}[+-]\d\d:?\d\d")


class Instant(int):
    """Milliseconds since 1970, UTC. Written out only when it is known in whose zone."""

    __slots__ = ()

    @classmethod
    def of(cls, at: "datetime | str | int") -> "Instant":
        """Read an aware datetime, an ISO string with an offset, or milliseconds."""
        if isinstance(at, int):
            return cls(at)
        moment = datetime.fromisoformat(at) if isinstance(at, str) else at
        if moment.tzinfo is None:
            raise ValueError(f"{at!r} has no zone.")
        return cls((moment - EPOCH) // timedelta(milliseconds=1))

    @property
    def moment(self) -> datetime:
        return EPOCH + timedelta(milliseconds=self)

    def written(self, zone: ZoneInfo) -> str:
        """Return Jira's form, such as `2026-08-24T11:11:52.944+0000`, in *zone*."""
        local = datetime.fromtimestamp(self // 1000, zone).isoformat()
        return f"{local[:19]}.{self % 1000:03d}{local[19:22]}{local[23:25]}"


EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


def thawed(value: Any) -> Any:
    """Return *value* with every string in Jira's form replaced by its instant."""
    if isinstance(value, str):
        return Instant.of(value) if len(value) < 32 and STAMP.fullmatch(value) else value
    if isinstance(value, dict):
        return {key: thawed(inner) for key, inner in value.items()}
    if isinstance(value, list):
        return [thawed(inner) for inner in value]
    return value


class Clock:
    """Stands still until it is told to move. *skew* is what the server's clock is ahead, in ms."""

    def __init__(self, at: datetime | str) -> None:
        self.now = Instant.of(at)
        self.skew = 0

    def read(self) -> Instant:
        """Return what the server believes the time is."""
        return Instant(self.now + self.skew)

    def advance(self, **amount: float) -> Instant:
        """Move forward by the keywords of `timedelta`: `advance(minutes=5)`."""
        return self.reach(Instant(self.now + timedelta(**amount) // timedelta(milliseconds=1)))

    def reach(self, at: datetime | str | int) -> Instant:
        """Move to *at*; a time already passed leaves the clock as it is."""
        self.now = max(self.now, Instant.of(at))
        return self.now
