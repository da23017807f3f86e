"""Prints how well headers and columns of real workbooks are understood, against labelled answers.

Run as `python -m tests.contract.workbook.score`; the files lie under `workbooks/` of HUB_TEST_DATA.
"""

import json
import os
import sys
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from connectors.workbook.cells import grids
from connectors.workbook.extent import column_number
from connectors.workbook.sniff import guard
from connectors.workbook.tables import TABLE, TEMPLATE, Table, tables_in

DATA = Path(os.environ.get("HUB_TEST_DATA", "../shared/data")) / "workbooks"
SAME = {
    "id": ("id", "wbs", "numbering"),
    "percent": ("percent_actual",),
    "module": ("module", "phase"),
}


@dataclass
class Score:
    """What was right over all labelled tables."""

    headers: int = 0
    tables: int = 0
    rejected: int = 0
    others: int = 0
    right: int = 0
    found: int = 0
    labelled: int = 0
    mistakes: list[str] = field(default_factory=list)

    @property
    def precision(self) -> float:
        """Give the share of mapped columns that are right, of the meanings that are labelled."""
        return self.right / max(1, self.found)

    @property
    def recall(self) -> float:
        """Give the share of labelled columns that are mapped."""
        return self.right / max(1, self.labelled)


def measured(data: Path = DATA) -> Score:
    """Read every labelled table and compare."""
    score = Score()
    truth = json.loads((data / "truth.json").read_text(encoding="utf-8"))
    for expected in truth["tables"]:
        judge(score, expected, regions(data / expected["file"], expected["sheet"]))
    return score


def regions(path: Path, sheet: str | None) -> list[Table]:
    """Return what was found on the labelled sheet."""
    found = []
    for grid in grids(path, guard(path, path.name)):
        if sheet in (None, grid.name):
            found += tables_in(grid)
    return found


def judge(score: Score, expected: dict[str, Any], found: list[Table]) -> None:
    """Compare one labelled table."""
    name = f"{expected['file']} / {expected['sheet']}"
    tables = [table for table in found if table.verdict in (TABLE, TEMPLATE)]
    if expected.get("not_table") or expected.get("headerless"):
        score.others += 1
        score.rejected += not tables
        if tables:
            score.mistakes.append(f"{name}: taken for a table")
        return
    score.tables += 1
    rows = expected["header_rows"]
    match = next((t for t in tables if t.header_rows == (rows[0], rows[-1])), None)
    if match is None:
        shown = [(t.verdict, t.why, t.header_rows) for t in found]
        score.mistakes.append(f"{name}: header {rows}, found {shown}")
        score.labelled += len(expected["columns"])
        return
    score.headers += 1
    if bool(expected.get("zero")) != (match.verdict == TEMPLATE):
        score.mistakes.append(f"{name}: {match.verdict}")
    judge_columns(score, name, expected["columns"], match)


def judge_columns(score: Score, name: str, expected: dict[str, Any], table: Table) -> None:
    """Compare the columns of one table."""
    meant = {meaning: place(column, table) for meaning, column in expected.items()}
    score.labelled += len(meant)
    for meaning, index in meant.items():
        mapped = places(table, meaning)
        if index in mapped:
            score.right += 1
        else:
            score.mistakes.append(
                f"{name}: {meaning} is {expected[meaning]}, mapped {shown(table, meaning)}"
            )
        score.found += bool(mapped)
    labelled = set(meant.values())
    for column in table.columns.mapped:
        meaning = next((m for m, names in SAME.items() if column.name in names), column.name)
        if column.index in labelled and meant.get(meaning) != column.index and meaning not in meant:
            score.found += 1
            score.mistakes.append(f"{name}: {column.path} is no {column.name}")


def place(column: str | int, table: Table) -> int:
    """Turn a letter, or a number from 1, into a place in the grid."""
    number = column_number(column) if isinstance(column, str) else column - 1
    return number - table.grid.left


def places(table: Table, meaning: str) -> list[int]:
    """Return where a meaning was found: for an id the best kind of id counts."""
    for name in SAME.get(meaning, (meaning,)):
        hits = [column.index for column in table.columns.mapped if column.name == name]
        if hits:
            return hits
    return []


def shown(table: Table, meaning: str) -> list[str]:
    """Show which headers were taken for a meaning."""
    return [str(table.columns.all[index].path) for index in places(table, meaning)]


def lines(score: Score) -> list[str]:
    """Write the score as a table."""
    shares = [
        ("headers right", score.headers, score.tables, "0.97"),
        ("non-tables rejected", score.rejected, score.others, "1.00"),
        ("column precision", score.right, score.found, "0.97"),
        ("column recall", score.right, score.labelled, "0.90"),
    ]
    return [
        *score.mistakes,
        *(f"{n:20} {a:>4}/{b:<4} = {a / b:.3f}  (goal {goal})" for n, a, b, goal in shares),
    ]


if __name__ == "__main__":
    sys.stdout.write("\n".join(lines(measured())) + "\n")
