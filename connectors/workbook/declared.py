"""Files in which a name was taken for a person, or unknown, that was declared afterwards.

Whom a cell names is on record as a reference made of the name, so a name that is declared now is
found again without reading a file.
"""

from collections.abc import Iterable, Mapping, Set
from datetime import datetime

from connectors.workbook.identity import normal
from connectors.workbook.people import person_reference
from hub.ingest.contract import Known
from hub.model.facts import EditionRead
from hub.model.items import Item

UNKNOWN = ("side_unknown", "owner_not_understood")


def misnamed(source: str, known: Known, editions: Iterable[EditionRead]) -> set[str]:
    """Return the originals that were read before a name in them was declared."""
    told_at = known.roster().told_at
    late = [(e, names) for e in editions if (names := since(told_at, e.recorded_at))]
    if not late:
        return set()
    every = {name for _, names in late for name in names}
    taken = taken_for_persons(source, known.all_items(), every)
    found = set()
    for edition, names in late:
        shown = {name for name in names if taken.get(name, set()) & set(edition.shown)}
        aside = known.quarantined(edition.edition.original).values() if not shown else ()
        forms = {normal(name) for name in names}
        if shown or any(r.reason in UNKNOWN and normal(r.text) in forms for r in aside):
            found.add(edition.edition.original)
    return found


def since(told_at: Mapping[str, datetime], instant: datetime) -> frozenset[str]:
    """Return the names that were declared after an instant."""
    return frozenset(name for name, at in told_at.items() if at > instant)


def taken_for_persons(source: str, items: Iterable[Item], names: Set[str]) -> dict[str, set[str]]:
    """Return, by name, the subjects of items in which it stands as if it were a person."""
    references = {person_reference(source, name, {}): name for name in names}
    found: dict[str, set[str]] = {}
    for item in items:
        written = {v for held in item.fields.values() for v in str(held.value or "").split(",")}
        for reference in written & references.keys():
            found.setdefault(references[reference], set()).add(item.subject)
    return found
