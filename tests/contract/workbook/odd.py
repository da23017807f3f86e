"""Files that are odd and still honest: they are read, and what is wrong in them is set aside."""

from collections.abc import Iterator
from dataclasses import dataclass

from tests.contract.workbook.hostile import (
    BOOK_RELATIONS,
    MAIN,
    packed,
    parts,
    sheet,
    text,
    with_sheet,
)

DATED = (
    f'<styleSheet xmlns="{MAIN}"><cellXfs count="2"><xf numFmtId="0"/>'
    '<xf numFmtId="14" applyNumberFormat="1"/></cellXfs></styleSheet>'
)
STYLED = BOOK_RELATIONS.replace(
    "</Relationships>",
    '<Relationship Id="rId7" Type="http://schemas.openxmlformats.org/officeDocument/2006/'
    'relationships/styles" Target="styles.xml"/></Relationships>',
)
HEAD = f"{text('A1', '任务名称')}{text('B1', '状态')}{text('C1', '计划完成')}"
BESIDE = [("接口开发", "进行中", "2026-03-20"), ("数据导入", "未开始", "2026-03-25")]


@dataclass(frozen=True)
class Odd:
    """A file that is read: its rows, the titles of its items, the reasons of what is set aside."""

    name: str
    content: bytes
    rows: int
    titles: tuple[str, ...]
    aside: tuple[str, ...] = ()


def table(*cells: str, head: str = HEAD) -> str:
    """Write a header, two usual rows, and one of these cells."""
    rows = [f'<row r="1">{head}</row>']
    for number, (title, state, due) in enumerate(BESIDE, 2):
        told = f"{text(f'A{number}', title)}{text(f'B{number}', state)}{text(f'C{number}', due)}"
        rows.append(f'<row r="{number}">{told}</row>')
    return "".join(rows) + f'<row r="4">{"".join(cells)}</row>'


def value(reference: str, number: str, kind: str = "", style: int = 0) -> str:
    """Write a cell with a value."""
    told = f' t="{kind}"' if kind else ""
    styled = f' s="{style}"' if style else ""
    return f'<c r="{reference}"{styled}{told}><v>{number}</v></c>'


def dated(*cells: str, old: bool = False) -> bytes:
    """Pack a workbook whose cells may be dates; *old*: they are counted from 1904."""
    content = parts()
    if old:
        book = str(content["xl/workbook.xml"])
        content["xl/workbook.xml"] = book.replace("<sheets>", '<workbookPr date1904="1"/><sheets>')
    more = {"xl/styles.xml": DATED, "xl/_rels/workbook.xml.rels": STYLED}
    return packed({**content, **more, "xl/worksheets/sheet1.xml": sheet(table(*cells))})


def cells() -> Iterator[Odd]:
    """Cells that other readers lose, round or take for something else."""
    usual = ("接口开发", "数据导入")
    third = (*usual, "联调")
    title, state = text("A4", "联调"), text("B4", "未开始")
    error = value("C4", "#REF!", "e")
    yield Odd(
        "error.xlsx", with_sheet(sheet(table(title, state, error))), 3, third, ("error_cell",)
    )
    formula = '<c r="C4"><f>B4+1</f></c>'
    yield Odd(
        "uncached.xlsx",
        with_sheet(sheet(table(title, state, formula))),
        3,
        third,
        ("uncached_formula",),
    )
    yield Odd(
        "error-title.xlsx",
        with_sheet(sheet(table(value("A4", "#N/A", "e"), state))),
        3,
        usual,
        ("error_cell",),
    )
    for number, reason in (
        ("-1", "date_not_understood"),
        ("2958466", "date_not_understood"),
        ("60", "date_not_understood"),
        ("4.2", "number_not_date"),
        ("1e300", "date_not_understood"),
    ):
        content = with_sheet(sheet(table(title, state, value("C4", number))))
        yield Odd(f"date{number}.xlsx", content, 3, third, (reason,))
    yield Odd(
        "old-dates.xlsx", dated(title, state, value("C4", "44639", style=1), old=True), 3, third
    )
    yield Odd("dates.xlsx", dated(title, state, value("C4", "46101", style=1)), 3, third)
    digits = value("A4", "1234567890123456789")
    yield Odd(
        "digits.xlsx", with_sheet(sheet(table(digits, state))), 3, (*usual, "1234567890123456789")
    )
    for danger in ("=cmd|' /C calc'!A0", "+1+1", "@SUM(1)", "=HYPERLINK(1)", "-2+3"):
        content = with_sheet(sheet(table(text("A4", danger), state)))
        yield Odd(f"text{len(danger)}.xlsx", content, 3, (*usual, danger))
    yield Odd(
        "control.xlsx",
        with_sheet(sheet(table(text("A4", "联&#x1;调"), state))),
        3,
        (*usual, "联\ufffd调"),
    )


def shapes() -> Iterator[Odd]:
    """Sheets whose own description lies, or that say things twice."""
    usual = ("接口开发", "数据导入")
    third = (*usual, "联调")
    row = table(text("A4", "联调"), text("B4", "未开始"))
    for number, told in enumerate(("A1", "A1:XFD1048576", "Z90:Z99")):
        content = sheet(row).replace("<sheetData>", f'<dimension ref="{told}"/><sheetData>')
        yield Odd(f"dimension{number}.xlsx", with_sheet(content), 3, third)
    twice = f"{HEAD}{text('D1', '任务名称')}"
    yield Odd(
        "header-twice.xlsx", with_sheet(sheet(table(text("A4", "联调"), head=twice))), 3, third
    )
    yield Odd(
        "no-title.xlsx", with_sheet(sheet(table(text("B4", "进行中")))), 3, usual, ("no_title",)
    )
    hidden = sheet(row).replace('<row r="4">', '<row r="4" hidden="1">')
    yield Odd("hidden-row.xlsx", with_sheet(hidden), 3, third)
    yield Odd("trailing.xlsx", with_sheet(sheet(row)) + b"x" * 64, 3, third)


def delimited() -> Iterator[Odd]:
    """Delimited text of many forms, some of it broken."""
    usual = ("接口开发", "数据导入")
    head = "任务名称,状态,计划完成\n"
    plain = head + "接口开发,进行中,2026-03-20\n数据导入,未开始,2026-03-25\n"
    for encoding in ("utf-8", "utf-8-sig", "utf-16", "gb18030"):
        yield Odd(f"{encoding}.csv", plain.encode(encoding), 2, usual)
    for number, separator in enumerate(";\t|"):
        yield Odd(f"separator{number}.csv", plain.replace(",", separator).encode(), 2, usual)
    yield Odd("told.csv", b"sep=;\n" + plain.replace(",", ";").encode(), 2, usual)
    for number, end in enumerate(("\r\n", "\r")):
        yield Odd(f"ends{number}.csv", plain.replace("\n", end).encode(), 2, usual)
    yield Odd(
        "wide.csv", (plain + "联调,未开始,2026-03-25,x,y\n").encode(), 3, usual, ("csv_width",)
    )
    yield Odd("quote.csv", (plain + '"联调,未开始,2026-03-25\n').encode(), 3, usual, ("csv_quote",))
    long = plain + f"{'长' * 33_000},未开始,2026-03-25\n"
    yield Odd("long.csv", long.encode(), 3, usual, ("too_long",))


def names() -> Iterator[Odd]:
    """Names that lead elsewhere, or that no file system takes."""
    content = with_sheet(sheet(table(text("A4", "联调"), text("B4", "未开始"))))
    titles = ("接口开发", "数据导入", "联调")
    for name in (
        "../../etc/passwd",
        "/etc/shadow.xlsx",
        "a\0b.xlsx",
        "a\nb.xlsx",
        "x" * 5000 + ".xlsx",
        "report\u202exslx.exe",
        "",
        "CON",
        "报告 2026-03-06;rm -rf.xlsx",
        "$(id).xlsx",
    ):
        yield Odd(name, content, 3, titles)


def odd_files() -> Iterator[Odd]:
    """Yield all files."""
    for family in (cells, shapes, delimited, names):
        yield from family()
