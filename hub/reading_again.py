"""Files that count and would be understood otherwise now: which, and reading them again."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime

from hub import plugins, sync, uploads
from hub.errors import NotFound
from hub.ingest import Past
from hub.ingest.contract import ConnectorKind
from hub.installation import Installation
from hub.locale import _
from hub.model.people import Person
from hub.model.runs import SourceOutcome
from hub.settings import SourceSettings


@dataclass(frozen=True)
class OutdatedFile:
    """One file that counts: as its sender called it, its day, its SHA-256."""

    name: str
    edition_on: date
    original: str


@dataclass(frozen=True)
class OutdatedSource:
    """Files of one source that were read before its words, profile or columns were mended.

    The oldest comes first. *is_read_each_night*: the next sync reads them again by itself.
    """

    source: str
    series: str
    files: list[OutdatedFile]
    is_read_each_night: bool


def outdated(hub: Installation, only: str = "") -> list[OutdatedSource]:
    """Give what would be understood otherwise now, by source; of one source alone if named."""
    return [found for found in _found(hub, only) if found.files]


def _found(hub: Installation, only: str) -> Iterator[OutdatedSource]:
    nightly = {each.source for each in hub.sources}
    for settings in uploads.places(hub):
        kind = kind_of(settings)
        if kind.outdated is None or (only and settings.source != only):
            continue
        known = Past(hub.log, hub.originals, settings.project, settings.source)
        editions = [each.edition for each in kind.outdated(kind.open(settings), known)]
        files = [OutdatedFile(e.name, e.edition_on, e.original) for e in editions]
        series = getattr(settings, "series", "") or settings.name
        yield OutdatedSource(settings.source, series, files, settings.source in nightly)


def kind_of(settings: SourceSettings) -> ConnectorKind:
    """Give the kind of connector that reads a source."""
    kind: ConnectorKind = plugins.connectors()[settings.kind]
    return kind


def read_again(hub: Installation, source: str, by: Person, at: datetime) -> sync.SyncResult:
    """Read the outdated files of a source again, then evaluate; what is on record stays."""
    settings = next((each for each in uploads.places(hub) if each.source == source), None)
    again = kind_of(settings).again if settings else None
    if settings is None or again is None:
        raise NotFound(
            _("There is no source {source} that takes files."),
            remedy=_("Choose one of the list, or give a new report a name."),
            source=source,
        )
    connector = again(kind_of(settings).open(settings))

    def read_one(one: SourceSettings, run: str) -> SourceOutcome:
        return sync.read(hub, one, run=run, at=at, connector=connector)

    result = sync.run_over(hub, [settings], read_one, at=at, trigger="person", actor=by.id)
    hub.catch_up()
    return result
