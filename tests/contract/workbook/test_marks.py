"""What a sheet shows beside its values: read where it is explained, asked about where it is not."""

from collections.abc import Callable, Iterator
from datetime import date
from io import BytesIO

import openpyxl
import pytest
from openpyxl.comments import Comment
from openpyxl.styles import Font, PatternFill

from connectors.workbook.book import Book, read_book
from connectors.workbook.frames import BookHead, Problem, Request
from connectors.workbook.limits import Limits
from connectors.workbook.reading import read_file

HEAD = ["编号", "任务名称", "负责人", "计划完成"]
ROWS = [
    ["T-1", "接口开发", "张三", "2026-03-20"],
    ["T-2", "数据导入", "李四", "2026-03-25"],
    ["T-3", "上线切换", "王五", "2026-03-30"],
]
GREEN = PatternFill("solid", fgColor="92D050")
GREY = PatternFill("solid", fgColor="D9D9D9")


def sheet(head=HEAD, rows=ROWS):
    """Make a workbook with one table from the third row on."""
    book = openpyxl.Workbook()
    page = book.active
    assert page is not None
    page.append(["说明"])
    page.append([])
    for row in [head, *rows]:
        page.append(row)
    return book, page


@pytest.fixture
def read() -> Iterator[Callable[..., Book]]:
    """Read a workbook as a profile that asks for looks would, or the bytes of a file."""
    opened: list[Book] = []

    def reading(source, name: str = "a.xlsx", **asked) -> Book:
        out = BytesIO()
        if not isinstance(source, bytes):
            source.save(out)
        body = source if isinstance(source, bytes) else out.getvalue()
        request = Request(name=name, received_on=date(2026, 3, 11), **{"looks": True, **asked})
        opened.append(read_book(body, request))
        return opened[-1]

    yield reading
    for book in opened:
        book.close()


def states(book: Book) -> list[str]:
    """Give the states of the items."""
    [frame] = book.rows()
    return [told[0] if told else "" for told in frame.typed.get("status", [])]


def test_a_colour_means_what_the_legend_of_the_sheet_says(read):
    book, page = sheet()
    page["F1"], page["F1"].fill = "已完成", GREEN
    page["F2"].fill, page["G2"] = GREY, "暂停"
    page["B4"].fill, page["B5"].fill = GREEN, GREY

    found = read(book)

    assert states(found) == ["done", "blocked", ""]
    assert [c.letter for c in found.tables[0].columns if c.name == "status"] == ["B"]


def test_a_colour_without_a_legend_says_nothing(read):
    book, page = sheet()
    page["B4"].fill = GREEN

    assert states(read(book)) == []


def test_the_coloured_header_of_a_state_is_no_legend(read):
    book, page = sheet([*HEAD, "完成"], [[*row, "是"] for row in ROWS])
    page["E3"].fill = GREEN
    page["B4"].fill = GREEN

    assert states(read(book)) == ["done", "done", "done"]


def test_what_a_profile_says_of_a_colour_counts_and_a_written_state_goes_before_it(read):
    book, page = sheet([*HEAD, "状态"], [[*ROWS[0], "进行中"], [*ROWS[1], None], [*ROWS[2], None]])
    page["E4"].fill = page["E5"].fill = GREEN

    found = read(book, colours={"92D050": "已完成"})

    assert states(found) == ["in_progress", "done", ""]


def test_a_struck_out_title_is_a_question_and_no_state(read):
    book, page = sheet([*HEAD, "状态"], [[*row, "进行中"] for row in ROWS])
    page["B5"].font = Font(strike=True)

    found = read(book)

    assert [(p.reason, p.letter, p.row, p.text) for p in found.problems] == [
        ("struck_out", "B", 5, "数据导入")
    ]
    assert states(found) == ["in_progress"] * 3


def test_a_comment_is_kept_with_its_cell_and_author(read):
    book, page = sheet()
    page["D4"].comment = Comment("等客户确认", "张三")

    [comment] = read(book).comments

    assert (comment.letter, comment.row, comment.column) == ("D", 4, "planned_finish")
    assert (comment.author, comment.text) == ("张三", "等客户确认")


def test_hidden_rows_are_read_and_a_person_is_told(read):
    book, page = sheet()
    page.row_dimensions[5].hidden = True
    page.column_dimensions["C"].hidden = True

    found = read(book)

    assert found.end.roles == {"item": 3}
    assert found.head.notes == ("hidden_rows", "hidden_columns")


def test_numbers_that_are_ids_are_read_as_they_are_shown(read):
    book, page = sheet(
        rows=[
            [3.1, "甲", "张三", "2026-03-20"],
            [3.1, "乙", "张三", "2026-03-20"],
            [3.2, "丙", "张三", "2026-03-20"],
        ]
    )
    page["A4"].number_format, page["A5"].number_format = "0.0", "0.00"
    page["A6"].number_format = "0.0"

    [frame] = read(book, looks=False).rows()

    assert frame.texts["id"] == ["3.1", "3.10", "3.2"]
    assert frame.roles == ["item"] * 3


def test_ids_that_no_format_tells_apart_are_both_set_aside(read):
    book, _ = sheet(
        rows=[
            [3.1, "甲", "张三", "2026-03-20"],
            [3.1, "乙", "张三", "2026-03-20"],
            [3.2, "丙", "张三", "2026-03-20"],
        ]
    )

    found = read(book)

    assert [problem.reason for problem in found.problems] == ["duplicate_id"] * 2


@pytest.mark.parametrize(
    ("shown", "percent"), [("0%", [100.0, 0.0, 100.0]), ("General", [None, 0.0, None])]
)
def test_one_is_all_of_it_where_it_is_shown_as_a_percentage(shown, percent, read):
    book, page = sheet([*HEAD, "完成率"], [[*row, n % 2] for n, row in enumerate(ROWS, 1)])
    for row in (4, 5, 6):
        page.cell(row, 5).number_format = shown

    [frame] = read(book, looks=False).rows()

    assert frame.typed["percent_actual"] == percent


def test_a_symbol_means_what_the_sheet_says_beside_it(read):
    told, _ = sheet(
        [*HEAD, "状态"], [[*row, symbol] for row, symbol in zip(ROWS, "√○√", strict=True)]
    )
    told.active["A1"] = "图例：√ 已完成  ○：进行中"
    untold, _ = sheet([*HEAD, "状态"], [[*row, "√"] for row in ROWS])

    assert states(read(told)) == ["done", "in_progress", "done"]
    assert {problem.reason for problem in read(untold).problems} == {"status_unknown"}


def test_a_total_is_held_against_its_sum(read):
    rows = [
        ["T-1", "服务器", 2],
        ["T-2", "扫码枪", 3],
        ["小计", None, 5],
        ["T-3", "打印机", 4],
        ["小计", None, 4],
        ["合计", None, 10],
    ]
    book, _ = sheet(["编号", "设备名称", "数量"], rows)

    [problem] = read(book).problems

    assert (problem.reason, f"{problem.letter}{problem.row}") == ("total_differs", "C9")
    assert problem.values == {"sum": "9"}


def test_columns_of_one_header_are_one_list_where_the_profile_says_so(read):
    text = "编号,任务名称,状态,标签,标签,标签\nT-1,甲,进行中,a,,c\nT-2,乙,未开始,,b,\n".encode()

    [apart], [together] = (read(text, "a.csv", repeat=how).rows() for how in ("", "list"))

    assert apart.extras == {"标签": ["a", ""], "标签#2": ["", "b"], "标签#3": ["c", ""]}
    assert together.extras == {"标签": ["a\nc", "b"]}


def test_a_workbook_that_is_too_large_for_it_is_read_without_its_looks(tmp_path):
    book, page = sheet([*HEAD, "状态"], [[*row, "进行中"] for row in ROWS])
    page["B5"].font = Font(strike=True)
    path = tmp_path / "original.xlsx"
    book.save(path)
    request = Request(name="a.xlsx", received_on=date(2026, 3, 11), looks=True)

    head, *frames = read_file(path, request, Limits(styled_rows=3))

    assert isinstance(head, BookHead)
    assert head.notes == ("looks_not_read",)
    assert not [frame for frame in frames if isinstance(frame, Problem)]
