"""Makes ugly workbooks as people send them, each with what it says; and judges how it was read.

A seed decides everything: language, words of the header, one or two header lines, merged or left
out cells, kinds of dates, 1904 or 1900, formulas without a value, hidden rows and columns, notes
and totals, GB18030 text. `python -m tests.contract.workbook.survive ugly` reads many of them.
"""

import csv
import io
import random
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from typing import Any

import xlsxwriter

from connectors.workbook.book import Book, read_book
from connectors.workbook.edition_parts import lines_in
from connectors.workbook.frames import MAPPED_ROLES, QUARANTINED, Request
from connectors.workbook.people import People
from connectors.workbook.values import Line
from hub.refused_files import FileRefused

EDITION = date(2026, 3, 11)
MIDNIGHT = time()
HEADS = {
    "zh": {
        "id": ("编号", "任务编号", "问题编号"),
        "title": ("任务名称", "工作内容", "事项", "任务", "具体事项", "工作任务"),
        "module": ("模块", "所属模块", "系统模块", "子系统"),
        "owner": ("负责人", "责任人", "经办人", "处理人"),
        "planned_start": ("计划开始", "计划开始时间", "预计开始日期", "拟启动时间"),
        "planned_finish": ("计划完成时间", "计划完成", "要求完成时间", "截止日期", "预计完成日期"),
        "actual_finish": ("实际完成", "实际完成时间", "实际完成日期", "实际结束时间"),
        "status": ("状态", "当前状态", "完成情况", "任务状态"),
        "percent_actual": ("完成率", "完成百分比", "完成比例", "实际进度"),
        "remarks": ("备注", "存在问题", "备注说明"),
        "numbering": ("序号", "项次", "序"),
        "extra": ("工时", "确认人", "关键路径", "版次"),
    },
    "en": {
        "id": ("ID", "Task ID", "Ref", "Issue No"),
        "title": ("Task Name", "Task", "Activity", "Deliverable", "Action Item", "Summary"),
        "module": ("Module", "Component", "Workstream", "Area"),
        "owner": ("Owner", "Assignee", "Responsible", "Assigned To"),
        "planned_start": ("Planned Start", "Start Date", "Target Start"),
        "planned_finish": ("Due Date", "Planned Finish", "Deadline", "Target Date", "End Date"),
        "actual_finish": ("Actual Finish", "Completion Date", "Actual End"),
        "status": ("Status", "State", "Current Status"),
        "percent_actual": ("% Complete", "Percent Complete", "% Done"),
        "remarks": ("Remarks", "Comments", "Notes"),
        "numbering": ("No.", "#", "S/N"),
        "extra": ("Effort", "Reviewer", "Critical", "Rev"),
    },
}
STATES = {
    "zh": {
        "not_started": ("未开始", "未启动", "待开始"),
        "in_progress": ("进行中", "处理中", "开发中", "正常-进行中"),
        "done": ("已完成", "完成", "已上线", "已解决"),
        "blocked": ("暂停", "挂起", "待客户确认"),
    },
    "en": {
        "not_started": ("Not started", "To do", "Open"),
        "in_progress": ("In progress", "Ongoing", "WIP"),
        "done": ("Done", "Completed", "Closed"),
        "blocked": ("Blocked", "On hold"),
    },
}
VERBS = {
    "zh": ("配置", "测试", "联调", "导入", "培训", "确认", "迁移"),
    "en": ("Set up", "Test", "Load", "Train"),
}
THINGS = {
    "zh": (
        "采购订单",
        "库存盘点",
        "工单报工",
        "条码打印",
        "质检流程",
        "设备台账",
        "物料主数据",
        "权限",
    ),
    "en": ("purchase orders", "stock count", "work orders", "labels", "quality flow", "assets"),
}
MODULES = {
    "zh": ("MES", "WMS", "采购管理", "质量管理"),
    "en": ("MES", "WMS", "Purchasing", "Quality"),
}
PEOPLE = {"zh": ("张三", "李四", "王五", "赵六", "欧阳娜"), "en": ("Ann Lee", "Ben Fox", "Cat Roe")}
HINTS = {
    "percent_actual": "(%)",
    "owner": "（必填）",
    "planned_finish": "（年/月/日）",
    "status": "（下拉）",
}
WRITTEN = ("%Y/%m/%d", "%Y-%m-%d", "%Y.%m.%d", "%Y年%m月%d日", "%Y%m%d")
TITLES = {"zh": "项目实施周报", "en": "Weekly status report"}
TOTALS = {"zh": "合计", "en": "Total"}
NOTES = {"zh": "备注：以上内容由实施方提供", "en": "Prepared by: the vendor"}
DATES = ("planned_start", "planned_finish", "actual_finish")
OUR_FIELDS = {
    "title": "title",
    "module": "module",
    "planned_start": "start",
    "planned_finish": "due",
    "actual_finish": "actual_finish",
    "percent_actual": "percent",
}


@dataclass
class Case:
    """An ugly file and what it says: the meaning of each column, and each row's values."""

    name: str
    content: bytes
    columns: dict[str, str]  # letter → meaning
    rows: list[dict[str, Any]]  # meaning → value, of the items
    others: int  # rows below the header that are no items: totals, notes, titleless ones
    marks: set[str]


@dataclass
class Outcome:
    """How one file was read, or several together."""

    crashes: int = 0
    lost: int = 0
    columns: int = 0
    columns_right: int = 0
    values: int = 0
    values_right: int = 0
    whole: int = 0
    complaints: list[str] = field(default_factory=list)

    def __add__(self, other: "Outcome") -> "Outcome":
        """Add up; complaints are not kept."""
        names = [n for n in self.__dataclass_fields__ if n != "complaints"]
        return Outcome(**{name: getattr(self, name) + getattr(other, name) for name in names})


class Maker:
    """Writes one file, by a seed."""

    def __init__(self, seed: int) -> None:
        self.chance = random.Random(seed)
        self.language = "en" if self.chance.random() < 0.25 else "zh"
        self.marks: set[str] = {self.language}
        self.is_csv = self.mark("gbk", 0.15) if self.language == "zh" else False
        self.is_1904 = self.mark("1904", 0.2) and not self.is_csv
        self.two_lines = self.mark("two-lines", 0.35) and not self.is_csv
        self.written = self.chance.choice(WRITTEN) if self.mark("text-dates", 0.4) else ""
        self.fraction = self.chance.choice(("text", "fraction", "number"))
        self.grouped = self.chance.choice(("repeated", "merged", "left-out"))
        self.marks.add(self.grouped)
        self.is_bilingual = self.mark("bilingual", 0.15)
        self.between = self.chance.choice(("\n", " ", "/", " / "))
        self.has_hints = self.mark("hints", 0.2)
        self.has_short = (
            bool(self.written) and self.language == "zh" and self.mark("short-dates", 0.3)
        )

    def mark(self, name: str, share: float) -> bool:
        """Decide whether the file has a trait."""
        if self.chance.random() < share:
            self.marks.add(name)
            return True
        return False

    def order(self) -> list[str]:
        """Choose the columns and their order."""
        usual = ["module", "title", "owner"]
        if self.chance.random() < 0.3:
            usual = ["title", "module", "owner"] if self.grouped == "repeated" else usual
        first = self.chance.choice(("id", "numbering", ""))
        dates = ["planned_start", "planned_finish"]
        dates += ["actual_finish"] if self.chance.random() < 0.6 else []
        more = [name for name in ("status", "percent_actual") if self.chance.random() < 0.85]
        if not more:
            more = ["status"]
        told = dates + more
        if self.chance.random() < 0.4 and not self.two_lines:
            self.chance.shuffle(told)
        tail = [name for name in ("extra", "remarks") if self.chance.random() < 0.6]
        return [name for name in (first, *usual, *told, *tail) if name]

    def rows(self, order: list[str]) -> list[dict[str, Any]]:
        """Invent what the rows say."""
        count = self.chance.randint(6, 40)
        things = [
            f"{verb}{' ' if self.language == 'en' else ''}{thing}"
            for verb in VERBS[self.language]
            for thing in THINGS[self.language]
        ]
        modules = sorted(self.chance.choice(MODULES[self.language]) for _ in range(count))
        made = []
        for number, module in enumerate(modules):
            title = things[number % len(things)] + ("" if number < len(things) else f" {number}")
            made.append(
                {
                    name: value
                    for name in order
                    if (value := self.value(name, number, title, module)) is not None
                }
            )
        return made

    def value(self, name: str, number: int, title: str, module: str) -> Any:
        """Invent one value; None: the cell stays empty."""
        start = EDITION + timedelta(days=self.chance.randint(-60, 30))
        if name == "planned_finish":
            return EDITION + timedelta(days=self.chance.randint(31, 90))
        if name == "actual_finish":
            done = min(start + timedelta(days=2), EDITION)
            return done if self.chance.random() < 0.5 else None
        usual = {
            "title": title,
            "module": module,
            "id": f"T-{number + 1:03}",
            "numbering": number + 1,
            "owner": self.chance.choice(PEOPLE[self.language]),
            "planned_start": start,
        }
        return usual[name] if name in usual else self.told(name)

    def told(self, name: str) -> Any:
        """Invent a state, a percent or a text."""
        if name == "status":
            return self.chance.choice(sorted(STATES[self.language]))
        if name == "percent_actual":
            return self.chance.choice((0, 10, 25, 50, 80, 100))
        if name == "extra":
            return self.chance.choice((1, 2, 8, "A"))
        return "等待数据" if self.language == "zh" and self.chance.random() < 0.5 else None

    def shown(self, name: str, value: Any) -> Any:
        """Write a value as this file does."""
        if value is None:
            return None
        if name in DATES:
            return self.day(value)
        if name == "status":
            return self.chance.choice(STATES[self.language][value])
        if name == "percent_actual" and self.fraction == "fraction" and not self.is_csv:
            return value / 100
        if name == "percent_actual" and self.fraction == "text":
            return self.chance.choice((f"{value}%", f"{value}％", f"约{value}%", f"{value} %"))
        return value

    def day(self, value: date) -> Any:
        """Write a day: as a date, as a text, or without its year."""
        if self.has_short and not self.is_csv:
            return f"{value.month}月{value.day}日"
        return value.strftime(self.written or "%Y-%m-%d") if self.written or self.is_csv else value

    def heading(self, name: str) -> str:
        """Write a header as people decorate it."""
        word = self.chance.choice(HEADS[self.language][name])
        if self.is_bilingual and name != "extra":
            other = self.chance.choice(HEADS["en" if self.language == "zh" else "zh"][name])
            return f"{word}{self.between}{other}"
        if self.has_hints and self.language == "zh":
            word += HINTS.get(name, "")
        return self.chance.choice(
            (word, word, word, f"{word}*", f" {word} ", f"{word}：", self.broken(word))
        )

    def broken(self, word: str) -> str:
        """Break a word over two lines of its cell."""
        if self.language == "en":
            return word.replace(" ", "\n", 1)
        return word[:2] + "\n" + word[2:] if len(word) > 3 else word


def made(seed: int) -> Case:
    """Make the file of a seed."""
    maker = Maker(seed)
    order = maker.order()
    rows = maker.rows(order)
    return as_csv(maker, order, rows) if maker.is_csv else as_workbook(maker, order, rows)


def as_csv(maker: Maker, order: list[str], rows: list[dict[str, Any]]) -> Case:
    """Write GB18030 text."""
    out = io.StringIO(newline="")
    writer = csv.writer(out, delimiter=maker.chance.choice(",;\t"))
    writer.writerow([maker.heading(name) for name in order])
    for row in rows:
        writer.writerow([maker.shown(name, row.get(name)) for name in order])
    return Case(
        "report.csv", out.getvalue().encode("gb18030"), lettered(order), rows, 0, maker.marks
    )


def lettered(order: list[str], left: int = 0) -> dict[str, str]:
    """Name the columns by their letters."""
    return {chr(65 + left + n): name for n, name in enumerate(order)}


def as_workbook(maker: Maker, order: list[str], rows: list[dict[str, Any]]) -> Case:
    """Write a workbook."""
    out = io.BytesIO()
    left = 1 if maker.mark("indented", 0.2) else 0
    with xlsxwriter.Workbook(out, {"in_memory": True, "date_1904": maker.is_1904}) as book:
        if maker.mark("hidden-sheet", 0.2):
            lists = book.add_worksheet("数据字典")
            lists.write_column(0, 0, ["未开始", "进行中"])
        page = book.add_worksheet("周报")
        page.activate()
        page.set_first_sheet()
        if "hidden-sheet" in maker.marks:
            lists.hide()
        writer = PageWriter(maker, book, page, order, left)
        writer.legend()
        writer.header()
        writer.body(rows)
        others = writer.footer()
    name = f"周报{EDITION:%Y%m%d}.xlsx"
    return Case(
        name, out.getvalue(), lettered(order, left), rows, others + writer.extra, maker.marks
    )


class PageWriter:
    """Writes one page, from the top down."""

    def __init__(self, maker: Maker, book: Any, page: Any, order: list[str], left: int) -> None:
        self.maker, self.page, self.order, self.left = maker, page, order, left
        self.at = 0
        self.words: dict[str, str] = {}
        self.extra = 0  # rows that are set aside or skipped
        self.day = book.add_format(
            {"num_format": maker.chance.choice(("yyyy-mm-dd", "yyyy/m/d", "m月d日"))}
        )
        self.share = book.add_format({"num_format": "0%"})

    def place(self, name: str) -> int:
        """Give the column of a meaning."""
        return self.left + self.order.index(name)

    def legend(self) -> None:
        """Write what stands above a table."""
        language, last = self.maker.language, self.left + len(self.order) - 1
        if self.maker.mark("title-line", 0.5):
            self.page.merge_range(0, self.left, 0, last, TITLES[language])
            self.at = 1
        if self.maker.mark("date-line", 0.4):
            word = "报告日期：" if language == "zh" else "Report date: "
            self.page.write(self.at, self.left, f"{word}{EDITION:%Y-%m-%d}")
            self.at += 1
        self.at += self.maker.chance.choice((0, 0, 1, 2)) if self.at else 0

    def header(self) -> None:
        """Write one line, or two with the dates under their groups."""
        for name in self.order:
            if self.maker.two_lines and name in DATES:
                self._under_group(name)
            elif self.maker.two_lines and self.maker.grouped != "left-out":
                column = self.place(name)
                self.page.merge_range(
                    self.at, column, self.at + 1, column, self.maker.heading(name)
                )
            else:
                self.words[name] = self.maker.heading(name)
                self.page.write(self.at, self.place(name), self.words[name])
        if self.maker.two_lines:
            self._groups()
        self.at += 2 if self.maker.two_lines else 1

    def _under_group(self, name: str) -> None:
        words = {"zh": ("开始", "完成"), "en": ("Start", "Finish")}[self.maker.language]
        self.page.write(self.at + 1, self.place(name), words[not name.endswith("start")])

    def _groups(self) -> None:
        first, last = self.place("planned_start"), self.place("planned_finish")
        words = {"zh": ("计划时间", "实际时间"), "en": ("Planned", "Actual")}[self.maker.language]
        if self.maker.grouped == "merged":
            self.page.merge_range(self.at, first, self.at, last, words[0])
        else:
            self.page.write(self.at, first, words[0])
        if "actual_finish" in self.order:
            self.page.write(self.at, self.place("actual_finish"), words[1])

    def body(self, rows: list[dict[str, Any]]) -> None:
        """Write the rows, with blank, hidden, titleless and uncached ones among them."""
        self.hide()
        begun = self.at
        self.maker.mark("repeats", 0.3)
        if self.maker.mark("day-grid", 0.15):
            self.grid(len(rows))
        uncached = self.maker.mark("uncached", 0.3) and "actual_finish" in self.order
        for number, row in enumerate(rows):
            for name in self.order:
                self.cell(name, row.get(name), first=self._is_first(rows, number))
            if uncached and number == 2:
                self.page.write_formula(self.at, self.place("actual_finish"), "=NOW()+1", None, "")
                row["actual_finish"] = "uncached"
            self.after_row(number)
        if self.maker.grouped == "merged":
            self._merge_modules(rows, begun)
        if self.maker.mark("titleless", 0.2):
            self.page.write(self.at, self.place("planned_finish"), "2026-04-01")
            self.page.write(self.at, self.place("owner"), PEOPLE[self.maker.language][0])
            self.at += 1
            self.extra += 1

    def after_row(self, number: int) -> None:
        """Go on to the next row: hide this one, repeat the header, or leave a row blank."""
        marks = self.maker.marks
        if self.maker.chance.random() < 0.05 and "hidden-rows" in marks:
            self.page.set_row(self.at, None, None, {"hidden": True})
        self.at += 1
        if marks & {"merged", "left-out", "day-grid"}:
            return
        if number in (12, 25) and "repeats" in marks:
            self.again()
        if self.maker.chance.random() < 0.03:
            self.at += 1

    def again(self) -> None:
        """Write the header once more, as people do who print long tables."""
        if not self.maker.two_lines:
            for name, word in self.words.items():
                self.page.write(self.at, self.place(name), word)
            self.at += 1
            self.extra += 1

    def grid(self, rows: int) -> None:
        """Write days to the right of the table, and marks below some of them."""
        for day in range(14):
            self.page.write(self.at - 1, self.left + len(self.order) + day, day + 1)
            if rows > day:
                self.page.write(self.at + day, self.left + len(self.order) + day, "■")

    def hide(self) -> None:
        """Hide a column, or some rows."""
        self.maker.mark("hidden-rows", 0.3)
        if self.maker.mark("hidden-column", 0.2):
            self.page.set_column(
                self.place("owner"), self.place("owner"), None, None, {"hidden": True}
            )

    def _is_first(self, rows: list[dict[str, Any]], number: int) -> bool:
        return number == 0 or rows[number - 1]["module"] != rows[number]["module"]

    def cell(self, name: str, value: Any, *, first: bool) -> None:
        """Write one cell."""
        if value is None or (name == "module" and self.maker.grouped != "repeated" and not first):
            return
        shown = self.maker.shown(name, value)
        if isinstance(shown, date):
            self.page.write_datetime(
                self.at, self.place(name), datetime.combine(shown, MIDNIGHT), self.day
            )
        elif name == "percent_actual" and self.maker.fraction == "fraction":
            self.page.write_number(self.at, self.place(name), shown, self.share)
        else:
            self.page.write(self.at, self.place(name), shown)

    def _merge_modules(self, rows: list[dict[str, Any]], begun: int) -> None:
        start = 0
        for number in range(1, len(rows) + 1):
            if number == len(rows) or rows[number]["module"] != rows[start]["module"]:
                if number - start > 1:
                    column = self.place("module")
                    self.page.merge_range(
                        begun + start, column, begun + number - 1, column, rows[start]["module"]
                    )
                start = number

    def footer(self) -> int:
        """Write a total and a note; return how many rows they are."""
        count = 0
        if self.maker.mark("total", 0.3):
            self.page.write(self.at, self.left, TOTALS[self.maker.language])
            self.page.write(self.at, self.place("planned_finish") + 1, "")
            self.at += 1
            count += 1
        if self.maker.mark("note", 0.3):
            self.page.write(self.at + 1, self.left, NOTES[self.maker.language])
            count += 1
        return count


def judged(case: Case) -> Outcome:
    """Read a file through the child, without any configuration, and compare."""
    outcome = Outcome()
    try:
        book = read_book(case.content, Request(name=case.name, received_on=EDITION, is_report=True))
    except FileRefused as refused:
        outcome.complaints.append(f"refused: {refused}")
        outcome.lost = len(case.rows)
        return outcome
    except Exception as error:  # noqa: BLE001 - that is what is looked for
        outcome.crashes = 1
        outcome.complaints.append(f"crash: {error!r}")
        return outcome
    judge_columns(case, book, outcome)
    judge_rows(case, book, outcome)
    judge_values(case, book, outcome)
    outcome.whole = int(not outcome.complaints)
    book.close()
    return outcome


def judge_columns(case: Case, book: Book, outcome: Outcome) -> None:
    """Compare what the columns are taken for."""
    found = {
        column.letter: column.name for table in book.tables.values() for column in table.columns
    }
    for letter, meaning in case.columns.items():
        wanted = "" if meaning == "extra" else meaning
        got = found.get(letter, "")
        outcome.columns += 1
        outcome.columns_right += got == wanted
        if got != wanted:
            outcome.complaints.append(f"column {letter} is {wanted}, taken for {got or 'nothing'}")


def judge_rows(case: Case, book: Book, outcome: Outcome) -> None:
    """Count the rows: each is mapped or set aside, and none is missing."""
    roles = [role for frame in book.rows() for role in frame.roles]
    told = len(case.rows) + case.others
    outcome.lost = max(0, told - len(roles))
    if len(roles) != told or set(roles) - MAPPED_ROLES - {QUARANTINED}:
        outcome.complaints.append(f"{told} rows, {len(roles)} told")


def judge_values(case: Case, book: Book, outcome: Outcome) -> None:
    """Compare every value of every item."""
    lines = list(lines_in(book, book.tables, People("workbook:s")))
    by_title = {line.identity.title: line for line in lines}
    problems = {(p.row, p.column) for p in book.problems}
    for row in case.rows:
        line = by_title.get(row["title"])
        for name, wanted in expected(row):
            outcome.values += 1
            got = told_by(line, name, problems) if line else "no row"
            outcome.values_right += got == wanted
            if got != wanted:
                outcome.complaints.append(f"{row['title']}: {name} is {wanted!r}, read {got!r}")


def expected(row: dict[str, Any]) -> Iterator[tuple[str, Any]]:
    """Yield the values that are compared."""
    for name, value in row.items():
        if name in OUR_FIELDS or name in ("status", "owner"):
            yield name, str(value) if isinstance(value, date) else value


def told_by(line: Line, name: str, problems: set[tuple[int, str]]) -> Any:
    """Give what was read of one value."""
    if (line.row, name) in problems:
        return "uncached"
    if name == "owner":
        return next(iter(line.names.values()), None)
    if name == "status":
        told = line.fields.get("status")
        return told.state if told else None
    told = line.fields.get(OUR_FIELDS[name])
    return told.value if told else None
