"""What people have said about columns, found again where a header has changed a little."""

from collections.abc import Iterable, Mapping, Sequence

from connectors.workbook.column import plain
from connectors.workbook.confirmed import UNUSED
from connectors.workbook.frames import TableHead
from hub.model.facts import EditionRead
from hub.model.runs import MappingConfirmed

KEPT = 0.60  # share of the named columns that must still be there


def remembered(
    tables: Mapping[int, TableHead], said: Sequence[MappingConfirmed]
) -> dict[str, dict[str, str]]:
    """Return, by fingerprint, what people have said that the columns of these tables mean.

    Of a header that nobody has named, the names go over from the one that has most columns in
    common with it: columns that have moved keep their names, new ones are left to be looked up.
    """
    named = {event.fingerprint: event for event in said}
    found = {}
    for table in tables.values():
        event = named.get(table.fingerprint)
        columns = event.columns if event else nearest(table, said)
        if table.fingerprint and columns:
            found[table.fingerprint] = columns
    return found


def nearest(table: TableHead, said: Sequence[MappingConfirmed]) -> dict[str, str]:
    """Return what goes over to a table from another header; nothing from one that is too far."""
    here = {plain(column.path.split("/")) for column in table.columns}
    best: dict[str, str] = {}
    most = 0
    for event in sorted(said, key=lambda each: each.recorded_at):
        means = {
            plain(path.split("/")): name
            for path, name in event.columns.items()
            if name not in UNUSED
        }
        shared = {name for path, name in means.items() if path in here}
        tells = "title" in shared or {"id", "status"} <= shared
        if tells and len(shared) >= max(KEPT * len(means), most):
            most = len(shared)
            best = {
                path: name for path, name in event.columns.items() if plain(path.split("/")) in here
            }
    return best


def meanings(tables: Mapping[int, TableHead]) -> dict[str, str]:
    """Return the header of each mapped column with what it means."""
    columns = (column for table in tables.values() for column in table.columns)
    return {column.path: column.name for column in columns if column.name}


def lost_and_new(before: EditionRead | None, now: Mapping[str, str]) -> tuple[list[str], list[str]]:
    """Return the headers that mean something and are gone, or were not there, by what they mean."""
    if before is None or not before.columns:
        return [], []
    means, meant = set(now.values()), set(before.columns.values())
    lost = [path for path, name in before.columns.items() if name not in means]
    return lost, [path for path, name in now.items() if name not in meant]


def turned(before: EditionRead | None, now: Mapping[str, str]) -> list[str]:
    """Return the headers that are still there and mean something else."""
    meant = before.columns if before else {}
    return [path for path, name in now.items() if meant.get(path, name) != name]


def planned_before(editions: Iterable[EditionRead]) -> frozenset[str]:
    """Return the headers that were read as planned dates."""
    meant = (item for edition in editions for item in edition.columns.items())
    return frozenset(plain(path.split("/")) for path, name in meant if name.startswith("planned_"))
