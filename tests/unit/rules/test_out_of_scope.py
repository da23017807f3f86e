"""OUT-OF-SCOPE: a demand, or work, without a line of contract, blueprint or plan."""

from typing import Any

from hub.model.commitments import Kind
from hub.model.decisions import DecisionAnswered, DecisionAsked
from hub.model.event import Interval, Severity, Side
from hub.model.facts import State
from tests.unit.rules.rollout import Rollout, day, noon

RULE = "OUT-OF-SCOPE"


def demanded(kind: Kind = Kind.HARDWARE, **terms) -> Rollout:
    return Rollout().raised("H1", kind=kind, origin="demand:warehouse", **terms)


def asked(rollout: Rollout, *, answered: bool) -> Rollout:
    said: dict[str, Any] = {
        "subject": "Q1",
        "entry": "",
        "occurred": Interval.at(noon(day("03-04"))),
    }
    question = DecisionAsked(
        **said,
        decision="Q1",
        question="six printers?",
        options=("buy", "do without"),
        of="client:sponsor",
        concerns=("H1",),
    )
    rollout.tell(question, day("03-04"))
    if answered:
        rollout.tell(DecisionAnswered(**said, decision="Q1", option="buy"), day("03-05"))
    return rollout


def test_a_demand_for_hardware_is_major_and_its_raisers_turn():
    [found] = demanded(unit="warehouse").judged(RULE, on=day("03-03"))

    assert (found.severity, found.court) == (Severity.S2, "client:warehouse")
    assert found.numbers["subtype"] == "hardware"


def test_once_asked_the_decision_is_the_sponsors_turn():
    [found] = asked(demanded(), answered=False).judged(RULE, on=day("03-04"))

    assert found.court == "client:sponsor"


def test_a_decision_settles_it():
    assert asked(demanded(), answered=True).judged(RULE, on=day("03-06")) == []


def test_a_vendor_that_adds_work_is_told_the_same():
    [found] = demanded(Kind.SCOPE, side=Side.VENDOR).judged(RULE, on=day("03-03"))

    assert (found.severity, found.court) == (Severity.S3, "vendor:pm")


def test_what_is_raised_in_the_ordinary_way_is_no_demand():
    assert Rollout().raised("D1").judged(RULE, on=day("03-03")) == []


def test_unplanned_work_above_a_tenth_of_the_weeks_finished_items_is_found():
    rollout = Rollout().agreed().item(state=State.DONE).item("EXTRA", state=State.DONE)

    [found] = rollout.judged(RULE, on=day("03-03"))

    assert found.numbers == {
        "subtype": "unplanned",
        "title": "EXTRA",
    }


def test_planned_work_alone_is_in_scope():
    rollout = Rollout().agreed().item(state=State.DONE)

    assert rollout.judged(RULE, on=day("03-03")) == []
