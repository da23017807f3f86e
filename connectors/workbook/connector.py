"""The connector: files of one series, from the drop folder or from an upload, to pages of facts."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

from msgspec.structs import replace

from connectors.workbook import quarantine
from connectors.workbook.book import Book, read_book
from connectors.workbook.claims import Told
from connectors.workbook.declared import misnamed
from connectors.workbook.edition_again import ReadingAgain
from connectors.workbook.edition_parts import in_parts, is_outdated, lines_in, usable_tables
from connectors.workbook.edition_reading import Reading
from connectors.workbook.frames import Request
from connectors.workbook.limits import limits_by
from connectors.workbook.people import People, people_of
from connectors.workbook.profiles import COMMITMENTS, EVIDENCE, Profile, profile_named
from connectors.workbook.remembered import planned_before, remembered
from connectors.workbook.settings import WorkbookSettings
from connectors.workbook.showing import check_shown
from connectors.workbook.values import Line
from hub.drop_folder import Arrival, arrivals
from hub.ingest.contract import Known, Original, Page
from hub.model.event import Event, Interval
from hub.model.facts import Edition, EditionHeld, EditionRead, SourceObserved
from hub.model.runs import MappingConfirmed
from hub.pointing import Pointed, is_refused, pointed_by
from hub.refused_files import FileRefused
from hub.settings import limits_of_files
from hub.shared_folder import Share, settled, tied

HANDLED = 400  # files that the cursor remembers


class WorkbookConnector:
    """Reads the files of one series, oldest first. *uploads* stand instead of the drop folder."""

    def __init__(
        self, settings: WorkbookSettings, uploads: Sequence[Arrival] | None = None
    ) -> None:
        self.settings = settings
        self.source = settings.source
        self.project = settings.project
        self.profile: Profile = profile_named(settings.profile, settings.profiles)
        if self.profile.makes == EVIDENCE:
            check_shown(settings)
        self.uploads = uploads
        self.pointed: tuple[Pointed, ...] = ()  # where a person points, before it is confirmed
        self.is_again = False  # reads what counts again, where that is outdated, and no new file

    def with_upload(self, name: str, body: bytes) -> "WorkbookConnector":
        """Return a connector of the same source that reads only this file."""
        return WorkbookConnector(self.settings, [Arrival(Path(name).name, body)])

    def pointing(self, said: Pointed) -> "WorkbookConnector":
        """Return a connector of the same source that reads a table where a person points."""
        other = WorkbookConnector(self.settings, self.uploads)
        other.pointed = (said,)
        return other

    def reading_again(self) -> "WorkbookConnector":
        """Return a connector of the same source that reads its outdated editions again."""
        other = WorkbookConnector(self.settings, [])
        other.is_again = True
        return other

    def pages(self, known: Known, at: datetime) -> Iterator[Page]:
        """Yield each new file: its original, then what it says; last the receipt of the run."""
        handled = (known.cursor or "").split()
        done = {edition.edition.original for edition in known.editions(self.series)}
        done |= known.rejected(self.series) | set(handled)
        came = self.arrivals(at)
        is_all = self.uploads is None or self.is_again
        brought = None if is_all else {arrival.sha256 for arrival in came}
        yield from self.again(known, brought)
        waiting = [] if self.uploads is not None else self.waiting(known, came)
        for arrival in (*came, *waiting):
            if arrival.sha256 in done:
                continue
            if self.uploads is None and self.settings.share(arrival) is Share.TIE:
                yield Page([tied(arrival, self.settings.kind, at)])
                continue
            original = Original(arrival.body, "workbook", arrival.name)
            yield Page([], [original])
            counts = True
            for page in self.edition(arrival, known, at):
                counts = counts and not page.held
                yield Page(page.events, people=page.people)
            if counts:
                handled = [*handled, arrival.sha256][-HANDLED:]
        yield Page([self.receipt(known, at, len(came))], cursor=" ".join(handled))

    def waiting(self, known: Known, came: Sequence[Arrival]) -> list[Arrival]:
        """Return the held editions that lie in no folder: a person may have said what was asked."""
        here = {arrival.sha256 for arrival in came}
        return [
            Arrival(held.edition.name, known.original(held.edition.original))
            for held in known.held(self.series)
            if held.edition.original not in here
        ]

    def again(self, known: Known, only: set[str] | None = None) -> Iterator[Page]:
        """Read editions again whose words, profile or mapping have changed, oldest first.

        *only* names the originals that are meant, where not all are.
        """
        for edition in self.outdated(known):
            if only is None or edition.edition.original in only:
                yield from self.edition_again(edition, known)

    def outdated(self, known: Known) -> list[EditionRead]:
        """Give the editions that would be understood otherwise now, oldest first.

        Words, profile or columns may have been mended, or a name in it declared. A plan is left as
        it was put forward: what was approved cites exactly those rows.
        """
        if self.profile.makes in (COMMITMENTS, EVIDENCE):
            return []
        said = known.mappings()
        editions = sorted(known.editions(self.series), key=lambda e: e.edition.edition_on)
        named = misnamed(self.source, known, editions)
        return [
            each
            for each in editions
            if each.edition.original in named or is_outdated(each, self.profile, said)
        ]

    def edition_again(self, edition: EditionRead, known: Known) -> Iterator[Page]:
        """Yield what one counted edition says otherwise now, out of its original."""
        file = edition.edition
        at = edition.recorded_at
        try:
            book = self.book(Arrival(file.name, known.original(file.original)), known, at)
        except FileRefused:
            return  # what it told stays on record
        try:
            reading = ReadingAgain(
                self.settings,
                self.profile,
                known,
                at,
                file.name,
                file.original,
                book,
                lambda other: self.lines_of(other, known, at),
                is_released=True,
                recorded=edition,
            )
            for number, part in enumerate(in_parts(reading.events())):
                yield Page(part, people={} if number else reading.names)
        finally:
            book.close()

    @property
    def series(self) -> str:
        """Give the name of the series."""
        return self.settings.named_series

    def arrivals(self, at: datetime) -> list[Arrival]:
        """Return the files that may be read, oldest first."""
        if self.uploads is not None:
            return list(self.uploads)
        folder = self.settings.folder
        found = arrivals(folder, self.source, at) if folder else []
        return [each for each in found if self.settings.share(each) is not Share.OTHERS]

    def edition(self, arrival: Arrival, known: Known, at: datetime) -> Iterator["EditionPage"]:
        """Yield what one file says, at most a thousand events at a time."""
        told = Told(arrival.sha256, "", Interval.at(at))
        if self.settings.file:  # it may have waited for somebody to say whose it is
            yield EditionPage(list(settled(arrival, known, at)), {}, held=False)
        try:
            book = self.book(arrival, known, at)
        except FileRefused as refusal:
            yield EditionPage(
                [quarantine.refused(refusal, arrival.name, told, self.series)], {}, held=False
            )
            return
        try:
            reading = Reading(
                self.settings,
                self.profile,
                known,
                at,
                arrival.name,
                arrival.sha256,
                book,
                lambda edition: self.lines_of(edition, known, at),
                is_released=arrival.sha256 in known.released(self.series),
            )
            for number, part in enumerate(in_parts(reading.events())):
                held = any(isinstance(event, EditionHeld) for event in part)
                yield EditionPage(part, {} if held or number else reading.names, held=held)
        finally:
            book.close()

    def lines_of(self, edition: Edition, known: Known, at: datetime) -> Iterator[Line]:
        """Read the rows of an earlier edition again, from its original."""
        book = self.book(Arrival(edition.name, known.original(edition.original)), known, at)
        try:
            tables = usable_tables(book, self.profile)
            yield from lines_in(book, tables, people_of(self.settings, known), self.profile.keep)
        finally:
            book.close()

    def book(self, arrival: Arrival, known: Known, at: datetime, tops: int = 0) -> Book:
        """Read a file; once more if a person has confirmed what its columns mean.

        *tops* rows of each sheet come with it as they stand there.
        """
        said = known.mappings()
        people = people_of(self.settings, known)
        planned = planned_before(known.editions(self.series))
        request = replace(self.request(arrival.name, at, people, said), tops=tops, planned=planned)
        book = read_book(arrival.body, request)
        mappings = remembered(book.tables, said)
        if not mappings:
            return book
        book.close()
        book = read_book(arrival.body, replace(request, mappings=mappings))
        book.confirmed = mappings
        return book

    def request(
        self, name: str, at: datetime, people: People, said: Sequence[MappingConfirmed] = ()
    ) -> Request:
        """Say how a file is to be read, after what people have *said* about its source."""
        places = (pointed_by(each.options, each.fingerprint) for each in said)
        return Request(
            name=name,
            received_on=self.day(at),
            pointed=(*self.pointed, *(place for place in places if place)),
            refused=frozenset(each.fingerprint for each in said if is_refused(each.options)),
            sheets=self.profile.sheets,
            hidden_sheets=self.profile.hidden_sheets,
            edition_date=self.profile.edition_date,
            columns=self.profile.rules(),
            order=self.settings.day_order,
            encoding=self.settings.encoding,
            is_report=self.profile.makes == "claims",
            repeat=self.profile.repeat,
            unpivot=self.profile.unpivot,
            week=self.profile.week,
            looks=self.profile.looks,
            colours=self.profile.colours,
            symbols=self.profile.symbols,
            people=tuple(people.persons),
            units=tuple(people.units),
            parties={name: side.value for name, side in people.parties.items()},
            limits=limits_by(limits_of_files()),
        )

    def day(self, at: datetime) -> date:
        """Return the day on which a file is received."""
        return at.astimezone(ZoneInfo(self.settings.zone)).date()

    def receipt(self, known: Known, at: datetime, looked: int) -> Event:
        """Tell that the source was looked at, and how many files lay there."""
        return SourceObserved(
            subject=self.source,
            entry=f"observed:{at.isoformat()}",
            occurred=Interval.at(at),
            scope=self.series,
            kind="receipt",
            started_at=at,
            as_of=at,
            complete=self.profile.complete,
            count=looked,
        )


@dataclass(frozen=True, slots=True)
class EditionPage:
    """Some events of an edition, the persons they mention, and whether the edition is held."""

    events: list[Event]
    people: dict[str, str]
    held: bool


def accepts(head: bytes, name: str) -> bool:
    """Tell whether a file may be a workbook or delimited text."""
    from connectors.workbook.sniff import kind_of  # noqa: PLC0415 - only where a file is at hand

    try:
        return kind_of(head, name) in ("zip", "ole", "csv")
    except FileRefused:
        return False
