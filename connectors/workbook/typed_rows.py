"""Types one table: spreads its columns, reads their values, checks them, notes what is unclear."""

from datetime import date

from connectors.workbook.column import USABLE
from connectors.workbook.dates import Situation
from connectors.workbook.frames import ITEM, Problem, Request
from connectors.workbook.identity import joined
from connectors.workbook.merges import title_merges
from connectors.workbook.outline import read_outline
from connectors.workbook.roles import RowReader
from connectors.workbook.row_checks import (
    check_identity,
    check_order,
    check_project_years,
    check_totals,
    settle_unfinished,
    settle_years,
)
from connectors.workbook.second_pass import SecondPass
from connectors.workbook.tables import Table
from connectors.workbook.typed import texts_of
from connectors.workbook.typed_columns import type_columns
from connectors.workbook.typed_table import TypedTable
from connectors.workbook.week import week_of


def typed_table(
    table: Table, number: int, edition: date, request: Request, second: SecondPass | None = None
) -> TypedTable:
    """Type a table; *second* tells number formats, where a number is not understood without."""
    start, stop = table.data_from, table.stop
    title = table.columns.named("title")
    under = (
        title_merges(table.grid, title.index, start, stop) if title else [False] * (stop - start)
    )
    reader = RowReader(table)
    roles = reader.judge(under)
    read_outline(reader, roles, request, second)
    typed = TypedTable(table, number, roles, {}, {}, [])
    type_columns(typed, edition, request, second)
    if request.week and table.header is not None:
        situation = Situation(edition, order=request.order)
        typed.week = week_of(table.grid, table.header.first, situation)
    typed.sections = sections_of(typed)
    typed.modules = modules_of(typed)
    settle_years(typed, edition)
    check_project_years(typed)
    check_order(typed)
    check_totals(typed)
    settle_unfinished(typed)
    check_identity(typed)
    note_problems(typed)
    return typed


def modules_of(typed: TypedTable) -> list[str]:
    """Return for each row the module it stands in: its own, under the section above it."""
    height = len(typed.roles.of)
    own = typed.columns["module"].typed.texts if "module" in typed.columns else [""] * height
    if not typed.sections:
        return [text.strip() for text in own]
    return [joined(s, text.strip()) for s, text in zip(typed.sections, own, strict=True)]


def sections_of(typed: TypedTable) -> list[str]:
    """Return for each row the section above it; nothing for a table without sections.

    A row that only fills the column of a group stands above rows without a group of their own.
    """
    roles = typed.roles
    if not roles.section_texts:
        return []
    own = typed.columns["module"].typed.texts if "module" in typed.columns else None
    section, is_group = "", False
    found = []
    for place in range(len(roles.of)):
        if place in roles.section_texts:
            section, is_group = roles.section_texts[place], place in roles.group_rows
        covered = is_group and own is not None and bool(own[place].strip())
        found.append("" if covered else roles.paths.get(place, section))
    return found


def note_problems(typed: TypedTable) -> None:
    """Note quarantined rows, and values of items that were not understood."""
    title = typed.columns.get("title")
    for place, reason in sorted(typed.roles.reasons.items()):
        misfit = typed.table.grid.misfits.get(place + typed.table.data_from)
        text = misfit.text if misfit else row_text(typed, place)
        name = "id" if reason == "duplicate_id" else "title" if title else ""
        typed.problem(place, name, reason, text, whole=True)
    for name, filled in typed.columns.items():
        for place, reason in filled.typed.problems.items():
            if typed.roles.of[place] == ITEM:
                typed.problem(place, name, reason, filled.typed.texts[place])
    for column in typed.table.columns.mapped:
        if column.confidence < USABLE:
            row = typed.table.header_rows[0]
            path = " / ".join(column.path)
            typed.problems.append(
                Problem(
                    typed.number, row, typed.letter(column), column.name, "weak_column", path, False
                )
            )


def row_text(typed: TypedTable, place: int) -> str:
    """Show a row in one line."""
    row = typed.table.grid.rows[place + typed.table.data_from]
    return " | ".join(text for text in texts_of(row) if text.strip())
