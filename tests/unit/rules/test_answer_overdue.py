"""ANSWER-OVERDUE: a submission or a request for a decision has no verdict."""

from typing import Any

import pytest
from msgspec.structs import replace

from hub import plugins
from hub.evaluation import judge
from hub.model.commitments import Kind
from hub.model.decisions import DecisionAnswered, DecisionAsked
from hub.model.event import Event, Interval, Severity
from hub.model.evidence import EvidenceRejected, EvidenceReturned, EvidenceSubmitted
from hub.policy import default_policy
from hub.rules.cases import CommitmentCase
from hub.rules.context import Context
from tests.unit.rules.rollout import Rollout, day, noon

RULE = "ANSWER-OVERDUE"


def submitted(*, swapped: bool = False, **terms: Any) -> Rollout:
    """Submit the record of the task on 4 March."""
    rollout = Rollout(sides_swapped=swapped).agreed(needs=("record",), **terms)
    return rollout.shown("record", on=day("03-04"))


def asked(rollout: Rollout, *, answered: str = "", about: tuple[str, ...] = ("T1",)) -> Rollout:
    said: dict[str, Any] = {"subject": "Q1", "entry": "", "decision": "Q1"}
    at = Interval.at(noon(day("03-04")))
    ask: dict[str, Any] = {
        "question": "which?",
        "options": ("a",),
        "of": "client:sponsor",
        "concerns": about,
    }
    rollout.tell(DecisionAsked(**said, occurred=at, **ask), day("03-04"))
    if answered:
        later = Interval.at(noon(day(answered)))
        rollout.tell(DecisionAnswered(**said, occurred=later, option="a"), day(answered))
    return rollout


@pytest.mark.parametrize(
    ("swapped", "court", "shown"),
    [(False, "client:coordinator", "SIGN-OFF-OVERDUE"), (True, "vendor:pm", "REPLY-OVERDUE")],
)
def test_a_submission_waits_five_days_and_no_longer_on_either_side(swapped, court, shown):
    rollout = submitted(swapped=swapped)

    assert rollout.judged(RULE, on=day("03-11")) == []
    [found] = rollout.judged(RULE, on=day("03-12"))
    assert (found.severity, found.court, found.shown_as) == (Severity.S3, court, shown)
    assert (found.numbers["waited_wd"], found.numbers["limit_wd"]) == (6, 5)


def test_a_document_waits_three_days():
    rollout = submitted(kind=Kind.DELIVERABLE)

    assert rollout.judged(RULE, on=day("03-09")) == []
    assert len(rollout.judged(RULE, on=day("03-10"))) == 1


def test_after_twice_the_agreed_days_it_is_major():
    [found] = submitted().judged(RULE, on=day("03-19"))

    assert found.severity is Severity.S2


def test_a_verdict_clears_it():
    rollout = Rollout().agreed(needs=("record",))
    rollout.shown("record", on=day("03-04"), verdict="rejected")

    assert rollout.judged(RULE, on=day("03-19")) == []


def test_what_was_returned_as_incomplete_is_the_sender_s_turn():
    rollout = submitted()
    name = rollout.events[-1].subject
    at: dict[str, Any] = {"subject": name, "entry": "", "occurred": Interval.at(noon(day("03-05")))}
    what: dict[str, Any] = {
        "evidence": name,
        "series": "plan",
        "key": "T1",
        "kind": "record",
        "missing": "list",
    }
    rollout.tell(EvidenceReturned(**at, **what), day("03-05"))

    assert rollout.judged(RULE, on=day("03-19")) == []


def test_evidence_that_nobody_needs_waits_for_nobody():
    rollout = Rollout().agreed(needs=("record",)).shown("photograph", on=day("03-04"))

    assert rollout.judged(RULE, on=day("03-19")) == []


def test_a_decision_waits_for_the_executive_until_it_is_answered():
    open_one, answered = (asked(Rollout().agreed(), answered=on) for on in ("", "03-13"))

    assert open_one.judged(RULE, on=day("03-11")) == []
    assert [c.court for c in open_one.judged(RULE, on=day("03-12"))] == ["client:sponsor"]
    assert answered.judged(RULE, on=day("03-16")) == []


@pytest.mark.parametrize("about", [(), ("nothing that is agreed",)])
def test_a_decision_about_nothing_that_is_agreed_is_asked_for_all_the_same(about):
    [found] = asked(Rollout(), about=about).judged(RULE, on=day("03-12"))

    assert (found.severity, found.court, found.over) == (Severity.S3, "client:sponsor", "project")


def returned(on: str, again: str, *, verdict: type[Event] = EvidenceReturned) -> Rollout:
    """Send the record of 4 March back on a day, and submit it again on another."""
    rollout = submitted()
    first = rollout.events[-1]
    assert isinstance(first, EvidenceSubmitted)
    said: dict[str, Any] = {"subject": first.subject, "entry": "", "evidence": first.evidence}
    said |= {"series": "plan", "key": "T1", "kind": "record"}
    said |= {"missing": "a page"} if verdict is EvidenceReturned else {"reason": "wrong"}
    rollout.tell(verdict(**said, occurred=Interval.at(noon(day(on)))), day(on))
    second = replace(first, entry="", occurred=Interval.at(noon(day(again))))
    rollout.tell(second, day(again))
    return rollout


@pytest.mark.parametrize(
    ("on", "waited"),
    [("03-05", []), ("03-06", [6]), ("03-09", [7])],  # in time, and a day or two late
)
def test_who_sends_it_back_too_late_has_used_up_days(on, waited):
    found = returned(on, "03-10").judged(RULE, on=day("03-16"))

    assert [each.numbers["waited_wd"] for each in found] == waited
    assert {each.severity for each in found} <= {Severity.S3}


def test_a_verdict_begins_the_days_anew():
    rollout = returned("03-09", "03-10", verdict=EvidenceRejected)

    assert rollout.judged(RULE, on=day("03-16")) == []


@pytest.mark.parametrize(("is_deemed", "on", "late"), [(True, "03-12", 0), (False, "03-12", 1)])
def test_only_a_policy_that_says_so_takes_silence_for_acceptance(is_deemed, on, late):
    rollout, usual = submitted(), default_policy()
    policy = replace(usual, sla=replace(usual.sla, deemed_acceptance=is_deemed))
    before, after = (
        Context(rollout.world(), policy, policy.calendar(), when, noon(when))
        for when in (day("03-11"), day(on))
    )
    [owed] = after.world.owed.values()

    assert CommitmentCase.of(before, before.world.owed[owed.id]).accepted is None
    accepted = CommitmentCase.of(after, owed).accepted
    assert (accepted.value if accepted else None) == (day("03-04") if is_deemed else None)
    assert len(judge(after, {RULE: plugins.rules()[RULE]}).found) == late
