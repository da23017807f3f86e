"""The connector: plans of one project, from the drop folder or an upload, to pages of facts."""

from collections.abc import Iterator, Sequence
from datetime import datetime
from itertools import islice
from pathlib import Path

from connectors.ms_project.edition import Reading, mapping_version
from connectors.ms_project.project import Project, read_project
from connectors.ms_project.reading import is_project
from connectors.ms_project.settings import MsProjectSettings
from connectors.ms_project.telling import Telling, refused
from hub.drop_folder import Arrival, arrivals
from hub.ingest.contract import Known, Original, Page
from hub.model.event import Event, Interval
from hub.model.facts import Edition, EditionHeld, SourceObserved
from hub.refused_files import FileRefused
from hub.shared_folder import Share, settled, tied

HANDLED = 400  # files that the cursor remembers
AT_ONCE = 1000


class MsProjectConnector:
    """Reads the editions of one plan, by name. *uploads* stand instead of the drop folder."""

    def __init__(
        self, settings: MsProjectSettings, uploads: Sequence[Arrival] | None = None
    ) -> None:
        self.settings = settings
        self.source = settings.source
        self.project = settings.project
        self.uploads = uploads

    def with_upload(self, name: str, body: bytes) -> "MsProjectConnector":
        """Return a connector of the same source that reads only this file."""
        return MsProjectConnector(self.settings, [Arrival(Path(name).name, body)])

    def pages(self, known: Known, at: datetime) -> Iterator[Page]:
        """Yield each new file: its original, then what it says; at last the receipt of the run."""
        handled = (known.cursor or "").split()
        editions = known.editions(self.settings.named_series)
        read = {each.edition.original for each in editions}
        came = self.arrivals(at)
        for arrival in came:
            if arrival.sha256 in read or arrival.sha256 in handled:
                continue
            if self.uploads is None and self.settings.share(arrival) is Share.TIE:
                yield Page([tied(arrival, self.settings.kind, at)])
                continue
            if self.settings.file:  # it may have waited for somebody to say whose it is
                yield Page(settled(arrival, known, at))
            yield Page([], [Original(arrival.body, "ms-project", arrival.name)])
            is_done = True
            for events, names in self.edition(arrival, known, at):
                is_done = is_done and not any(isinstance(e, EditionHeld) for e in events)
                yield Page(events, people=names)
            if is_done:
                handled = [*handled, arrival.sha256][-HANDLED:]
        yield Page([self.receipt(at, len(came))], cursor=" ".join(handled))

    def arrivals(self, at: datetime) -> list[Arrival]:
        """Give the files that may be read."""
        if self.uploads is not None:
            return list(self.uploads)
        folder = self.settings.folder
        found = arrivals(folder, self.source, at) if folder else []
        return [each for each in found if self.settings.share(each) is not Share.OTHERS]

    def edition(
        self, arrival: Arrival, known: Known, at: datetime
    ) -> Iterator[tuple[list[Event], dict[str, str]]]:
        """Yield what one file says, at most a thousand events at a time, with people's names."""
        try:
            project = read_project(arrival.body, arrival.name)
        except FileRefused as refusal:
            series, version = self.settings.named_series, mapping_version(self.settings)
            telling = Telling(series, arrival.sha256, version, Interval.at(at))
            yield [refused(refusal, arrival.name, telling)], {}
            return

        def again(edition: Edition) -> Project:
            return read_project(known.original(edition.original), edition.name)

        reading = Reading(
            self.settings,
            known,
            at,
            arrival,
            project,
            again,
            is_released=arrival.sha256 in known.released(self.settings.named_series),
        )
        events = reading.events()
        while part := list(islice(events, AT_ONCE)):
            yield part, dict(reading.names)

    def receipt(self, at: datetime, looked: int) -> Event:
        """Tell that the source was looked at, and how many files lay there."""
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


def accepts(head: bytes, name: str) -> bool:
    """Tell MS Project XML by its first bytes; the name says nothing."""
    return is_project(head)
