"""Commitments: raised, confirmed by who owes them, refused with a reason, met."""

from datetime import date
from typing import Any

import pytest

from hub.errors import NotAllowed, Refused
from hub.model.commitment_acts import (
    AcknowledgeCommitment,
    DeclineCommitment,
    FailGate,
    MeetCommitment,
    PassGate,
    RaiseCommitment,
    SendNotice,
)
from hub.model.commitments import Kind, Terms
from hub.model.event import Side
from tests.unit.model.acts import COORDINATOR, DAY, HEAD, VENDOR_PM, Subject, after, names

DUE = date(2026, 3, 20)
MINE: dict[str, Any] = {"series": "duties", "key": "D1"}


def raised(**terms) -> Subject:
    content: dict[str, Any] = {
        "key": "D1",
        "title": "master data",
        "kind": Kind.DUTY,
        "side": Side.CLIENT,
    }
    content |= {"unit": "quality", "finish_on": DUE} | terms
    return after(RaiseCommitment(by=COORDINATOR, terms=Terms(**content)))


def test_what_nobody_raised_cannot_be_confirmed():
    with pytest.raises(Refused, match="no commitment"):
        Subject().do(AcknowledgeCommitment(by=HEAD, **MINE))


def test_another_side_cannot_confirm_a_units_date():
    with pytest.raises(NotAllowed, match="client:quality"):
        raised().do(AcknowledgeCommitment(by=VENDOR_PM, **MINE))


def test_another_unit_cannot_confirm_it_either():
    with pytest.raises(NotAllowed):
        raised(unit="warehouse").do(AcknowledgeCommitment(by=HEAD, **MINE))


def test_the_unit_confirms_its_date_once():
    duty = raised()
    confirm = AcknowledgeCommitment(by=HEAD, **MINE)

    [event] = duty.do(confirm)

    assert (event.finish_on, event.unit) == (DUE, "quality")
    assert duty.do(confirm) == []


def test_a_counter_date_is_recorded_and_binds_nobody():
    counter = DeclineCommitment(by=HEAD, **MINE, reason="stock-taking", counter_on=date(2026, 4, 1))

    [event] = raised().do(counter)

    assert event.counter_on == date(2026, 4, 1)


def test_a_notice_names_whose_turn_it_is():
    [event] = raised().do(SendNotice(by=COORDINATOR, **MINE, words="due on Friday"))

    assert event.to == "client:quality"


def test_only_a_milestone_has_a_gate():
    with pytest.raises(Refused, match="no milestone"):
        raised().do(PassGate(by=COORDINATOR, **MINE, on=DAY))
    failed = FailGate(by=COORDINATOR, **MINE, on=DAY, open_criteria={"data": "client:quality"})
    assert names(raised(kind=Kind.MILESTONE).do(failed)) == ["GateFailed"]


def test_met_with_a_defect_is_recorded_as_such():
    [event] = raised().do(MeetCommitment(by=VENDOR_PM, **MINE, on=DAY, defect="columns missing"))

    assert event.defect == "columns missing"


def test_raising_the_same_again_is_one():
    duty = raised()

    assert duty.do(RaiseCommitment(by=COORDINATOR, terms=duty.stream[0].terms)) == []
