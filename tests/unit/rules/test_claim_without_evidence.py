"""CLAIM-WITHOUT-EVIDENCE: completion is claimed, and what shows it was not submitted."""

from hub.model.commitments import Kind
from hub.model.event import Severity, Side
from hub.model.facts import State
from tests.unit.rules.rollout import Rollout, day

RULE = "CLAIM-WITHOUT-EVIDENCE"
RECORD = "demo_or_test_record"


def claimed(**terms) -> Rollout:
    return Rollout().agreed(needs=(RECORD,), **terms).item(state=State.DONE)


def test_two_working_days_are_allowed():
    assert claimed().judged(RULE, on=day("03-04")) == []


def test_on_the_third_it_is_found_and_names_what_was_searched():
    [found] = claimed().judged(RULE, on=day("03-05"))

    assert (found.severity, found.court) == (Severity.S3, "vendor:pm")
    assert found.operands["evidence"][0].locator == f"search:evidence:{RECORD}?commitment=plan/T1"


def test_submitted_evidence_hands_over_to_the_reviewer():
    rollout = claimed().shown(RECORD, on=day("03-03"))

    assert rollout.judged(RULE, on=day("03-20")) == []


def test_rejected_evidence_is_no_evidence():
    rollout = claimed().shown(RECORD, on=day("03-03"), verdict="rejected")

    assert len(rollout.judged(RULE, on=day("03-20"))) == 1


def test_what_came_back_incomplete_is_with_its_sender_again():
    rollout = claimed().shown(RECORD, on=day("03-03"), verdict="returned")

    assert len(rollout.judged(RULE, on=day("03-20"))) == 1


def test_each_missing_kind_is_one_finding():
    rollout = Rollout().agreed(needs=("a", "b")).item(state=State.DONE)

    assert [f.numbers["kind"] for f in rollout.judged(RULE, on=day("03-10"))] == ["a", "b"]


def test_a_milestone_is_graver():
    [found] = claimed(kind=Kind.MILESTONE).judged(RULE, on=day("03-10"))

    assert found.severity is Severity.S2


def test_in_the_window_before_go_live_it_is_critical():
    rollout = claimed()
    rollout.agreed("G", kind=Kind.MILESTONE, topic="go_live", finish_on=day("03-20"))

    [found] = rollout.judged(RULE, on=day("03-06"))

    assert found.severity is Severity.S1


def test_a_kind_that_needs_nothing_is_done_by_its_claim():
    assert Rollout().agreed(needs=()).item(state=State.DONE).judged(RULE, on=day("03-20")) == []


def test_a_department_that_says_done_is_asked_the_same():
    rollout = Rollout().agreed(side=Side.CLIENT, unit="warehouse", needs=(RECORD,))
    rollout.said("status", "done", on=day("03-03"))

    [found] = rollout.judged(RULE, on=day("03-10"))

    assert (found.severity, found.court) == (Severity.S3, "client:warehouse")


def test_a_retracted_claim_is_none():
    rollout = claimed().changed("status", State.DONE, State.IN_PROGRESS, on=day("03-04"))

    assert rollout.judged(RULE, on=day("03-20")) == []


def test_a_report_from_before_the_claim_does_not_contradict_it():
    rollout = Rollout().agreed(needs=(RECORD,)).item(state=State.IN_PROGRESS)
    rollout.item(source="workbook:reports", state=State.IN_PROGRESS).edition(on=day("03-06"))
    rollout.changed("status", State.IN_PROGRESS, State.DONE, on=day("03-09"))

    assert len(rollout.judged(RULE, on=day("03-12"))) == 1


def test_a_report_from_after_it_does():
    rollout = Rollout().agreed(needs=(RECORD,)).item(state=State.IN_PROGRESS)
    rollout.item(source="workbook:reports", state=State.IN_PROGRESS).edition(on=day("03-13"))
    rollout.changed("status", State.IN_PROGRESS, State.DONE, on=day("03-09"))

    assert rollout.judged(RULE, on=day("03-16")) == []
