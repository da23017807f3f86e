"""What stands around every page: the project's time zone and the state of the last sync."""

from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from api.deps import Read

if TYPE_CHECKING:
    from hub.installation import Installation


@dataclass(frozen=True)
class LastSync:
    """When the sources were last read, and whether all of them were."""

    at: datetime
    good: bool


def zone_of(hub: "Installation") -> ZoneInfo:
    """Give the project's time zone."""
    return ZoneInfo("Asia/Shanghai")


def last_sync(read: Read) -> LastSync | None:
    """Give the last reading of the sources; None: none yet."""
    return None
