"""MISSED-MILESTONE: the date of a milestone passed without a passed gate."""

from typing import Any

from hub.model.commitments import GateFailed, GatePassed, Kind
from hub.model.event import Interval, Severity
from tests.unit.rules.rollout import Rollout, day, noon

RULE = "MISSED-MILESTONE"


def milestone(**terms) -> Rollout:
    return Rollout().agreed("M1", kind=Kind.MILESTONE, start_on=None, **terms)


def reviewed(rollout: Rollout, kind, on: str, **content) -> Rollout:
    said: dict[str, Any] = {
        "subject": "plan/M1",
        "entry": "",
        "occurred": Interval.at(noon(day(on))),
    }
    rollout.tell(kind(**said, on=day(on), **content), day(on))
    return rollout


def test_its_agreed_day_itself_is_not_missed():
    assert milestone().judged(RULE, on=day("03-20")) == []


def test_the_day_after_without_a_gate_is_critical():
    [found] = milestone().judged(RULE, on=day("03-21"))

    assert (found.severity, found.court) == (Severity.S1, "vendor:pm")


def test_a_passed_gate_settles_it():
    rollout = reviewed(milestone(), GatePassed, "03-20")

    assert rollout.judged(RULE, on=day("03-25")) == []


def test_the_open_criteria_say_whose_turn_it_is():
    rollout = reviewed(milestone(), GateFailed, "03-20", open_criteria={"data": "client:warehouse"})

    [found] = rollout.judged(RULE, on=day("03-25"))

    assert found.court == "client:warehouse"


def test_open_criteria_of_both_sides_are_concurrent():
    criteria: dict[str, Any] = {"data": "client:warehouse", "labels": "vendor:pm"}
    rollout = reviewed(milestone(), GateFailed, "03-20", open_criteria=criteria)

    [found] = rollout.judged(RULE, on=day("03-25"))

    assert found.court == "concurrent"


def test_a_task_is_no_milestone():
    assert Rollout().agreed().judged(RULE, on=day("03-25")) == []


def test_of_one_side_it_is_the_turn_of_the_first_open_criterion():
    criteria = {"tests": "client:warehouse", "labels": "client:finance"}
    rollout = reviewed(milestone(), GateFailed, "03-20", open_criteria=criteria)

    assert rollout.judged(RULE, on=day("03-23"))[0].court == "client:warehouse"


def test_a_gate_that_was_held_and_waits_for_its_minutes_alone_is_not_missed():
    criteria = {"review_minutes": "client:coordinator"}
    rollout = reviewed(milestone(), GateFailed, "03-20", open_criteria=criteria)

    assert rollout.judged(RULE, on=day("03-23")) == []
