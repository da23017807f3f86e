"""REOPENED-AFTER-DONE: done, then open again."""

from datetime import timedelta
from typing import Any

import pytest

from hub.model.commitments import CommitmentMet, Kind
from hub.model.event import Interval, Severity, Side
from hub.model.facts import State
from tests.unit.rules.rollout import Rollout, day, noon

RULE = "REOPENED-AFTER-DONE"
ACCEPTED = "key_user_acceptance"


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


def test_of_a_duty_of_the_other_side_it_is_the_turn_of_the_keeper():
    rollout = Rollout().agreed(side=Side.CLIENT, unit="production").item(state=State.DONE)
    rollout.changed("status", State.DONE, State.IN_PROGRESS, on=day("03-04"))

    [found] = rollout.judged(RULE, on=day("03-20"))

    assert found.court == "vendor:pm"


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


def accepted(*, swapped: bool = False, on: str = "03-04", **terms: Any) -> Rollout:
    """Let a function of the blueprint be accepted."""
    content: dict[str, Any] = {"kind": Kind.SCOPE, "needs": (ACCEPTED,), "unit": "team"} | terms
    rollout = Rollout(sides_swapped=swapped).agreed("F1", **content)
    return rollout.shown(ACCEPTED, on=day(on), verdict="accepted", key="F1")


def problem(
    rollout: Rollout, on: str, key: str = "P1", *, side: Side = Side.VENDOR, **terms: Any
) -> Rollout:
    """Raise a problem about the function."""
    content: dict[str, Any] = {"kind": Kind.PROBLEM, "refers_to": "F1", "unit": "team"} | terms
    return rollout.raised(key, on=day(on), side=rollout.side(side), **content)


@pytest.mark.parametrize(("swapped", "court"), [(False, "vendor:team"), (True, "client:team")])
def test_a_problem_about_a_line_soon_after_its_acceptance_opens_it_again(swapped, court):
    rollout = problem(accepted(swapped=swapped), "03-16")

    [found] = rollout.judged(RULE, on=day("03-16"))

    assert (found.severity, found.court, found.about_key) == (Severity.S3, court, "F1")
    assert found.numbers == {
        "done_on": "2026-03-04",
        "opened_on": "2026-03-16",
        "times": 1,
        "problem": "P1",
    }
    assert found.operands["reason"][0].value == "duty P1"


@pytest.mark.parametrize(("on", "count"), [("04-01", 1), ("04-02", 0), ("03-03", 0)])
def test_twenty_working_days_after_the_acceptance_count(on, count):
    assert len(problem(accepted(), on).judged(RULE, on=day("04-07"))) == count


def test_a_problem_about_another_line_or_none_does_not():
    for line in ("F2", ""):
        assert problem(accepted(), "03-16", refers_to=line).judged(RULE, on=day("03-16")) == []


def test_what_is_not_accepted_as_a_whole_cannot_be_opened_again():
    rollout = problem(accepted(needs=(ACCEPTED, "record")), "03-16")

    assert rollout.judged(RULE, on=day("03-16")) == []


def test_a_function_that_is_for_another_line_is_opened_by_a_problem_about_that_line():
    for line, count in (("B7", 1), ("B8", 0)):
        rollout = problem(accepted(refers_to="B7"), "03-16", refers_to=line)
        assert len(rollout.judged(RULE, on=day("03-16"))) == count


def test_all_that_was_needed_may_be_accepted_on_one_day():
    rollout = accepted(needs=(ACCEPTED, "record"))
    rollout.shown(ACCEPTED, on=day("03-04"), verdict="accepted", key="F1")
    rollout.shown("record", on=day("03-04"), verdict="accepted", key="F1")
    rollout.shown("record", on=day("03-04"), verdict="accepted", key="F1")

    assert len(problem(rollout, "03-16").judged(RULE, on=day("03-16"))) == 1


def test_two_problems_count_double_though_one_is_solved():
    rollout = problem(problem(accepted(), "03-09"), "03-16", "P2")
    solved: dict[str, Any] = {
        "subject": "plan/P1",
        "entry": "",
        "occurred": Interval.at(noon(day("03-10"))),
    }
    rollout.tell(CommitmentMet(**solved, on=day("03-10")), day("03-10"))

    [found] = rollout.judged(RULE, on=day("03-16"))

    assert (found.severity, found.numbers["times"]) == (Severity.S2, 2)


def test_a_changed_requirement_is_the_turn_of_who_changed_it():
    rollout = problem(accepted(), "03-16", side=Side.CLIENT, unit="quality")

    assert [f.court for f in rollout.judged(RULE, on=day("03-16"))] == ["client:quality"]


def test_the_line_tells_of_the_problem_and_what_was_done_for_it_only_without_it():
    work: dict[str, Any] = {"refers_to": "F1", "needs": ("record",)}
    rollout = problem(accepted().agreed("T1", **work), "03-16")
    rollout.shown("record", on=day("03-04"), verdict="accepted")
    assert [f.about_key for f in rollout.judged(RULE, on=day("03-16"))] == ["F1"]

    alone = problem(Rollout().agreed("T1", **work), "03-16")
    alone.shown("record", on=day("03-04"), verdict="accepted")

    assert [f.about_key for f in alone.judged(RULE, on=day("03-16"))] == ["T1"]


def test_a_demand_of_the_other_side_between_makes_reopening_its_turn():
    rollout = Rollout().agreed(refers_to="F1").item(state=State.DONE)
    demand: dict[str, Any] = {"kind": Kind.SCOPE, "refers_to": "F1", "unit": "quality"}
    rollout.raised("C1", on=day("03-03"), origin="demand:function", **demand)
    rollout.changed("status", State.DONE, State.IN_PROGRESS, on=day("03-04"))

    [found] = rollout.judged(RULE, on=day("03-20"))

    assert found.court == "client:quality"
    assert found.operands["reason"][0].value == "duty C1"
