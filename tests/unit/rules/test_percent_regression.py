"""PERCENT-REGRESSION: a percent fell, and nothing on record says why."""

from typing import Any

import pytest

from hub.model.claims import ClaimMade
from hub.model.commitments import GatePassed, Kind
from hub.model.event import Interval, Severity, Side
from hub.model.facts import State
from tests.unit.rules.rollout import Rollout, day, noon

RULE = "PERCENT-REGRESSION"


def fallen(to: int = 54, *, swapped: bool = False) -> Rollout:
    rollout = Rollout(sides_swapped=swapped).agreed().item(percent=60).read(on=day("03-02"))
    return rollout.changed("percent", 60, to, on=day("03-09")).read(on=day("03-10"))


@pytest.mark.parametrize(("swapped", "court"), [(False, "vendor:pm"), (True, "client:coordinator")])
def test_a_fall_by_more_than_five_points_is_found_on_either_side(swapped, court):
    [found] = fallen(swapped=swapped).judged(RULE, on=day("03-10"))

    assert (found.severity, found.court) == (Severity.S3, court)
    assert (found.operands["before"][0].value, found.operands["after"][0].value) == (60, 54)


def test_what_a_source_says_of_a_duty_of_the_other_side_is_the_turn_of_its_keeper():
    rollout = Rollout().agreed(side=Side.CLIENT, unit="production").item(percent=60)
    rollout.changed("percent", 60, 40, on=day("03-09")).read(on=day("03-10"))

    [found] = rollout.judged(RULE, on=day("03-10"))

    assert found.court == "vendor:pm"  # there is no vendor:production


def test_a_fall_by_five_points_is_none():
    assert fallen(55).judged(RULE, on=day("03-10")) == []


def test_a_percent_that_is_regained_clears_it():
    rollout = fallen().changed("percent", 54, 60, on=day("03-10"))

    assert rollout.judged(RULE, on=day("03-10")) == []


def test_a_correction_that_was_explained_clears_it():
    rollout = fallen()
    word = ClaimMade(
        subject="plan/T1",
        entry="",
        occurred=Interval.at(noon(day("03-10"))),
        series="plan",
        key="T1",
        field="percent",
        value=54,
        words="two screens were added",
    )
    rollout.tell(word, day("03-10"))

    assert rollout.judged(RULE, on=day("03-10")) == []


def test_a_source_that_failed_says_nothing():
    rollout = fallen().read(on=day("03-11"), outcome="failed")

    assert rollout.abstains(RULE, on=day("03-11"))


@pytest.mark.parametrize(
    ("topic", "passed", "severity"),
    [
        ("payment", "03-06", Severity.S2),
        ("report", "03-06", Severity.S2),
        ("payment", "03-11", Severity.S3),
        ("", "03-06", Severity.S3),
    ],
)
def test_a_percent_on_which_a_payment_rests_is_major(topic, passed, severity):
    rollout = Rollout().agreed("M1", kind=Kind.MILESTONE, topic=topic, finish_on=day("03-06"))
    rollout.agreed().item(state=State.IN_PROGRESS, percent=60)
    said: dict[str, Any] = {"subject": "plan/M1", "entry": ""}
    gate = GatePassed(**said, occurred=Interval.at(noon(day(passed))), on=day(passed))
    rollout.tell(gate, day(passed))
    rollout.changed("percent", 60, 40, on=day("03-10"))

    [found] = rollout.judged(RULE, on=day("03-12"))

    assert found.severity is severity
