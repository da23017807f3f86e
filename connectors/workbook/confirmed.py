"""Applies what people have confirmed about the columns of a table."""

from connectors.workbook.column import CONFIRMED, Column
from connectors.workbook.frames import Request
from connectors.workbook.headers import EXACT, Guess
from connectors.workbook.tables import NOT_A_TABLE, TABLE, TEMPLATE, Table, has_data, why_not
from connectors.workbook.words.letters import compact

UNUSED = ("extra", "ignore", "")


def confirm(table: Table, request: Request) -> None:
    """Let a profile's words and a confirmed mapping decide over our own."""
    if table.header is None:
        return
    if table.fingerprint in request.refused:
        table.verdict, table.why = NOT_A_TABLE, "said_no_table"
        return
    by_profile(table, request)
    mapping = request.mappings.get(table.fingerprint)
    if mapping is None:
        return
    said = {"/".join(map(compact, path.split("/"))): name for path, name in mapping.items()}
    for column in table.columns.all:
        name = said.get("/".join(map(compact, column.path)))
        if name is not None:
            assign(table, column, "" if name in UNUSED else name)
    table.columns.competing = table.columns.title_is_blank = False
    for column in table.columns.mapped:
        column.confidence = CONFIRMED
    table.why = why_not(table)
    table.verdict = (TABLE if has_data(table) else TEMPLATE) if not table.why else table.verdict


def by_profile(table: Table, request: Request) -> None:
    """Let a profile's words decide."""
    words = {compact(word): name for name, rule in request.columns.items() for word in rule.words}
    for column in table.columns.all:
        named = words.get(compact(column.path[-1])) if column.path else None
        if named is not None:
            assign(table, column, named)


def assign(table: Table, column: Column, name: str) -> None:
    """Give a column a meaning for sure; whatever else had it lets go."""
    for other in table.columns.all:
        if other is not column and other.name == name and name:
            other.extra, other.name = name, ""
    column.mean(name, CONFIRMED if name else 0.0)
    column.guess = Guess(name, EXACT) if name else column.guess
