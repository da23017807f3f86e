"""REPORT-MISSING: a report that is due each week, or the minutes of a meeting, did not come."""

from datetime import date, timedelta
from typing import Any

import pytest

from hub.ball.chain import Links
from hub.ball.holders import Holders
from hub.model.commitments import GatePassed, Kind
from hub.model.event import Interval, Severity, Side
from hub.model.facts import Edition, EditionHeld, EditionRead, HistoryGapFound, State
from hub.model.meetings import MeetingCalled, MeetingHeld, MinutesPublished
from hub.model.runs import SourceConfigured
from hub.rules.series import missed
from tests.unit.rules.rollout import Rollout, day, noon

RULE = "REPORT-MISSING"
REPORTS = "workbook:reports"


def reported(
    *fridays: str, swapped: bool = False, profile: str = "weekly_report", due_from: str = ""
) -> Rollout:
    """Let a side send its report on some days."""
    rollout = Rollout(sides_swapped=swapped)
    at = Interval.at(noon(day("03-02")))
    content = {"side": rollout.side(Side.VENDOR).value, "profile": profile, "due_from": due_from}
    said: dict[str, Any] = {"subject": REPORTS, "entry": "", "occurred": at}
    configured = SourceConfigured(**said, kind="workbook", version="1", content=content)
    rollout.tell(configured, day("03-02"))
    for on in fridays:
        dated: dict[str, Any] = {"edition_on": day(on), "dated_by": "cell"}
        edition = Edition(series="reports", original=on, name="report", **dated)
        counts: dict[str, Any] = {"rows_in": 1, "mapped": 1, "quarantined": 0}
        said["occurred"] = Interval.at(noon(day(on)))
        read = EditionRead(**said, edition=edition, complete=True, **counts)
        rollout.tell(read, day(on), source=REPORTS)
    return rollout


def met(*, topic: str = "weekly", minutes: bool = False) -> Rollout:
    rollout = Rollout()
    said: dict[str, Any] = {"subject": "W1", "entry": "", "meeting": "W1"}
    said["occurred"] = Interval.at(noon(day("03-06")))
    call = MeetingCalled(**said, topic=topic, title="weekly", on=day("03-06"), invited=())
    rollout.tell(call, day("03-04"))
    rollout.tell(MeetingHeld(**said, on=day("03-06"), attended=()), day("03-06"))
    if minutes:
        rollout.tell(MinutesPublished(**said, lines=("all is well",)), day("03-06"))
    return rollout


@pytest.mark.parametrize(("swapped", "court"), [(False, "vendor:pm"), (True, "client:coordinator")])
def test_a_report_is_missing_two_working_days_after_its_day_on_either_side(swapped, court):
    rollout = reported("03-06", swapped=swapped)

    assert rollout.judged(RULE, on=day("03-16")) == []
    [found] = rollout.judged(RULE, on=day("03-17"))
    assert (found.severity, found.court, found.numbers["times"]) == (Severity.S3, court, 1)


def test_two_in_a_row_are_major():
    [found] = reported("03-06").judged(RULE, on=day("03-24"))

    assert (found.severity, found.numbers["times"]) == (Severity.S2, 2)


def test_a_report_that_came_clears_it():
    assert reported("03-06", "03-17").judged(RULE, on=day("03-18")) == []


def test_a_source_without_a_rhythm_is_not_waited_for():
    assert reported("03-06", profile="problem_list").judged(RULE, on=day("03-24")) == []


@pytest.mark.parametrize(("swapped", "court"), [(False, "vendor:pm"), (True, "client:coordinator")])
def test_a_source_that_never_sent_anything_is_missing_from_the_day_on_which_it_was_set_up(
    swapped, court
):
    rollout = reported(swapped=swapped)  # set up on Monday, 2 March

    assert rollout.judged(RULE, on=day("03-09")) == []
    [found] = rollout.judged(RULE, on=day("03-10"))
    assert (found.severity, found.court, found.since) == (Severity.S3, court, day("03-06"))
    assert rollout.judged(RULE, on=day("03-17"))[0].numbers["times"] == 2


def test_files_that_are_due_later_are_not_missing_before():
    rollout = reported(due_from="2026-03-14")

    assert rollout.judged(RULE, on=day("03-23")) == []
    assert [f.numbers["due"] for f in rollout.judged(RULE, on=day("03-24"))] == ["2026-03-20"]


def test_a_daily_reading_that_never_came_is_missing_from_the_first_day_of_the_window():
    [found] = daily().judged(RULE, on=day("03-13"))

    assert (found.numbers["due"], found.numbers["times"]) == ("2026-03-13", 2)


def test_a_source_that_failed_says_nothing():
    rollout = reported("03-06").read(on=day("03-17"), source=REPORTS, outcome="failed")

    assert rollout.judged(RULE, on=day("03-17")) == []


def test_minutes_come_on_the_next_working_day_or_are_the_lead_s_turn():
    assert met().judged(RULE, on=day("03-09")) == []
    assert [found.court for found in met().judged(RULE, on=day("03-10"))] == ["client:coordinator"]


def test_published_minutes_and_trainings_are_not_missed():
    assert met(minutes=True).judged(RULE, on=day("03-20")) == []
    assert met(topic="training").judged(RULE, on=day("03-20")) == []


def test_a_due_day_that_is_not_worked_moves_to_the_working_day_before_it():
    rollout = reported("03-27")  # Friday 3 April is worked, Monday 6 April is none

    assert rollout.judged(RULE, on=day("04-06")) == []
    [found] = rollout.judged(RULE, on=day("04-08"))
    assert found.numbers["due"] == "2026-04-03"


def test_a_plan_of_a_week_is_told_as_one():
    [found] = reported("03-06", profile="weekly_plan").judged(RULE, on=day("03-17"))

    assert found.numbers["what"] == "weekly_plan"


def daily(*days: str) -> Rollout:
    """Agree on go-live for 27 March, and let a reading come on some days."""
    rollout = reported(*days, profile="readiness")
    return rollout.agreed("GO", kind=Kind.MILESTONE, topic="go_live", finish_on=day("03-27"))


def test_in_the_window_a_day_without_its_reading_is_major_on_that_day():
    [found] = daily("03-12", "03-13").judged(RULE, on=day("03-16"))

    assert (found.severity, found.numbers["what"]) == (Severity.S2, "daily_readiness")
    assert found.numbers["due"] == "2026-03-16"


@pytest.mark.parametrize("on", ["03-13", "03-15"])
def test_a_reading_that_came_and_a_weekend_are_none(on):
    assert daily("03-12", "03-13").judged(RULE, on=day(on)) == []


def test_before_the_window_no_reading_is_due():
    assert daily("03-02").judged(RULE, on=day("03-10")) == []


def test_a_file_that_was_received_and_not_loaded_counts():
    rollout = reported("03-06")
    edition = Edition(
        series="reports", original="x", name="report", edition_on=day("03-13"), dated_by="cell"
    )
    at = Interval.at(noon(day("03-13")))
    held = EditionHeld(subject=REPORTS, entry="", occurred=at, edition=edition, reason="held_empty")
    rollout.tell(held, day("03-13"), source=REPORTS)

    assert rollout.judged(RULE, on=day("03-17")) == []


def owed(topic: str = "inspection", *, swapped: bool = False, **terms: Any) -> Rollout:
    """Let a side owe a report of its own from Monday, 2 March on."""
    rollout = Rollout(sides_swapped=swapped)
    content = {"kind": Kind.REPORT, "topic": topic, "title": "report", "unit": "it"} | terms
    content["side"] = rollout.side(Side.VENDOR)
    return rollout.raised("R1", **{"finish_on": None, **content})


def given(rollout: Rollout, on: str, verdict: str = "") -> Rollout:
    return rollout.shown("file_hash", on=day(on), verdict=verdict, key="R1")


@pytest.mark.parametrize(("swapped", "court"), [(False, "vendor:it"), (True, "client:it")])
def test_an_inspection_is_due_in_each_week_and_a_working_day_after_it_missing(swapped, court):
    rollout = given(owed(swapped=swapped), "03-04")

    assert rollout.judged(RULE, on=day("03-16")) == []
    [found] = rollout.judged(RULE, on=day("03-17"))
    assert (found.severity, found.court, found.about_key) == (Severity.S3, court, "R1")
    assert (found.numbers["what"], found.numbers["due"]) == ("inspection", "2026-03-13")
    assert rollout.judged(RULE, on=day("03-24"))[0].severity is Severity.S2
    assert given(rollout, "03-17").judged(RULE, on=day("03-18")) == []


@pytest.mark.parametrize(
    ("topic", "due"),
    [
        ("month_evaluation", "2026-04-08"),  # 6 April is a holiday
        ("briefing", "2026-04-08"),
        ("retrospective", "2026-04-08"),
        ("full_evaluation", "2026-07-07"),
    ],
)
def test_a_pack_is_due_five_working_days_after_its_period(topic, due):
    rollout, on = owed(topic), date.fromisoformat(due)

    assert rollout.judged(RULE, on=on) == []
    [found] = rollout.judged(RULE, on=on + timedelta(days=1))
    assert (found.numbers["what"], found.numbers["due"], found.numbers["times"]) == (topic, due, 1)


def test_a_pack_speaks_of_the_period_whose_day_it_bears():
    assert given(owed("month_evaluation"), "04-07").judged(RULE, on=day("05-08")) == []
    [found] = given(owed("month_evaluation"), "04-07").judged(RULE, on=day("05-20"))

    assert (found.numbers["times"], found.numbers["due"]) == (1, "2026-05-11")


def test_what_was_sent_back_as_incomplete_was_not_received():
    rollout = given(owed("month_evaluation"), "04-07", "returned")

    assert len(rollout.judged(RULE, on=day("04-09"))) == 1


def test_a_report_that_is_not_owed_any_more_is_not_missing():
    rollout = owed(finish_on=day("03-10"))

    assert [f.numbers["due"] for f in rollout.judged(RULE, on=day("03-30"))] == ["2026-03-06"]


def test_a_report_that_is_owed_once_is_due_on_its_day():
    rollout = owed("audit", finish_on=day("03-10"))

    assert rollout.judged(RULE, on=day("03-11")) == []
    assert [f.numbers["what"] for f in rollout.judged(RULE, on=day("03-12"))] == ["audit"]
    assert given(rollout, "03-12").judged(RULE, on=day("03-12")) == []


def known_from(*sources: str, on: str = "03-17") -> Rollout:
    """Let some sources show a task that should have begun; the weekly report came once."""
    rollout = reported("03-06").agreed()
    for source in sources:
        rollout.item(source=source, on=day("03-06"))
        if source != REPORTS:
            rollout.read(on=day(on), source=source)
    return rollout


def test_what_a_missing_report_would_have_told_is_unknown():
    rollout = known_from(REPORTS)

    assert [f.rule for f in rollout.all_judged(on=day("03-16"))] == ["LATE-START"]
    assert [f.rule for f in rollout.all_judged(on=day("03-17"))] == ["REPORT-MISSING"]
    assert rollout.abstains("LATE-START", on=day("03-17"))


def test_who_sends_no_report_is_not_spared_what_the_tool_shows():
    found = known_from(REPORTS, "jira:V").all_judged(on=day("03-17"))

    assert [f.rule for f in found] == ["LATE-START", "REPORT-MISSING"]


def test_a_report_that_was_received_and_not_loaded_tells_nothing():
    rollout = known_from(REPORTS)
    dated: dict[str, Any] = {"edition_on": day("03-13"), "dated_by": "cell"}
    edition = Edition(series="reports", original="x", name="report", **dated)
    said: dict[str, Any] = {"subject": REPORTS, "entry": ""}
    event = EditionHeld(
        **said, occurred=Interval.at(noon(day("03-13"))), edition=edition, reason=""
    )
    rollout.tell(event, day("03-13"), source=REPORTS)

    assert rollout.all_judged(on=day("03-17")) == []
    assert rollout.abstains("LATE-START", on=day("03-17"))


def test_since_the_last_report_nobody_knows_who_has_the_ball():
    context = known_from(REPORTS).context(day("03-17"))
    links = Links(context)
    [link] = [each for each in links.all.values() if each.owed.key == "T1"]

    runs = Holders(links).timeline(link, links.number(day("03-17")))

    assert [who for _, _, who in runs] == ["vendor:pm", "unknown"]
    assert runs[-1][0] == links.number(day("03-06"))


def test_what_only_the_missing_report_told_of_an_item_is_unknown_though_a_tool_tells_of_it():
    rollout = reported("03-06").agreed()
    rollout.item(source=REPORTS, on=day("03-06"), state=State.IN_PROGRESS, percent=25)
    rollout.item(on=day("03-06"), state=State.IN_PROGRESS).read(on=day("03-18"))

    assert rollout.judged("BEHIND-EXPECTED", on=day("03-18")) == []
    assert rollout.abstains("BEHIND-EXPECTED", on=day("03-18"))
    assert not rollout.abstains("LATE-START", on=day("03-18"))


@pytest.mark.parametrize(("live_on", "expected"), [("", ["03-20", "03-23"]), ("03-20", [])])
def test_after_go_live_no_daily_reading_is_due(live_on, expected):
    rollout = reported("03-19", profile="readiness")
    rollout.agreed("GO", kind=Kind.MILESTONE, topic="go_live", finish_on=day("03-24"))
    if live_on:
        said: dict[str, Any] = {"subject": "plan/GO", "entry": ""}
        at = Interval.at(noon(day(live_on)))
        rollout.tell(GatePassed(**said, occurred=at, on=day(live_on)), day(live_on))

    context = rollout.context(day("03-25"))

    missing = missed(context, context.world.source(REPORTS))
    assert [f"{each:%m-%d}" for each in missing[::-1]] == expected
    assert context.is_unheard(REPORTS) is bool(expected)


def test_a_day_that_only_the_missing_report_told_does_not_hide_that_it_slips():
    rollout = reported("03-06").agreed(finish_on=day("03-13"))
    rollout.item(source=REPORTS, on=day("03-06"), state=State.IN_PROGRESS, due="2026-03-13")
    rollout.item(on=day("03-06"), state=State.IN_PROGRESS).read(on=day("03-20"))

    [found] = rollout.judged("SCHEDULE-SLIP", on=day("03-20"))

    assert found.numbers["slip_wd"] == 5


def test_a_gap_in_a_series_of_which_a_file_is_due_is_not_judged():
    rollout = known_from(REPORTS)
    gap = HistoryGapFound(
        subject="T1",
        entry="",
        occurred=Interval.at(noon(day("03-06"))),
        field="due",
        expected="2026-03-20",
        found="2026-03-25",
    )
    rollout.tell(gap, day("03-06"), source=REPORTS)

    assert len(rollout.judged("HISTORY-GAP", on=day("03-16"))) == 1
    assert rollout.abstains("HISTORY-GAP", on=day("03-17"))
