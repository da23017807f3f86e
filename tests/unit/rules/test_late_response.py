"""LATE-RESPONSE: a problem is not resolved, or a flag not answered, within the agreed days."""

from typing import Any

import pytest

from hub.model.commitments import CommitmentMet, Kind
from hub.model.decisions import DecisionAsked
from hub.model.event import Interval, Severity, Side
from hub.model.flags import ItemFlagged, VendorReplied
from tests.unit.rules.rollout import Rollout, day, noon

RULE = "LATE-RESPONSE"


def said(on: str, subject: str) -> dict[str, Any]:
    return {"subject": subject, "entry": "", "occurred": Interval.at(noon(day(on)))}


def problem(*, swapped: bool = False, origin: str = "", **terms: Any) -> Rollout:
    """Raise a problem of the vendor's on 2 March."""
    rollout = Rollout(sides_swapped=swapped)
    content: dict[str, Any] = {
        "kind": Kind.PROBLEM,
        "side": rollout.side(Side.VENDOR),
        "finish_on": None,
    } | terms
    return rollout.raised("P1", origin=origin, **content)


def flagged(*, replied: bool = False) -> Rollout:
    rollout = Rollout().agreed().item()
    case = next(iter(rollout.context(day("03-02")).in_force))
    ask: dict[str, Any] = {"flag": "F1", "party": "v", "sentence": "why?", "reply_by": day("03-05")}
    rollout.tell(ItemFlagged(**said("03-03", "F1"), commitment=case, **ask), day("03-03"))
    if replied:
        reply = VendorReplied(**said("03-05", "F1"), flag="F1", answer="disagree", words="no")
        rollout.tell(reply, day("03-05"))
    return rollout


@pytest.mark.parametrize(("swapped", "court"), [(False, "vendor:pm"), (True, "client:coordinator")])
def test_a_problem_is_resolved_in_five_days_or_found_on_either_side(swapped, court):
    rollout = problem(swapped=swapped)

    assert rollout.judged(RULE, on=day("03-09")) == []
    [found] = rollout.judged(RULE, on=day("03-10"))
    assert (found.severity, found.court, found.numbers["late_wd"]) == (Severity.S3, court, 1)


def test_after_twice_the_days_it_is_major():
    [found] = problem().judged(RULE, on=day("03-16"))

    assert found.severity is Severity.S2


def test_an_agreed_date_counts_instead_of_the_usual_days():
    rollout = problem(finish_on=day("03-20"))

    assert rollout.judged(RULE, on=day("03-20")) == []
    assert len(rollout.judged(RULE, on=day("03-23"))) == 1


def test_a_resolved_problem_clears_it():
    rollout = problem()
    rollout.tell(CommitmentMet(**said("03-11", "plan/P1"), on=day("03-11")), day("03-11"))

    assert rollout.judged(RULE, on=day("03-12")) == []


def test_the_clock_rests_while_a_decision_is_open():
    rollout = problem()
    ask: dict[str, Any] = {
        "question": "?",
        "options": ("a",),
        "of": "client:sponsor",
        "concerns": ("P1",),
    }
    rollout.tell(DecisionAsked(**said("03-04", "Q1"), decision="Q1", **ask), day("03-04"))

    assert rollout.judged(RULE, on=day("03-20")) == []


def test_a_demand_waits_for_its_decision():
    assert problem(origin="demand:P1").judged(RULE, on=day("03-20")) == []


def test_a_flag_is_answered_by_its_day_or_found():
    assert flagged().judged(RULE, on=day("03-05")) == []
    assert [found.court for found in flagged().judged(RULE, on=day("03-06"))] == ["vendor:pm"]


def test_a_reply_clears_it():
    assert flagged(replied=True).judged(RULE, on=day("03-20")) == []
