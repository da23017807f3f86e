"""Who takes part, by every name: departments and teams, companies. A source may name them."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime

from hub.model.event import Event, Side
from hub.model.parties import RoleAssigned, UnitDeclared
from hub.store import Log


@dataclass(frozen=True, slots=True)
class Roster:
    """Departments and teams with their keys, companies with their sides, by name.

    *told_at* is when a name was put on record last.
    """

    units: Mapping[str, str] = field(default_factory=dict)
    parties: Mapping[str, Side] = field(default_factory=dict)
    told_at: Mapping[str, datetime] = field(default_factory=dict)


def roster_of(log: Log, project: str) -> Roster:
    """Give who takes part in a project as it stands."""
    units: dict[str, str] = {}
    parties: dict[str, Side] = {}
    told_at: dict[str, datetime] = {}
    for event in _last_said(log, project, "unit"):
        if isinstance(event, UnitDeclared):
            names = (event.key, *event.names.values())
            units |= dict.fromkeys(names, event.key)
            told_at |= dict.fromkeys(names, event.recorded_at)
    for event in _last_said(log, project, "role"):
        if isinstance(event, RoleAssigned) and event.party:
            parties[event.party] = event.side
            told_at[event.party] = max(
                event.recorded_at, told_at.get(event.party, event.recorded_at)
            )
    return Roster(units, parties, told_at)


def _last_said(log: Log, project: str, about: str) -> Iterator[Event]:
    for events in log.streams(log.stream_ids("", about=about)).values():
        if events[0].project == project:
            yield events[-1]
