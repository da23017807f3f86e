"""STALLED-PERCENT: the percent does not move while work is said to be in progress."""

import pytest

from hub.model.event import Severity
from hub.model.facts import State
from tests.unit.rules.rollout import Rollout, day

RULE = "STALLED-PERCENT"
SHEET = "workbook:reports"


def at(percent: float, **fields) -> Rollout:
    state = fields.pop("state", State.IN_PROGRESS)
    return Rollout().agreed().item(state=state, percent=percent, **fields)


def test_nine_working_days_without_movement_are_allowed():
    assert at(40).judged(RULE, on=day("03-13")) == []


def test_ten_are_not():
    [found] = at(40).judged(RULE, on=day("03-16"))

    assert (found.severity, found.court) == (Severity.S3, "vendor:pm")


def test_ninety_percent_that_stay_are_graver():
    [found] = at(90).judged(RULE, on=day("03-16"))

    assert found.severity is Severity.S2


def test_any_movement_keeps_it_from_opening():
    rollout = at(40).changed("percent", 40, 41, on=day("03-10"))

    assert rollout.judged(RULE, on=day("03-16")) == []


@pytest.mark.parametrize(("percent", "count"), [(94, 1), (95, 0)])
def test_once_open_it_takes_five_points_to_clear_it(percent, count):
    rollout = at(90)
    rollout.night(day("03-13"))
    rollout.changed("percent", 90, percent, on=day("03-16"))

    assert len(rollout.judged(RULE, on=day("03-16"))) == count


def test_done_or_not_begun_does_not_stall():
    assert at(100, state=State.DONE).judged(RULE, on=day("03-30")) == []
    assert at(0, state=State.NOT_STARTED).judged(RULE, on=day("03-30")) == []


def test_the_time_before_work_began_does_not_count():
    rollout = at(4, state=State.NOT_STARTED)
    rollout.changed("status", State.NOT_STARTED, State.IN_PROGRESS, on=day("03-16"))

    assert rollout.judged(RULE, on=day("03-18")) == []
    assert len(rollout.judged(RULE, on=day("03-30"))) == 1


def test_ninety_percent_in_a_tool_stall_after_two_reports_were_due():
    rollout = at(90)

    assert rollout.judged(RULE, on=day("03-12")) == []
    assert len(rollout.judged(RULE, on=day("03-13"))) == 1


def reported(*days: str) -> Rollout:
    """Let a weekly report show the same percent on some days."""
    rollout = Rollout().agreed().item(source=SHEET, state=State.IN_PROGRESS, percent=40)
    for on in days:
        rollout.edition(on=day(on), source=SHEET, shown=("T1",))
    return rollout


def test_what_the_last_report_does_not_show_is_not_said_to_stall():
    rollout = reported("03-06", "03-13", "03-20")
    assert len(rollout.judged(RULE, on=day("03-20"))) == 1

    rollout.edition(on=day("03-27"), source=SHEET, shown=("T2",))

    assert rollout.judged(RULE, on=day("03-27")) == []


def test_an_old_report_that_is_read_again_is_not_the_last_one():
    rollout = reported("03-06", "03-13", "03-20")

    rollout.edition(on=day("03-13"), source=SHEET, shown=("T2",))

    counted = rollout.world().source(SHEET).editions
    assert [each.edition.edition_on for each in counted] == [
        day("03-06"),
        day("03-13"),
        day("03-20"),
    ]
    assert counted[1].shown == ["T2"]


def test_days_of_which_no_report_has_spoken_do_not_count():
    assert reported("03-06").judged(RULE, on=day("03-30")) == []


@pytest.mark.parametrize(
    ("field", "value", "on", "count"),
    [
        ("percent", 88, "03-21", 0),
        ("percent", 88, "03-19", 1),
        ("percent", 40, "03-21", 1),
        ("status", State.DONE, "03-21", 0),
    ],
)
def test_what_another_source_says_of_a_later_instant_moves_it(field, value, on, count):
    rollout = reported("03-06", "03-13", "03-20").item(state=State.IN_PROGRESS, percent=40)
    rollout.changed(field, None, value, on=day(on))

    cited = [f.operands["percent"][0].locator for f in rollout.judged(RULE, on=day("03-23"))]

    assert [place.startswith(SHEET) for place in cited].count(True) == count


def test_judged_again_on_the_same_day_it_says_the_same():
    rollout = Rollout().agreed(finish_on=day("05-29"))
    rollout.item(state=State.IN_PROGRESS, percent=40)
    rollout.changed("percent", 40, 42, on=day("03-09"))
    [first] = rollout.judged(RULE, on=day("03-27"))

    rollout.night(day("03-27"))
    [again] = rollout.judged(RULE, on=day("03-27"))

    assert first.numbers["since"] == "2026-03-09"
    assert again.numbers == first.numbers
