"""Whatever happens in a Jira, and wherever reading it breaks: the hub ends in the truth."""

from pathlib import Path

import pytest

from .convergence import converge

# The last one once found a deleted comment taken for another with the same words.
SEEDS = (*range(20), 343)


@pytest.mark.parametrize("seed", SEEDS)
def test_after_a_quiet_night_the_hub_holds_what_jira_holds(seed: int, tmp_path: Path) -> None:
    converge(seed, tmp_path)


@pytest.mark.parametrize("seed", SEEDS[:4])
def test_so_it_is_on_both_stores(seed: int, tmp_path: Path, database_url: str) -> None:
    converge(seed, tmp_path, database_url)
