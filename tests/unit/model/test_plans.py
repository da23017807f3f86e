"""Plans: proposed as a set, approved by an executive who saw exactly that set."""

from typing import Any

import pytest

from hub.errors import NotAllowed, Outdated, Refused
from hub.model.event import Interval
from hub.model.plans import ApprovePlan, BaselineProposed, RejectPlan, RevisionProposed
from tests.unit.model.acts import COORDINATOR, NOW, SPONSOR, Subject, names


def proposed(*, revision: bool = False) -> Subject:
    subject = Subject()
    said: dict[str, Any] = {
        "subject": "P1",
        "entry": "e",
        "occurred": Interval.at(NOW),
        "proposal": "P1",
    }
    said |= {"series": "plan", "set_hash": "abc", "rows": 3}
    if revision:
        subject.stream.append(RevisionProposed(**said, revises="P0", changed=1, added=0, dropped=0))
    else:
        subject.stream.append(BaselineProposed(**said))
    return subject


def approve(by=SPONSOR, set_hash: str = "abc") -> ApprovePlan:
    return ApprovePlan(by=by, proposal="P1", set_hash=set_hash)


def test_the_coordinator_proposes_and_does_not_approve():
    with pytest.raises(NotAllowed):
        proposed().do(approve(by=COORDINATOR))


def test_what_was_not_seen_is_not_approved():
    with pytest.raises(Outdated):
        proposed().do(approve(set_hash="other"))


def test_an_unknown_plan_is_refused():
    with pytest.raises(Refused):
        Subject().do(approve())


def test_a_baseline_is_approved_once():
    plan = proposed()

    assert names(plan.do(approve())) == ["BaselineApproved"]
    assert plan.do(approve()) == []


def test_a_revision_is_approved_as_one():
    assert names(proposed(revision=True).do(approve())) == ["RevisionApproved"]


def test_a_rejected_plan_stays_rejected():
    plan = proposed()
    plan.do(RejectPlan(by=SPONSOR, proposal="P1", reason="no dates for WMS"))

    with pytest.raises(Outdated, match="rejected"):
        plan.do(approve())


def test_who_has_signed_is_kept_with_a_baseline_and_with_a_revision():
    signed = ("client:warehouse", "client:quality")
    command = ApprovePlan(by=SPONSOR, proposal="P1", set_hash="abc", signed_by=signed)
    approvals = [proposed(revision=revision).do(command)[0] for revision in (False, True)]

    assert [getattr(approval, "signed_by", ()) for approval in approvals] == [signed, signed]


@pytest.mark.parametrize("court", ["warehouse", "client:", "customer:warehouse"])
def test_a_signature_of_nobody_in_particular_is_refused(court: str):
    command = ApprovePlan(by=SPONSOR, proposal="P1", set_hash="abc", signed_by=(court,))

    with pytest.raises(Refused, match="names no unit"):
        proposed().do(command)


def test_nobody_says_that_the_other_side_has_signed():
    command = ApprovePlan(by=SPONSOR, proposal="P1", set_hash="abc", signed_by=("vendor:wms",))

    with pytest.raises(NotAllowed, match="other side"):
        proposed().do(command)
