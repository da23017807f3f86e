"""Workbooks as people send them: a title, a date, merged groups, dates written in many ways."""

from collections.abc import Iterable, Sequence
from datetime import date, datetime, time
from io import BytesIO
from random import Random
from typing import Any

import xlsxwriter

Line = dict[str, Any]
FORMS = ("date", "iso", "dotted", "chinese")


def workbook(
    title: str, columns: Sequence[str], lines: Iterable[Line], day: date, form: str = "date"
) -> bytes:
    """Give a workbook of one sheet; *form* says how its dates are written."""
    out = BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    book = xlsxwriter.Workbook(out, options | {"default_date_format": "yyyy-mm-dd"})
    book.set_properties({"title": title, "created": datetime.combine(day, time())})
    bold = book.add_format({"bold": True})
    sheet = book.add_worksheet(title[:31])
    sheet.write_string(0, 0, title, bold)
    sheet.write_string(1, 0, f"报告日期：{day}")
    for place, column in enumerate(columns):
        sheet.write_string(2, place, column, bold)
    for number, line in enumerate(lines, 3):
        for place, column in enumerate(columns):
            value = line.get(column)
            if value not in (None, ""):
                sheet.write(number, place, written(value, form))
    book.close()
    return out.getvalue()


def written(value: Any, form: str) -> Any:
    """Give a value as a cell holds it."""
    if not isinstance(value, date):
        return value
    if form == "date":
        return datetime.combine(value, time())
    if form == "dotted":
        return f"{value.year}.{value.month}.{value.day}"
    return f"{value.year}年{value.month}月{value.day}日" if form == "chinese" else value.isoformat()


def form_for(rng: Random) -> str:
    """Draw how a sender writes dates."""
    return rng.choice(FORMS)
