"""REOPENED-AFTER-DONE: done, then open again."""

from datetime import timedelta

from hub.model.event import Severity
from hub.model.facts import State
from tests.unit.rules.rollout import Rollout, day, noon

RULE = "REOPENED-AFTER-DONE"


def reopened(times: int = 1) -> Rollout:
    rollout = Rollout().agreed().item(state=State.DONE)
    for step in range(times):
        rollout.changed("status", State.DONE, State.IN_PROGRESS, on=day(f"03-{4 + 4 * step:02}"))
        if step < times - 1:
            rollout.changed(
                "status", State.IN_PROGRESS, State.DONE, on=day(f"03-{6 + 4 * step:02}")
            )
    return rollout


def test_done_that_stays_done_is_silent():
    assert Rollout().agreed().item(state=State.DONE).judged(RULE, on=day("03-20")) == []


def test_once_is_minor_and_cites_both_transitions():
    [found] = reopened().judged(RULE, on=day("03-20"))

    assert (found.severity, found.numbers["times"]) == (Severity.S3, 1)
    assert len(found.operands["done"]) == len(found.operands["opened"]) == 1


def test_twice_is_major():
    [found] = reopened(2).judged(RULE, on=day("03-20"))

    assert (found.severity, found.numbers["times"]) == (Severity.S2, 2)


def test_done_again_settles_it():
    rollout = reopened().changed("status", State.IN_PROGRESS, State.DONE, on=day("03-10"))

    assert rollout.judged(RULE, on=day("03-20")) == []


def test_a_slip_of_the_mouse_is_none():
    rollout = Rollout().agreed().item(state=State.DONE)
    soon = noon(day("03-02")) + timedelta(minutes=20)
    rollout.changed("status", State.DONE, State.IN_PROGRESS, on=day("03-02"), at=soon)

    assert rollout.judged(RULE, on=day("03-20")) == []


def test_another_account_within_minutes_is_no_slip():
    rollout = Rollout().agreed().item(state=State.DONE)
    soon = noon(day("03-02")) + timedelta(minutes=20)
    rollout.changed(
        "status", State.DONE, State.IN_PROGRESS, on=day("03-02"), at=soon, actor="account-2"
    )

    assert len(rollout.judged(RULE, on=day("03-20"))) == 1
