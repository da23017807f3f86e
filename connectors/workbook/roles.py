"""Gives every non-empty row below a header exactly one role."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import lru_cache

from connectors.workbook.cells import EMPTY, Cell, Odd, text_of
from connectors.workbook.column import Columns
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
from connectors.workbook.further_headers import repeats
from connectors.workbook.look import blank
from connectors.workbook.tables import Table
from connectors.workbook.words import usual_words
from connectors.workbook.words.letters import compact

WIDE = 0.60  # share of the table's width over which a section's text is merged
OUTLINE = re.compile(r"^\s*(?:\d+(?:\.\d+)+[\s、.．]|\d+、)")
SECTION_MARK = re.compile(
    r"^\s*(?:[【\[（(]?[一二三四五六七八九十]+[】\])）]?[、.．\s]|【|第[一二三四五六七八九十\d]+(?:阶段|部分|章|期))"
)
NO_TITLE = "no_title"
ODD_REASONS = {"error": "error_cell", "uncached": "uncached_formula"}
NUMBERS = ("numbering", "id", "wbs")
GROUPS = ("module", "phase")
CLAIMS = frozenset(
    ["status", "percent_actual", "planned_start", "planned_finish", "actual_start", "actual_finish"]
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
    group_rows: set[int] = field(default_factory=set)  # sections that only fill a group's column
    paths: dict[int, str] = field(default_factory=dict)  # headings above a row, by how it is set in
    parents: dict[int, int] = field(default_factory=dict)  # items above a row, by how it is set in


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
        self.known = {c.index for c in self.columns.all if c.path or c.name}

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
            plain = isinstance(title, str) and title and title not in special
            alone = number + table.data_from not in self.wide_merges and not filled_titles[number]
            if plain and alone and not str(title).isspace():
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
        return {
            value
            for value in {row[self.title] for row in rows}
            if type(value) is str and look(value)
        }

    def _judge(self, number: int, cells: Sequence[Cell], roles: Roles, by_merge: bool) -> str:
        """Judge a row that is not plainly an item."""
        full = [place for place, value in enumerate(cells) if not empty(value)]
        row = number + self.table.data_from
        if row in self.table.grid.misfits:
            roles.reasons[number] = self.table.grid.misfits[row].reason
            return QUARANTINED
        if not full:
            return ""
        role = self._by_form(cells, full, row) or self._by_content(cells, full, by_merge)
        if role == SECTION:
            roles.section_texts[number] = self._section_text(cells, full)
            if any(place in self.groups for place in full):
                roles.group_rows.add(number)
        if role in (NO_TITLE, *ODD_REASONS.values()):
            roles.reasons[number] = role
            return QUARANTINED
        return role

    def _by_form(self, cells: Sequence[Cell], full: list[int], row: int) -> str:
        """Judge a row by how it looks."""
        header = self.table.header
        if header is not None and len(full) >= 2 and repeats(cells, header):
            return REPEATED
        if self._is_total(cells, full):
            return TOTAL
        if self._is_note(text_of(cells[full[0]]).strip(), full):
            return NOTE
        return SECTION if self._is_section(cells, full, row) else ""

    def _by_content(self, cells: Sequence[Cell], full: list[int], by_merge: bool) -> str:
        """Judge a row by its filled columns; a reason instead of a role quarantines it."""
        title = cells[self.title] if self.title >= 0 else EMPTY
        if isinstance(title, Odd):
            return ODD_REASONS[title.kind]
        inside = [place for place in full if place in self.known]
        has_number = any(place in self.numbers for place in inside)
        if not empty(title) or (self.title < 0 and has_number):
            return ITEM  # without a title column: a table of ids and states
        if not inside:
            return NOTE if any(is_text(cells[place]) for place in full) else EMPTY_FORM
        return self._without_title(cells, inside, has_number, by_merge)

    def _without_title(
        self, cells: Sequence[Cell], inside: list[int], has_number: bool, by_merge: bool
    ) -> str:
        rest = [p for p in inside if p not in self.numbers and not is_filler(cells[p])]
        if not rest:
            return SECTION if any(is_heading(cells[p]) for p in inside) else EMPTY_FORM
        if all(place in self.groups for place in rest) and not has_number:
            return SECTION
        told = any(is_text(cells[place]) for place in rest if place in self.texts)
        claims = any(place in self.claims for place in rest)
        if by_merge or (told and not has_number and not claims):
            return CONTINUATION
        return NO_TITLE

    def _section_text(self, cells: Sequence[Cell], full: list[int]) -> str:
        """Return the text of a section: its only one, or that of its innermost group."""
        groups = [place for place in full if place in self.groups]
        return text_of(cells[groups[-1] if groups else full[0]]).strip()

    def _is_total(self, cells: Sequence[Cell], full: list[int]) -> bool:
        totals = usual_words().totals
        lead = [compact(NOTE_COLON.split(text_of(cells[place]))[0]) for place in full[:2]]
        title = text_of(cells[self.title]) if self.title >= 0 else ""
        return any(text in totals for text in lead) or compact(title) in totals

    def _is_note(self, first: str, full: list[int]) -> bool:
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


def is_heading(value: Cell) -> bool:
    """Tell a heading that stands in the column of numbers."""
    text = text_of(value).strip()
    letters = sum(letter.isalpha() for letter in text)
    return letters >= 2 and not any(letter.isdigit() for letter in text)


def is_filler(value: Cell) -> bool:
    """Tell a cell that a template fills: zero, a dash, an error of a formula without input."""
    if isinstance(value, Odd):
        return True
    if isinstance(value, float):
        return value == 0
    return isinstance(value, str) and compact(value) in ("", "0", "-", "—", "select", "请选择")
