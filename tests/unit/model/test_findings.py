"""What people may say about a finding, and what they may not."""

from datetime import date, timedelta
from typing import Any

import pytest

from hub.errors import NotAllowed, Refused
from hub.model.event import Interval, Severity
from hub.model.findings import (
    CloseFinding,
    Conclusion,
    ConfirmFinding,
    DecideDispute,
    DisputeFinding,
    FindingCleared,
    FindingOpened,
    WaiveFinding,
)
from tests.unit.model.acts import COORDINATOR, DAY, HEAD, NOW, VENDOR_PM, Subject, names

F: dict[str, Any] = {"finding": "R/x/1"}


def opened(court: str = "vendor:pm") -> Subject:
    subject = Subject()
    conclusion = Conclusion(
        rule="R",
        shown_as="R",
        over="item",
        about_id="x",
        severity=Severity.S2,
        court=court,
        operands={},
    )
    event = FindingOpened(
        subject="R/x/1",
        entry="opened",
        occurred=Interval.at(NOW),
        **F,
        conclusion=conclusion,
        episode=1,
        status_date=date(2026, 3, 1),
        rule_version=1,
        policy_version="p",
    )
    subject.stream.append(event)
    return subject


def test_who_is_charged_may_dispute_and_others_may_not():
    dispute: dict[str, Any] = {**F, "reason": "announced by mail"}

    assert names(opened().do(DisputeFinding(by=VENDOR_PM, **dispute))) == ["FindingDisputed"]
    with pytest.raises(NotAllowed):
        opened().do(DisputeFinding(by=HEAD, **dispute))


def test_a_department_disputes_what_is_charged_to_its_side():
    finding = opened("client:quality")

    assert finding.do(DisputeFinding(by=HEAD, **F, reason="the data were sent"))


def test_confirming_is_the_coordinators():
    with pytest.raises(NotAllowed):
        opened().do(ConfirmFinding(by=VENDOR_PM, **F))


def test_a_dispute_that_nobody_raised_cannot_be_decided():
    with pytest.raises(Refused, match="Nobody disputes"):
        opened().do(DecideDispute(by=COORDINATOR, **F, upheld=True, reason="x"))


def test_a_waiver_ends_in_the_future():
    with pytest.raises(Refused):
        opened().do(WaiveFinding(by=COORDINATOR, **F, reason="agreed", until_on=DAY))
    until = DAY + timedelta(days=7)
    assert opened().do(WaiveFinding(by=COORDINATOR, **F, reason="agreed", until_on=until))


@pytest.mark.parametrize(("reason", "comment"), [("boring", ""), ("false_positive", " ")])
def test_closing_needs_an_agreed_reason_and_a_false_positive_a_comment(reason, comment):
    with pytest.raises(Refused):
        opened().do(CloseFinding(by=COORDINATOR, **F, reason=reason, comment=comment))


def test_what_is_closed_stays_closed_when_it_is_gone():
    finding = opened()
    finding.do(CloseFinding(by=COORDINATOR, **F, reason="accepted_risk"))
    gone: dict[str, Any] = {"subject": "R/x/1", "entry": "cleared", "occurred": Interval.at(NOW)}
    finding.stream.append(FindingCleared(**gone, **F, since=DAY, status_date=DAY))

    with pytest.raises(Refused):
        finding.do(ConfirmFinding(by=COORDINATOR, **F))


def test_what_is_closed_cannot_be_closed_again():
    finding = opened()
    close = CloseFinding(by=COORDINATOR, **F, reason="fixed")
    finding.do(close)

    with pytest.raises(Refused, match="not open"):
        finding.do(close)
