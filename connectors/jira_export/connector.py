"""The connector: exports of one Jira, from the drop folder or an upload, to pages of facts."""

from collections.abc import Generator, Iterable, Iterator, Sequence
from datetime import date, datetime
from itertools import islice
from pathlib import Path

from connectors.jira_export.edition import Reading, version_of
from connectors.jira_export.export import read_export
from connectors.jira_export.frames import Request
from connectors.jira_export.moment import Moment, moment_of
from connectors.jira_export.reading import accepts
from connectors.jira_export.settings import JiraExportSettings
from connectors.jira_export.telling import Telling
from hub.drop_folder import Arrival, arrivals
from hub.ingest.contract import Known, Original, Page
from hub.model.event import Event, Interval
from hub.model.facts import EditionHeld, EditionRead, SourceObserved
from hub.refused_files import FileRefused
from hub.shared_folder import Share, settled, tied

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
        came = self._arrivals(at)
        new: list[tuple[Moment, Arrival]] = []
        for arrival in came:
            if self.uploads is None and self.settings.share(arrival) is Share.TIE:
                yield Page([tied(arrival, self.settings.kind, at)])
                continue
            try:
                moment = moment_of(arrival.name, arrival.body, self.settings, at, self.as_of)
            except FileRefused as refusal:
                yield from self._refused(arrival, refusal, at)
                continue
            if mark_of(arrival, moment) not in handled:
                new.append((moment, arrival))
        for moment, arrival in sorted(new, key=lambda one: (one[0].at, one[1].name)):
            if self.settings.file:  # it may have waited for somebody to say whose it is
                yield Page(settled(arrival, known, at))
            if (yield from self._edition(arrival, moment, known, at)):
                handled = [*handled, mark_of(arrival, moment)][-HANDLED:]
        yield Page([self._receipt(at, len(came))], cursor=" ".join(handled))

    def _arrivals(self, at: datetime) -> list[Arrival]:
        if self.uploads is not None:
            return list(self.uploads)
        folder = self.settings.folder
        found = arrivals(folder, self.source, at) if folder else []
        return [each for each in found if self.settings.share(each) is not Share.OTHERS]

    def _edition(
        self, arrival: Arrival, moment: Moment, known: Known, at: datetime
    ) -> Generator[Page, None, bool]:
        """Yield what one file says, at most a thousand events at a time; tell whether it counts."""
        series = self.settings.named_series
        if any(is_that(each, arrival, moment) for each in known.editions(series)):
            return True
        try:
            export = read_export(arrival.body, Request(arrival.name, self.settings.columns))
            released = arrival.sha256 in known.released(series)
            reading = Reading(
                self.settings, known, at, arrival, export, moment, is_released=released
            )
        except FileRefused as refusal:
            yield from self._refused(arrival, refusal, at)
            return False
        yield Page([], [original_of(arrival, reading.mentioned)])
        events, is_read = reading.events(), True
        while part := list(islice(events, AT_ONCE)):
            is_read = is_read and not any(isinstance(each, EditionHeld) for each in part)
            yield Page(part, people=reading.names if is_read else {})
        return is_read

    def _refused(self, arrival: Arrival, refusal: FileRefused, at: datetime) -> Iterator[Page]:
        version = version_of(self.settings)
        telling = Telling(self.source, arrival.sha256, version, Interval.at(at))
        yield Page([telling.refused(refusal, arrival.name)], [original_of(arrival)])

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


def original_of(arrival: Arrival, mentioned: Iterable[str] = ()) -> Original:
    """Give the bytes as they came, with the people in them, so that an erasure finds them."""
    return Original(arrival.body, ORIGINAL, arrival.name, tuple(sorted(mentioned)))


def mark_of(arrival: Arrival, moment: Moment) -> str:
    """Name a file together with its moment: an old state may come back as a new edition."""
    return f"{arrival.sha256}@{moment.mark}"


def is_that(edition: EditionRead, arrival: Arrival, moment: Moment) -> bool:
    """Tell whether this very edition was read; the cursor forgets after many files."""
    same = edition.edition.original == arrival.sha256
    return same and edition.occurred.hi == moment.at
