"""`Known` on the event log."""

from collections.abc import Iterable, Iterator
from itertools import islice

from hub.ingest.plan_in_force import plan_in_force
from hub.model.commitments import Terms
from hub.model.event import Event, stream_id
from hub.model.facts import EditionRead
from hub.model.items import Item, item_from
from hub.model.runs import EditionReleased, IdentityAnswered, MappingConfirmed
from hub.store import Log, Originals

AT_ONCE = 500


class Past:
    """What one source has told so far, read from the log whenever it is asked."""

    def __init__(self, log: Log, originals: Originals, project: str, source: str) -> None:
        self.project = project
        self.source = source
        self._log = log
        self._originals = originals

    @property
    def cursor(self) -> str | None:
        """Give how far the source is read."""
        return self._log.cursor(self.source)

    def item(self, subject: str) -> Item | None:
        """Give the folded state of one work item; None when it was never seen."""
        events = self._stream("item", subject)
        return item_from(subject, events) if events else None

    def items(self, subjects: Iterable[str]) -> dict[str, Item]:
        """Give the states of those that were seen, by subject."""
        names = (stream_id("item", self.source, subject) for subject in set(subjects))
        return {item.subject: item for item in self._folded(self._log.streams(names).values())}

    def all_items(self) -> Iterator[Item]:
        """Give every work item of the source, vanished ones too, in no particular order."""
        names = self._log.stream_ids(self.source, about="item")
        while part := list(islice(names, AT_ONCE)):
            yield from self._folded(self._log.streams(part).values())

    def terms(self, series: str) -> dict[str, Terms]:
        """Give what the plan in force says, by key; nothing while no plan is approved."""
        return plan_in_force(self._log, self.project, series)

    def mapping(self, fingerprint: str) -> MappingConfirmed | None:
        """Give what a person last said about the columns of this header."""
        said = [e for e in self._stream("mapping", fingerprint) if isinstance(e, MappingConfirmed)]
        return said[-1] if said else None

    def editions(self, series: str) -> list[EditionRead]:
        """Give the editions that count, as they were read."""
        return [e for e in self._stream("series", series) if isinstance(e, EditionRead)]

    def released(self, series: str) -> set[str]:
        """Give the originals of held editions that a person has released."""
        said = self._stream("series", series)
        return {e.edition.original for e in said if isinstance(e, EditionReleased)}

    def answers(self) -> dict[tuple[str, str], bool]:
        """Tell of which pairs (old, new subject) a person said whether they are the same item."""
        streams = self._log.streams(self._log.stream_ids(self.source, about="mapping"))
        return {
            (event.old, event.new): event.same
            for stream in streams.values()
            for event in stream
            if isinstance(event, IdentityAnswered)
        }

    def original(self, sha256: str) -> bytes:
        """Give the bytes of an original again."""
        return self._originals.read(sha256)

    def _stream(self, about: str, subject: str) -> list[Event]:
        return self._log.stream(stream_id(about, self.source, subject))

    def _folded(self, streams: Iterable[list[Event]]) -> Iterator[Item]:
        return (item_from(events[0].subject, events) for events in streams)
