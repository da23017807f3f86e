"""Workbooks as people send them: titles, merged groups, headings on two lines, dates in many ways.

Whatever a sheet looks like, it says the same; nobody may be charged for how it is written.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time
from io import BytesIO
from random import Random
from typing import Any

import xlsxwriter

Line = dict[str, Any]
FORMS = ("date", "iso", "dotted", "chinese")
MIXED = (*FORMS, "slashed")
PLANNED = ("计划开始", "计划完成")
GROUP, PARTS = "计划时间", {"计划开始": "开始时间", "计划完成": "完成时间"}
OTHER_NAMES = {
    "编号": "任务编号",
    "任务名称": "工作内容",
    "模块": "所属模块",
    "责任人": "负责人",
    "状态": "当前状态",
    "完成率": "完成百分比",
    "实际完成": "实际完成时间",
    "备注": "备注说明",
    "计划开始": "计划开始时间",
    "计划完成": "要求完成时间",
    "部门": "责任部门",
    "类型": "任务类型",
    "前置任务": "紧前任务",
    "阶段": "所属阶段",
}


@dataclass(frozen=True)
class Habit:
    """How a sender writes sheets, all the time; each file adds its own small disorder."""

    form: str = "date"
    names: dict[str, str] = field(default_factory=dict)  # column -> what this sender calls it
    order: tuple[int, ...] = ()  # places of the columns; empty: the usual order
    is_messy: bool = False
    has_two_lines: bool = False  # dates under one common heading
    ending: str = "xlsx"


@dataclass(frozen=True)
class Disorder:
    """What is odd about one file, and means nothing."""

    above: tuple[str, ...] = ()  # lines above the heading
    gap: int = 0  # a blank row after so many rows; 0: none
    merged: str = ""  # column whose equal neighbours are merged
    forms: tuple[str, ...] = ()  # dates are written in several ways; empty: in the sender's


ABOVE = ("项目编号：XM-2025-01", "编制：项目组    审核：", "注：如有疑问请联系编制人。")


def habit_for(rng: Random) -> Habit:
    """Draw how a sender writes."""
    form, is_messy = rng.choice(FORMS), rng.random() < 0.6
    names = OTHER_NAMES if is_messy and rng.random() < 0.5 else {}
    order = tuple(rng.sample(range(20), 20)) if is_messy and rng.random() < 0.5 else ()
    two = is_messy and not names and not order and rng.random() < 0.6
    ending = "csv" if is_messy and not two and rng.random() < 0.25 else "xlsx"
    return Habit(form, names, order, is_messy, two, ending)


def disorder_for(habit: Habit, columns: Sequence[str], rng: Random) -> Disorder:
    """Draw what is odd about one file of a sender."""
    if not habit.is_messy:
        return Disorder()
    return Disorder(
        above=tuple(rng.sample(ABOVE, rng.randint(0, 2))),
        gap=rng.choice((0, 0, 3, 5)),
        merged="模块" if "模块" in columns and rng.random() < 0.5 else "",
        forms=MIXED if rng.random() < 0.5 else (),
    )


def written_by(
    habit: Habit,
    title: str,
    columns: Sequence[str],
    lines: Sequence[Line],
    *,
    day: date,
    rng: Random,
) -> tuple[bytes, str]:
    """Give a file as a sender writes it, and how its name ends."""
    odd = disorder_for(habit, columns, rng)
    if habit.order:
        columns = [column for _, column in sorted(zip(habit.order, columns, strict=False))]
    if odd.merged:
        lines = sorted(lines, key=lambda line: str(line[odd.merged]))
    forms = odd.forms or (habit.form,)
    typed = [[written(line.get(c), rng.choice(forms)) for c in columns] for line in lines]
    if habit.ending == "csv":
        return table(title, columns, typed, day=day, habit=habit, odd=odd), "csv"
    return sheet_of(title, columns, typed, day=day, habit=habit, odd=odd), "xlsx"


def workbook(
    title: str, columns: Sequence[str], lines: Iterable[Line], day: date, form: str = "date"
) -> bytes:
    """Give a tidy workbook of one sheet; *form* says how its dates are written."""
    typed = [[written(line.get(column), form) for column in columns] for line in lines]
    return sheet_of(title, columns, typed, day=day, habit=Habit(form), odd=Disorder())


def sheet_of(
    title: str,
    columns: Sequence[str],
    typed: Sequence[Sequence[Any]],
    *,
    day: date,
    habit: Habit,
    odd: Disorder,
) -> bytes:
    """Give a workbook of one sheet."""
    out = BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    book = xlsxwriter.Workbook(out, options | {"default_date_format": "yyyy-mm-dd"})
    book.set_properties({"title": title, "created": datetime.combine(day, time())})
    bold = book.add_format({"bold": True})
    sheet = book.add_worksheet(title[:31])
    above = [title, f"报告日期：{day}", *odd.above]
    for number, text in enumerate(above):
        sheet.write_string(number, 0, text, bold)
    top = heading(sheet, columns, len(above), habit, bold)
    places = [*spread(len(typed), top, odd.gap)]
    for number, values in zip(places, typed, strict=True):
        for place, value in enumerate(values):
            if value not in (None, ""):
                sheet.write(number, place, value)
    if odd.merged:
        merge(sheet, columns.index(odd.merged), places, typed, bold)
    book.close()
    return out.getvalue()


def heading(sheet: Any, columns: Sequence[str], top: int, habit: Habit, bold: Any) -> int:
    """Write the heading, on one line or on two; give the number of the row below it."""
    if not habit.has_two_lines or PLANNED[0] not in columns:
        for place, column in enumerate(columns):
            sheet.write_string(top, place, habit.names.get(column, column), bold)
        return top + 1
    for place, column in enumerate(columns):
        if column not in PLANNED:
            sheet.merge_range(top, place, top + 1, place, column, bold)
        else:
            sheet.write_string(top + 1, place, PARTS[column], bold)
    first = columns.index(PLANNED[0])
    sheet.merge_range(top, first, top, first + 1, GROUP, bold)
    return top + 2


def spread(count: int, top: int, gap: int) -> Iterator[int]:
    """Yield the number of each row, with a blank one after every *gap* rows."""
    for place in range(count):
        yield top + place + (place // gap if gap else 0)


def merge(
    sheet: Any, column: int, places: Sequence[int], typed: Sequence[Sequence[Any]], form: Any
) -> None:
    """Merge the cells of neighbours that say the same."""
    begun = 0
    for end in range(1, len(typed) + 1):
        value = typed[begun][column]
        if end < len(typed) and typed[end][column] == value:
            continue
        is_block = places[end - 1] - places[begun] == end - 1 - begun  # with no blank row in it
        if value and end - begun > 1 and is_block:
            sheet.merge_range(places[begun], column, places[end - 1], column, value, form)
        begun = end


def table(
    title: str,
    columns: Sequence[str],
    typed: Sequence[Sequence[Any]],
    *,
    day: date,
    habit: Habit,
    odd: Disorder,
) -> bytes:
    """Give a text table in the encoding of an old office program."""
    rows: list[Sequence[Any]] = [[title], [f"报告日期：{day}"], *([text] for text in odd.above)]
    rows.append([habit.names.get(column, column) for column in columns])
    rows += [[text_of(value) for value in values] for values in typed]
    lines = [",".join(f'"{each}"' for each in row) for row in rows]
    return ("\r\n".join(lines) + "\r\n").encode("gb18030")


def text_of(value: Any) -> str:
    """Give a value as such a program writes it."""
    if isinstance(value, datetime):
        return f"{value.year}/{value.month}/{value.day}"
    return "" if value is None else str(value)


def written(value: Any, form: str) -> Any:
    """Give a value as a cell holds it."""
    if not isinstance(value, date):
        return value
    texts = {
        "dotted": f"{value.year}.{value.month}.{value.day}",
        "slashed": f"{value.year}/{value.month}/{value.day}",
        "chinese": f"{value.year}年{value.month}月{value.day}日",
        "iso": value.isoformat(),
    }
    return texts.get(form) or datetime.combine(value, time())
