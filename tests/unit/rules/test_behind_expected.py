"""BEHIND-EXPECTED: the claimed percent is below what the days that passed would give."""

import pytest

from hub.model.event import Severity
from hub.model.facts import State
from tests.unit.rules.rollout import Rollout, day
from tests.unit.rules.test_late_start import kicked_off

RULE = "BEHIND-EXPECTED"


def at(percent: int, *, swapped: bool = False, finish: str = "03-30") -> Rollout:
    """Agree on twenty working days from 2 March, and claim a percent."""
    rollout = Rollout(sides_swapped=swapped).agreed(finish_on=day(finish))
    return rollout.item(state=State.IN_PROGRESS, percent=percent)


@pytest.mark.parametrize(("swapped", "court"), [(False, "vendor:pm"), (True, "client:coordinator")])
def test_twenty_points_behind_are_found_on_either_side(swapped, court):
    [found] = at(30, swapped=swapped).judged(RULE, on=day("03-16"))

    assert (found.severity, found.court) == (Severity.S3, court)
    assert (found.numbers["expected"], found.numbers["gap"]) == (50, 20)


def test_nineteen_points_are_none_and_forty_are_major():
    assert at(31).judged(RULE, on=day("03-16")) == []
    assert at(10).judged(RULE, on=day("03-16"))[0].severity is Severity.S2


def test_it_clears_only_below_fifteen_points():
    rollout = at(30).read(on=day("03-16"))
    rollout.night(day("03-16"))

    rollout.changed("percent", 30, 35, on=day("03-16"))
    assert len(rollout.judged(RULE, on=day("03-16"))) == 1
    rollout.changed("percent", 35, 36, on=day("03-16"))
    assert rollout.judged(RULE, on=day("03-16")) == []


def test_a_short_task_has_no_pace():
    assert at(10, finish="03-06").judged(RULE, on=day("03-06")) == []


def test_of_a_short_task_twenty_points_are_twenty_points():
    assert len(at(30, finish="03-16").judged(RULE, on=day("03-09"))) == 1


def test_where_percents_are_told_nothing_done_at_all_is_behind_too():
    rollout = at(0).item("T2", percent=40)

    assert len(rollout.judged(RULE, on=day("03-20"))) == 1


def test_who_waits_for_a_refused_meeting_is_not_the_one_whose_turn_it_is():
    rollout = at(30)
    rollout.agreed(on=day("03-02"), predecessors=("K1",), finish_on=day("03-30"))

    [found] = kicked_off(rollout, refused="03-03").judged(RULE, on=day("03-16"))

    assert (found.court, found.numbers["gap"]) == ("client:production", 20)


def test_what_is_measured_as_nothing_or_all_is_skipped():
    assert at(0).judged(RULE, on=day("03-20")) == []


def test_what_is_said_to_be_done_is_not_behind():
    rollout = at(30).changed("status", State.IN_PROGRESS, State.DONE, on=day("03-06"))

    assert rollout.judged(RULE, on=day("03-20")) == []


def test_a_failed_source_says_nothing():
    assert at(30).read(on=day("03-16"), outcome="failed").abstains(RULE, on=day("03-16"))
