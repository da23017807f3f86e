"""Laws that hold for any rollout: whatever the order, the repetition, the crash, the side.

`HUB_TEST_SIMULATION_NIGHTS=100 HUB_TEST_SIMULATION_KILLS=20` looks closer; CI looks at a few.
"""

import os
import random
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest

from hub import plugins
from hub.evaluation import judge
from hub.model.findings import FindingEvent
from hub.rules.context import Context
from hub.rules.folding import fold_into
from hub.rules.world import World
from tests.integration.mirror import mirrored, mirrored_policy, mirrored_world
from tests.simulation.folder import Rollout, write
from tests.simulation.lives import Life, disturbed, undisturbed
from tests.simulation.make import make

SEED = int(os.environ.get("HUB_TEST_SIMULATION_SEED", "3"))
NIGHTS = int(os.environ.get("HUB_TEST_SIMULATION_NIGHTS", "6"))
KILLS = int(os.environ.get("HUB_TEST_SIMULATION_KILLS", "3"))


@pytest.fixture(scope="module")
def rollout(tmp_path_factory: pytest.TempPathFactory) -> Rollout:
    """Give a rollout as it lies on disk."""
    return write(make(SEED), tmp_path_factory.mktemp("rollout"))


@pytest.fixture(scope="module")
def lived(rollout: Rollout, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Life]:
    """Give the undisturbed life of it."""
    with undisturbed(rollout, tmp_path_factory.mktemp("lived"), None, NIGHTS) as life:
        yield life


def test_a_view_of_a_past_instant_is_what_was_said_then(lived: Life):
    chance = random.Random(4)
    differing = []
    for at, then in lived.views:
        asked = at + timedelta(seconds=chance.uniform(0, 3 * 3600 - 1))
        now = lived.view(as_of=asked)
        differing += [(at, path) for path in then if now[path] != then[path]]

    assert len(lived.views) == 2 * NIGHTS
    assert differing == []


def test_order_repetition_and_crashes_change_no_finding(
    lived: Life, rollout: Rollout, tmp_path: Path
):
    with disturbed(rollout, tmp_path / "disturbed", None, KILLS) as other:
        theirs = other.findings()

    assert len(theirs) > 20
    assert theirs == lived.findings()


@pytest.mark.parametrize("share", [0.4, 0.7, 1.0])
def test_swapping_the_sides_swaps_the_findings_and_changes_no_number(lived: Life, share: float):
    hub = lived.stage.hub
    told = [each for each in lived.events() if not isinstance(each, FindingEvent)]
    told = told[: int(len(told) * share)]
    at = told[-1].recorded_at + timedelta(hours=1)
    on = hub.calendar.day_of(at) - timedelta(days=1)
    mine = Context(fold_into(World(hub.project), told), hub.policy, hub.calendar, on, at)
    policy = mirrored_policy(hub.policy)
    other = Context(mirrored_world(hub.project, told), policy, hub.calendar, on, at)

    ours, theirs = (judge(each, plugins.rules()).found for each in (mine, other))

    said = [mirrored(figures(each)) for each in ours.values()]
    assert said
    assert sorted(said, key=str) == sorted(map(figures, theirs.values()), key=str)


def figures(said):
    """Give what a finding says, without the name under which it is shown: that follows the side."""
    return (said.rule, said.about_key, said.severity, said.court, said.numbers)
