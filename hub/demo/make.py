"""Makes the demonstration's workbooks from its tables: `python -m hub.demo.make`.

The same tables give the same bytes, so that what is committed can be compared with what is made.
"""

import sys
from collections.abc import Iterable, Iterator, Sequence
from datetime import date, datetime, time
from io import BytesIO
from pathlib import Path

import xlsxwriter

from hub.demo.tables import HERE, Row, plan, table

PLAN = [column for column in table("plan")[0] if column != "改后完成"]
REPORT = ["编号", "任务名称", "模块", "责任人", "计划完成", "状态", "完成率", "备注"]
PROBLEMS = list(table("problems")[0])
DATES = {"计划开始", "计划完成", "提出日期"}
FIRST_DRAFT, COUNTERED, WORKSHOP = date(2025, 7, 30), date(2025, 8, 6), date(2025, 10, 11)
TEXT_STAYS_TEXT = {"strings_to_formulas": False, "strings_to_urls": False}
WIDE = {"任务名称": 32, "问题描述": 34, "前置任务": 24, "备注": 24}


def workbooks() -> Iterator[tuple[Path, bytes]]:
    """Yield every workbook: its path within this folder, and its bytes."""
    for day in (FIRST_DRAFT, COUNTERED):
        rows = [planned(row, is_countered=day == COUNTERED) for row in table("plan")]
        yield Path(f"plan/plan-{day}.xlsx"), workbook("项目主计划", PLAN, rows, day)
    for text in list(table("reports")[0])[1:]:
        day = date.fromisoformat(text)
        name = Path(f"reports/weekly-report-{day}.xlsx")
        yield name, workbook("项目实施周报", REPORT, reported(text), day)
    name = Path(f"problems/problems-{WORKSHOP}.xlsx")
    yield name, workbook("上线问题汇总", PROBLEMS, table("problems"), WORKSHOP)


def planned(row: Row, *, is_countered: bool) -> Row:
    """Give a row of the plan as one edition shows it."""
    countered = row["改后完成"] if is_countered else ""
    return {**row, "计划完成": countered or row["计划完成"]}


def reported(edition: str) -> Iterator[Row]:
    """Yield the rows of one weekly report; it repeats the dates that were agreed."""
    for row in table("reports"):
        if not row[edition]:
            continue
        percent, status, *remark = row[edition].split("|")
        agreed = planned(plan()[row["编号"]], is_countered=True)
        said = {"状态": status, "完成率": f"{percent}%", "备注": "".join(remark)}
        yield {**agreed, **said}


def workbook(title: str, columns: Sequence[str], rows: Iterable[Row], day: date) -> bytes:
    """Give a workbook of one sheet: a title, the edition's date, the header, the rows."""
    out = BytesIO()
    options = {"in_memory": True, "default_date_format": "yyyy-mm-dd", **TEXT_STAYS_TEXT}
    book = xlsxwriter.Workbook(out, options)
    book.set_properties({"title": title, "created": datetime.combine(day, time())})
    bold = book.add_format({"bold": True})
    head = book.add_format({"bold": True, "bg_color": "#DDE6EE", "border": 1})
    sheet = book.add_worksheet(title)
    sheet.write_string(0, 0, title, bold)
    sheet.write_string(1, 0, f"报告日期：{day}")
    for place, column in enumerate(columns):
        sheet.set_column(place, place, WIDE.get(column, 12))
        sheet.write_string(2, place, column, head)
    for line, row in enumerate(rows, 3):
        for place, column in enumerate(columns):
            if row[column].startswith("#"):  # a broken look-up, as sheets put together have them
                sheet.write_formula(line, place, "=NA()", None, row[column])
            elif row[column]:
                sheet.write(line, place, typed(column, row[column]))
    sheet.freeze_panes(3, 0)
    book.close()
    return out.getvalue()


def typed(column: str, text: str) -> str | float | datetime:
    """Give a cell's text as Excel would hold it."""
    if column in DATES:
        return datetime.combine(date.fromisoformat(text), time())
    return float(text) if column == "权重" else text


def main() -> int:
    """Write every workbook; say which ones changed."""
    for name, content in workbooks():
        path = HERE / name
        if not path.exists() or path.read_bytes() != content:
            path.write_bytes(content)
            sys.stdout.write(f"{name}\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
