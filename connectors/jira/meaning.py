"""What Jira's fields and statuses mean to the hub: settings and catalogue, compiled once a run."""

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from connectors.jira.catalogue import EPIC_LINK, SPRINT, Catalogue, FieldEntry
from connectors.jira.errors import MappingRefused
from connectors.jira.settings import FieldMapping, StatusMapping
from connectors.jira.tracks import KNOWN, NOISE, NOT_MAPPED, SETS, About, Origin, Shape, Track
from hub.complaints import nearest
from hub.model.facts import State

DERIVED = ("due", "start", "percent", "weight", "module", "phase", "department", "refers_to")
CATEGORIES = {
    "new": State.NOT_STARTED,
    "indeterminate": State.IN_PROGRESS,
    "done": State.DONE,
}


@dataclass(slots=True)
class Meaning:
    """Everything that mapping needs to know besides the issue."""

    source: str
    origins: dict[str, tuple[Origin, ...]]  # of our fields that the settings feed, and of `parent`
    tracks: dict[str, Track]  # by id and by name in small letters
    categories: dict[str, State]
    states: dict[str, State]
    dropped: frozenset[str]
    scale: str
    sprint: str
    epic: str
    version: str
    asked: tuple[str, ...] = ()  # ids of the fields to ask for, besides those always read
    persons: tuple[str, ...] = ()  # those of them that hold one person each
    types: dict[str, str] = field(default_factory=dict)  # of the custom fields that are used
    marks: dict[str, str] = field(default_factory=dict)  # of fields the settings changed
    feeds: dict[str, tuple[str, ...]] = field(default_factory=dict)
    customs: dict[str, Track] = field(default_factory=dict)  # by name in small letters
    people: str = ""  # before an id in a reference: two Jiras may both know an `admin`
    # What was found once, and is asked for every item.
    abouts: dict[tuple[str, str | None, str], About] = field(default_factory=dict)
    told: dict[tuple[str | None, ...], Any] = field(default_factory=dict)  # words of an item
    statuses: dict[tuple[str | None, str | None], tuple[State, str]] = field(default_factory=dict)
    names: dict[str, str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        """Say once what stands before every id of a person."""
        self.people = f"{self.source}/person/"

    def track(self, name: str, field_id: str | None, kind: str) -> Track:
        """Find what a changelog's item is about: by its id, else by its name."""
        word = name.casefold()
        found = self.tracks.get(field_id) if field_id else None
        if found is None and kind == "custom":
            # It may bear the name of a system field, or, where it has an id, any name.
            found = NOISE.get(word) if field_id else self.customs.get(word)
        elif found is None:
            found = self.tracks.get(word)
        return found or NOT_MAPPED

    def name_of(self, raw: str) -> str:
        """Give our name of a field of Jira's; that of the first one it feeds, else its own id."""
        name = self.names.get(raw)
        if name is None:
            track, fed = self.tracks.get(raw), self.feeds.get(raw, ())
            name = (track.name if track else "") or (fed[0] if fed else raw)
            self.names[raw] = name
        return name

    def state(self, status: str | None, resolution: str | None, category: str = "") -> State:
        """Give the neutral state; *category* is what the answer itself says, else the catalogue."""
        if not status:
            return State.UNKNOWN
        state = self.states.get(status) or CATEGORIES.get(category) or self.categories.get(status)
        if state is State.DONE and resolution in self.dropped:
            return State.CANCELLED
        return state or State.UNKNOWN

    def status(self, status: str | None, resolution: str | None) -> tuple[State, str]:
        """Give the neutral state by the catalogue, and how a fact about it is marked."""
        found = self.statuses.get((status, resolution))
        if found is None:
            state = self.state(status, resolution)
            found = self.statuses[status, resolution] = state, self.status_mark(status, state)
        return found

    def status_mark(self, status: str | None, state: State | None) -> str:
        """Mark a fact about a status that the settings, not Jira, gave its state."""
        if state is State.CANCELLED or status in self.states:
            return f"~{state}"
        return ""

    def suspend(self, raw: str) -> tuple[str, ...]:
        """Stop reading a field whose type has changed, and all of ours that it feeds."""
        names = self.feeds.pop(raw, ())
        for name in names:
            self.origins.pop(name, None)
        self.feeds = {
            other: left
            for other, fed in self.feeds.items()
            if (left := tuple(name for name in fed if name not in names))
        }
        stopped = Track(raw, Shape.DROPPED, rule="suspended")
        for known in (self.tracks, self.customs):
            known.update({w: stopped for w, track in known.items() if track.raw == raw})
        self.asked = tuple(name for name in self.asked if name != raw)
        return names or (raw,)


def meaning_of(
    source: str, fields: FieldMapping, status: StatusMapping, catalogue: Catalogue
) -> Meaning:
    """Compile the settings against the catalogue. Raise `MappingRefused` for unknown fields."""
    epic = catalogue.custom(EPIC_LINK) or "epic link"
    meaning = Meaning(
        source=source,
        origins=_origins(fields, catalogue, epic),
        tracks={},
        categories={
            entry.id: CATEGORIES.get(entry.category, State.UNKNOWN)
            for entry in catalogue.statuses.values()
        },
        states=dict(status.states),
        dropped=frozenset(status.dropped),
        scale=fields.percent_scale,
        sprint=catalogue.custom(SPRINT) or "sprint",
        epic=epic,
        # Settings that do not name it keep the version they had before it could be named.
        version=_digest(
            fields.model_dump_json(exclude=None if fields.refers_to else {"refers_to"})
            + status.model_dump_json()
        ),
    )
    meaning.marks = _marks(meaning)
    meaning.feeds = _feeds(meaning.origins)
    meaning.tracks = _tracks(meaning, catalogue)
    meaning.customs = _customs(meaning, catalogue)
    used = set(meaning.feeds) | set(meaning.tracks)
    meaning.asked = tuple(
        entry.id
        for entry in catalogue.fields.values()
        if entry.id in used and (entry.custom or entry.id == "timeoriginalestimate")
    )
    meaning.persons = tuple(
        raw for raw in meaning.asked if meaning.tracks[raw].shape is Shape.PERSON
    )
    return meaning


def _origins(
    fields: FieldMapping, catalogue: Catalogue, epic: str
) -> dict[str, tuple[Origin, ...]]:
    ids = catalogue.ids_by_name()
    readings = {"due": "date", "start": "date", "percent": "percent", "weight": "number"}
    origins = {
        name: tuple(
            _origin(written, name, readings.get(name, "text"), catalogue, ids)
            for written in getattr(fields, name)
        )
        for name in DERIVED
    }
    origins["parent"] = tuple(Origin(raw, "raw") for raw in ("parent", epic))
    for written in fields.extra:
        origin = _origin(written, "extra", "raw", catalogue, ids)
        origins[f"extra:{origin.raw}"] = (origin,)
    return {name: found for name, found in origins.items() if found}


def _marks(meaning: Meaning) -> dict[str, str]:
    """Mark the facts that another mapping would make otherwise; entries hold this for ever."""
    marks = {}
    for name, origins in meaning.origins.items():
        if name != "parent" and origins != (Origin("duedate", "date"),):
            parts = [f"{origin.raw}|{origin.reading}|{origin.prefix}" for origin in origins]
            scale = meaning.scale if name == "percent" else ""
            marks[name] = f"~{_digest(' '.join([*parts, scale]))[:6]}"
    return marks


def _origin(
    written: str, name: str, reading: str, catalogue: Catalogue, ids: dict[str, list[str]]
) -> Origin:
    word, _, prefix = written.partition(":")
    if word == "project":
        return Origin("key", "project")
    if word in ("components", "duedate", "timeoriginalestimate"):
        return Origin(word, reading)
    if word == "labels":
        return Origin(word, reading, prefix)
    if written in catalogue.fields:
        return Origin(written, _reading(written, reading, catalogue))
    found = ids.get(written.casefold(), [])
    if len(found) != 1:
        raise MappingRefused(
            "The setting fields.{name} of {place} is {written}, and Jira has {count} such fields.",
            remedy="Write the field's id. The nearest names are: {near}.",
            name=name,
            place="sources.toml",
            written=written,
            count=len(found),
            near=", ".join(found) or nearest(written.casefold(), ids) or "none",
        )
    return Origin(found[0], _reading(found[0], reading, catalogue))


def _reading(raw: str, usual: str, catalogue: Catalogue) -> str:
    """Read a person as a reference, whatever it feeds: the name is not ours to keep."""
    return "person" if catalogue.fields[raw].type == "user" else usual


def _feeds(origins: dict[str, tuple[Origin, ...]]) -> dict[str, tuple[str, ...]]:
    feeds: dict[str, tuple[str, ...]] = {}
    for name, found in origins.items():
        for origin in found:
            feeds[origin.raw] = (*feeds.get(origin.raw, ()), name)
    return feeds


def _tracks(meaning: Meaning, catalogue: Catalogue) -> dict[str, Track]:
    tracks = dict(KNOWN)
    customs = [entry for entry in catalogue.fields.values() if entry.custom]
    for entry in customs:
        if entry.id in meaning.feeds and entry.id != meaning.epic:
            meaning.types[entry.id] = entry.type
            tracks[entry.id] = Track(entry.id, _shape(entry.type), _set_name(meaning, entry))
    tracks[meaning.sprint] = tracks["sprint"] = Track(meaning.sprint, Shape.LISTED, "sprints")
    tracks[meaning.epic] = tracks["epic link"] = Track(meaning.epic, Shape.ID)
    if "timeoriginalestimate" in meaning.feeds:
        tracks["timeoriginalestimate"] = Track("timeoriginalestimate", Shape.ID)
    return tracks


def _customs(meaning: Meaning, catalogue: Catalogue) -> dict[str, Track]:
    named = {entry.name.casefold(): entry.id for entry in catalogue.fields.values() if entry.custom}
    found = {word: meaning.tracks[raw] for word, raw in named.items() if raw in meaning.tracks}
    usual = {word: meaning.tracks[word] for word in ("sprint", "epic link")}
    return NOISE | usual | found


def _set_name(meaning: Meaning, entry: FieldEntry) -> str:
    """A set among the extra fields is kept as a set, and not as one value."""
    name = f"extra:{entry.id}"
    if name not in meaning.origins or _shape(entry.type) not in SETS:
        return ""
    del meaning.origins[name]
    meaning.feeds[entry.id] = tuple(n for n in meaning.feeds[entry.id] if n != name)
    return name


def _shape(type_: str) -> Shape:
    if type_ in ("date", "datetime"):
        return Shape.DAY
    if type_ == "array:user":
        return Shape.PEOPLE
    if type_.startswith("array"):
        return Shape.WORDS if type_ == "array:string" else Shape.BRACKETED
    return {"user": Shape.PERSON, "number": Shape.NUMBER}.get(type_, Shape.ID)


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()[:12]


def unmapped(meaning: Meaning, statuses: Iterable[str]) -> list[str]:
    """Name the statuses that mean nothing to the hub; they are listed, never taken for done."""
    return sorted(s for s in statuses if meaning.state(s, None) is State.UNKNOWN)
