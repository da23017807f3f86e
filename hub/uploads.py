"""One file that a person brings: where it belongs, what it would record, and reading it."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime
from hashlib import sha256
from typing import Any

from msgspec import structs
from sqlalchemy import select

from hub import plugins, sync
from hub.errors import HubError, NotFound, Refused
from hub.ingest import Past
from hub.ingest.contract import Connector, ConnectorKind
from hub.ingest.look import Look
from hub.installation import Installation
from hub.locale import _
from hub.model.commitments import CommitmentProposed, CommitmentRaised
from hub.model.event import Event
from hub.model.facts import (
    Edition,
    EditionHeld,
    RecordQuarantined,
    WorkItemFieldChanged,
    WorkItemFirstSeen,
    WorkItemVanished,
)
from hub.model.people import Person
from hub.model.plans import RevisionProposed
from hub.model.runs import SourceOutcome
from hub.pointing import Pointed
from hub.settings import SourceSettings
from hub.shared_folder import HEAD

PLAN = "plan"
# How file connectors are told that a file proposes a plan; each has one of these settings.
PLANNING = {"profile": "baseline_plan", "makes": "commitments"}
NEW = "new:"  # before the name of a series that somebody begins
LONGEST = 60  # letters of a name
WEEKLY_STALE_H = 8 * 24  # a report that comes each week is stale a day after it should have come


@dataclass(frozen=True)
class Upload:
    """A file, and the name of what it is brought for: a source, the plan, or a new series."""

    name: str
    body: bytes
    into: str
    pointed: Pointed | None = None  # where a person points at its table, to look at it alone

    @property
    def sha256(self) -> str:
        """Name it by its content."""
        return sha256(self.body).hexdigest()


@dataclass(frozen=True)
class Preview:
    """What a file would put on record. *refusal* is why it cannot be read at all."""

    source: str
    look: Look
    counts: dict[str, int] = field(default_factory=dict)
    held: EditionHeld | None = None
    problems: list[RecordQuarantined] = field(default_factory=list)
    questions: list[RecordQuarantined] = field(default_factory=list)
    refusal: HubError | None = None
    was_read: bool = False


def places(hub: Installation) -> list[SourceSettings]:
    """Give the sources that take files: the configured ones, and those begun by an upload."""
    kinds = plugins.connectors()
    configured = {source.source: source for source in hub.sources}
    table = plugins.loaded("projections.sources").source
    with hub.views.connect() as db:
        known = db.execute(select(table).where(table.c.project == hub.project)).all()
    for row in known:
        if row.name not in configured and row.kind in kinds and begun_here(row.configuration):
            configured[row.name] = kinds[row.kind].settings(**row.configuration)
    takes = (s for s in configured.values() if kinds[s.kind].accepts and takes_files(s))
    return sorted(takes, key=lambda source: source.source)


def begun_here(content: dict[str, Any]) -> bool:
    """Tell a series that an upload has begun from one that the operator has taken away."""
    kind = plugins.connectors().get(str(content.get("kind")))
    return bool(kind and kind.look) and content.get("folder", "") is None


def takes_files(source: SourceSettings) -> bool:
    """Tell a source whose files can be brought one by one."""
    return "folder" in type(source).model_fields


def settings_of(hub: Installation, upload: Upload) -> SourceSettings:
    """Give the settings by which a file is read, or raise `NotFound`."""
    if upload.into == PLAN:
        return settings_for(hub, kind_of(upload.body[:HEAD], upload.name), PLAN, PLAN)
    found = next((s for s in places(hub) if s.source == upload.into), None)
    if found is not None:
        return found
    name = upload.into.removeprefix(NEW).strip()
    if not upload.into.startswith(NEW) or not name:
        raise NotFound(
            _("There is no source {source} that takes files."),
            remedy=_("Choose one of the list, or give a new report a name."),
            source=upload.into,
        )
    return begun(hub, name, reader_of(upload))


def reader_of(upload: Upload) -> str:
    """Name the kind of connector that reads a file nobody has placed yet; workbooks by default.

    A kind that lets a person point at a table takes any table: those that know their own go first.
    """
    kinds = sorted(plugins.connectors().values(), key=lambda kind: kind.point is not None)
    takes = (
        k for k in kinds if k.look and k.accepts and k.accepts(upload.body[:HEAD], upload.name)
    )
    return next((kind.kind for kind in takes), "workbook")


def begun(hub: Installation, series: str, kind: str) -> SourceSettings:
    """Give the settings of a report that somebody begins; its name may be in any letters."""
    plain = "".join(c if c.isascii() and (c.isalnum() or c in "-_") else "-" for c in series)
    is_plain = plain == series and series[0].isalnum() and len(series) <= LONGEST
    made: SourceSettings = plugins.connectors()[kind].settings(
        name=series if is_plain else f"report-{sha256(series.encode()).hexdigest()[:8]}",
        kind=kind,
        project=hub.project,
        series=series.replace("/", "-")[:LONGEST],
        stale_h=WEEKLY_STALE_H,
    )
    return next((s for s in places(hub) if s.source == made.source), made)


def opened(hub: Installation, upload: Upload) -> tuple[ConnectorKind, SourceSettings, Connector]:
    """Open the connector that reads this file alone."""
    settings = settings_of(hub, upload)
    kind: ConnectorKind = plugins.connectors()[settings.kind]
    opener: Any = kind.open(settings)
    connector: Any = opener.with_upload(upload.name, upload.body)
    if upload.pointed and kind.point:
        connector = kind.point(connector, upload.pointed)
    return kind, settings, connector


def preview(hub: Installation, upload: Upload, at: datetime) -> Preview:
    """Read a file as it would be read, and record nothing."""
    kind, settings, connector = opened(hub, upload)
    known = Past(hub.log, hub.originals, connector.project, connector.source)
    try:
        look = kind.look(connector, known, upload.name, upload.body, at) if kind.look else Look()
    except HubError as refusal:
        return Preview(settings.source, Look(), refusal=refusal)
    events = [event for page in connector.pages(known, at) for event in page.events]
    aside = [event for event in events if isinstance(event, RecordQuarantined)]
    return Preview(
        settings.source,
        look,
        counts_of(events),
        next((event for event in events if isinstance(event, EditionHeld)), None),
        [event for event in aside if event.reason != "maybe_same_item"],
        [event for event in aside if event.reason == "maybe_same_item"],
        was_read=all(event.about == "source" for event in events),
    )


def counts_of(events: list[Event]) -> dict[str, int]:
    """Count what would be recorded, by work items and rows of a plan."""
    found: Counter[str] = Counter()
    first = {e.subject for e in events if isinstance(e, WorkItemFirstSeen)}
    changed = {e.subject for e in events if isinstance(e, WorkItemFieldChanged)}
    found["new"] = len(first)
    found["changed"] = len(changed - first)
    found["dropped"] = len({e.subject for e in events if isinstance(e, WorkItemVanished)})
    found["rows"] = sum(isinstance(e, CommitmentProposed | CommitmentRaised) for e in events)
    for event in events:
        if isinstance(event, RevisionProposed):
            for name in ("added", "changed", "dropped"):
                found[f"plan_{name}"] = getattr(event, name)
    return {name: count for name, count in found.items() if count}


def read(hub: Installation, upload: Upload, by: Person, at: datetime) -> sync.SyncResult:
    """Read one file into the log, then evaluate; the run is on record as an upload."""
    _kind, settings, connector = opened(hub, upload)

    def read_one(source: SourceSettings, run: str) -> SourceOutcome:
        return sync.read(hub, source, run=run, at=at, connector=connector)

    is_source = upload.into != PLAN or settings in hub.sources
    result = sync.run_over(
        hub, [settings], read_one, at=at, trigger="upload", actor=by.id, configured=is_source
    )
    hub.catch_up()
    return result


def read_released(
    hub: Installation, source: str, file: Edition, by: Person, at: datetime
) -> sync.SyncResult | None:
    """Read a file that a person has released now, where no sync would: nobody configured it."""
    if any(each.source == source for each in hub.sources):
        return None
    into = PLAN if file.series == PLAN else source
    if into != PLAN and not any(each.source == source for each in places(hub)):
        return None
    return read(hub, Upload(file.name, hub.originals.read(file.original), into), by, at)


def kind_of(head: bytes, name: str) -> Any:
    """Give the connector that reads such a file as a plan."""
    for kind in plugins.connectors().values():
        can_plan = PLANNING.keys() & kind.settings.model_fields.keys()
        if can_plan and kind.accepts and kind.accepts(head, name):
            return kind
    raise Refused(
        _("{file} is no file that a plan can be read from."),
        remedy=_("Save it as an Excel workbook (.xlsx), ODS or CSV."),
        file=name,
    )


def settings_for(hub: Installation, kind: Any, series: str, name: str) -> SourceSettings:
    """Give the settings of the source that is read: the configured one, or the usual ones."""
    wanted = {n: v for n, v in PLANNING.items() if n in kind.settings.model_fields}
    for source in hub.sources:
        plans = source.kind == kind.kind and any(getattr(source, n) == wanted[n] for n in wanted)
        if plans and name in (source.name, getattr(source, "series", "")):
            return source
    found: SourceSettings = kind.settings(
        name=name,
        kind=kind.kind,
        project=hub.project,
        side=hub.policy.host_side,
        series=series,
        **wanted,
    )
    return found


def mappings_of(hub: Installation, source: str) -> Iterator[dict[str, Any]]:
    """Yield what people last said about the headers of a source, one by one."""
    for events in hub.log.streams(hub.log.stream_ids(source, about="mapping")).values():
        last = events[-1]
        if hasattr(last, "fingerprint"):
            yield structs.asdict(last)
