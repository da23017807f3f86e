"""Every scenario that a Jira can play has its test, in both dialects unless a reason stands."""

import ast
from pathlib import Path

import pytest

from tests.contract.jira.scenarios import table

TESTS = Path(__file__).parents[2]
# Where no Jira is asked, or the test itself goes over both.
WITHOUT_JIRA = ("unit/", "integration/", "contract/jira/test_convergence")


SCENARIOS = table()


def found(place: str) -> ast.FunctionDef:
    """Give the test at `module::test`."""
    module, _, name = place.partition("::")
    tree = ast.parse((TESTS / f"{module}.py").read_text("utf-8"))
    [test] = [n for n in tree.body if isinstance(n, ast.FunctionDef) and n.name == name]
    return test


@pytest.mark.parametrize("scenario", SCENARIOS)
def test_a_scenario_has_its_test(scenario: str) -> None:
    assert found(SCENARIOS[scenario][0]).body


@pytest.mark.parametrize("scenario", [name for name, (_, why) in SCENARIOS.items() if not why])
def test_a_scenario_is_played_in_both_dialects(scenario: str) -> None:
    place, _ = SCENARIOS[scenario]
    names = {argument.arg for argument in found(place).args.args}

    assert "mode" in names or place.startswith(WITHOUT_JIRA)


def test_the_table_is_read_whole() -> None:
    assert len(SCENARIOS) >= 55
