"""Values merged over several rows: one claim on the group, never one on each of its rows."""

from collections import defaultdict
from collections.abc import Iterator

from connectors.workbook import claims
from connectors.workbook.book import Book
from connectors.workbook.claims import Told
from connectors.workbook.column import STEP, base_of
from connectors.workbook.frames import Group, TableHead
from connectors.workbook.identity import Row, joined
from connectors.workbook.past import GROUP, first_key, prior_of
from connectors.workbook.values import DATES, FIELD_OF, Field, Line, date_field, status_field
from hub.ingest.contract import Known
from hub.model.event import Event


def group_facts(
    book: Book, tables: dict[int, TableHead], known: Known, told: Told, series: str
) -> Iterator[Event]:
    """Tell what an edition says of groups of rows."""
    for line in group_lines(book, tables):
        subject = f"{series}/{GROUP}{first_key(line.identity)}"
        item = known.item(subject)
        prior = prior_of(item, "") if item is not None else None
        yield from claims.claims_of(line, prior, subject, told)


def group_lines(book: Book, tables: dict[int, TableHead]) -> Iterator[Line]:
    """Yield one line for each group, with all its merged values."""
    found: dict[tuple[int, str], list[Group]] = defaultdict(list)
    for group in book.groups:
        if group.table in tables:
            name = group.module or f"{group.first_row}–{group.last_row}"
            step = group.column.partition(STEP)[2]
            found[group.table, joined(name, step)].append(group)
    for (table, name), groups in found.items():
        fields = {"title": Field(name, f"A{groups[0].first_row}"), "type": Field("group", "")}
        for group in groups:
            fields[FIELD_OF[base_of(group.column)]] = group_field(group)
        yield Line(Row(title=name), table, tables[table].sheet, groups[0].first_row, fields, {})


def group_field(group: Group) -> Field:
    """Turn a merged cell into a value."""
    cell = f"{group.letter}{group.first_row}"
    column = base_of(group.column)
    if column in DATES:
        return date_field(column, group.typed, cell)
    if column == "status":
        state = group.typed[0] if group.typed else ""
        return status_field(group.text.strip(), state, cell)
    return Field(group.typed, cell)
