"""The connector: exports of one Jira, from the drop folder or an upload, to pages of facts."""

from collections.abc import Generator, Iterator, Sequence
from datetime import date, datetime
from itertools import islice
from pathlib import Path

from connectors.jira_export.edition import Reading, version_of
from connectors.jira_export.export import Export, read_export
from connectors.jira_export.frames import Request
from connectors.jira_export.moment import Moment, moment_of
from connectors.jira_export.reading import accepts
from connectors.jira_export.settings import JiraExportSettings
from connectors.jira_export.telling import Telling
from hub.drop_folder import Arrival, arrivals
from hub.ingest.contract import Known, Original, Page
from hub.model.event import Event, Interval
from hub.model.facts import EditionHeld, SourceObserved
from hub.refused_files import FileRefused

__all__ = ["JiraExportConnector", "accepts"]

HANDLED = 400  # files that the cursor remembers
AT_ONCE = 1000
ORIGINAL = "jira-export"


class JiraExportConnector:
    """Reads exports, oldest first. *uploads* stand instead of the drop folder.

    *as_of* is when they were made, where somebody has said so.
    """

    def __init__(
        self,
        settings: JiraExportSettings,
        uploads: Sequence[Arrival] | None = None,
        as_of: datetime | date | None = None,
    ) -> None:
        self.settings = settings
        self.source = settings.source
        self.project = settings.project
        self.uploads = uploads
        self.as_of = as_of

    def with_upload(
        self, name: str, body: bytes, as_of: datetime | date | None = None
    ) -> "JiraExportConnector":
        """Return a connector of the same source that reads only this file."""
        return JiraExportConnector(self.settings, [Arrival(Path(name).name, body)], as_of)

    def pages(self, known: Known, at: datetime) -> Iterator[Page]:
        """Yield each new file: its original, then what it says; at last the receipt of the run."""
        handled = (known.cursor or "").split()
        read = {each.edition.original for each in known.editions(self.settings.named_series)}
        came = self._arrivals(at)
        new = [each for each in came if each.sha256 not in read and each.sha256 not in handled]
        readable: list[tuple[Moment, Arrival, Export]] = []
        for arrival in new:
            yield Page([], [Original(arrival.body, ORIGINAL, arrival.name)])
            try:
                export = read_export(arrival.body, Request(arrival.name, self.settings.columns))
                written = export.head.written_at
                moment = moment_of(arrival.name, written, self.settings, at, self.as_of)
            except FileRefused as refusal:
                yield self._refused(arrival, refusal, at)
            else:
                readable.append((moment, arrival, export))
        for moment, arrival, export in sorted(readable, key=lambda one: (one[0].at, one[1].name)):
            is_read = yield from self._edition(arrival, export, moment, known, at)
            handled = [*handled, arrival.sha256][-HANDLED:] if is_read else handled
        yield Page([self._receipt(at, len(came))], cursor=" ".join(handled))

    def _arrivals(self, at: datetime) -> list[Arrival]:
        if self.uploads is not None:
            return list(self.uploads)
        folder = self.settings.folder
        return arrivals(folder, self.source, at) if folder else []

    def _edition(
        self, arrival: Arrival, export: Export, moment: Moment, known: Known, at: datetime
    ) -> Generator[Page, None, bool]:
        """Yield what one file says, at most a thousand events at a time; tell whether it counts."""
        try:
            reading = Reading(
                self.settings,
                known,
                at,
                arrival,
                export,
                moment,
                is_released=arrival.sha256 in known.released(self.settings.named_series),
            )
        except FileRefused as refusal:
            yield self._refused(arrival, refusal, at)
            return False
        events, is_read = reading.events(), True
        while part := list(islice(events, AT_ONCE)):
            is_read = is_read and not any(isinstance(each, EditionHeld) for each in part)
            yield Page(part, people=reading.names if is_read else {})
        return is_read

    def _refused(self, arrival: Arrival, refusal: FileRefused, at: datetime) -> Page:
        version = version_of(self.settings)
        telling = Telling(self.source, arrival.sha256, version, Interval.at(at))
        return Page([telling.refused(refusal, arrival.name)])

    def _receipt(self, at: datetime, looked: int) -> Event:
        return SourceObserved(
            subject=self.source,
            entry=f"observed:{at.isoformat()}",
            occurred=Interval.at(at),
            scope=self.settings.named_series,
            kind="receipt",
            started_at=at,
            as_of=at,
            complete=True,
            count=looked,
        )
