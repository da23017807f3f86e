"""An edition beside what is known of its series: which row is which item, what differs."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, time
from typing import Any
from zoneinfo import ZoneInfo

from connectors.workbook.book import Book
from connectors.workbook.claims import Told
from connectors.workbook.column import STEP
from connectors.workbook.comments import authors
from connectors.workbook.edition_parts import lines_in, mapping_version, usable_tables
from connectors.workbook.frames import TableHead
from connectors.workbook.identity import Matching, Row, matched, normal
from connectors.workbook.past import Prior, agreed, fresh_subjects, is_step, priors, step_of
from connectors.workbook.people import People, people_of
from connectors.workbook.profiles import COMMITMENTS, EVIDENCE, Profile
from connectors.workbook.settings import WorkbookSettings
from connectors.workbook.values import Line
from hub.edition_difference import Differences, Verdict, verdict_on
from hub.ingest.contract import Known
from hub.model.event import Interval
from hub.model.facts import Edition, EditionRead


@dataclass(slots=True)
class Comparison:
    """One edition, and what is known of its series before it."""

    settings: WorkbookSettings
    profile: Profile
    known: Known
    at: datetime
    name: str
    sha256: str
    book: Book
    lines_of: Callable[[Edition], Iterator[Line]]  # the rows of an earlier edition, read again
    is_released: bool = False
    recorded: EditionRead | None = None  # how this edition was read before, where it is again
    names: dict[str, str] = field(default_factory=dict)  # person reference → name, once matched
    is_late: bool = field(init=False)
    people: People = field(init=False)
    told: Told = field(init=False)
    edition: Edition = field(init=False)
    previous: EditionRead | None = field(init=False)
    known_items: list[Prior] = field(init=False)
    matching: Matching = field(init=False)
    known_steps: dict[str, Prior] = field(init=False)  # of rows, by subject
    rows: list[tuple[int, int, Row]] = field(init=False)  # table, sheet row, identity
    subjects: list[str] = field(init=False)  # of the rows
    places: dict[tuple[int, int, str], str] = field(init=False)  # table, row, step → subject
    counts: Differences = field(init=False)

    def __post_init__(self) -> None:
        """Name the edition and place it in time."""
        head = self.book.head
        self.people = people_of(self.settings, self.known)
        editions = [
            e for e in self.known.editions(self.series) if e.edition.original != self.sha256
        ]
        before = [e for e in editions if e.edition.edition_on < head.edition_on]
        self.is_late = any(e.edition.edition_on > head.edition_on for e in editions)
        self.previous = max(before, key=lambda e: e.edition.edition_on, default=None)
        lo = self.previous.occurred.hi if self.previous else None
        hi = min(self.at, self._end_of(head.edition_on))
        mapping = mapping_version(self.profile, self.tables)
        occurred = Interval(lo if lo is None or lo <= hi else hi, hi)
        if self.recorded is not None:
            occurred = self.recorded.occurred
        self.told = Told(self.sha256, mapping, occurred)
        self.edition = Edition(
            series=self.series,
            original=self.sha256,
            name=self.name,
            edition_on=head.edition_on,
            dated_by=head.dated_by,
            previous=self.previous.edition.original if self.previous else "",
        )

    def _end_of(self, day: Any) -> datetime:
        return datetime.combine(day, time(23, 59, 59), ZoneInfo(self.settings.zone)).astimezone(UTC)

    @property
    def series(self) -> str:
        """Give the name of the series."""
        return self.settings.named_series

    @property
    def tables(self) -> dict[int, TableHead]:
        """Give the tables that have what the profile needs."""
        return usable_tables(self.book, self.profile)

    def lines(self) -> Iterator[Line]:
        """Yield the item rows, in the order of the file."""
        return lines_in(self.book, self.tables, self.people, self.profile.keep)

    def told_lines(self) -> Iterator[tuple[Line, str, Prior | None]]:
        """Yield each row, and each of its steps, with its subject and what is known of it."""
        known = {prior.subject: prior for prior in self.known_items} | self.known_steps
        for line in self.lines():
            subject = self.places.get((line.table, line.row, line.step))
            if subject is not None:
                yield line, subject, known.get(subject)

    def item_at(self, table: int, row: int, column: str) -> str:
        """Return the subject that a column of a row is about: its step, else the row itself."""
        step = column.partition(STEP)[2]
        return self.places.get((table, row, step)) or self.places.get((table, row, ""), "")

    def match(self) -> None:
        """Find which row is which item; its steps go with it."""
        self._remember()
        self.rows = []
        steps: list[tuple[int, Line]] = []  # by the number of their row
        for line in self.lines():
            self.names.update(line.names)
            if line.step:
                steps.append((len(self.rows) - 1, line))
            else:
                self.rows.append((line.table, line.row, line.identity))
        self.names.update(authors(self.book, self.settings.source, self.settings.people))
        if self.recorded is not None:
            self._as_recorded()
        elif self.is_late:
            self._as_of_neighbour()
        identities = [identity for _, _, identity in self.rows]
        self.matching = matched([prior.identity for prior in self.known_items], identities)
        self._apply_answers(identities)
        fresh = [n for n in range(len(identities)) if n not in self.matching.pairs]
        used = {prior.subject for prior in self.known_items}
        names = iter(fresh_subjects(self.series, [identities[n] for n in fresh], used))
        self.subjects = [
            self.known_items[self.matching.pairs[n][0]].subject
            if n in self.matching.pairs
            else next(names)
            for n in range(len(identities))
        ]
        self._place(steps)

    def _remember(self) -> None:
        """Take what is known of the series, its rows and their steps."""
        steps = self.profile.unpivot
        plan_only = self.profile.makes == COMMITMENTS
        found = agreed(self.known, self.series) if plan_only else self._items()
        self.known_steps = {p.subject: p for p in found if is_step(p.subject, steps)}
        self.known_items = [prior for prior in found if prior.subject not in self.known_steps]

    def _items(self) -> list[Prior]:
        return priors(self.known, self.series, self.profile.unpivot)

    def _place(self, steps: Sequence[tuple[int, Line]]) -> None:
        """Note which item stands where; a step of which nothing is, nor was, written is none."""
        self.places = {
            (table, row, ""): subject
            for (table, row, _), subject in zip(self.rows, self.subjects, strict=True)
        }
        for number, line in steps:
            subject = step_of(self.subjects[number], line.step)
            prior = self.known_steps.get(subject)
            if not line.is_blank or (prior is not None and not prior.vanished):
                self.places[line.table, line.row, line.step] = subject

    def _as_recorded(self) -> None:
        """Compare an edition that is read again with what it and those before it left on record."""
        until = self.edition.edition_on
        editions = self.known.editions(self.series)
        told = {e.edition.original for e in editions if e.edition.edition_on <= until}
        before = {item.subject: item for item in self.known.items_of(told)}
        for prior in (*self.known_items, *self.known_steps.values()):
            item = before.get(prior.subject)
            held = item.fields if item else {}
            prior.values = {name: each.value for name, each in held.items()}
            prior.locators = {name: each.locator for name, each in held.items()}
            prior.vanished = bool(item and item.vanished)
            prior.state = held["status"].state if "status" in held else None

    def _as_of_neighbour(self) -> None:
        """Compare a late edition with the one before it: what came later must not look older."""
        for prior in (*self.known_items, *self.known_steps.values()):
            prior.values, prior.locators, prior.vanished = {}, {}, False
        if self.previous is None:
            return
        told = Told(self.previous.edition.original, "", self.told.occurred)
        lines = list(self.lines_of(self.previous.edition))
        rows = [line for line in lines if not line.step]
        known = [prior.identity for prior in self.known_items]
        pairs = matched(known, [line.identity for line in rows]).pairs
        standing = {
            (rows[new].table, rows[new].row): self.known_items[old]
            for new, (old, _) in pairs.items()
        }
        for line in lines:
            found = standing.get((line.table, line.row))
            if found is not None and line.step:
                found = self.known_steps.get(step_of(found.subject, line.step))
            if found is not None:
                found.values = {name: field.value for name, field in line.fields.items()}
                found.locators = {
                    n: told.locator(line.sheet, f.cell) for n, f in line.fields.items()
                }

    def _apply_answers(self, identities: list[Row]) -> None:
        """Leave out proposals that a person has refused; the answer holds for ever."""
        answers = self.known.answers()
        if not answers:
            return
        kept = []
        for old, new, score in self.matching.proposals:
            [subject] = fresh_subjects(self.series, [identities[new]], set())
            if answers.get((self.known_items[old].subject, subject)) is not False:
                kept.append((old, new, score))
        self.matching.proposals = kept

    def judge(self) -> Verdict:
        """Count the differences and judge the edition."""
        pairs = self.matching.pairs
        live = [n for n, prior in enumerate(self.known_items) if not prior.vanished]
        seen = {old for old, _ in pairs.values()}
        added = [n for n in range(len(self.rows)) if n not in pairs]
        gone = [n for n in live if n not in seen]
        counts = Differences(
            before=self.previous.rows_in if self.previous else len(live),
            now=len(self.rows),
            added=len(added),
            gone=len(gone),
            retitled=sum(self._is_retitled(new, old) for new, (old, _) in pairs.items()),
            moved=sum(self._is_moved(new, old) for new, (old, _) in pairs.items()),
            reappeared=sum(self.known_items[old].vanished for old in seen),
            is_growth=not self.profile.complete or _is_growth(added, list(pairs), len(gone)),
        )
        self.counts = counts
        first = self.previous is None or self.is_late or self.profile.makes == EVIDENCE
        verdict = verdict_on(counts, is_complete=self.profile.complete, is_first=first)
        is_new = not pairs and len(self.rows) > 3
        stranger = live and is_new and not self.profile.week  # each week has rows of its own
        if (
            self.previous is not None
            and not verdict.held
            and (stranger or self.matching.is_too_much)
        ):
            values = {"rows": str(counts.added), "before": str(counts.before)}
            return Verdict("held_churn", values, removals=False)
        return verdict

    def _is_retitled(self, new: int, old: int) -> bool:
        return normal(self.rows[new][2].title) != normal(self.known_items[old].identity.title)

    def _is_moved(self, new: int, old: int) -> bool:
        prior = self.known_items[old]
        sheet = self.book.tables[self.rows[new][0]].sheet
        return normal(self.rows[new][2].module) != normal(prior.identity.module) or (
            bool(prior.sheet) and prior.sheet != sheet
        )


def _is_growth(added: list[int], kept: list[int], gone: int) -> bool:
    """Tell rows added below all others from rows in between; places in the order of rows."""
    return not gone and (not added or not kept or min(added) > max(kept))
