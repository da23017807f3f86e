"""Reading a large workbook: to typed rows, and through the child, beside the bare reader."""

import gc
import tempfile
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path

import xlsxwriter
from python_calamine import CalamineWorkbook

from connectors.workbook.book import read_book
from connectors.workbook.cells import grids
from connectors.workbook.frames import Request, encoder
from connectors.workbook.row_frames import row_frames
from connectors.workbook.sniff import guard
from connectors.workbook.tables import tables_in
from connectors.workbook.typed_rows import typed_table
from tests.benchmarks.measure import Line, best, rates, seconds
from tests.benchmarks.places import Place

ROWS = 100_000
HEAD = (
    "编号 模块 任务名称 类型 责任方 部门 负责人 "
    "计划开始 计划完成 实际开始 实际完成 状态 完成率 备注 优先级"
)
STATES = ("未开始", "进行中", "已完成", "暂停")
TYPED_MOST, WHOLE_MOST = 2.0, 3.0
ASKED = Request(name="large.xlsx", received_on=date(2026, 3, 11))


def lines(place: Place) -> Iterator[Line]:
    """Measure a file of 100,000 rows and 15 columns, once: no store takes part."""
    if place.store != "sqlite":
        return
    with tempfile.TemporaryDirectory() as folder:
        path = made(Path(folder) / "large.xlsx")
        body = path.read_bytes()
        guarded = guard(path, path.name)

        def bare(_: int) -> float:
            book = CalamineWorkbook.from_path(str(path))
            return seconds(lambda: book.get_sheet_by_index(0).to_python(skip_empty_area=False))

        def typed(_: int) -> float:
            return seconds(lambda: read(path, guarded))

        def whole(_: int) -> float:
            return seconds(lambda: read_book(body, ASKED).close())

        raw_s, typed_s, whole_s = best(bare, typed, whole)
        for name, hub_s, most in (
            ("workbook to typed rows", typed_s, TYPED_MOST),
            ("with guard, child and transfer", whole_s, WHOLE_MOST),
        ):
            yield rates(name, "none", ROWS, hub_s=hub_s, raw_s=raw_s, most=most)


def read(path: Path, guarded) -> None:
    """Read to encoded frames, as the child does after its guard, which collects no garbage."""
    gc.disable()
    for grid in grids(path, guarded):
        for table in tables_in(grid):
            for frame in row_frames(typed_table(table, 0, ASKED.received_on, ASKED)):
                encoder.encode(frame)
    gc.enable()


def made(path: Path) -> Path:
    """Write the file: Chinese texts, dates, states, fractions."""
    with xlsxwriter.Workbook(path, {"constant_memory": True}) as book:
        sheet = book.add_worksheet("周报")
        dated = book.add_format({"num_format": "yyyy-mm-dd"})
        sheet.write_row(0, 0, HEAD.split())
        for n in range(1, ROWS + 1):
            texts = (
                f"T-{n:06d}",
                f"模块{n % 40}",
                f"第{n}项：处理流程{n % 977}的配置与测试",
                "任务",
                "乙方",
            )
            sheet.write_row(n, 0, (*texts, f"部门{n % 12}", f"张{n % 200}"))
            for column in range(7, 11):
                day = date(2025, 1, 1) + timedelta(days=(n * 7 + column) % 600)
                sheet.write_datetime(n, column, day, dated)
            sheet.write_row(n, 11, (STATES[n % 4], n % 11 / 10, f"说明{n % 3000}", "高中低"[n % 3]))
    return path
