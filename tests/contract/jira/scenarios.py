"""Reads the table of scenarios that stands in `scenarios.md`."""

from functools import cache
from pathlib import Path


@cache
def table() -> dict[str, tuple[str, str]]:
    """Give scenario -> its test, as `module::test`, and why it is played in one dialect alone."""
    lines = Path(__file__).with_name("scenarios.md").read_text("utf-8").splitlines()
    rows = [[cell.strip() for cell in line.split("|")[1:-1]] for line in lines if "::" in line]
    return {scenario: (test.strip("`"), reason) for scenario, test, reason in rows}


def is_scenario(test: str) -> bool:
    """Tell whether a line of the table names *test*."""
    return any(test == named for named, _ in table().values())
