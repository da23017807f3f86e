"""REPORT-OMITS: a report, or the minutes, leave out an item that they had to mention."""

from typing import Any

import pytest

from hub.model.event import Interval, Severity, Side
from hub.model.facts import RecordQuarantined, State
from hub.model.flags import ItemFlagged
from hub.model.meetings import MeetingCalled, MeetingHeld, MinutesPublished
from tests.unit.rules.rollout import Rollout, day, noon

RULE = "REPORT-OMITS"
SHEET = "workbook:reports"


def reported(*, due: str = "03-11", swapped: bool = False, row: str = "") -> Rollout:
    """Let the report of Friday 13 March show T2, and T1 too where a row says so."""
    rollout = Rollout(sides_swapped=swapped)
    rollout.agreed(finish_on=day(due)).agreed("T2", finish_on=day("04-30"))
    rollout.configured(SHEET, profile="weekly_report")
    rollout.item("T1", state=State.IN_PROGRESS).item("T2", source=SHEET, state=State.IN_PROGRESS)
    if row:
        rollout.item("T1", source=SHEET, state=State.IN_PROGRESS)
        rollout.changed("status", State.IN_PROGRESS, row, on=day("03-13"), source=SHEET)
    return rollout.edition(on=day("03-13"))


@pytest.mark.parametrize(("swapped", "court"), [(False, "vendor:pm"), (True, "client:coordinator")])
def test_an_overdue_item_without_a_row_is_found_on_either_side(swapped, court):
    [found] = reported(swapped=swapped).judged(RULE, on=day("03-13"))

    assert (found.severity, found.court) == (Severity.S3, court)
    assert (found.numbers["why"], found.numbers["omitted"]) == ("is_overdue", "leaves_it_out")


def test_a_row_that_says_normal_says_nothing():
    [found] = reported(row="正常").judged(RULE, on=day("03-13"))

    assert found.numbers["omitted"] == "says_normal"


def test_a_row_that_says_more_mentions_it():
    assert reported(row="延期两天").judged(RULE, on=day("03-13")) == []


def test_what_is_due_in_that_week_is_mentioned():
    [found] = reported(due="03-13").judged(RULE, on=day("03-13"))

    assert found.numbers["why"] == "is_due_this_week"


def test_what_is_due_next_week_need_not_be():
    assert reported(due="03-16").judged(RULE, on=day("03-13")) == []


def test_what_was_said_to_be_done_before_the_cut_off_need_not_be():
    rollout = reported().said("status", "done", on=day("03-12"))

    assert rollout.judged(RULE, on=day("03-13")) == []


def test_what_happened_after_the_cut_off_is_no_excuse():
    rollout = reported().said("status", "done", on=day("03-16"))

    assert len(rollout.judged(RULE, on=day("03-16"))) == 1


def test_what_the_other_side_has_flagged_is_mentioned():
    rollout = reported(due="04-30")
    case = next(
        name for name, (t, _, _) in rollout.context(day("03-13")).in_force.items() if t.key == "T1"
    )
    ask: dict[str, Any] = {"flag": "F1", "party": "v", "sentence": "why?", "reply_by": day("03-20")}
    at = Interval.at(noon(day("03-12")))
    asked = ItemFlagged(subject="F1", entry="", occurred=at, commitment=case, **ask)

    rollout.tell(asked, day("03-12"))

    [found] = rollout.judged(RULE, on=day("03-13"))
    assert found.numbers["why"] == "is_flagged"


def test_what_was_found_to_be_grave_is_mentioned():
    rollout = reported(due="03-20")
    rollout.changed("due", "2026-03-20", "2026-05-29", on=day("03-03"))
    rollout.night(day("03-10"))

    [found] = rollout.judged(RULE, on=day("03-13"))

    assert found.numbers["why"] == "is_found"


def test_a_report_about_another_module_is_not_asked():
    rollout = reported().agreed("T1", on=day("03-03"), module="WMS", finish_on=day("03-11"))

    assert rollout.judged(RULE, on=day("03-13")) == []


def test_a_row_that_could_not_be_read_may_be_the_one():
    rollout = reported()
    at = Interval.at(noon(day("03-13")))
    refused = RecordQuarantined(subject="q", entry="", occurred=at, reason="row_not_understood")
    rollout.tell(refused, day("03-13"), source=SHEET)

    assert rollout.abstains(RULE, on=day("03-13"))


def test_the_next_report_that_mentions_it_clears_it():
    rollout = reported().item("T1", on=day("03-20"), source=SHEET, state=State.IN_PROGRESS)

    assert rollout.edition(on=day("03-20")).judged(RULE, on=day("03-20")) == []


def test_a_row_of_an_earlier_report_mentions_nothing_in_this_one():
    rollout = reported().item("T1", on=day("03-06"), source=SHEET, state=State.IN_PROGRESS)
    rollout.edition(on=day("03-20"), shown=("T2",))

    assert len(rollout.judged(RULE, on=day("03-20"))) == 1


def minuted(line: str, *, swapped: bool = False) -> Rollout:
    """Let the other side say that a task waits for the host, and the host's minutes follow."""
    rollout = Rollout(sides_swapped=swapped).agreed(finish_on=day("04-30"))
    rollout.raised("D1", unit="warehouse", finish_on=day("03-03"), waiting=("T1",))
    waits = rollout.side(Side.CLIENT)
    rollout.said("blocked_by", f"{waits}:warehouse", on=day("03-05"))
    said: dict[str, Any] = {"subject": "W1", "entry": "", "meeting": "W1"}
    said["occurred"] = Interval.at(noon(day("03-06")))
    rollout.tell(
        MeetingCalled(**said, topic="weekly", title="W", on=day("03-06"), invited=()), day("03-04")
    )
    rollout.tell(MeetingHeld(**said, on=day("03-06"), attended=()), day("03-06"))
    rollout.tell(MinutesPublished(**said, lines=(line,)), day("03-06"))
    return rollout


@pytest.mark.parametrize(("swapped", "court"), [(False, "client:coordinator"), (True, "vendor:pm")])
def test_minutes_that_leave_out_what_the_other_side_waits_for_are_found(swapped, court):
    [found] = minuted("all is well", swapped=swapped).judged(RULE, on=day("03-06"))

    assert (found.court, found.numbers["what"]) == (court, "minutes")


def test_minutes_that_name_it_are_not():
    assert minuted("T1 waits for the warehouse").judged(RULE, on=day("03-06")) == []
