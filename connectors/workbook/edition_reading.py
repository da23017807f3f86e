"""One edition: its rows matched with what is known, judged, and told as pages of facts."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, time
from typing import Any
from zoneinfo import ZoneInfo

from connectors.workbook import claims, proposals, quarantine
from connectors.workbook.book import Book
from connectors.workbook.claims import Told
from connectors.workbook.difference import Counts, Verdict, is_appended, judged
from connectors.workbook.edition_parts import (
    is_other_header,
    lines_in,
    mapping_version,
    usable_tables,
)
from connectors.workbook.frames import TableHead
from connectors.workbook.groups import group_facts
from connectors.workbook.identity import Matching, Row, matched, normal
from connectors.workbook.past import Prior, agreed, fresh_subjects, priors
from connectors.workbook.profiles import BOTH, CLAIMS, COMMITMENTS, Profile
from connectors.workbook.settings import WorkbookSettings
from connectors.workbook.values import Line
from hub.ingest.contract import Known
from hub.model.event import Event, Interval, Side
from hub.model.facts import Edition, EditionHeld, EditionRead

USED = 0.85  # below it a person has to say that the columns are right


@dataclass(slots=True)
class Reading:
    """One edition while it is read."""

    settings: WorkbookSettings
    profile: Profile
    known: Known
    at: datetime
    name: str
    sha256: str
    book: Book
    lines_of: Callable[[Edition], Iterator[Line]]  # the rows of an earlier edition, read again
    is_released: bool = False
    names: dict[str, str] = field(default_factory=dict)  # person reference → name, once matched
    is_late: bool = field(init=False)
    told: Told = field(init=False)
    edition: Edition = field(init=False)
    previous: EditionRead | None = field(init=False)
    known_items: list[Prior] = field(init=False)
    matching: Matching = field(init=False)
    rows: list[tuple[int, int, Row]] = field(init=False)  # table, sheet row, identity
    subjects: list[str] = field(init=False)
    counts: Counts = field(init=False)

    def __post_init__(self) -> None:
        """Name the edition and place it in time."""
        head = self.book.head
        editions = [
            e for e in self.known.editions(self.series) if e.edition.original != self.sha256
        ]
        before = [e for e in editions if e.edition.edition_on < head.edition_on]
        self.is_late = any(e.edition.edition_on > head.edition_on for e in editions)
        self.previous = max(before, key=lambda e: e.edition.edition_on, default=None)
        lo = self.previous.occurred.hi if self.previous else None
        hi = min(self.at, self._end_of(head.edition_on))
        mapping = mapping_version(self.profile, self.tables)
        self.told = Told(self.sha256, mapping, Interval(lo if lo is None or lo <= hi else hi, hi))
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

    def events(self) -> Iterator[Event]:
        """Tell the edition: held, or fact by fact up to its closing event."""
        if held := self._held_for_columns():
            yield held
            return
        self._match()
        verdict = self._judge()
        if verdict.held and not self.is_released:
            yield self._held(verdict.held, verdict.values)
            return
        yield from self._quarantined()
        yield from self._asked()
        if self.profile.makes in (CLAIMS, BOTH):
            yield from self._claims()
            yield from self._gone(verdict)
        if self.profile.makes in (COMMITMENTS, BOTH):
            yield from self._commitments()
        yield self._closing()

    def _held_for_columns(self) -> EditionHeld | None:
        """Hold an edition without a usable table, or with columns that a person has to confirm."""
        if not self.tables:
            found = next(iter(self.book.tables.values()), None)
            why = self.profile.lacks(found) or found.why if found else "no_header"
            return self._held("no_table", {"why": why})
        unsure = next((t for t in self.tables.values() if t.confidence < USED), None)
        if (
            unsure is not None
            and self.known.mapping(unsure.fingerprint) is None
            and not self.is_released
        ):
            values = {
                "sheet": unsure.sheet,
                "confidence": f"{unsure.confidence:.2f}",
                "fingerprint": unsure.fingerprint,
            }
            return self._held("mapping", values)
        prints = [table.fingerprint for table in self.tables.values()]
        told = all(self.known.mapping(each) is not None for each in prints)
        before = self.previous.mapping if self.previous else ""
        if is_other_header(before, self.told.mapping) and not (told or self.is_released):
            return self._held("held_churn", {"why": "columns", "fingerprint": prints[0]})
        return None

    def _held(self, reason: str, values: dict[str, str]) -> EditionHeld:
        return EditionHeld(
            subject=self.series,
            entry=self.told.entry("held", reason),
            occurred=self.told.occurred,
            locator=f"workbook:{self.sha256}",
            original=self.sha256,
            mapping=self.told.mapping,
            edition=self.edition,
            reason=reason,
            values=values,
        )

    def lines(self) -> Iterator[Line]:
        """Yield the item rows, in the order of the file."""
        return lines_in(self.book, self.tables, self.settings)

    def _match(self) -> None:
        """Find which row is which item."""
        plan_only = self.profile.makes == COMMITMENTS
        self.known_items = (agreed if plan_only else priors)(self.known, self.series)
        numbers = {table.sheet: number for number, table in self.tables.items()}
        self.rows = []
        for line in self.lines():
            self.rows.append((numbers[line.sheet], line.row, line.identity))
            self.names.update(line.names)
        if self.is_late:
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

    def _as_of_neighbour(self) -> None:
        """Compare a late edition with the one before it: what came later must not look older."""
        values: dict[int, dict[str, Any]] = {}
        places: dict[int, dict[str, str]] = {}
        if self.previous is not None:
            told = Told(self.previous.edition.original, "", self.told.occurred)
            lines = list(self.lines_of(self.previous.edition))
            pairs = matched(
                [p.identity for p in self.known_items], [ln.identity for ln in lines]
            ).pairs
            for new, (old, _) in pairs.items():
                fields = lines[new].fields
                values[old] = {name: field.value for name, field in fields.items()}
                places[old] = {n: told.locator(lines[new].sheet, f.cell) for n, f in fields.items()}
        for number, prior in enumerate(self.known_items):
            prior.values, prior.locators = values.get(number, {}), places.get(number, {})
            prior.vanished = False

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

    def _judge(self) -> Verdict:
        """Count the differences and judge the edition."""
        pairs = self.matching.pairs
        live = [n for n, prior in enumerate(self.known_items) if not prior.vanished]
        seen = {old for old, _ in pairs.values()}
        added = [n for n in range(len(self.rows)) if n not in pairs]
        gone = [n for n in live if n not in seen]
        counts = Counts(
            before=self.previous.rows_in if self.previous else len(live),
            now=len(self.rows),
            added=len(added),
            gone=len(gone),
            retitled=sum(self._is_retitled(new, old) for new, (old, _) in pairs.items()),
            moved=sum(self._is_moved(new, old) for new, (old, _) in pairs.items()),
            reappeared=sum(self.known_items[old].vanished for old in seen),
            appended=not self.profile.complete or is_appended(added, list(pairs), len(gone)),
        )
        self.counts = counts
        first = self.previous is None or self.is_late
        verdict = judged(counts, is_complete=self.profile.complete, is_first=first)
        stranger = live and self.rows and not pairs and len(self.rows) > 3
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

    def _subject_at(self) -> dict[tuple[int, int], str]:
        return {
            (table, row): s for (table, row, _), s in zip(self.rows, self.subjects, strict=True)
        }

    def _quarantined(self) -> Iterator[Event]:
        """Tell what was not understood."""
        subjects = self._subject_at()
        for problem in self.book.problems:
            table = self.tables.get(problem.table)
            if table is not None:
                subject = subjects.get((problem.table, problem.row), "")
                yield quarantine.quarantined(problem, table, self.told, subject, self.series)

    def _asked(self) -> Iterator[Event]:
        """Ask about rows that may be items under another title."""
        for old, new, score in self.matching.proposals:
            prior = self.known_items[old]
            table, row, _ = self.rows[new]
            here = self.told.locator(self.tables[table].sheet, f"A{row}")
            there = prior.locators.get("title", "")
            pair = (prior.subject, self.subjects[new])
            yield quarantine.asked(pair, score, here, there, self.told)

    def _claims(self) -> Iterator[Event]:
        """Tell what the rows say, and what values merged over rows say of their group."""
        for number, line in enumerate(self.lines()):
            pair = self.matching.pairs.get(number)
            prior = self.known_items[pair[0]] if pair else None
            told = list(claims.claims_of(line, prior, self.subjects[number], self.told))
            self.counts.changed += bool(prior and told)
            yield from told
        yield from group_facts(self.book, self.tables, self.known, self.told, self.series)

    def _gone(self, verdict: Verdict) -> Iterator[Event]:
        """Tell which items a complete edition does not show any more."""
        seen = {old for old, _ in self.matching.pairs.values()}
        asked = {old for old, _, _ in self.matching.proposals}
        sheets = {table.sheet for table in self.tables.values()}
        for number, prior in enumerate(self.known_items):
            for merged in prior.taken_over:
                yield claims.vanished(
                    Prior(merged, prior.identity, {}, {}, False, ""), self.told, "moved"
                )
            is_absent = number not in seen and number not in asked and not prior.vanished
            if verdict.removals and is_absent and prior.sheet in sheets:
                yield claims.vanished(prior, self.told)

    def _commitments(self) -> Iterator[Event]:
        """Tell what the rows propose, or raise at once."""
        side = Side(self.profile.side or self.settings.side or Side.VENDOR)
        found: dict[str, tuple[Line, Any]] = {}
        for line, subject in zip(self.lines(), self.subjects, strict=True):
            key = subject.removeprefix(f"{self.series}/")
            terms = proposals.terms_of(line, key, self.profile, side, self.settings.units)
            if self.profile.raises:
                yield proposals.raised(line, terms, self.series, self.told)
            else:
                found.setdefault(terms.key, (line, terms))
        if self.profile.raises:
            return
        revises = f"{self.series}@{self.previous.edition.original[:12]}" if self.previous else ""
        yield from proposals.proposed(
            found,
            self.known.terms(self.series),
            self.told,
            series=self.series,
            name=self.name,
            dated_on=self.edition.edition_on,
            revises=revises,
        )

    def _closing(self) -> EditionRead:
        end = self.book.end
        return EditionRead(
            subject=self.series,
            entry=self.told.entry("edition"),
            occurred=self.told.occurred,
            locator=f"workbook:{self.sha256}",
            original=self.sha256,
            mapping=self.told.mapping,
            edition=self.edition,
            rows_in=end.rows_in,
            mapped=end.mapped,
            quarantined=end.quarantined,
            complete=self.profile.complete,
            differences=self.counts.as_dict(),
            profile=self.profile.name,
        )
