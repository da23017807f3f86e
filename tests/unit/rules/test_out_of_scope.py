"""OUT-OF-SCOPE: a demand, or work, without a line of contract, blueprint or plan."""

from typing import Any

import pytest
from msgspec.structs import replace

from hub.model.commitments import Kind
from hub.model.decisions import DecisionAnswered, DecisionAsked
from hub.model.event import Interval, Severity, Side
from hub.model.facts import State
from hub.model.findings import Conclusion
from hub.model.parties import RoleAssigned
from hub.model.people import Role
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


def subtypes(rollout: Rollout, on: str = "03-04") -> list[tuple[str, str]]:
    return [(str(f.numbers["subtype"]), f.court) for f in rollout.judged(RULE, on=day(on))]


def test_small_demands_of_a_unit_are_told_together():
    rollout = demanded(Kind.SCOPE, weight=0.25)
    rollout.raised("H2", kind=Kind.SCOPE, origin="demand:warehouse", weight=0.4)
    rollout.raised("H3", kind=Kind.SCOPE, origin="demand:warehouse", weight=0.5)

    found = {
        f.numbers["subtype"]: f.numbers["title"] for f in rollout.judged(RULE, on=day("03-03"))
    }

    assert found == {"clarifications": "H1, H2", "demand": "duty H3"}


def test_a_demand_that_refers_to_a_line_is_in_scope_and_one_that_refers_to_none_is_not():
    rollout = demanded(Kind.PROBLEM, refers_to="s-1").agreed("S-1", kind=Kind.SCOPE)

    assert subtypes(rollout) == []
    assert subtypes(demanded(Kind.PROBLEM, refers_to="S-9").agreed("S-1", kind=Kind.SCOPE)) == [
        ("demand", "client:coordinator")
    ]


def test_who_of_the_other_side_has_raised_it_is_told():
    rollout = Rollout()
    at = Interval.at(noon(day("03-02")))
    pm = RoleAssigned(
        subject="vendor:vendor_pm:",
        entry="",
        occurred=at,
        person="p:pm",
        role=Role.VENDOR_PM,
        side=Side.VENDOR,
    )
    rollout.tell(pm, day("03-02"))
    rollout.raised("H1", kind=Kind.HARDWARE, origin="demand:contract")
    rollout.tell(replace(rollout.events.pop(), actor="p:pm"), day("03-02"))

    assert subtypes(rollout) == [("hardware", "vendor:pm")]


def planned(*, swapped: bool = False, **terms: Any) -> Rollout:
    """Agree on a line of the contract, on work for it, and on other work."""
    rollout = Rollout(sides_swapped=swapped)
    rollout.agreed("S-1", kind=Kind.SCOPE).agreed("T1", refers_to="S-1")
    return rollout.agreed("T2", unit="mes", **terms)


@pytest.mark.parametrize(("swapped", "court"), [(False, "vendor:mes"), (True, "client:mes")])
@pytest.mark.parametrize("reference", ["", "S-9"])
def test_agreed_work_without_a_line_is_found_on_either_side(swapped, court, reference):
    rollout = planned(swapped=swapped, refers_to=reference)

    assert subtypes(rollout) == [("work", court)]


@pytest.mark.parametrize("reference", ["S-1", "plan/s-1", "S-9；S-1"])
def test_work_with_a_line_is_in_scope(reference):
    assert subtypes(planned(refers_to=reference)) == []


def test_a_plan_that_refers_to_nothing_says_nothing():
    assert subtypes(Rollout().agreed("S-1", kind=Kind.SCOPE).agreed("T1").agreed("T2")) == []


def test_without_lines_on_record_no_reference_is_unknown():
    assert subtypes(Rollout().agreed("T1", refers_to="S-1")) == []


@pytest.mark.parametrize("terms", [{"topic": "internal"}, {"kind": Kind.DUTY}])
def test_what_is_nobody_s_function_needs_no_line(terms):
    assert subtypes(planned(**terms)) == []


def test_accepted_or_decided_work_is_settled():
    accepted = planned().shown("demo_or_test_record", on=day("03-03"), verdict="accepted", key="T2")
    assert subtypes(accepted) == []
    said: dict[str, Any] = {"subject": "Q1", "entry": "", "decision": "Q1"}
    said |= {"occurred": Interval.at(noon(day("03-04")))}
    rollout = planned()
    ask: dict[str, Any] = {"question": "?", "options": ("a",), "of": "client:sponsor"}
    rollout.tell(DecisionAsked(**said, **ask, concerns=("T2",)), day("03-04"))
    rollout.tell(DecisionAnswered(**said, option="a"), day("03-04"))
    assert subtypes(rollout) == []


def test_small_work_without_a_line_is_told_together():
    assert subtypes(planned(weight=0.25)) == [("clarifications", "vendor:mes")]


@pytest.mark.parametrize(("swapped", "court"), [(False, "vendor:pm"), (True, "client:coordinator")])
def test_a_work_item_that_refers_to_no_known_line_is_found_on_either_side(swapped, court):
    rollout = planned(swapped=swapped, refers_to="S-1").read(on=day("03-04"))
    rollout.item("X1", refers_to="S-9").item("X2", refers_to="S-1").item("X3")

    assert subtypes(rollout) == [("work", court)]


def unplanned(**fields: Any) -> Rollout:
    """Finish one thing that is agreed and one that is not."""
    rollout = Rollout().agreed().item(state=State.DONE)
    return rollout.item("EXTRA", state=State.DONE, **fields)


def found_of(rollout: Rollout) -> list[Conclusion]:
    return rollout.judged(RULE, on=day("03-03"))


def test_each_side_is_held_to_what_it_finished_itself():
    rollout = Rollout().agreed().item(state=State.DONE).read(on=day("03-03"))
    rollout.configured("jira:C", side=Side.CLIENT)
    rollout.item("OURS", source="jira:C", state=State.DONE)

    assert subtypes(rollout, "03-03") == [("unplanned", "client:coordinator")]


def test_a_defect_of_what_is_agreed_is_in_scope():
    assert found_of(unplanned(type="Bug", parent="T1")) == []
    assert len(found_of(unplanned(type="Task", parent="T1"))) == 1
    assert len(found_of(unplanned(type="Bug", parent="T9"))) == 1


def test_a_defect_in_a_module_with_a_line_is_in_scope():
    rollout = unplanned(type="缺陷").agreed("S-1", kind=Kind.SCOPE, module="MES")

    assert found_of(rollout) == []


def test_what_was_decided_is_planned():
    rollout = unplanned()
    said: dict[str, Any] = {"subject": "Q1", "entry": "", "decision": "Q1"}
    said |= {"occurred": Interval.at(noon(day("03-03")))}
    ask: dict[str, Any] = {"question": "?", "options": ("a",), "of": "client:sponsor"}
    rollout.tell(DecisionAsked(**said, **ask, concerns=("EXTRA",)), day("03-03"))
    rollout.tell(DecisionAnswered(**said, option="a"), day("03-03"))

    assert found_of(rollout) == []
