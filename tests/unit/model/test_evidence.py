"""Evidence: shown by one side, judged by the other, for a reason."""

import pytest

from hub.errors import NotAllowed, Refused
from hub.model.evidence import AcceptEvidence, RejectEvidence, ReturnEvidence, SubmitEvidence
from tests.unit.model.acts import COORDINATOR, HEAD, VENDOR_PM, Subject, after, names

SUBMIT = SubmitEvidence(by=VENDOR_PM, evidence="E1", key="T1", kind="record", title="test record")


def test_nobody_judges_what_their_own_side_has_submitted():
    with pytest.raises(NotAllowed):
        after(SUBMIT).do(AcceptEvidence(by=VENDOR_PM, evidence="E1"))


def test_what_a_department_shows_is_judged_by_the_vendor():
    theirs = SubmitEvidence(by=HEAD, evidence="E1", key="D1", kind="counts", title="counts")

    with pytest.raises(NotAllowed):
        after(theirs).do(AcceptEvidence(by=COORDINATOR, evidence="E1"))
    assert names(after(theirs).do(AcceptEvidence(by=VENDOR_PM, evidence="E1"))) == [
        "EvidenceAccepted"
    ]


def test_a_rejection_without_a_reason_is_refused():
    with pytest.raises(Refused, match="reason"):
        after(SUBMIT).do(RejectEvidence(by=COORDINATOR, evidence="E1", reason=" "))


def test_evidence_that_nobody_submitted_cannot_be_judged():
    with pytest.raises(Refused):
        Subject().do(AcceptEvidence(by=COORDINATOR, evidence="E1"))


def test_the_same_verdict_twice_is_one():
    accept = AcceptEvidence(by=COORDINATOR, evidence="E1")

    assert after(SUBMIT, accept).do(accept) == []


def test_incomplete_evidence_goes_back_and_may_come_again():
    returned = ReturnEvidence(by=COORDINATOR, evidence="E1", missing="signature")

    subject = after(SUBMIT, returned)

    assert names(subject.do(SUBMIT)) == ["EvidenceSubmitted"]
