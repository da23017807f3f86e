"""Writes one table as XLSX, CSV or JSON. JSON is lossless; the other two are for people."""

import csv
import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from io import BytesIO, StringIO
from typing import Any, Literal

import xlsxwriter

from hub.export.harmless import fitting, harmless

Form = Literal["xlsx", "csv", "json"]
FORMS: dict[str, str] = {
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "csv": "text/csv; charset=utf-8",
    "json": "application/json",
}
# Without these the library guesses formulas, links and numbers out of texts.
SAFE = {
    "strings_to_formulas": False,
    "strings_to_urls": False,
    "strings_to_numbers": False,
    "constant_memory": True,
    "remove_timezone": False,
}
FORBIDDEN_IN_SHEETS = str.maketrans(dict.fromkeys("[]:*?/\\'", " "))
LONGEST_SHEET = 31
EXACT = 1 << 53  # a double counts no further
WIDE, NARROW = 48, 16


def same(value: Any) -> Any:
    """Show a value as it is."""
    return value


@dataclass(frozen=True)
class Column:
    """One column: its name in the model, its title for people, how its values are shown to them."""

    name: str
    title: str
    show: Callable[[Any], Any] = same
    is_wide: bool = False


@dataclass(frozen=True)
class Table:
    """A table with a name. A row maps names of columns to values."""

    name: str
    columns: Sequence[Column]
    rows: Iterable[Mapping[str, Any]]
    about: Mapping[str, Any] = field(default_factory=dict)  # stands beside the rows in JSON


def written(table: Table, form: str) -> bytes:
    """Give the table in one of `FORMS`."""
    return {"xlsx": as_xlsx, "csv": as_csv, "json": as_json}[form](table)


def as_json(table: Table) -> bytes:
    """Write every value as it is, under the model's names: the form in which nothing is lost."""
    rows = [{column.name: row.get(column.name) for column in table.columns} for row in table.rows]
    content = {**table.about, "table": table.name, "rows": rows}
    return json.dumps(content, ensure_ascii=False, default=plain).encode("utf-8", "replace")


def as_csv(table: Table) -> bytes:
    """Write UTF-8 with a mark, all fields quoted; what looks like a formula begins with a quote."""
    out = StringIO()
    lines = csv.writer(out, quoting=csv.QUOTE_ALL, lineterminator="\r\n")
    lines.writerow([harmless(column.title) for column in table.columns])
    for row in table.rows:
        shown = (plain(column.show(row.get(column.name))) for column in table.columns)
        lines.writerow([harmless(fitting(text)) for text in shown])
    return out.getvalue().encode("utf-8-sig", "replace")


def plain(value: Any) -> str:
    """Give the text of a value; empty for none."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "1" if value else "0"
    if isinstance(value, date):  # instants too
        return value.isoformat()
    return repr(value) if isinstance(value, float) else str(value)


def as_xlsx(table: Table) -> bytes:
    """Write a workbook with one sheet: texts as texts, numbers and days as what they are."""
    out = BytesIO()
    with xlsxwriter.Workbook(out, SAFE) as book:
        sheet = book.add_worksheet(sheet_name(table.name))
        bold = book.add_format({"bold": True, "text_wrap": True, "valign": "top"})
        day = book.add_format({"num_format": "yyyy-mm-dd"})
        for place, column in enumerate(table.columns):
            sheet.set_column(place, place, WIDE if column.is_wide else NARROW)
            sheet.write_string(0, place, fitting(column.title), bold)
        sheet.freeze_panes(1, 0)
        # The mark that Excel sets itself: without it, editing such a cell would start the formula.
        quoted = book.add_format({"quote_prefix": True})
        for line, row in enumerate(table.rows, start=1):
            for place, column in enumerate(table.columns):
                put(sheet, (line, place), column.show(row.get(column.name)), day, quoted)
    return out.getvalue()


def put(sheet: Any, place: tuple[int, int], value: Any, day: Any, quoted: Any) -> None:
    """Write one cell by its type; whatever is no number and no day is text, always."""
    if value is None or value == "":
        return
    if isinstance(value, bool):
        sheet.write_boolean(*place, value)
    elif isinstance(value, int | float) and abs(value) < EXACT:  # false for what is no number
        sheet.write_number(*place, value)
    elif isinstance(value, date) and not isinstance(value, datetime):
        sheet.write_datetime(*place, datetime(value.year, value.month, value.day), day)  # noqa: DTZ001 - a cell has no zone
    else:
        text = fitting(plain(value))
        sheet.write_string(*place, text, quoted if harmless(text) != text else None)


def sheet_name(text: str) -> str:
    """Give a name that a sheet may bear; names are text too."""
    return fitting(text).translate(FORBIDDEN_IN_SHEETS).strip()[:LONGEST_SHEET].strip() or "1"
