"""DUTY-LATE: what one side owes the other is late, and the other waits for it."""

from typing import Any

import pytest

from hub.model.commitments import (
    CommitmentAcknowledged,
    CommitmentMet,
    CommitmentRefused,
    Kind,
    NoticeSent,
    PromiseGiven,
)
from hub.model.event import Interval, Severity, Side
from hub.model.facts import State
from tests.unit.rules.rollout import Rollout, day, noon

RULE = "DUTY-LATE"


def owed(*, confirmed: bool = True, noticed: str = "", swapped: bool = False) -> Rollout:
    """A department owes data on 03-06, and a vendor's task comes after it."""
    rollout = Rollout(sides_swapped=swapped).agreed(predecessors=("D1",))
    rollout.raised("D1", unit="warehouse", finish_on=day("03-06"))
    if confirmed:
        said: dict[str, Any] = {"subject": "plan/D1", "entry": ""}
        told = Interval.at(noon(day("03-03")))
        event = CommitmentAcknowledged(**said, occurred=told, finish_on=day("03-06"))
        rollout.tell(event, day("03-03"))
    if noticed:
        reminded(rollout, noticed)
    return rollout


def reminded(rollout: Rollout, on: str) -> Rollout:
    notice = NoticeSent(
        subject="plan/D1",
        entry="",
        occurred=Interval.at(noon(day(on))),
        to="warehouse",
        words="please send the data",
    )
    rollout.tell(notice, day(on))
    return rollout


def test_on_its_day_it_is_not_late():
    assert owed(noticed="03-06").judged(RULE, on=day("03-06")) == []


def test_late_and_not_reminded_is_a_notice_for_the_lead():
    [found] = owed().judged(RULE, on=day("03-12"))

    assert (found.severity, found.court) == (Severity.S4, "client:coordinator")
    assert found.numbers["told"] == "late_not_reminded"


def test_a_notice_before_the_due_day_has_told_it_and_its_reasonable_time_counts():
    [early] = owed(noticed="03-03").judged(RULE, on=day("03-09"))
    [close] = owed(noticed="03-05").judged(RULE, on=day("03-09"))

    assert (early.severity, early.court) == (Severity.S3, "client:warehouse")
    assert close.severity is Severity.S4


def test_it_moves_the_turn_of_what_waits_for_it():
    rollout = owed(noticed="03-03").item(state=State.IN_PROGRESS, percent=10)
    found = {each.rule: each for each in rollout.all_judged(on=day("03-18"))}

    assert found["BEHIND-EXPECTED"].court == "client:warehouse"
    assert found["STALLED-PERCENT" if "STALLED-PERCENT" in found else "ZOMBIE"].court == (
        "client:warehouse"
    )


def test_after_the_reasonable_time_it_is_the_departments_turn():
    [found] = owed(noticed="03-09").judged(RULE, on=day("03-13"))

    assert (found.severity, found.court) == (Severity.S3, "client:warehouse")
    assert (found.shown_as, found.numbers["late_wd"]) == ("CLIENT-BLOCKED", 1)


def test_six_chargeable_days_are_major():
    [found] = owed(noticed="03-09").judged(RULE, on=day("03-20"))

    assert found.severity is Severity.S2


def test_a_date_that_nobody_confirmed_charges_nobody():
    [found] = owed(confirmed=False, noticed="03-09").judged(RULE, on=day("03-20"))

    assert found.severity is Severity.S4
    assert found.numbers["late_wd"] == 0


def planned(*signed_by: str, noticed: str = "03-09", **terms: Any) -> Rollout:
    """A duty stands in an approved plan, and its unit was reminded once."""
    rollout = Rollout().agreed(predecessors=("D1",))
    duty: dict[str, Any] = {"kind": Kind.DUTY, "side": Side.CLIENT, "unit": "warehouse"}
    rollout.agreed("D1", signed_by=signed_by, **duty, finish_on=day("03-06"), **terms)
    return reminded(rollout, noticed)


def confirms(rollout: Rollout, finish_on: str, on: str = "03-03") -> Rollout:
    event = CommitmentAcknowledged(
        subject="plan/D1", entry="", occurred=Interval.at(noon(day(on))), finish_on=day(finish_on)
    )
    rollout.tell(event, day(on))
    return rollout


def test_who_signed_the_plan_has_confirmed_its_dates():
    [found] = planned("client:warehouse").judged(RULE, on=day("03-13"))

    assert (found.severity, found.court) == (Severity.S3, "client:warehouse")
    assert (found.numbers["told"], found.numbers["late_wd"]) == ("reminded", 1)


def test_another_units_signature_confirms_nothing():
    [found] = planned("client:finance").judged(RULE, on=day("03-13"))

    assert (found.severity, found.court) == (Severity.S4, "client:coordinator")
    assert found.numbers["told"] == "late_not_confirmed"


def test_a_date_of_the_contract_needs_no_confirmation():
    rollout = Rollout().agreed(predecessors=("D1",))
    rollout.raised("D1", unit="warehouse", finish_on=day("03-06"), origin="contract")

    assert reminded(rollout, "03-09").judged(RULE, on=day("03-13"))[0].court == "client:warehouse"


def test_a_later_date_than_the_agreed_one_is_no_confirmation_of_it():
    later, same, earlier = (
        confirms(planned(), finish_on).judged(RULE, on=day("03-13"))[0]
        for finish_on in ("03-09", "03-06", "03-05")
    )

    assert (later.severity, later.numbers["told"]) == (Severity.S4, "late_not_confirmed")
    assert [each.severity for each in (same, earlier)] == [Severity.S3, Severity.S3]


def test_a_notice_about_the_day_before_it_was_moved_tells_nothing_of_the_new_one():
    rollout = confirms(planned(noticed="03-04"), "03-06")
    duty: dict[str, Any] = {"kind": Kind.DUTY, "side": Side.CLIENT, "unit": "warehouse"}
    rollout.agreed("D1", on=day("03-05"), **duty, finish_on=day("03-10"))

    [found] = rollout.judged(RULE, on=day("03-13"))

    assert (found.severity, found.numbers["told"]) == (Severity.S4, "late_not_reminded")


def test_a_duty_that_nobody_waits_for_is_left_alone():
    rollout = Rollout().raised("D1", finish_on=day("03-06"))

    assert rollout.judged(RULE, on=day("03-20")) == []


def test_met_settles_it_and_met_with_a_defect_does_not():
    for defect, expected in (("", 0), ("columns missing", 1)):
        rollout = owed(noticed="03-09")
        met = CommitmentMet(
            subject="plan/D1",
            entry="",
            occurred=Interval.at(noon(day("03-10"))),
            on=day("03-10"),
            defect=defect,
        )
        rollout.tell(met, day("03-10"))

        assert len(rollout.judged(RULE, on=day("03-20"))) == expected


def test_what_the_waiting_side_itself_owes_first_makes_it_concurrent():
    rollout = owed(noticed="03-09")
    rollout.raised("D1", unit="warehouse", finish_on=day("03-06"), predecessors=("V1",))
    rollout.raised("V1", kind=Kind.DELIVERABLE, side=Side.VENDOR, finish_on=day("03-05"))

    [found] = rollout.judged(RULE, on=day("03-20"))

    assert found.court == "concurrent"


def test_the_vendor_that_owes_is_told_the_same():
    [ours], [theirs] = (
        owed(noticed="03-09", swapped=swapped).judged(RULE, on=day("03-20"))
        for swapped in (False, True)
    )

    assert (theirs.court, theirs.shown_as) == ("vendor:warehouse", "VENDOR-BLOCKED")
    assert (ours.numbers, ours.severity) == (theirs.numbers, theirs.severity)


def about(key: str, on: str) -> dict[str, Any]:
    return {"subject": f"plan/{key}", "entry": "", "occurred": Interval.at(noon(day(on)))}


def test_what_was_asked_at_short_notice_has_three_working_days():
    rollout = Rollout().agreed(predecessors=("D1",))
    rollout.raised("D1", on=day("03-05"), unit="warehouse", finish_on=day("03-06"))
    said: dict[str, Any] = {"subject": "plan/D1", "entry": ""}
    told = Interval.at(noon(day("03-05")))
    rollout.tell(
        CommitmentAcknowledged(**said, occurred=told, finish_on=day("03-06")), day("03-05")
    )
    rollout.tell(NoticeSent(**said, occurred=told, to="warehouse", words="please"), day("03-05"))

    assert rollout.judged(RULE, on=day("03-09"))[0].severity is Severity.S4
    assert rollout.judged(RULE, on=day("03-10"))[0].severity is Severity.S3


def test_a_refusal_and_a_defect_are_told_with_their_reason():
    rollout = owed(noticed="03-03")
    said = about("D1", "03-09")
    rollout.tell(CommitmentRefused(**said, reason="codes differ"), day("03-09"))
    [refused] = rollout.judged(RULE, on=day("03-10"))
    rollout.tell(CommitmentMet(**said, on=day("03-09"), defect="half of the rows"), day("03-09"))
    [defective] = rollout.judged(RULE, on=day("03-10"))

    assert (refused.numbers["form"], refused.operands["stated"][0].value) == (
        "refused",
        "codes differ",
    )
    assert (defective.numbers["form"], defective.operands["stated"][0].value) == (
        "defective",
        "half of the rows",
    )


def test_in_a_chain_of_duties_it_is_the_turn_of_the_first_late_link():
    rollout = owed(noticed="03-03").raised(
        "D0", unit="purchasing", finish_on=day("03-04"), waiting=("D1",)
    )
    said = about("D0", "03-02")
    rollout.tell(CommitmentAcknowledged(**said, finish_on=day("03-04")), day("03-02"))
    rollout.tell(NoticeSent(**said, to="client:purchasing", words="please"), day("03-02"))

    found = {each.about_key: each.court for each in rollout.judged(RULE, on=day("03-10"))}

    assert found["D1"] == "client:purchasing"


@pytest.mark.parametrize(("moved", "court"), [("03-09", "warehouse"), ("03-04", "coordinator")])
def test_a_signature_holds_for_a_later_day_and_for_no_earlier_one(moved, court):
    rollout = planned("client:warehouse", noticed="03-05")
    duty: dict[str, Any] = {"kind": Kind.DUTY, "side": Side.CLIENT, "unit": "warehouse"}
    rollout.agreed("D1", on=day("03-04"), **duty, finish_on=day(moved))

    [found] = rollout.judged(RULE, on=day("03-16"))

    assert found.court == f"client:{court}"


def promised(rollout: Rollout, finish_on: str | None, on: str) -> Rollout:
    given = day(finish_on) if finish_on else None
    said: dict[str, Any] = {"subject": "plan/D1", "entry": ""}
    rollout.tell(
        PromiseGiven(**said, occurred=Interval.at(noon(day(on))), finish_on=given), day(on)
    )
    return rollout


def test_a_promise_that_was_taken_back_confirms_nothing():
    kept = promised(planned(), "03-06", "03-03")
    [charged] = kept.judged(RULE, on=day("03-13"))
    [lifted] = promised(kept, None, "03-04").judged(RULE, on=day("03-13"))

    assert (charged.court, lifted.court) == ("client:warehouse", "client:coordinator")


def test_a_duty_that_is_raised_again_for_a_later_day_is_reminded_again():
    rollout = owed(noticed="03-05")
    rollout.raised("D1", on=day("03-06"), unit="warehouse", finish_on=day("03-10"))

    [found] = rollout.judged(RULE, on=day("03-20"))

    assert (found.severity, found.numbers["told"]) == (Severity.S4, "late_not_reminded")
