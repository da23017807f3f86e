"""The tables from which the demonstration's workbooks and its Jira are made."""

import csv
from functools import cache
from pathlib import Path

HERE = Path(__file__).parent
Row = dict[str, str]


@cache
def table(name: str) -> list[Row]:
    """Read `tables/<name>.csv`; every cell is text, an absent one is empty."""
    with (HERE / "tables" / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


@cache
def plan() -> dict[str, Row]:
    """Give the rows of the plan by their key."""
    return {row["编号"]: row for row in table("plan")}
