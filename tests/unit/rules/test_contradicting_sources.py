"""CONTRADICTING-SOURCES: two sources say different things about one commitment at the same time."""

from datetime import timedelta
from typing import Any

import pytest

from hub.model.decisions import DecisionAnswered, DecisionAsked
from hub.model.event import Interval, Severity, Side
from hub.model.facts import State
from tests.unit.rules.rollout import Rollout, day, noon

RULE = "CONTRADICTING-SOURCES"
REPORT = "workbook:report"


def both(jira: dict, report: dict) -> Rollout:
    rollout = Rollout().agreed()
    rollout.item(**{"state": State.IN_PROGRESS, **jira})
    rollout.item(**{"state": State.IN_PROGRESS, "source": REPORT, **report})
    return rollout.read(on=day("03-06")).read(on=day("03-06"), source=REPORT)


def test_the_same_in_both_is_silent():
    assert both({"percent": 40}, {"percent": 50}).judged(RULE, on=day("03-06")) == []


def test_done_against_open_is_major():
    [found] = both({"state": State.DONE}, {}).judged(RULE, on=day("03-06"))

    assert (found.severity, found.numbers["what"]) == (Severity.S2, "status")
    assert {found.operands["one"][0].value, found.operands["other"][0].value} == {
        "done",
        "in_progress",
    }


@pytest.mark.parametrize(("percent", "expected"), [(59, 0), (60, 1)])
def test_twenty_points_apart_contradict(percent, expected):
    found = both({"percent": 40}, {"percent": percent}).judged(RULE, on=day("03-06"))

    assert len(found) == expected


@pytest.mark.parametrize(("due", "expected"), [("2026-03-23", 0), ("2026-03-24", 1)])
def test_two_working_days_apart_contradict(due, expected):
    found = both({"due": "2026-03-20"}, {"due": due}).judged(RULE, on=day("03-06"))

    assert len(found) == expected


def test_what_one_source_says_after_the_others_cut_off_is_not_compared():
    rollout = both({}, {})
    rollout.changed("status", State.IN_PROGRESS, State.DONE, on=day("03-09")).read(on=day("03-09"))

    assert rollout.judged(RULE, on=day("03-09")) == []


def test_one_keeper_answers_for_both_and_two_are_the_coordinators_turn():
    [same] = both({"state": State.DONE}, {}).judged(RULE, on=day("03-06"))
    rollout = Rollout().agreed().item(state=State.DONE)
    rollout.item(state=State.IN_PROGRESS, source=REPORT)
    rollout.read(on=day("03-06")).read(on=day("03-06"), source=REPORT, side=Side.CLIENT)
    [apart] = rollout.judged(RULE, on=day("03-06"))

    assert (same.court, apart.court) == ("vendor:pm", "client:coordinator")


def test_a_failed_source_contradicts_nobody():
    rollout = both({"state": State.DONE}, {}).read(on=day("03-07"), outcome="failed")

    assert rollout.judged(RULE, on=day("03-07")) == []
    assert rollout.abstains(RULE, on=day("03-07"))


@pytest.mark.parametrize(("done_on", "expected"), [("03-12", 1), ("03-13", 0)])
def test_what_changed_on_the_day_of_a_report_may_have_come_after_it_was_written(done_on, expected):
    rollout = Rollout().agreed().item(state=State.IN_PROGRESS)
    rollout.item(source=REPORT, state=State.IN_PROGRESS, on=day("03-06"))
    at = noon(day(done_on)) - timedelta(hours=1)
    rollout.changed("status", State.IN_PROGRESS, State.DONE, on=day(done_on), at=at)
    rollout.edition(on=day("03-13"), source=REPORT).read(on=day("03-16"))

    assert len(rollout.judged(RULE, on=day("03-16"))) == expected


def decided(rollout: Rollout, on: str) -> Rollout:
    said: dict[str, Any] = {"subject": "D1", "entry": "", "occurred": Interval.at(noon(day(on)))}
    asked: dict[str, Any] = {"question": "which one?", "options": ("jira",), "of": "client:sponsor"}
    event = DecisionAsked(**said, **asked, decision="D1", concerns=("T1",))
    rollout.tell(event, day(on))
    rollout.tell(DecisionAnswered(**said, decision="D1", option="jira"), day(on))
    return rollout


@pytest.mark.parametrize(("on", "expected"), [("03-01", 1), ("03-03", 0)])
def test_a_decision_settles_what_was_said_before_it(on, expected):
    rollout = decided(both({"percent": 40}, {"percent": 60}), on)

    assert len(rollout.judged(RULE, on=day("03-06"))) == expected


@pytest.mark.parametrize(("on", "expected"), [("03-10", 1), ("03-06", 0)])
def test_what_a_file_said_more_than_three_days_before_is_not_held_against_another(on, expected):
    rollout = Rollout().agreed()
    for number, source in enumerate(("workbook:weekly", "workbook:other")):
        rollout.item(source=source, percent=40 + 30 * number)
    rollout.edition(on=day(on), source="workbook:weekly")
    rollout.edition(on=day("03-13"), source="workbook:other")
    rollout.edition(on=day("03-20"), source="workbook:weekly")

    assert len(rollout.judged(RULE, on=day("03-20"))) == expected


def test_a_decision_settles_a_field_of_two_sources_whatever_they_say_of_it_later():
    rollout = both({"percent": 40, "due": "2026-03-20"}, {"percent": 60, "due": "2026-03-20"})
    rollout.night(day("03-06"))
    decided(rollout, "03-09")
    rollout.changed("percent", 60, 65, on=day("03-10"), source=REPORT)
    rollout.changed("due", "2026-03-20", "2026-03-27", on=day("03-10"), source=REPORT)
    rollout.read(on=day("03-11")).read(on=day("03-11"), source=REPORT)

    assert [f.numbers["what"] for f in rollout.judged(RULE, on=day("03-11"))] == ["due"]


def test_a_decision_after_an_episode_was_over_settles_nothing_of_the_next_one():
    rollout = both({"percent": 40}, {"percent": 60})
    rollout.night(day("03-06"))
    rollout.changed("percent", 60, 45, on=day("03-09"), source=REPORT)
    for on in ("03-09", "03-10"):
        rollout.read(on=day(on)).read(on=day(on), source=REPORT)
        rollout.night(day(on))
    decided(rollout, "03-16")
    rollout.changed("percent", 45, 70, on=day("03-17"), source=REPORT)
    rollout.read(on=day("03-17")).read(on=day("03-17"), source=REPORT)

    assert len(rollout.judged(RULE, on=day("03-17"))) == 1
