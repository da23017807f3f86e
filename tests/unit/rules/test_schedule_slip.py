"""SCHEDULE-SLIP: finished, or promised, later than the approved baseline."""

from datetime import date
from typing import Any

import pytest
from msgspec.structs import replace

from hub import plugins
from hub.model.commitments import Kind
from hub.model.event import Interval, Severity, Side
from hub.model.facts import State
from hub.sentences import sentence
from tests.unit.rules.rollout import Rollout, day
from tests.unit.rules.test_late_start import kicked_off

RULE = "SCHEDULE-SLIP"


@pytest.mark.parametrize(
    ("due", "expected"),
    [
        ("03-24", None),  # two working days late: below the threshold
        ("03-25", Severity.S3),
        ("03-27", Severity.S3),
        ("03-30", Severity.S2),
        ("04-07", Severity.S1),  # eleven working days; 04-06 is a holiday
    ],
)
def test_a_promise_after_the_agreed_day_is_graded_by_working_days(due, expected):
    rollout = Rollout().agreed().item(state=State.IN_PROGRESS, due=f"2026-{due}")

    found = rollout.judged(RULE, on=day("03-10"))

    assert [each.severity for each in found] == ([expected] if expected else [])


def test_an_open_task_slips_with_each_working_day():
    rollout = Rollout().agreed().item(state=State.IN_PROGRESS).read(on=day("03-26"))

    [found] = rollout.judged(RULE, on=day("03-26"))

    assert found.numbers["slip_wd"] == 4
    assert found.court == "vendor:pm"


def test_accepted_in_time_is_no_slip_however_late_it_is_judged():
    rollout = Rollout().agreed(needs=("demo_or_test_record",)).item(state=State.DONE)
    rollout.shown("demo_or_test_record", on=day("03-19"), verdict="accepted")

    assert rollout.judged(RULE, on=day("06-01")) == []


def test_a_failed_source_makes_it_unknown_not_late():
    rollout = Rollout().agreed().item(state=State.IN_PROGRESS)
    rollout.read(on=day("03-02")).read(on=day("03-26"), outcome="failed")

    assert rollout.judged(RULE, on=day("03-26")) == []
    assert rollout.abstains(RULE, on=day("03-26"))


def test_a_proposed_plan_binds_nobody():
    rollout = Rollout().agreed().item(state=State.IN_PROGRESS)
    rollout.events = [e for e in rollout.events if type(e).__name__ != "BaselineApproved"]

    assert rollout.judged(RULE, on=day("05-20")) == []


def test_a_department_is_held_to_the_same_days_as_the_vendor():
    [ours], [theirs] = (
        Rollout(sides_swapped=swapped)
        .agreed(unit="quality")
        .item(state=State.IN_PROGRESS)
        .read(on=day("03-26"))
        .judged(RULE, on=day("03-26"))
        for swapped in (False, True)
    )

    assert (ours.court, theirs.court) == ("vendor:quality", "client:quality")
    assert (ours.severity, ours.numbers) == (theirs.severity, theirs.numbers)


@pytest.mark.parametrize(
    ("verdict", "ours", "theirs"),
    [("", "client:coordinator", "vendor:pm"), ("rejected", "vendor:pm", "client:coordinator")],
)
def test_while_what_was_shown_waits_for_a_verdict_it_is_the_reviewer_s_turn(verdict, ours, theirs):
    found = []
    for swapped in (False, True):
        rollout = Rollout(sides_swapped=swapped).agreed(needs=("record",))
        rollout.item(state=State.IN_PROGRESS).shown("record", on=day("03-26"), verdict=verdict)
        found += rollout.judged(RULE, on=day("03-26"))

    assert [each.court for each in found] == [ours, theirs]
    assert found[0].numbers == found[1].numbers


def test_the_finding_cites_the_cell_the_approval_and_the_claim():
    rollout = Rollout().agreed().item(state=State.IN_PROGRESS, due="2026-04-10")

    [found] = rollout.judged(RULE, on=day("03-10"))

    assert found.operands["agreed"][0].locator == "workbook:plan/T1!J5"
    assert len(found.operands["agreed"]) == 2
    assert found.operands["finish"][0].value == "2026-04-10"


def test_the_side_that_keeps_the_source_is_not_what_makes_it_late():
    rollout = Rollout().agreed(side=Side.CLIENT, unit="it").item(state=State.IN_PROGRESS)
    rollout.read(on=day("03-26"))

    [found] = rollout.judged(RULE, on=day("03-26"))

    assert found.court == "client:it"


def test_while_a_refused_kick_off_is_waited_for_it_is_the_turn_of_who_refused():
    rollout = Rollout().agreed(predecessors=("K1",), finish_on=day("03-06"))
    kicked_off(rollout, refused="03-02").item()

    [found] = rollout.judged(RULE, on=day("03-13"))

    assert (found.numbers["slip_wd"], found.numbers["waited_wd"]) == (5, 5)
    assert found.court == "client:production"


def test_a_slip_that_was_waited_for_stays_with_who_was_waited_for_after_the_meeting_was_held():
    rollout = Rollout().agreed(predecessors=("K1",), finish_on=day("03-06"))
    kicked_off(rollout, refused="03-02", held="03-12").item(state=State.DONE, on=day("03-17"))

    [found] = rollout.judged(RULE, on=day("03-20"))

    assert (found.numbers["slip_wd"], found.numbers["waited_wd"]) == (7, 7)
    assert found.court == "client:production"


def test_days_beyond_the_waiting_are_the_turn_of_who_owes():
    rollout = Rollout().agreed(predecessors=("K1",), finish_on=day("03-06"))
    kicked_off(rollout, refused="03-02", held="03-05").item(state=State.DONE, on=day("03-18"))

    [found] = rollout.judged(RULE, on=day("03-20"))

    assert (found.numbers["slip_wd"], found.numbers["waited_wd"]) == (8, 3)
    assert found.court == "vendor:pm"


def test_a_buffer_after_it_bears_its_delay():
    rollout = Rollout().agreed(finish_on=day("03-10")).item(due="2026-03-16")
    assert len(rollout.judged(RULE, on=day("03-09"))) == 1

    rollout.agreed(
        "B1", kind=Kind.MILESTONE, topic="buffer", finish_on=day("03-13"), predecessors=("T1",)
    )

    assert rollout.judged(RULE, on=day("03-09")) == []


def done_between(first: str, last: str, **fields: Any) -> Rollout:
    """Let a sheet say that a task is done which was open in the sheet before."""
    rollout = Rollout().agreed().item(state=State.IN_PROGRESS, source="workbook:report", **fields)
    rollout.changed(
        "status",
        State.IN_PROGRESS,
        State.DONE,
        on=day(last),
        since=day(first),
        source="workbook:report",
    )
    for on in (first, last):
        rollout.edition(on=day(on), source="workbook:report")
    return rollout


@pytest.mark.parametrize(("first", "slips"), [("03-20", []), ("03-25", [3]), ("03-31", [7])])
def test_of_what_was_done_between_two_sheets_the_earlier_day_counts(first, slips):
    found = done_between(first, "03-31").judged(RULE, on=day("04-01"))

    assert [each.numbers["slip_wd"] for each in found] == slips
    said = {("claimed" if first == "03-31" else "claimed_earliest") for _ in slips}
    assert {each.numbers["basis"] for each in found} == said


def test_a_sheet_that_names_the_day_of_completion_is_taken_at_its_word():
    [found] = done_between("03-20", "03-31", actual_finish="2026-03-26").judged(
        RULE, on=day("04-01")
    )

    assert (found.numbers["slip_wd"], found.numbers["finish"]) == (4, "2026-03-26")


def test_a_task_that_the_first_sheet_shows_as_done_may_have_been_in_time():
    rollout = Rollout().agreed().item(source="workbook:report", state=State.DONE, on=day("03-31"))
    unknown = [replace(e, occurred=Interval(None, e.occurred.hi)) for e in rollout.events[-1:]]
    rollout.events[-1:] = unknown

    assert rollout.judged(RULE, on=day("04-01")) == []


def test_days_of_a_year_whose_holidays_nobody_knows_yet_are_provisional():
    on = date(2090, 3, 1)
    rollout = Rollout().agreed(finish_on=day("12-30")).item(state=State.IN_PROGRESS)
    rollout.changed("due", None, on.isoformat(), on=day("03-10"))

    [found] = rollout.judged(RULE, on=day("03-10"))

    assert str(found.numbers["provisional"]).endswith("2089, 2090")
    said = sentence(found, plugins.rules()[RULE], "en")
    assert said.endswith("2089, 2090 are provisional: the holidays are not known yet.")


def test_a_typed_day_of_completion_counts_only_since_the_last_sheet_that_said_otherwise():
    [found] = done_between("03-27", "04-03", actual_finish="2026-03-20").judged(
        RULE, on=day("04-07")
    )

    assert (found.numbers["slip_wd"], found.numbers["finish"]) == (5, "2026-03-27")


@pytest.mark.parametrize(
    ("said_open", "finish"), [("03-10", "2026-03-25"), ("03-27", "2026-03-27")]
)
def test_a_tool_that_said_open_later_is_not_believed_an_earlier_day(said_open, finish):
    rollout = Rollout().agreed().item(state=State.NOT_STARTED)
    rollout.changed("status", State.NOT_STARTED, State.IN_PROGRESS, on=day(said_open))
    rollout.changed("status", State.IN_PROGRESS, State.DONE, on=day("03-31"))
    rollout.changed("actual_finish", None, "2026-03-25", on=day("03-31"))

    [found] = rollout.judged(RULE, on=day("04-01"))

    assert found.numbers["finish"] == finish
