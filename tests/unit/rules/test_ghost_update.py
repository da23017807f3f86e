"""GHOST-UPDATE: an item is touched again and again, and nothing about it is said."""

from typing import Any

import pytest

from hub.model.event import Interval, Severity
from hub.model.facts import AnnotationRecorded, State, WorkItemMembersChanged
from tests.unit.rules.rollout import Rollout, day, noon

RULE = "GHOST-UPDATE"


def idle(*, swapped: bool = False) -> Rollout:
    """Show an item in progress that last said something on 2 March."""
    rollout = Rollout(sides_swapped=swapped).agreed(finish_on=day("04-30")).configured("jira:V")
    return rollout.item(state=State.IN_PROGRESS, percent=40)


def labelled(rollout: Rollout, *days: str, actor: str = "account-1") -> Rollout:
    for on in days:
        said: dict[str, Any] = {
            "subject": "T1",
            "entry": "",
            "occurred": Interval.at(noon(day(on))),
        }
        event = WorkItemMembersChanged(**said, actor=actor, field="labels", added=[on])
        rollout.tell(event, day(on), source="jira:V")
    return rollout


def commented(rollout: Rollout, on: str, body: str) -> Rollout:
    said: dict[str, Any] = {"subject": "T1", "entry": "", "occurred": Interval.at(noon(day(on)))}
    rollout.tell(
        AnnotationRecorded(**said, kind="comment", id=on, body=body), day(on), source="jira:V"
    )
    return rollout


@pytest.mark.parametrize(("swapped", "court"), [(False, "vendor:pm"), (True, "client:coordinator")])
def test_three_touches_without_content_are_a_notice_on_either_side(swapped, court):
    rollout = labelled(idle(swapped=swapped), "03-05", "03-10", "03-16")

    [found] = rollout.judged(RULE, on=day("03-17"))

    assert (found.severity, found.court, found.numbers["times"]) == (Severity.S4, court, 3)


def test_two_are_none():
    assert labelled(idle(), "03-05", "03-10").judged(RULE, on=day("03-17")) == []


def test_before_the_item_counts_as_lifeless_nothing_is_said():
    assert labelled(idle(), "03-05", "03-10", "03-12").judged(RULE, on=day("03-13")) == []


def test_comments_without_text_are_touches_and_one_with_text_is_a_sign_of_life():
    rollout = labelled(idle(), "03-05", "03-10")

    assert len(commented(rollout, "03-16", "").judged(RULE, on=day("03-17"))) == 1
    assert commented(rollout, "03-17", "sha").judged(RULE, on=day("03-17")) == []


def test_what_an_automation_touches_is_nobody_s_update():
    rollout = idle().configured("jira:V", automation=["robot"])

    assert (
        labelled(rollout, "03-05", "03-10", "03-16", actor="robot").judged(RULE, on=day("03-17"))
        == []
    )


def test_touches_of_long_ago_do_not_count():
    rollout = labelled(idle(), "03-04", "03-05", "03-26")

    assert rollout.judged(RULE, on=day("03-27")) == []


def test_a_percent_clears_it():
    rollout = labelled(idle(), "03-05", "03-10", "03-16").changed(
        "percent", 40, 50, on=day("03-17")
    )

    assert rollout.judged(RULE, on=day("03-17")) == []


def test_it_becomes_a_detail_of_the_lifeless_item():
    found = labelled(idle(), "03-05", "03-10", "03-16").all_judged(on=day("03-17"))

    [zombie] = [each for each in found if each.rule == "ZOMBIE"]
    assert zombie.absorbed == ("GHOST-UPDATE", "STALLED-PERCENT")
    assert RULE not in {each.rule for each in found}
