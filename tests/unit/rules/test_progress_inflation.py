"""PROGRESS-INFLATION: what a unit claims runs ahead of what is verified later."""

import pytest

from hub.model.event import Severity, Side
from hub.model.facts import State
from tests.unit.rules.rollout import Rollout, day

RULE = "PROGRESS-INFLATION"


def claiming(count: int, percent: float, *, swapped: bool = False, first: int = 0) -> Rollout:
    """Let items take four weeks, and claim *percent* after two of them."""
    rollout = Rollout(sides_swapped=swapped)
    claim(rollout, count, percent, first=first)
    return rollout


def claim(rollout: Rollout, count: int, percent: float, *, first: int = 0) -> None:
    for number in range(first, first + count):
        key = f"T{number:02}"
        rollout.agreed(key, unit="team")
        rollout.item(key, state=State.IN_PROGRESS)
        rollout.changed("percent", 0, percent, on=day("03-16"), key=key)
        rollout.shown("demo_or_test_record", on=day("03-30"), verdict="accepted", key=key)


@pytest.mark.parametrize(("swapped", "court"), [(False, "vendor:team"), (True, "client:team")])
def test_thirty_five_points_ahead_are_found_on_either_side(swapped, court):
    [found] = claiming(8, 85, swapped=swapped).judged(RULE, on=day("04-01"))

    assert (found.severity, found.court) == (Severity.S2, court)
    assert (found.numbers["bias"], found.numbers["items"]) == (35, 8)
    assert [len(found.operands[name]) for name in ("claimed", "verified")] == [8, 8]
    assert {citation.value for citation in found.operands["claimed"]} == {85}


def test_nineteen_points_and_seven_items_are_few():
    assert claiming(8, 69).judged(RULE, on=day("04-01")) == []
    assert claiming(7, 85).judged(RULE, on=day("04-01")) == []


def test_what_waits_with_the_reviewer_is_not_inflated():
    rollout = Rollout()
    for number in range(10):
        key = f"T{number:02}"
        rollout.agreed(key, unit="team").item(key, state=State.DONE)
        rollout.shown("demo_or_test_record", on=day("03-03"), key=key)

    assert rollout.judged(RULE, on=day("04-01")) == []


def test_half_above_and_half_below_is_chance():
    rollout = claiming(5, 95)
    claim(rollout, 5, 20, first=5)

    assert rollout.judged(RULE, on=day("04-01")) == []


def test_completion_that_nobody_can_see_is_found():
    rollout = Rollout()
    for number in range(8):
        key = f"T{number:02}"
        rollout.agreed(key, unit="team").item(key, state=State.DONE)

    [found] = rollout.judged(RULE, on=day("04-01"))

    assert (found.numbers["bias"], found.numbers["ratio"]) == (100, None)


def test_it_clears_when_the_last_eight_are_right():
    rollout = claiming(8, 85).read(on=day("04-01"))
    rollout.night(day("04-01"))
    assert len(rollout.judged(RULE, on=day("04-01"))) == 1

    for number in range(20, 28):
        key = f"T{number:02}"
        rollout.agreed(key, on=day("04-01"), unit="team", side=rollout.side(Side.VENDOR))
        rollout.item(key, on=day("04-01"), state=State.IN_PROGRESS)
        rollout.changed("percent", 0, 50, on=day("04-15"), key=key)
        rollout.shown("demo_or_test_record", on=day("04-29"), verdict="accepted", key=key)

    assert rollout.judged(RULE, on=day("04-30")) == []
