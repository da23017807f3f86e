"""Turns a typed table into the frames that the parent gets."""

from collections.abc import Iterator, Sequence
from datetime import date
from itertools import compress
from typing import Any

from connectors.workbook.column import Column, base_of
from connectors.workbook.dates import Situation
from connectors.workbook.extent import column_letters
from connectors.workbook.frames import (
    ROWS_PER_FRAME,
    ColumnHead,
    Group,
    Rows,
    TableHead,
)
from connectors.workbook.tables import Table
from connectors.workbook.typed import attempt, reader_of, texts_of
from connectors.workbook.typed_table import TypedTable


def table_head(typed: TypedTable) -> TableHead:
    """Describe a table."""
    table = typed.table
    columns = tuple(
        ColumnHead(
            typed.letter(column),
            " / ".join(column.path),
            column.name,
            column.confidence,
            column.side,
            column.extra,
            column.name == "id" and typed.is_identity,
            typed.kept.get(column.index, ""),
        )
        for column in shown_columns(typed)
        if column.path or column.name
    )
    return TableHead(
        typed.number,
        table.grid.name,
        table.verdict,
        table.why,
        table.columns.confidence,
        table.header_rows,
        typed.row(0),
        typed.row(len(typed.roles.of)) - 1,
        table.fingerprint,
        columns,
        typed.week,
        bool(typed.roles.parents),
    )


def shown_columns(typed: TypedTable) -> list[Column]:
    """Return the columns of a table, and that of states which are told by colours alone."""
    columns = typed.table.columns.all
    more = (filled.column for filled in typed.columns.values() if filled.column not in columns)
    return [*columns, *more]


def rejected_head(table: Table, number: int) -> TableHead:
    """Describe a region that is no table; where a header was found, a person may still name it."""
    last = len(table.grid.rows) + table.grid.top
    if table.header is None:
        return TableHead(
            number, table.grid.name, table.verdict, table.why, 0.0, (0, 0), 1, last, "", ()
        )
    columns = tuple(
        ColumnHead(
            column_letters(column.index + table.grid.left),
            " / ".join(column.path),
            column.name,
            column.confidence,
        )
        for column in table.columns.all
        if column.path
    )
    return TableHead(
        number,
        table.grid.name,
        table.verdict,
        table.why,
        table.columns.confidence,
        table.header_rows,
        table.data_from + table.grid.top + 1,
        last,
        table.fingerprint,
        columns,
    )


def row_frames(typed: TypedTable) -> Iterator[Rows]:
    """Yield the non-empty rows, a thousand at a time."""
    keep = [bool(role) for role in typed.roles.of]
    everything = all(keep)

    def kept(values: Sequence[Any]) -> list[Any]:
        return list(values) if everything else list(compress(values, keep))

    places = kept(range(len(keep)))
    texts = {name: kept(filled.typed.texts) for name, filled in typed.columns.items()}
    values = {name: kept(f.typed.values) for name, f in typed.columns.items() if f.typed.values}
    extras = {name: kept(column) for name, column in typed.extras.items()}
    roles, modules = kept(typed.roles.of), kept(typed.modules)
    sections = kept(typed.sections) if typed.sections else []
    anchors = {
        name: filled.spread.anchors
        for name, filled in typed.columns.items()
        if filled.spread.anchors
    }
    first = typed.row(0)
    for begin in range(0, len(places), ROWS_PER_FRAME):
        part = slice(begin, begin + ROWS_PER_FRAME)
        within = places[part]
        yield Rows(
            typed.number,
            [place + first for place in within],
            roles[part],
            {name: column[part] for name, column in texts.items()},
            {name: column[part] for name, column in values.items()},
            {name: column[part] for name, column in extras.items()},
            modules[part],
            {name: anchored(found, within, first) for name, found in anchors.items()},
            sections[part],
            anchored(typed.roles.parents, within, first),
        )


def anchored(found: dict[int, int], within: Sequence[int], first: int) -> dict[int, int]:
    """Return, by place in the frame, the sheet row that a filled cell or a parent is found in."""
    return {n: found[place] + first for n, place in enumerate(within) if place in found}


def groups_of(typed: TypedTable) -> Iterator[Group]:
    """Yield the values that are one claim on several rows."""
    for name, filled in typed.columns.items():
        reader = reader_of(
            base_of(name),
            [value for _, _, value in filled.spread.groups],
            Situation(date.min),
            frozenset(),
        )
        for first, last, value in filled.spread.groups:
            [text] = texts_of([value])
            found = attempt(reader, value) if reader else text
            yield Group(
                typed.number,
                typed.row(first),
                typed.row(last),
                typed.letter(filled.column),
                name,
                typed.modules[first],
                text,
                None if isinstance(found, Exception) else found,
            )
