"""`Known` on the event log."""

from collections.abc import Iterable, Iterator, Set
from itertools import islice

from hub.ingest.plan_in_force import plan_in_force
from hub.ingest.roster import Roster, roster_of
from hub.model.commitments import Terms
from hub.model.event import Event, stream_id
from hub.model.facts import EditionHeld, EditionRead, QuarantineAnswered, RecordQuarantined
from hub.model.items import Item, item_from
from hub.model.runs import EditionRejected, EditionReleased, IdentityAnswered, MappingConfirmed
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

    def editions(self, series: str) -> list[EditionRead]:
        """Give the editions that count, as they were read."""
        said = self._stream("series", series)
        # One that was read again counts once, as it was read last.
        return list({e.edition.original: e for e in said if isinstance(e, EditionRead)}.values())

    def held(self, series: str) -> list[EditionHeld]:
        """Give the editions that wait for a person: neither read nor rejected."""
        said = self._stream("series", series)
        done = {e.edition.original for e in said if isinstance(e, EditionRead | EditionRejected)}
        found = {e.edition.original: e for e in said if isinstance(e, EditionHeld)}
        return [event for original, event in found.items() if original not in done]

    def rejected(self, series: str) -> set[str]:
        """Give the originals of editions that a person has called the wrong file."""
        said = self._stream("series", series)
        return {e.edition.original for e in said if isinstance(e, EditionRejected)}

    def mappings(self) -> list[MappingConfirmed]:
        """Give what people last said about each header of the source."""
        streams = self._log.streams(self._log.stream_ids(self.source, about="mapping"))
        last = (events[-1] for events in streams.values())
        return [event for event in last if isinstance(event, MappingConfirmed)]

    def items_of(self, originals: Set[str]) -> Iterator[Item]:
        """Give the items as the facts out of some originals alone leave them."""
        streams = self._log.streams(self._log.stream_ids(self.source, about="item"))
        for events in streams.values():
            told = [event for event in events if getattr(event, "original", "") in originals]
            if told:
                yield item_from(told[0].subject, told)

    def quarantined(self, original: str) -> dict[str, RecordQuarantined]:
        """Give what was set aside of an original and nobody has settled yet, by subject."""
        last = (events[-1] for events in self._set_aside())
        return {
            event.subject: event
            for event in last
            if isinstance(event, RecordQuarantined) and event.original == original
        }

    def ignored(self, original: str) -> set[str]:
        """Give what of an original a person has said need not be read, by subject."""
        return {
            event.subject
            for events in self._set_aside()
            for event in events
            if isinstance(event, QuarantineAnswered)
            and (event.answer, event.original) == ("ignored", original)
        }

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

    def roster(self) -> Roster:
        """Give the departments, teams and companies that take part, by name."""
        return roster_of(self._log, self.project)

    def original(self, sha256: str) -> bytes:
        """Give the bytes of an original again."""
        return self._originals.read(sha256)

    def _stream(self, about: str, subject: str) -> list[Event]:
        return self._log.stream(stream_id(about, self.source, subject))

    def _set_aside(self) -> Iterable[list[Event]]:
        return self._log.streams(self._log.stream_ids(self.source, about="quarantine")).values()

    def _folded(self, streams: Iterable[list[Event]]) -> Iterator[Item]:
        return (item_from(events[0].subject, events) for events in streams)
