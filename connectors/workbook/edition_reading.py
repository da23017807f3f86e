"""One edition: its rows matched with what is known, judged, and told as pages of facts."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from connectors.workbook import claims, proposals, quarantine
from connectors.workbook.comments import are_read, comment_facts, gone_comments
from connectors.workbook.comparison import Comparison
from connectors.workbook.edition_parts import is_other_header, said_version
from connectors.workbook.frames import TableHead
from connectors.workbook.groups import group_facts
from connectors.workbook.past import MOVED, row_of, step_of
from connectors.workbook.profiles import BOTH, CLAIMS, COMMITMENTS, EVIDENCE
from connectors.workbook.remembered import lost_and_new, meanings, turned
from connectors.workbook.showing import submitted
from connectors.workbook.values import Line
from hub.edition_difference import Verdict
from hub.model.commitments import Kind
from hub.model.event import Event, Side
from hub.model.facts import EditionHeld, EditionRead, RecordQuarantined

USED = 0.85  # below it a person has to say that the columns are right


def title_letter(table: TableHead) -> str:
    """Return the letters of the column that names the rows."""
    return next((column.letter for column in table.columns if column.name == "title"), "A")


@dataclass(slots=True)
class Reading(Comparison):
    """One edition while it is told."""

    def events(self) -> Iterator[Event]:
        """Tell the edition: held, or fact by fact up to its closing event."""
        if held := self._held_for_columns():
            yield held
            return
        self.match()
        verdict = self.judge()
        if verdict.held and not self.is_released:
            yield self._held(verdict.held, verdict.values)
            return
        yield from self._quarantined()
        yield from self._asked()
        if self.profile.makes == EVIDENCE:
            yield submitted(self)
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
        confirmed = self.book.confirmed
        if unsure is not None and unsure.fingerprint not in confirmed and not self.is_released:
            values = {
                "sheet": unsure.sheet,
                "confidence": f"{unsure.confidence:.2f}",
                "fingerprint": unsure.fingerprint,
            }
            return self._held("mapping", values)
        prints = [table.fingerprint for table in self.tables.values()]
        told = confirmed.keys() >= set(prints)
        before = self.previous.mapping if self.previous else ""
        if is_other_header(before, self.told.mapping) and not (told or self.is_released):
            lost, new = lost_and_new(self.previous, meanings(self.tables))
            values = {"why": "columns", "fingerprint": prints[0]}
            return self._held(
                "held_churn", values | {"lost": ", ".join(lost), "new": ", ".join(new)}
            )
        otherwise = turned(self.previous, meanings(self.tables))
        if otherwise and not (told or self.is_released):
            values = {"why": "meaning", "columns": ", ".join(otherwise), "fingerprint": prints[0]}
            return self._held("held_churn", values)
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

    def _quarantined(self) -> Iterator[RecordQuarantined]:
        """Tell what was not understood."""
        for problem in self.book.problems:
            table = self.tables.get(problem.table)
            if table is not None:
                subject = self.item_at(problem.table, problem.row, problem.column)
                yield quarantine.quarantined(problem, table, self.told, subject, self.series)

    def _asked(self) -> Iterator[Event]:
        """Ask about rows that may be items under another title."""
        for old, new, score in self.matching.proposals:
            prior = self.known_items[old]
            table, row, _ = self.rows[new]
            here = self.told.locator(
                self.tables[table].sheet, f"{title_letter(self.tables[table])}{row}"
            )
            there = prior.locators.get("title", "")
            pair = (prior.subject, self.subjects[new])
            yield quarantine.asked(pair, score, here, there, self.told)

    def _claims(self) -> Iterator[Event]:
        """Tell what the rows say, and what values merged over rows say of their group."""
        for line, subject, prior in self.told_lines():
            told = list(claims.claims_of(line, prior, subject, self.told))
            self.counts.changed += bool(prior and told)
            yield from told
        yield from group_facts(self.book, self.tables, self.known, self.told, self.series)
        yield from self._comments()

    def _comments(self) -> Iterator[Event]:
        """Tell which comments are new, and which are gone."""
        at = [self.item_at(each.table, each.row, each.column) for each in self.book.comments]
        yield from comment_facts(self.book, at, self.known, self.told, self.who)
        if not self.is_late and are_read(self.book, looks=self.profile.looks):
            shown = set(self.places.values())
            yield from gone_comments(self.book, at, shown, self.known, self.told)

    @property
    def who(self) -> tuple[str, dict[str, str]]:
        """Give the source, and whom its settings name."""
        return self.settings.source, self.settings.people

    def _gone(self, verdict: Verdict) -> Iterator[Event]:
        """Tell which items a complete edition does not show any more."""
        yield from self._gone_on()
        seen = {old for old, _ in self.matching.pairs.values()}
        asked = {old for old, _, _ in self.matching.proposals}
        sheets = {table.sheet for table in self.tables.values()}
        for number, prior in enumerate(self.known_items):
            is_absent = number not in seen and number not in asked and not prior.vanished
            if verdict.removals and is_absent and prior.sheet in sheets:
                yield claims.vanished(prior.subject, self.told)
                below = (step_of(prior.subject, step) for step in self.profile.unpivot)
                shown = (name for name in below if self._is_shown(name))
                yield from (claims.vanished(name, self.told) for name in shown)

    def _is_shown(self, step: str) -> bool:
        known = self.known_steps.get(step)
        return known is not None and not known.vanished

    def _gone_on(self) -> Iterator[Event]:
        """Tell which items go on under the subject of another one, as a person has said."""
        rows = {prior.subject for prior in self.known_items}
        for prior in (*self.known_items, *self.known_steps.values()):
            for merged in prior.taken_over:
                yield claims.vanished(merged, self.told, MOVED)
        for subject, prior in self.known_steps.items():
            if row_of(subject) not in rows and not prior.vanished:
                yield claims.vanished(subject, self.told, MOVED)

    def _commitments(self) -> Iterator[Event]:
        """Tell what the rows propose, or raise at once."""
        keeper = Side(self.profile.side or self.settings.side or Side.VENDOR)
        side = keeper.other if self.profile.asks else keeper
        found: dict[str, tuple[Line, Any]] = {}
        for line, subject, _ in self.told_lines():
            if line.is_blank:
                continue  # a step that nobody plans any more
            key = subject.removeprefix(f"{self.series}/")
            terms = proposals.terms_of(line, key, self.profile, side, self.people)
            if self.profile.raises:
                yield proposals.raised(line, terms, self.series, self.told)
            else:
                found.setdefault(terms.key, (line, terms))
        if self.profile.raises:
            return
        revises = f"{self.series}@{self.previous.edition.original[:12]}" if self.previous else ""
        plan = proposals.Set(
            self.series,
            self.name,
            self.edition.edition_on,
            revises,
            self.told,
            is_complete=self.profile.complete,
            meeting=self._meeting(),
        )
        yield from proposals.proposed(found, self.known.terms(self.series), plan)

    def _meeting(self) -> str:
        """Give where minutes name their meeting; nothing for a file that is none."""
        place = self.book.head.subject_at if self.profile.kind == Kind.ACTION else ""
        return self.told.locator(*place.rsplit("!", 1)) if place else ""

    def _closing(self) -> EditionRead:
        end, columns = self.book.end, meanings(self.tables)
        lost, new = lost_and_new(self.previous, columns)
        self.counts.columns_lost, self.counts.columns_new = len(lost), len(new)
        return EditionRead(
            subject=self.series,
            entry=self.told.entry("edition", *said_version(self.known.mappings())),
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
            shown=sorted(set(self.places.values())),
            columns=columns,
            headers=sorted({t.fingerprint[:8] for t in self.book.tables.values() if t.fingerprint}),
        )
