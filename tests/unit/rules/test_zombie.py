"""ZOMBIE: said to be in progress, and nothing happens to it."""

import pytest

from hub.model.event import Interval, Severity
from hub.model.facts import AnnotationRecorded, State
from tests.unit.rules.rollout import Rollout, day, noon

RULE = "ZOMBIE"


def resting(*, swapped: bool = False, state: State = State.IN_PROGRESS) -> Rollout:
    rollout = Rollout(sides_swapped=swapped).agreed(finish_on=day("04-30"))
    return rollout.item(state=state, percent=40)


def commented(rollout: Rollout, body: str) -> Rollout:
    at = Interval.at(noon(day("03-12")))
    comment = AnnotationRecorded(
        subject="T1", entry="", occurred=at, kind="comment", id="1", body=body
    )
    rollout.tell(comment, day("03-12"), source="jira:V")
    return rollout


@pytest.mark.parametrize(("swapped", "court"), [(False, "vendor:pm"), (True, "client:coordinator")])
def test_ten_days_without_a_sign_are_found_on_either_side(swapped, court):
    rollout = resting(swapped=swapped)

    assert rollout.judged(RULE, on=day("03-13")) == []
    [found] = rollout.judged(RULE, on=day("03-16"))
    assert (found.severity, found.court, found.numbers["idle_wd"]) == (Severity.S3, court, 10)


def overdue(*, begun: str = "03-02", last: str = "04-02") -> Rollout:
    """Let work begin on one day, and say something again on another."""
    rollout = Rollout().agreed(finish_on=day("03-13"))
    rollout.item(on=day(begun), state=State.IN_PROGRESS, percent=40)
    return rollout.changed("percent", 40, 50, on=day(last))


def test_what_is_older_than_usual_may_rest_for_five_days():
    assert overdue().judged(RULE, on=day("04-09")) == []

    [found] = overdue().judged(RULE, on=day("04-10"))

    assert (found.numbers["age_wd"], found.numbers["usual_wd"], found.numbers["idle_wd"]) == (
        28,
        20,
        5,
    )
    assert found.sentence == "aged"


def test_what_is_not_due_yet_or_no_older_than_usual_may_rest_for_ten():
    assert (
        overdue().agreed(on=day("03-03"), finish_on=day("04-30")).judged(RULE, on=day("04-10"))
        == []
    )
    assert overdue(begun="03-16").judged(RULE, on=day("04-10")) == []


def test_thirty_finished_ones_tell_what_is_usual():
    rollout = overdue(begun="03-16")
    for number in range(30):
        key = f"F{number:02}"
        rollout.agreed(key, finish_on=day("03-13"))
        rollout.item(key, on=day("03-02"), state=State.IN_PROGRESS)
        rollout.shown("demo_or_test_record", on=day("03-06"), verdict="accepted", key=key)

    [found] = [f for f in rollout.judged(RULE, on=day("04-10")) if f.about_key == "T1"]

    assert found.numbers["usual_wd"] == 4


@pytest.mark.parametrize("state", [State.NOT_STARTED, State.BLOCKED, State.DONE])
def test_what_is_not_in_progress_may_rest(state):
    assert resting(state=state).judged(RULE, on=day("03-27")) == []


def test_a_comment_with_text_is_a_sign_and_an_empty_one_is_none():
    assert commented(resting(), "hash of a text").judged(RULE, on=day("03-17")) == []
    assert len(commented(resting(), "").judged(RULE, on=day("03-17"))) == 1


def test_what_another_source_tells_of_it_is_a_sign():
    rollout = resting().item(on=day("03-12"), source="jira:W", state=State.IN_PROGRESS)

    assert rollout.judged(RULE, on=day("03-17")) == []


def test_evidence_is_a_sign():
    assert resting().shown("record", on=day("03-12")).judged(RULE, on=day("03-17")) == []


def test_what_rests_because_nobody_judges_it_is_the_reviewer_s_turn():
    rollout = resting().shown("demo_or_test_record", on=day("03-04"))

    [found] = rollout.judged(RULE, on=day("03-18"))

    assert found.court == "client:coordinator"


def test_a_change_clears_it():
    rollout = resting().changed("percent", 40, 50, on=day("03-17"))

    assert rollout.judged(RULE, on=day("03-17")) == []


def test_it_says_what_the_stalled_percent_would():
    codes = {found.rule for found in resting().all_judged(on=day("03-17"))}

    assert RULE in codes
    assert "STALLED-PERCENT" not in codes


def test_a_failed_source_says_nothing():
    rollout = resting().read(on=day("03-17"), outcome="failed")

    assert rollout.abstains(RULE, on=day("03-17"))


def test_a_report_that_only_repeats_what_the_tool_said_is_no_sign():
    rollout = resting().configured("workbook:reports")
    rollout.item(on=day("03-06"), source="workbook:reports", state=State.IN_PROGRESS, percent=30)
    rollout.edition(on=day("03-06")).edition(on=day("03-13"))
    rollout.changed("percent", 30, 40, on=day("03-13"), source="workbook:reports")
    assert len(rollout.judged(RULE, on=day("03-16"))) == 1

    rollout.changed("percent", 40, 45, on=day("03-16"), source="workbook:reports")

    assert rollout.judged(RULE, on=day("03-16")) == []
