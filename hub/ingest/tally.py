"""What came of reading a source, counted page by page."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from hub.errors import HubError
from hub.model.event import Event
from hub.model.facts import (
    EditionHeld,
    HistoryGapFound,
    RecordQuarantined,
    SourceObserved,
    WorkItemFieldChanged,
    WorkItemFirstSeen,
    WorkItemMembersChanged,
    WorkItemRekeyed,
    WorkItemVanished,
)
from hub.model.runs import SourceOutcome

_CHANGES = (WorkItemFieldChanged, WorkItemMembersChanged, WorkItemRekeyed)


class Tally:
    """Counts of one source; items are counted once for each page that tells of them."""

    def __init__(self, source: str) -> None:
        self._source = source
        self._held = False
        self._counts = dict.fromkeys(
            ("seen", "new", "first_seen", "changed", "vanished", "quarantined", "gaps", "pages"), 0
        )

    def add(self, events: Sequence[Event]) -> None:
        """Count events that were recorded now."""
        streams: dict[type[Event], list[UUID]] = {}
        for event in events:
            streams.setdefault(type(event), []).append(event.originator_id)
        first = set(streams.get(WorkItemFirstSeen, ()))
        changed = {stream for kind in _CHANGES for stream in streams.get(kind, ())}
        # That a source was looked at is the run's own record, and no news.
        self._counts["new"] += len(events) - len(streams.get(SourceObserved, ()))
        self._counts["first_seen"] += len(first)
        self._counts["changed"] += len(changed - first)
        self._counts["vanished"] += len(streams.get(WorkItemVanished, ()))
        self._counts["quarantined"] += len(streams.get(RecordQuarantined, ()))
        self._counts["gaps"] += len(streams.get(HistoryGapFound, ()))
        self._held |= EditionHeld in streams

    def end_page(self, delivered: Sequence[Event]) -> None:
        """Count a page, and the items that it told of."""
        self._counts["pages"] += 1
        self._counts["seen"] += len({e.subject for e in delivered if e.about == "item"})

    def outcome(self) -> SourceOutcome:
        """Give the outcome as it is so far."""
        return self._as("held" if self._held else "good")

    def failed(self, error: HubError) -> SourceOutcome:
        """Give the outcome of a source that could not be read to its end."""
        values = {name: str(value) for name, value in error.values.items()}
        return self._as("failed", error.code, error.message, error.remedy, values)

    def running(self, holder: tuple[str, datetime] | None) -> SourceOutcome:
        """Give the outcome when somebody else reads the source already."""
        who, until = holder or ("another run", None)
        return self._as(
            "running",
            "already_running",
            "{holder} is reading this source already, at least until {until}.",
            "Wait for it to end; nothing has to be done.",
            {"holder": who, "until": until.isoformat() if until else "–"},
        )

    def _as(
        self,
        outcome: str,
        code: str = "",
        message: str = "",
        remedy: str = "",
        values: dict[str, str] | None = None,
    ) -> SourceOutcome:
        return SourceOutcome(
            source=self._source,
            outcome=outcome,
            code=code,
            message=message,
            remedy=remedy,
            values=values or {},
            **self._counts,
        )
