"""DUE-DATE-CHURN: a date is moved again and again."""

from datetime import timedelta
from typing import Any

import pytest

from hub.model.event import Interval, Severity, Side
from hub.model.facts import State
from hub.model.parties import RoleAssigned
from hub.model.people import Role
from tests.unit.rules.rollout import Rollout, day, noon
from tests.unit.rules.test_late_start import kicked_off

RULE = "DUE-DATE-CHURN"


def pushed(*steps: tuple[str, str], finish: str = "06-30") -> Rollout:
    """Postpone on each (day, new due); the plan is long, so that shares do not matter."""
    rollout = Rollout().agreed(finish_on=day(finish))
    rollout.item(state=State.IN_PROGRESS, due="2026-03-20")
    old = "2026-03-20"
    for on, new in steps:
        rollout.changed("due", old, f"2026-{new}", on=day(on))
        old = f"2026-{new}"
    return rollout


def test_two_small_moves_are_life():
    rollout = pushed(("03-10", "03-23"), ("03-17", "03-25"))

    assert rollout.judged(RULE, on=day("03-20")) == []


def test_the_third_move_is_churn_and_cites_each_move():
    rollout = pushed(("03-10", "03-23"), ("03-17", "03-25"), ("03-19", "03-27"))

    [found] = rollout.judged(RULE, on=day("03-20"))

    assert (found.severity, found.numbers["moves"]) == (Severity.S3, 3)
    assert len(found.operands["moved"]) == 3


def test_ten_working_days_at_once_are_enough():
    [found] = pushed(("03-10", "04-03")).judged(RULE, on=day("03-20"))

    assert found.numbers["pushed_wd"] == 10


def test_moving_after_the_agreed_day_is_major():
    rollout = pushed(("03-10", "03-25"), ("03-24", "04-03"), finish="03-20")

    [found] = rollout.judged(RULE, on=day("03-26"))

    assert found.severity is Severity.S2


@pytest.mark.parametrize(
    ("since", "severity", "eve"), [("03-19", Severity.S3, 0), ("03-23", Severity.S2, 1)]
)
def test_a_move_between_two_sheets_counts_by_its_earlier_day(since, severity, eve):
    rollout = pushed(("03-10", "03-25"), finish="03-20")
    rollout.changed("due", "2026-03-25", "2026-04-03", on=day("03-25"), since=day(since))

    [found] = rollout.judged(RULE, on=day("03-26"))

    assert (found.severity, found.numbers["on_the_eve"]) == (severity, eve)


def test_four_quiet_weeks_end_it():
    rollout = pushed(("03-10", "04-03"))

    assert rollout.judged(RULE, on=day("04-07")) == []


def test_done_ends_it():
    rollout = pushed(("03-10", "04-03"))
    rollout.changed("status", State.IN_PROGRESS, State.DONE, on=day("03-12"))

    assert rollout.judged(RULE, on=day("03-20")) == []


def test_corrections_within_half_an_hour_count_once():
    rollout = pushed(("03-10", "03-23"))
    at = noon(day("03-10"))
    for minutes, old, new in ((5, "03-23", "03-24"), (9, "03-24", "03-23")):
        later = at + timedelta(minutes=minutes)
        rollout.changed("due", f"2026-{old}", f"2026-{new}", on=day("03-10"), at=later)

    assert rollout.judged(RULE, on=day("03-20")) == []


def test_pulling_in_never_counts():
    rollout = pushed(("03-10", "03-19"), ("03-11", "03-18"), ("03-12", "03-17"))

    assert rollout.judged(RULE, on=day("03-20")) == []


def test_a_move_that_somebody_took_back_has_no_net_effect():
    rollout = pushed(("03-10", "04-03"))
    rollout.changed("due", "2026-04-03", "2026-03-20", on=day("03-10"), actor="account-2")

    assert rollout.judged(RULE, on=day("03-20")) == []


@pytest.mark.parametrize(
    ("first", "second", "court"),
    [
        ("03-30", "04-03", "vendor:pm"),  # six days by the vendor, four by the client
        ("03-24", "04-03", "client:coordinator"),
        ("03-27", "04-03", "concurrent"),
    ],
)
def test_of_two_sides_that_moved_it_the_one_that_moved_it_further_is_named(first, second, court):
    rollout = pushed(("03-10", first))
    role: dict[str, Any] = {"person": "account-2", "role": Role.COORDINATOR, "side": Side.CLIENT}
    at = Interval.at(noon(day("03-02")))
    rollout.tell(RoleAssigned(subject="r", entry="", occurred=at, **role), day("03-02"))
    rollout.changed("due", f"2026-{first}", f"2026-{second}", on=day("03-17"), actor="account-2")

    assert [found.court for found in rollout.judged(RULE, on=day("03-20"))] == [court]


def test_it_says_how_far_it_was_moved_while_it_was_kept_waiting():
    rollout = kicked_off(pushed(("03-10", "04-03")), refused="03-09", held="03-12")
    rollout.agreed(finish_on=day("06-30"), predecessors=("K1",))

    [found] = rollout.judged(RULE, on=day("03-20"))

    assert (found.numbers["pushed_wd"], found.numbers["waited_wd"]) == (10, 10)
