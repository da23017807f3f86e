"""Whether a cited event says what its original says: the original is read again at its place."""

from collections.abc import Iterable, Mapping
from contextlib import suppress
from datetime import date, datetime
from typing import Any

import structlog

from hub import plugins
from hub.errors import HubError
from hub.ingest.past import Past
from hub.installation import Installation
from hub.model.event import Event, Value
from hub.model.facts import Fact, WorkItemFieldChanged, WorkItemFirstSeen

log = structlog.get_logger()

Places = Mapping[str, list[Value]]

SAME = "same"  # the original says so at this place
REWOUND = "rewound"  # the value follows from later changes, which are cited by themselves
NONE = "no_original"  # a person's act, or a run of the hub: the event itself is the origin
UNKNOWN = "cannot_be_read"  # the source is configured no more, or the original was erased
DIFFERS = "original_differs"
PERSON = "/person/"


class Originals:
    """Reads originals again, each once."""

    def __init__(self, hub: Installation) -> None:
        self.hub = hub
        self._read: dict[tuple[str, str], Places | None] = {}
        self._settings = {each.source: each for each in hub.sources}

    def places(self, source: str, sha256: str) -> Places | None:
        """Give what stands at each place of an original; None where it cannot be read again."""
        key = (source, sha256)
        if key not in self._read:
            self._read[key] = self._reread(*key)
        return self._read[key]

    def _reread(self, source: str, sha256: str) -> Places | None:
        settings = self._settings.get(source)
        kind = plugins.connectors().get(settings.kind) if settings else None
        if settings is None or kind is None or kind.said_at is None:
            return None
        known = Past(self.hub.log, self.hub.originals, self.hub.project, source)
        try:
            found: Places = kind.said_at(settings, known, sha256)
        except (HubError, ValueError, OSError) as error:
            log.warning("original_unread", source=source, original=sha256, reason=str(error)[:200])
            return None
        return found


def reread(originals: Originals, event: Event, place: str, value: Value) -> str:
    """Compare what an event says of a place, where *value* was read, with its original there."""
    told = said(event, place, value)
    sha256 = _original(event, place)
    if not sha256 or not told:
        return NONE
    places = originals.places(event.source, sha256)
    if places is None:
        return UNKNOWN
    if _all_there(told, places, place):
        return SAME
    return REWOUND if _is_rewound(event, place) else DIFFERS


def _all_there(told: Iterable[Value], places: Places, place: str) -> bool:
    there = {form for value in places.get(place, ()) for form in _forms(value)}
    return bool(there) and all(set(_forms(value)) & there for value in told)


def said(event: Event, place: str, value: Value) -> list[Value]:
    """Give the values that an event says were read at a place; none where it says no value.

    Where all fields of an item have one place, those count that hold *value*.
    """
    match event:
        case WorkItemFieldChanged():
            held = event.old if place == event.old_locator != event.locator else event.new
            return [held] if held is not None else []
        case WorkItemFirstSeen():
            names = [n for n in event.fields if event.locators.get(n, event.locator) == place]
            held_by = [n for n in names if _holds(event, n, value)] or names
            fields = (event.fields[name] for name in held_by if name not in event.derived)
            return [held for held in fields if held is not None]
    terms, locators = getattr(event, "terms", None), getattr(event, "locators", {})
    names = [name for name, at in locators.items() if at == place]
    return [held for name in names if (held := getattr(terms, name, None)) is not None]


def _holds(event: WorkItemFirstSeen, name: str, value: Value) -> bool:
    if name == "status" and event.state is not None and value == event.state.value:
        return True
    return bool(_forms(event.fields[name]) & _forms(value))


def _original(event: Event, place: str) -> str:
    """Give which original a place lies in: its name stands in the place itself, or in the event."""
    if place.startswith("workbook:"):
        return place.partition(":")[2].partition("/")[0]
    return event.original if isinstance(event, Fact) else ""


def _is_rewound(event: Event, place: str) -> bool:
    return isinstance(event, WorkItemFirstSeen) and not event.locators and bool(event.derived)


def _forms(value: Any) -> set[str]:
    """Give the ways in which one value may be written: a day, a number, a text without spaces."""
    if isinstance(value, datetime | date):
        return {value.isoformat()[:10]}
    if isinstance(value, bool) or value is None:
        return {str(value)}
    if isinstance(value, tuple | list):
        return {form for each in value for form in _forms(each)}
    text = "".join(str(value).split()).rpartition(PERSON)[2]  # a source's own id of somebody
    forms = {text, text[:10]} if len(text) >= 10 and text[4:5] == "-" else {text}
    with suppress(ValueError):
        forms.add(f"{float(text.rstrip('%')):g}")
    return forms
