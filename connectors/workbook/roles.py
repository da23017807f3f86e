"""Gives every non-empty row below a header exactly one role."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import lru_cache

from connectors.workbook.cells import EMPTY, Cell, Odd, text_of
from connectors.workbook.columns import Columns
from connectors.workbook.frames import (
    CONTINUATION,
    EMPTY_FORM,
    ITEM,
    NOTE,
    QUARANTINED,
    REPEATED,
    SECTION,
    TOTAL,
)
from connectors.workbook.look import blank
from connectors.workbook.tables import Table, repeats
from connectors.workbook.words import usual_words
from connectors.workbook.words.letters import compact

WIDE = 0.60  # share of the table's width over which a section's text is merged
OUTLINE = re.compile(r"^\s*(?:\d+(?:\.\d+)+[\s、.．]|\d+、)")
SECTION_MARK = re.compile(r"^\s*(?:[【\[（(]?[一二三四五六七八九十]+[】\])）]?[、.．\s]|【|第[一二三四五六七八九十\d]+(?:阶段|部分|章|期))")
NUMBERS = ("numbering", "id", "wbs")
GROUPS = ("module", "phase")
CLAIMS = frozenset(
    "status percent_actual planned_start planned_finish actual_start actual_finish".split()
)
NOTE_COLON = re.compile(r"[:：]")
LONGEST_NOTE_WORD = 12
FEW_CELLS = 3


@dataclass(slots=True)
class Roles:
    """The role of each row, counted from the first data row; empty rows have none."""

    of: list[str]
    reasons: dict[int, str] = field(default_factory=dict)  # of quarantined rows
    section_texts: dict[int, str] = field(default_factory=dict)


class RowReader:
    """Judges the rows of one table."""

    def __init__(self, table: Table) -> None:
        self.table = table
        self.columns: Columns = table.columns
        title = self.columns.named("title")
        self.title = title.index if title else -1
        self.numbers = [c.index for c in self.columns.mapped if c.name in NUMBERS]
        self.numbers += [c.index for c in self.columns.all if c.extra in NUMBERS]
        self.groups = [c.index for c in self.columns.mapped if c.name in GROUPS]
        self.groups += list(self.columns.levels)
        self.details = [
            c.index
            for c in self.columns.all
            if c.index not in (self.title, *self.numbers, *self.groups) and c.path
        ]
        self.texts = [
            c.index
            for c in self.columns.all
            if c.index in self.details and (c.name in ("remarks", "") or c.extra)
        ]
        self.claims = {c.index for c in self.columns.mapped if c.name in CLAIMS}
        self.width = len([c for c in self.columns.all if c.path or c.name]) or 1
        self.wide_merges = self._wide_merges()
        self.status = self.columns.named("status")

    def _wide_merges(self) -> set[int]:
        """Return the rows with a merge over most of the table's width."""
        return {
            top
            for top, left, _, right in self.table.grid.merges
            if right - left + 1 >= max(2, WIDE * self.width)
        }

    def judge(self, filled_titles: Sequence[bool]) -> Roles:
        """Give each row its role; *filled_titles* tells titles that came by a vertical merge."""
        table = self.table
        rows = table.grid.rows[table.data_from : table.stop]
        special = self._special_titles(rows)
        roles = Roles([])
        for number, cells in enumerate(rows):
            title = cells[self.title] if self.title >= 0 else EMPTY
            usual = type(title) is str and title and title not in special
            if usual and number + table.data_from not in self.wide_merges and not filled_titles[number]:
                if not title.isspace():
                    roles.of.append(ITEM)
                    continue
            roles.of.append(self._judge(number, cells, roles, filled_titles[number]))
        self._end_with_notes(rows, roles)
        return roles

    def _end_with_notes(self, rows: Sequence[Sequence[Cell]], roles: Roles) -> None:
        """Take lone texts below a footer's first note for notes too."""
        end = len(roles.of)
        while end > 0 and (not roles.of[end - 1] or sum(not empty(v) for v in rows[end - 1]) <= 1):
            end -= 1
        begin = next((n for n in range(end, len(roles.of)) if roles.of[n] == NOTE), len(roles.of))
        for number in range(begin, len(roles.of)):
            if roles.of[number] in (ITEM, SECTION):
                roles.of[number] = NOTE
                roles.section_texts.pop(number, None)

    def _special_titles(self, rows: Sequence[Sequence[Cell]]) -> set[Cell]:
        """Return the distinct titles that need a closer look: totals, notes, sections, headers."""
        if self.title < 0:
            return set()
        labels = {label for column in self.columns.all for label in column.path}
        look = special_pattern(frozenset(labels)).match
        return {value for value in {row[self.title] for row in rows} if type(value) is str and look(value)}

    def _judge(self, number: int, cells: Sequence[Cell], roles: Roles, by_merge: bool) -> str:
        """Judge a row that is not plainly an item."""
        full = [place for place, value in enumerate(cells) if not empty(value)]
        row = number + self.table.data_from
        misfit = self.table.grid.misfits.get(row)
        if misfit is not None:
            roles.reasons[number] = misfit.reason
            return QUARANTINED
        if not full:
            return ""
        if self.table.header is not None and len(full) >= 2 and repeats(cells, self.table.header):
            return REPEATED
        first = text_of(cells[full[0]]).strip()
        if self._is_total(cells, full):
            return TOTAL
        if self._is_note(first, full, row):
            return NOTE
        if self._is_section(cells, full, row):
            roles.section_texts[number] = first
            return SECTION
        return self._by_content(number, cells, full, roles, by_merge)

    def _by_content(
        self, number: int, cells: Sequence[Cell], full: list[int], roles: Roles, by_merge: bool
    ) -> str:
        title = cells[self.title] if self.title >= 0 else EMPTY
        if isinstance(title, Odd):
            roles.reasons[number] = "error_cell" if title.kind == "error" else "uncached_formula"
            return QUARANTINED
        if not empty(title):
            return ITEM
        known = {c.index for c in self.columns.all if c.path or c.name}
        inside = [place for place in full if place in known]
        if not inside:
            return NOTE if self._outside_is_text(cells, full) else EMPTY_FORM
        if self.title < 0 and any(place in self.numbers for place in inside):
            return ITEM  # a table of ids and states
        rest = [place for place in inside if place not in self.numbers and not is_filler(cells[place])]
        if not rest:
            return EMPTY_FORM
        has_number = any(place in self.numbers for place in inside)
        if all(place in self.groups for place in rest) and not has_number:
            roles.section_texts[number] = text_of(cells[rest[-1]]).strip()
            return SECTION
        told = any(is_text(cells[place]) for place in rest if place in self.texts)
        claims = any(place in self.claims for place in rest)
        if by_merge or (told and not has_number and not claims):
            return CONTINUATION
        roles.reasons[number] = "no_title"
        return QUARANTINED

    def _outside_is_text(self, cells: Sequence[Cell], full: list[int]) -> bool:
        return any(is_text(cells[place]) for place in full)

    def _is_total(self, cells: Sequence[Cell], full: list[int]) -> bool:
        totals = usual_words().totals
        lead = [compact(NOTE_COLON.split(text_of(cells[place]))[0]) for place in full[:2]]
        title = text_of(cells[self.title]) if self.title >= 0 else ""
        return any(text in totals for text in lead) or compact(title) in totals

    def _is_note(self, first: str, full: list[int], row: int) -> bool:
        lead, colon, _ = first.partition(":") if ":" in first else first.partition("：")
        word = compact(lead)
        if first.startswith("©"):
            return True
        if word not in usual_words().notes or len(word) > LONGEST_NOTE_WORD:
            return False
        return bool(colon) or (len(full) <= FEW_CELLS and full[0] != self.title)

    def _is_section(self, cells: Sequence[Cell], full: list[int], row: int) -> bool:
        told = [place for place in full if place not in self.numbers]
        if len(told) != 1 or not is_text(cells[told[0]]):
            return False
        text = text_of(cells[told[0]])
        if row in self.wide_merges:
            return True
        if told[0] != self.title or len(told) < len(full):
            return False
        return bool(SECTION_MARK.match(text) or OUTLINE.match(text)) and len(self.details) >= 1


@lru_cache(maxsize=64)
def special_pattern(labels: frozenset[str]) -> re.Pattern[str]:
    """Return a pattern of the beginnings of titles that may be no titles; it may match too much."""
    words = usual_words()
    begin = [*words.totals, *words.notes, *(label.strip() for label in labels if label.strip())]
    listed = "|".join(re.escape(word) for word in sorted(begin, key=len, reverse=True))
    marks = f"{OUTLINE.pattern}|{SECTION_MARK.pattern}"
    return re.compile(rf"\s*(?:{listed}|©|※|\*)|{marks}", re.IGNORECASE)


def empty(value: Cell) -> bool:
    """Tell an empty cell."""
    return value == EMPTY or blank(value)


def is_text(value: Cell) -> bool:
    """Tell a cell with words in it."""
    return isinstance(value, str) and any(letter.isalpha() for letter in value)


def is_filler(value: Cell) -> bool:
    """Tell a cell that a template fills: zero, a dash, an error of a formula without input."""
    if isinstance(value, Odd):
        return True
    if isinstance(value, float):
        return value == 0
    return isinstance(value, str) and compact(value) in ("", "0", "-", "—", "select", "请选择")
