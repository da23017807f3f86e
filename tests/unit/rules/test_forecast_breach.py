"""FORECAST-BREACH: go-live by the agreed day is improbable."""

from datetime import date, timedelta
from typing import Any

import pytest

from hub.model.commitments import Kind
from hub.model.event import Severity
from hub.rules.forecasts import forecast_of
from tests.unit.rules.rollout import START, Rollout, day

RULE = "FORECAST-BREACH"
ON = day("05-11")  # ten weeks on


def rollout_of(
    waiting: int, *, finished: int = 30, go_live: date, swapped: bool = False
) -> Rollout:
    """Let three tasks be accepted each week for ten weeks, and leave some open."""
    rollout = Rollout(sides_swapped=swapped)
    rollout.agreed("GO", kind=Kind.MILESTONE, topic="go_live", finish_on=go_live)
    for number in range(finished + waiting):
        rollout.agreed(f"T{number:03}", finish_on=go_live)
    for number in range(finished):
        on = START + timedelta(weeks=1 + number // 3)
        rollout.shown("demo_or_test_record", on=on, verdict="accepted", key=f"T{number:03}")
    return rollout


@pytest.mark.parametrize(
    ("swapped", "court"), [(False, "client:sponsor"), (True, "vendor:management")]
)
def test_too_much_for_the_days_that_are_left_is_found_on_either_side(swapped, court):
    rollout = rollout_of(30, go_live=ON + timedelta(weeks=4), swapped=swapped)

    [found] = rollout.judged(RULE, on=ON)

    assert (found.severity, found.court, found.numbers["chance"]) == (Severity.S1, court, 0)
    assert (found.numbers["finished"], found.numbers["open"], found.numbers["weeks"]) == (
        30,
        30,
        10,
    )
    assert {"seed", "inputs", "sample_from", "sample_to", "p85"} <= set(found.numbers)


def test_enough_time_is_no_breach():
    assert rollout_of(30, go_live=ON + timedelta(weeks=20)).judged(RULE, on=ON) == []


def test_nineteen_finished_or_five_weeks_forecast_nothing():
    soon = ON + timedelta(weeks=4)

    assert rollout_of(90, finished=19, go_live=soon).judged(RULE, on=ON) == []
    assert rollout_of(90, go_live=soon).judged(RULE, on=day("04-11")) == []


def test_duties_that_were_met_are_no_sample_of_the_work():
    rollout = rollout_of(90, finished=15, go_live=ON + timedelta(weeks=4))
    for number in range(15):
        on = START + timedelta(weeks=1 + number // 3)
        rollout.agreed(f"D{number:02}", kind=Kind.DUTY, finish_on=on)
        rollout.shown("receiver_confirmation", on=on, verdict="accepted", key=f"D{number:02}")

    made = forecast_of(rollout.context(ON))

    assert (made.abstains, made.finished) == ("too_few_finished", 15)
    assert rollout.judged(RULE, on=ON) == []


def test_what_go_live_waits_for_is_not_expected_before_its_own_date():
    go_live = ON + timedelta(weeks=20)
    late = go_live + timedelta(weeks=2)
    rollout = rollout_of(30, go_live=go_live)
    rollout.agreed("X", finish_on=late)
    rollout.agreed(
        "GATE", kind=Kind.MILESTONE, topic="gate", finish_on=go_live, predecessors=("X",)
    )

    assert rollout.judged(RULE, on=ON) == []

    go: dict[str, Any] = {"kind": Kind.MILESTONE, "topic": "go_live", "finish_on": go_live}
    rollout.agreed("GO", **go, predecessors=("GATE",))
    [found] = rollout.judged(RULE, on=ON)

    assert (found.severity, found.numbers["chance"], found.numbers["open"]) == (Severity.S1, 0, 31)
    assert str(found.numbers["p50"]) >= str(late)


def test_without_a_go_live_there_is_nothing_to_forecast():
    rollout = rollout_of(30, go_live=ON + timedelta(weeks=4))

    rollout.agreed("GO", kind=Kind.MILESTONE, topic="gate", on=day("03-03"))

    assert rollout.judged(RULE, on=ON) == []


def test_what_comes_into_the_plan_later_is_told_with_and_without():
    rollout = rollout_of(30, go_live=ON + timedelta(weeks=12))
    for number in range(60):
        on = day("04-06") + timedelta(days=number % 30)
        rollout.agreed(f"N{number:03}", on=on, finish_on=ON + timedelta(weeks=12))

    [found] = rollout.judged(RULE, on=ON)

    assert str(found.numbers["p85_frozen"]) < str(found.numbers["p85"])


def test_it_clears_only_at_sixty_percent():
    rollout = rollout_of(30, go_live=ON + timedelta(weeks=4)).read(on=ON)
    rollout.night(ON)
    assert len(rollout.judged(RULE, on=ON)) == 1

    rollout.agreed(
        "GO",
        kind=Kind.MILESTONE,
        topic="go_live",
        on=ON - timedelta(days=1),
        finish_on=ON + timedelta(weeks=20),
    )

    assert rollout.judged(RULE, on=ON) == []
