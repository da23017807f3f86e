"""Applies what people have confirmed about the columns of a table."""

from connectors.workbook.column import CONFIRMED, IGNORED, plain
from connectors.workbook.frames import Request
from connectors.workbook.tables import NOT_A_TABLE, TABLE, TEMPLATE, Table, has_data, why_not

UNUSED = ("extra", IGNORED, "")


def confirm(table: Table, request: Request) -> None:
    """Let a confirmed mapping decide over our own words."""
    if table.header is None:
        return
    if table.fingerprint in request.refused:
        table.verdict, table.why = NOT_A_TABLE, "said_no_table"
        return
    mapping = request.mappings.get(table.fingerprint)
    if mapping is None:
        return
    said = {plain(path.split("/")): name for path, name in mapping.items()}
    is_whole = True
    for column in table.columns.all:
        name = said.get(plain(column.path))
        if name is not None:
            table.columns.assign(column, "" if name in UNUSED else name)
            column.extra = IGNORED if name == IGNORED else column.extra
        is_whole = is_whole and (name is not None or not column.path)
    table.columns.competing = table.columns.title_is_blank = False
    if is_whole:  # of a header that has changed since, what was put in is looked up
        for column in table.columns.mapped:
            column.confidence = CONFIRMED
    table.why = why_not(table)
    table.verdict = (TABLE if has_data(table) else TEMPLATE) if not table.why else table.verdict
