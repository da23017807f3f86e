"""REJECTED-BUT-DONE: what was shown was rejected, and the source still says done."""

from typing import Any

import pytest

from hub.model.commitments import NoticeSent
from hub.model.event import Interval, Severity
from hub.model.facts import State
from tests.unit.rules.rollout import Rollout, day, noon

RULE = "REJECTED-BUT-DONE"


def rejected(*, swapped: bool = False, told: bool = True, state: State = State.DONE) -> Rollout:
    """Reject on 9 March what was said to be done, and tell it."""
    rollout = Rollout(sides_swapped=swapped).agreed(needs=("record",)).item(state=state)
    rollout.shown("record", on=day("03-09"), verdict="rejected")
    said: dict[str, Any] = {"subject": "plan/T1", "entry": ""}
    notice = NoticeSent(**said, occurred=Interval.at(noon(day("03-09"))), to="?", words="rejected")
    if told:
        rollout.tell(notice, day("03-09"))
    return rollout


@pytest.mark.parametrize(("swapped", "court"), [(False, "vendor:pm"), (True, "client:coordinator")])
def test_done_two_days_after_the_rejection_is_found_on_either_side(swapped, court):
    rollout = rejected(swapped=swapped)

    assert rollout.judged(RULE, on=day("03-10")) == []
    [found] = rollout.judged(RULE, on=day("03-11"))
    assert (found.severity, found.court) == (Severity.S2, court)


def test_until_it_was_told_it_is_the_turn_of_who_rejected():
    [found] = rejected(told=False).judged(RULE, on=day("03-11"))

    assert found.court == "client:coordinator"


def test_what_is_open_again_clears_it():
    rollout = rejected().changed("status", State.DONE, State.IN_PROGRESS, on=day("03-11"))

    assert rollout.judged(RULE, on=day("03-12")) == []


def test_what_was_shown_again_waits_for_its_verdict():
    assert rejected().shown("record", on=day("03-11")).judged(RULE, on=day("03-16")) == []


def test_work_in_progress_may_be_rejected():
    assert rejected(state=State.IN_PROGRESS).judged(RULE, on=day("03-16")) == []


def test_it_takes_the_place_of_the_missing_evidence():
    codes = {found.rule for found in rejected().all_judged(on=day("03-16"))}

    assert RULE in codes
    assert "CLAIM-WITHOUT-EVIDENCE" not in codes


def test_a_failed_source_says_nothing():
    rollout = rejected().read(on=day("03-11"), outcome="failed")

    assert rollout.abstains(RULE, on=day("03-12"))
