"""Reading workbooks: large ones beside the bare reader, two editions, and a weekly report."""

import gc
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from functools import partial
from pathlib import Path

import xlsxwriter
from python_calamine import CalamineWorkbook
from sqlalchemy import func, select

from connectors.workbook.book import read_book
from connectors.workbook.cells import grids
from connectors.workbook.claims import Told, claims_of
from connectors.workbook.frames import Request, encoder
from connectors.workbook.identity import Row, matched
from connectors.workbook.past import Prior
from connectors.workbook.row_frames import row_frames
from connectors.workbook.sniff import guard
from connectors.workbook.tables import tables_in
from connectors.workbook.typed_rows import typed_table
from connectors.workbook.values import Field
from connectors.workbook.values import Line as LineOfRow
from hub import uploads
from hub.installation import Installation
from hub.model.event import Interval, Side, Value
from hub.model.facts import State
from hub.model.people import Person, Role
from hub.settings import Settings
from projections.items import item
from tests.benchmarks.measure import Line, best, rates, seconds
from tests.benchmarks.places import Place

ROWS = 100_000
HEAD = (
    "编号 模块 任务名称 类型 责任方 部门 负责人 "
    "计划开始 计划完成 实际开始 实际完成 状态 完成率 备注 优先级"
)
STATES = ("未开始", "进行中", "已完成", "暂停")
TYPED_MOST, WHOLE_MOST = 2.0, 3.0
GROWTH_MB, DIFFERENCE_MS, WEEKLY_MS = 100, 2_000, 2_000
WEEKLY_ROWS = 1_000
READER = """
import re, sys
from pathlib import Path
from connectors.workbook.book import read_book
from connectors.workbook.frames import Request
from tests.benchmarks.workbooks import ASKED
status = Path("/proc/self/status")
def peak(): return int(re.search(r"VmHWM:\\s*(\\d+)", status.read_text())[1]) / 1024
body = Path(sys.argv[1]).read_bytes()
read_book(b"a,b\\n1,2\\n", Request(name="a.csv", received_on=ASKED.received_on)).close()
before = peak()
book = read_book(body, ASKED)
rows = sum(len(frame.rows) for frame in book.rows())
book.close()
assert rows, "nothing was read"
print(peak() - before)
"""
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
        yield limit("growth of the server", "none", grown(path), "MB", GROWTH_MB)
    yield limit("two editions of 100,000 rows", "none", compared() * 1000, "ms", DIFFERENCE_MS)
    yield limit(
        "weekly report until it is judged", place.store, weekly(place) * 1000, "ms", WEEKLY_MS
    )


def limit(name: str, store: str, value: float, unit: str, most: int) -> Line:
    """Compare one figure with its bound."""
    return Line(name, store, value, None, unit, f"≤ {most} {unit}", value > most)


def grown(path: Path) -> float:
    """Return by how many MB the peak of a fresh process grows that reads a file through the child.

    What `getrusage` says would be the peak of this process, which the new one inherits.
    """
    command = [sys.executable, "-c", READER, str(path)]
    return float(subprocess.run(command, capture_output=True, text=True, check=True).stdout)


def compared() -> float:
    """Return the seconds for the difference of two editions: 5 % changed, 1 % in another module."""
    before = [told_line(n, 50.0, n % 40) for n in range(ROWS)]
    now = [
        told_line(n, 60.0 if n % 20 == 0 else 50.0, (n + (n % 100 == 1)) % 40) for n in range(ROWS)
    ]
    known = [prior(number, line) for number, line in enumerate(before)]
    told = Told("a" * 64, "m", Interval.at(datetime(2026, 3, 11, tzinfo=UTC)))

    def difference() -> None:
        pairs = matched([each.identity for each in known], [line.identity for line in now]).pairs
        facts = (
            claims_of(line, known[pairs[n][0]], known[pairs[n][0]].subject, told)
            for n, line in enumerate(now)
        )
        assert sum(1 for row in facts for _ in row) == ROWS // 20 + ROWS // 100

    return min(seconds(difference) for _ in range(3))


def told_line(number: int, percent: float, module: int) -> LineOfRow:
    """Make one row of an edition."""
    values: dict[str, Value] = {
        "title": f"第{number}项：处理流程{number % 977}的配置与测试", "module": f"模块{module}",
        "assignee": f"person/{number % 200}", "start": "2026-01-01", "due": "2026-03-01",
        "actual_start": None, "actual_finish": None, "percent": percent, "type": "任务",
        "side": "vendor", "department": f"部门{number % 12}", "remarks": "sha256:x",
        "priority": "高",
    }  # fmt: skip
    fields = {name: Field(value, f"A{number + 2}") for name, value in values.items()}
    fields["status"] = Field("进行中", f"L{number + 2}", state=State.IN_PROGRESS)
    identity = Row(key=f"T-{number:06}", module=f"模块{module}", title=str(values["title"]))
    return LineOfRow(identity, 0, "周报", number + 2, fields, {})


def prior(number: int, line: LineOfRow) -> Prior:
    """Make the item that a row of the edition before has left."""
    values = {name: field.value for name, field in line.fields.items()}
    places = {name: f"workbook:b/周报!{field.cell}" for name, field in line.fields.items()}
    return Prior(
        f"s/{number}", line.identity, values, places, False, "周报", state=State.IN_PROGRESS
    )


def weekly(place: Place) -> float:
    """Return the seconds from a report's bytes until its facts are judged and can be seen."""
    home = place.folder / "weekly"
    settings = Settings(home=home, project="p", sources=home / "none")
    at = [datetime(2026, 3, 6, 9, tzinfo=UTC)]
    hub = Installation(settings, lambda: at[0], create=True, sources=[])
    person = Person("person:c", Side.CLIENT, Role.COORDINATOR)
    taken = []
    try:
        for week in range(4):
            at[0] = datetime(2026, 3, 6, 9, tzinfo=UTC) + timedelta(days=7 * week)
            with tempfile.TemporaryDirectory() as folder:
                path = made(Path(folder) / f"周报{at[0]:%Y%m%d}.xlsx", WEEKLY_ROWS, week)
                upload = uploads.Upload(path.name, path.read_bytes(), f"{uploads.NEW}weekly")
            taken.append(seconds(partial(uploads.read, hub, upload, person, at[0])))
        with hub.views.connect() as db:
            assert db.scalar(select(func.count()).select_from(item)) == WEEKLY_ROWS
    finally:
        hub.close()
    return min(taken[1:])


def read(path: Path, guarded) -> None:
    """Read to encoded frames, as the child does after its guard, which collects no garbage."""
    gc.disable()
    for grid in grids(path, guarded):
        for table in tables_in(grid):
            for frame in row_frames(typed_table(table, 0, ASKED.received_on, ASKED)):
                encoder.encode(frame)
    gc.enable()


def made(path: Path, rows: int = ROWS, week: int = 0) -> Path:
    """Write a file: Chinese texts, dates, states, fractions; each week some of them differ."""
    with xlsxwriter.Workbook(path, {"constant_memory": True}) as book:
        sheet = book.add_worksheet("周报")
        dated = book.add_format({"num_format": "yyyy-mm-dd"})
        sheet.write_row(0, 0, HEAD.split())
        for n in range(1, rows + 1):
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
            sheet.write_row(
                n,
                11,
                (
                    STATES[(n + week * (n % 20 == 0)) % 4],
                    n % 11 / 10,
                    f"说明{n % 3000}",
                    "高中低"[n % 3],
                ),
            )
    return path
