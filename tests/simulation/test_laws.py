"""Laws that hold for any rollout: whatever the order, the repetition, the crash, the side.

`HUB_TEST_SIMULATION_NIGHTS=100 HUB_TEST_SIMULATION_KILLS=20 HUB_TEST_SIMULATION_AGAIN=1000` looks
closer; CI looks at a few.
"""

import os
import random
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest

from hub import plugins
from hub.ball import accounts_of
from hub.demo.rollout.folder import Rollout, write
from hub.demo.rollout.make import make
from hub.evaluation import judge
from hub.model.charges import LedgerRecorded, LedgerWithheld
from hub.model.findings import FindingEvent
from hub.rules.context import Context
from hub.rules.folding import fold_into
from hub.rules.world import World
from tests.integration.mirror import mirrored, mirrored_policy, mirrored_world
from tests.simulation.again import context_of, cuts, going_on, said
from tests.simulation.lives import Life, disturbed, undisturbed

SEED = int(os.environ.get("HUB_TEST_SIMULATION_SEED", "3"))
NIGHTS = int(os.environ.get("HUB_TEST_SIMULATION_NIGHTS", "6"))
CONCLUDED = (FindingEvent, LedgerRecorded, LedgerWithheld)
AGAIN = int(os.environ.get("HUB_TEST_SIMULATION_AGAIN", "12"))
KILLS = int(os.environ.get("HUB_TEST_SIMULATION_KILLS", "3"))


@pytest.fixture(scope="module")
def rollout(stage: Path) -> Rollout:
    """Give a rollout as it lies on disk."""
    return write(make(SEED), stage / "rollout")


@pytest.fixture(scope="module")
def lived(rollout: Rollout, stage: Path) -> Iterator[Life]:
    """Give the undisturbed life of it."""
    with undisturbed(rollout, stage / "lived", None, NIGHTS) as life:
        yield life


def test_a_view_of_a_past_instant_is_what_was_said_then(lived: Life):
    chance = random.Random(4)
    differing = []
    for at, then in lived.views:
        later = at + timedelta(seconds=chance.uniform(0, 3 * 3600 - 1))
        asked = min(later, lived.stage.clock.at)  # the last night is followed by nothing
        now = lived.view(as_of=asked)
        differing += [(at, path) for path in then if now[path] != then[path]]

    assert len(lived.views) == 2 * NIGHTS
    assert differing == []


def test_order_repetition_and_crashes_change_no_finding(lived: Life, rollout: Rollout, stage: Path):
    with disturbed(rollout, stage / "disturbed", None, KILLS) as other:
        theirs = other.findings()

    assert len(theirs) > 20
    assert theirs == lived.findings()


def test_an_evaluation_that_goes_on_from_the_last_says_what_one_from_scratch_says(lived: Life):
    hub, told = lived.stage.hub, lived.events()
    places = cuts(told)
    compared = {*random.Random(5).sample(places, min(AGAIN, len(places))), places[-1]}

    for end, context in going_on(hub, told):
        now = said(context)
        if end in compared:
            anew = context_of(hub, fold_into(World(hub.project), told[:end]), told[:end])
            assert now == said(anew), end


def both_sides(lived: Life, share: float) -> tuple[Context, Context]:
    """Give the world after a share of what was told, and the same with its sides swapped."""
    hub = lived.stage.hub
    told = [each for each in lived.events() if not isinstance(each, CONCLUDED)]
    told = told[: int(len(told) * share)]
    at = told[-1].recorded_at + timedelta(hours=1)
    on = hub.calendar.day_of(at) - timedelta(days=1)
    policy = mirrored_policy(hub.policy)
    ours, theirs = fold_into(World(hub.project), told), mirrored_world(hub.project, told)
    return (
        Context(ours, hub.policy, hub.calendar, on, at),
        Context(theirs, policy, hub.calendar, on, at),
    )


@pytest.mark.parametrize("share", [0.4, 0.7, 1.0])
def test_swapping_the_sides_swaps_the_findings_and_changes_no_number(lived: Life, share: float):
    ours, theirs = (judge(each, plugins.rules()).found for each in both_sides(lived, share))

    said = [mirrored(figures(each)) for each in ours.values()]
    assert said
    assert sorted(said, key=str) == sorted(map(figures, theirs.values()), key=str)


def figures(said):
    """Give what a finding says, without the name under which it is shown: that follows the side."""
    return (said.rule, said.about_key, said.severity, said.court, said.numbers)


def test_the_columns_of_the_ledger_add_up_on_every_night(lived: Life):
    told = lived.events()

    assert [each for each in told if isinstance(each, LedgerWithheld)] == []
    windows = [w for each in told if isinstance(each, LedgerRecorded) for w in each.windows]
    assert len(windows) > 100


def test_swapping_the_sides_swaps_the_ledger_and_changes_no_number(lived: Life):
    ours, theirs = (columns(each) for each in both_sides(lived, 1.0))

    assert ours
    assert {key: {swapped(c): d for c, d in days.items()} for key, days in ours.items()} == theirs


def columns(context: Context):
    """Give the days of each commitment that slipped, by column."""
    found = {each.link.owed.key: each.columns() for each in accounts_of(context)}
    return {key: days for key, days in found.items() if any(days.values())}


def swapped(column: str) -> str:
    """Swap a court; what is nobody's column stays."""
    return mirrored(column) if ":" in column else column
