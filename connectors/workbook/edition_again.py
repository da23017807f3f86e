"""An edition that counts, read again by other words, another profile or another mapping."""

from collections.abc import Iterator
from dataclasses import dataclass

from connectors.workbook import claims, quarantine
from connectors.workbook.comments import comment_facts
from connectors.workbook.edition_parts import said_since
from connectors.workbook.edition_reading import Reading
from connectors.workbook.groups import group_facts
from hub.model.event import Event
from hub.model.facts import MISREAD, EditionRead


@dataclass(slots=True)
class ReadingAgain(Reading):
    """One edition that is read again; *recorded* is how it was read before."""

    def events(self) -> Iterator[Event]:
        """Tell what the same file says otherwise now, on its own day.

        What is on record from it is not repeated, absences and questions stay as they were told.
        Only what a person has said about its columns takes back a row.
        """
        is_said = bool(said_since(self.before, self.known.mappings()))
        if not self.tables and not is_said:
            return
        self.match()
        self.judge()
        yield from self._settled()
        yield from self._told_again()
        if is_said:
            yield from self._misread()
        if self.profile.raises:
            yield from self._commitments()
        yield self._closing()

    @property
    def before(self) -> EditionRead:
        """Give how it was read before."""
        assert self.recorded is not None  # noqa: S101 - a reading again is made with it
        return self.recorded

    def _told_again(self) -> Iterator[Event]:
        for line, subject, prior in self.told_lines():
            yield from claims.claims_of(line, prior, subject, self.told)
        if not self.is_late:  # these are compared with the present
            yield from group_facts(self.book, self.tables, self.known, self.told, self.series)
            at = [self.item_at(each.table, each.row, each.column) for each in self.book.comments]
            yield from comment_facts(self.book, at, self.known, self.told, self.who)

    def _misread(self) -> Iterator[Event]:
        """Take back each row that no edition shows as its columns are understood now."""
        others = [e for e in self.known.editions(self.series) if e.edition.original != self.sha256]
        if not all(other.shown for other in others):
            return  # one of them does not tell its rows
        shown = {*self.places.values(), *(subject for other in others for subject in other.shown)}
        for prior in (*self.known_items, *self.known_steps.values()):
            item = self.known.item(prior.subject)
            is_live = item is not None and not item.vanished
            if is_live and prior.subject in self.before.shown and prior.subject not in shown:
                yield claims.vanished(prior.subject, self.told, MISREAD)

    def _settled(self) -> Iterator[Event]:
        """Tell which records out of quarantine can be read now, and what is set aside anew."""
        waiting, ignored = self.known.quarantined(self.sha256), self.known.ignored(self.sha256)
        now = {e.subject: e for e in self._quarantined() if e.subject not in ignored}
        for subject, before in waiting.items():
            if subject not in now and before.reason != "maybe_same_item":
                yield quarantine.settled(before, self.told)
        for subject, event in now.items():
            before_it = waiting.get(subject)
            if before_it is None or before_it.reason != event.reason:
                yield event
