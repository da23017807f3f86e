"""OVERLOADED-OWNER: one person has more to finish within a few days than was agreed."""

import pytest

from hub.model.event import Severity, Side
from hub.model.facts import State
from tests.unit.rules.rollout import Rollout, day

RULE = "OVERLOADED-OWNER"


def holding(count: int, *, swapped: bool = False, due: str = "03-13") -> Rollout:
    rollout = Rollout(sides_swapped=swapped)
    for number in range(count):
        rollout.agreed(f"T{number}", finish_on=day(due))
    return rollout


@pytest.mark.parametrize(("swapped", "court"), [(False, "vendor:pm"), (True, "client:coordinator")])
def test_eight_of_one_person_are_many_on_either_side(swapped, court):
    [found] = holding(8, swapped=swapped).judged(RULE, on=day("03-05"))

    assert (found.severity, found.court, found.numbers["count"]) == (Severity.S3, court, 8)


def test_seven_are_not():
    assert holding(7).judged(RULE, on=day("03-05")) == []


def test_what_is_due_later_does_not_count():
    assert holding(8, due="03-27").judged(RULE, on=day("03-05")) == []


def test_who_does_the_work_counts_before_who_answers_for_it():
    rollout = holding(8)
    for number in range(4):
        rollout.item(f"T{number}", assignee="p:2")

    assert rollout.judged(RULE, on=day("03-05")) == []


def test_what_is_done_does_not_count():
    rollout = holding(8).item("T0", state=State.DONE)

    assert rollout.judged(RULE, on=day("03-05")) == []


def test_a_failed_source_opens_nothing_and_clears_nothing():
    rollout = holding(8).item("T0", assignee="p:1").read(on=day("03-04"))
    failed = holding(8).item("T0").read(on=day("03-05"), outcome="failed")
    assert failed.judged(RULE, on=day("03-05")) == []

    rollout.night(day("03-04"))
    rollout.read(on=day("03-05"), outcome="failed")
    assert rollout.abstains(RULE, on=day("03-05"))


def test_a_failed_source_of_one_side_does_not_silence_what_is_known_of_the_other():
    rollout = holding(8)
    rollout.agreed("C1", side=Side.CLIENT, accountable="p:9", finish_on=day("03-13"))
    rollout.item("C1", source="jira:C").read(on=day("03-05"), source="jira:C", outcome="failed")

    assert [found.court for found in rollout.judged(RULE, on=day("03-05"))] == ["vendor:pm"]
