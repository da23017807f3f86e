"""Whether the rules find what is there and cry no wolf; the random seeds are those that are named.

`HUB_TEST_SIMULATION_SEEDS=1-20 pytest tests/simulation/test_goals.py` plays twenty rollouts.
"""

import os
from pathlib import Path

import pytest

from hub.demo.rollout.folder import write
from hub.demo.rollout.make import make
from tests.simulation import goals
from tests.simulation.__main__ import seeds
from tests.simulation.found import played
from tests.simulation.score import Score

SEEDS = seeds(os.environ.get("HUB_TEST_SIMULATION_SEEDS", "2"))


@pytest.fixture(scope="module")
def score(stage: Path) -> Score:
    """Give the comparison of all rollouts, each played into a hub of its own."""
    found = Score()
    for seed in SEEDS:
        place = stage / f"rollout-{seed}"
        rollout = write(make(seed), place / "rollout")
        found.add(f"seed {seed}", rollout.labels, played(rollout, place / "hub").findings)
    return found


@pytest.mark.parametrize("rule", sorted(goals.REACHED))
def test_a_rule_that_reached_its_floors_keeps_them(score: Score, rule: str):
    counts = score.rules[rule]

    assert (counts.recall or 1.0) >= goals.RECALL_OF_A_RULE, [
        label for _, label in score.missed if label.rule == rule
    ]
    assert (counts.precision or 1.0) >= goals.PRECISION, [
        one.sentence for _, one in score.extra if one.rule == rule
    ]


def test_nobody_is_accused_of_something_critical_that_is_not_there(score: Score):
    false = [one.sentence for _, one in score.extra if one.severity == "S1"]

    assert len(false) <= goals.FALSE_AT_S1, false
