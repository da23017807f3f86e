"""INVALID-DATES: a source holds values that cannot all be true."""

from typing import Any

import pytest

from hub import plugins
from hub.evaluation import judge
from hub.model.event import Severity
from hub.model.facts import State
from tests.unit.rules.rollout import Rollout, day

RULE = "INVALID-DATES"


def holding(*, swapped: bool = False, **fields: Any) -> Rollout:
    """Let a source show an item with these values, and read it well."""
    rollout = Rollout(sides_swapped=swapped).agreed().item(**fields)
    return rollout.read(on=day("03-02")).read(on=day("03-09"))


def found(rollout: Rollout, on: str = "03-09") -> list[object]:
    return [each.numbers["what"] for each in rollout.judged(RULE, on=day(on))]


@pytest.mark.parametrize(("swapped", "court"), [(False, "vendor:pm"), (True, "client:coordinator")])
def test_what_is_said_to_have_ended_tomorrow_is_found_on_either_side(swapped, court):
    rollout = holding(swapped=swapped, actual_finish="2026-03-10")

    [conclusion] = rollout.judged(RULE, on=day("03-09"))
    assert (conclusion.severity, conclusion.court) == (Severity.S3, court)


@pytest.mark.parametrize(
    ("fields", "what"),
    [
        ({"actual_finish": "2026-03-09"}, []),
        ({"actual_start": "2026-03-05", "actual_finish": "2026-03-05"}, []),
        (
            {"actual_start": "2026-03-05", "actual_finish": "2026-03-04"},
            ["actual_finish_before_actual_start"],
        ),
        ({"start": "2026-03-20", "due": "2026-03-19"}, ["due_before_start"]),
        ({"start": "2026-03-20", "due": "2026-03-20"}, []),
        ({"state": State.DONE, "percent": 90}, ["done_below_hundred"]),
        ({"state": State.DONE, "percent": 100}, []),
        ({"state": State.DONE}, []),
        ({"due": "somewhen", "start": "2026-03-20"}, []),
    ],
)
def test_what_cannot_be_is_named_and_what_can_be_is_not(fields, what):
    assert found(holding(**fields)) == what


def test_all_of_it_and_not_done_is_found_after_five_days():
    rollout = holding(state=State.IN_PROGRESS, percent=100).read(on=day("03-10"))

    assert found(rollout, "03-09") == []
    assert found(rollout, "03-10") == ["hundred_not_done"]


def test_a_corrected_value_clears_it():
    rollout = holding(actual_finish="2026-03-20")
    rollout.changed("actual_finish", "2026-03-20", "2026-03-09", on=day("03-09"))

    assert found(rollout) == []


def test_a_date_that_cannot_be_charges_nobody_with_a_slip():
    rollout = holding(start="2026-04-20", due="2026-04-10")

    assert "SCHEDULE-SLIP" not in {each.rule for each in rollout.all_judged(on=day("03-09"))}
    assert rollout.judged("SCHEDULE-SLIP", on=day("03-09")) != []


def test_a_failed_source_says_nothing():
    rollout = holding(actual_finish="2026-03-20").read(on=day("03-10"), outcome="failed")

    assert rollout.abstains(RULE, on=day("03-10"))


def test_an_end_without_a_start_is_found_where_the_source_has_starts():
    rollout = Rollout().agreed().item(state=State.DONE, actual_finish="2026-03-02")

    assert rollout.judged(RULE, on=day("03-03")) == []
    rollout.item("T2", actual_start="2026-03-02")
    [found] = rollout.judged(RULE, on=day("03-03"))
    assert found.numbers["what"] == "finished_without_start"


def test_what_rests_on_a_doubted_field_neither_opens_nor_clears():
    rollout = Rollout().agreed().item(start="2026-05-04", due="2026-04-20")
    context = rollout.context(day("03-05"))

    judged = judge(context, plugins.rules())

    rules = {rule for rule, _, _ in judged.found}
    assert RULE in rules
    assert "SCHEDULE-SLIP" not in rules
    assert "SCHEDULE-SLIP" in {rule for rule, _ in judged.unknown}
