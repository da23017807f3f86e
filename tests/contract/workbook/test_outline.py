"""Headings that are told by how rows are set in: grouped, indented, or begun with spaces."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import xlsxwriter

from hub.model.facts import WorkItemFirstSeen
from tests.contract.workbook.test_editions import FIRST, Series
from tests.contract.workbook.test_reading_again import of

HEAD = ["任务名称", "负责人", "计划完成", "状态"]
REST = ["张三", "2026-03-20", "进行中"]
# How far a row is set in, and its title; a heading has nothing else.
ROWS = [
    (0, "准备", []),
    (1, "机房", []),
    (2, "安装服务器", REST),
    (2, "布置网络", REST),
    (1, "清点备件", REST),
    (0, "上线", []),
    (1, "切换系统", REST),
    (0, "验收", REST),
]
PHASES = {
    "安装服务器": "准备 / 机房",
    "布置网络": "准备 / 机房",
    "清点备件": "准备",
    "切换系统": "上线",
    "验收": None,
}


def grouped(book: Any, sheet: Any, row: int, level: int, title: str) -> None:
    sheet.set_row(row, None, None, {"level": level} if level else {})
    sheet.write_string(row, 0, title)


def indented(book: Any, sheet: Any, row: int, level: int, title: str) -> None:
    sheet.write_string(row, 0, title, book.add_format({"indent": level}))


def spaced(book: Any, sheet: Any, row: int, level: int, title: str) -> None:
    sheet.write_string(row, 0, "　" * level + title)


def written(home: Path, write: Callable[..., None], rows=ROWS) -> bytes:
    path = home / "outline.xlsx"
    with xlsxwriter.Workbook(path) as book:
        sheet = book.add_worksheet("周报")
        sheet.write_row(0, 0, HEAD)
        for number, (level, title, rest) in enumerate(rows, 1):
            write(book, sheet, number, level, title)
            sheet.write_row(number, 1, rest)
    return path.read_bytes()


@pytest.mark.parametrize("write", [grouped, indented, spaced])
def test_rows_set_in_below_a_heading_stand_in_it(log, tmp_path, write):
    events = Series(log, tmp_path).take(written(tmp_path, write), FIRST)

    found = {e.fields["title"]: e.fields.get("module") for e in of(events, WorkItemFirstSeen)}
    assert found == PHASES


def test_one_row_set_in_by_a_slip_makes_no_heading(log, tmp_path):
    rows = [(0, "准备", []), (1, "安装服务器", REST), (0, "布置网络", REST)]
    events = Series(log, tmp_path).take(written(tmp_path, spaced, rows), FIRST)

    assert of(events, WorkItemFirstSeen)[0].fields["title"] == "准备"


def test_a_row_with_values_is_no_heading_whatever_stands_below(log, tmp_path):
    rows = [(0, "准备", REST), (1, "安装服务器", REST), (1, "布置网络", REST)]
    events = Series(log, tmp_path).take(written(tmp_path, grouped, rows), FIRST)

    found = {e.fields["title"]: e for e in of(events, WorkItemFirstSeen)}
    assert {e.fields.get("module") for e in found.values()} == {None}
    assert [e.fields.get("parent") for e in found.values()] == [None, "准备", "准备"]
    assert found["布置网络"].locators["parent"].endswith("/周报!A2")


def test_a_row_below_a_heading_that_stands_below_a_row_with_values_has_that_as_its_parent(
    log, tmp_path
):
    rows = [(0, "准备", REST), (1, "机房", []), (2, "安装服务器", REST), (2, "布置网络", REST)]
    rows += [(0, "验收", REST)]
    events = Series(log, tmp_path).take(written(tmp_path, grouped, rows), FIRST)

    parents = {e.fields["title"]: e.fields.get("parent") for e in of(events, WorkItemFirstSeen)}
    assert parents == {"准备": None, "安装服务器": "准备", "布置网络": "准备", "验收": None}
