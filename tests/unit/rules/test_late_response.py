"""LATE-RESPONSE: a problem is not answered or resolved, or a question not answered, in its time."""

from datetime import datetime, time
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from hub import plugins
from hub.model.claims import ClaimMade
from hub.model.commitments import CommitmentAcknowledged, CommitmentMet, Kind
from hub.model.decisions import DecisionAnswered, DecisionAsked
from hub.model.event import Interval, Severity, Side
from hub.model.facts import State
from hub.model.findings import Conclusion
from hub.model.flags import FlagWithdrawn, ItemFlagged, VendorReplied
from hub.model.parties import RoleAssigned
from hub.model.people import Role
from hub.sentences import sentence
from tests.unit.rules.rollout import Rollout, day, noon

RULE = "LATE-RESPONSE"


def said(on: str, subject: str) -> dict[str, Any]:
    return {"subject": subject, "entry": "", "occurred": Interval.at(noon(day(on)))}


def raised(*, swapped: bool = False, origin: str = "", **terms: Any) -> Rollout:
    """Raise a problem of the vendor's on 2 March."""
    rollout = Rollout(sides_swapped=swapped)
    content: dict[str, Any] = {
        "kind": Kind.PROBLEM,
        "side": rollout.side(Side.VENDOR),
        "finish_on": None,
    } | terms
    return rollout.raised("P1", origin=origin, **content)


def acknowledged(rollout: Rollout, on: str = "03-03") -> Rollout:
    event = CommitmentAcknowledged(**said(on, "plan/P1"), finish_on=None)
    rollout.tell(event, day(on))
    return rollout


def problem(**how: Any) -> Rollout:
    """Raise a problem of the vendor's on 2 March, which is answered on the next day."""
    return acknowledged(raised(**how))


def question(*, swapped: bool = False, **terms: Any) -> Rollout:
    """Ask the client something on 2 March."""
    return raised(swapped=swapped, kind=Kind.ANSWER, topic="question", **terms)


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
    [found] = problem().judged(RULE, on=day("03-17"))

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
    answer = DecisionAnswered(**said("03-23", "Q1"), decision="Q1", option="a")
    rollout.tell(answer, day("03-23"))
    assert rollout.judged(RULE, on=day("03-26")) == []  # two days before the question, three since
    [found] = rollout.judged(RULE, on=day("03-27"))
    assert found.numbers["due"] == "2026-03-09"
    assert [c.value for c in found.operands["started"]] == ["P1", "?"]


def test_a_demand_waits_for_its_decision():
    assert raised(origin="demand:P1").judged(RULE, on=day("03-20")) == []


def test_a_flag_is_answered_by_its_day_or_found():
    assert flagged().judged(RULE, on=day("03-05")) == []
    assert [found.court for found in flagged().judged(RULE, on=day("03-06"))] == ["vendor:pm"]


def test_a_reply_clears_it():
    assert flagged(replied=True).judged(RULE, on=day("03-20")) == []


def details(rollout: Rollout, on: str) -> list[str]:
    return [found.detail for found in rollout.judged(RULE, on=day(on))]


@pytest.mark.parametrize(("swapped", "court"), [(False, "vendor:pm"), (True, "client:coordinator")])
def test_a_problem_is_answered_within_a_day_or_found_on_either_side(swapped, court):
    rollout = raised(swapped=swapped)

    assert rollout.judged(RULE, on=day("03-03")) == []
    [found] = rollout.judged(RULE, on=day("03-04"))
    assert (found.detail, found.severity, found.court) == ("response", Severity.S3, court)
    assert found.numbers["late_wd"] == 1


def claimed(rollout: Rollout, field: str, *, on: str, actor: str = "") -> Rollout:
    claim = ClaimMade(
        **said(on, "plan/P1"), actor=actor, series="plan", key="P1", field=field, value="x"
    )
    rollout.tell(claim, day(on))
    return rollout


def of_side(rollout: Rollout, person: str, side: Side, role: Role, unit: str = "") -> Rollout:
    event = RoleAssigned(
        **said("03-02", f"{side}:{role}"), person=person, role=role, side=side, unit=unit
    )
    rollout.tell(event, day("03-02"))
    return rollout


def test_a_word_of_who_owes_it_answers_it_and_one_of_who_waits_does_not():
    rollout = of_side(raised(), "p:floor", Side.CLIENT, Role.KEY_USER, "production")
    of_side(rollout, "p:pm", Side.VENDOR, Role.VENDOR_PM)

    assert details(claimed(rollout, "remarks", on="03-03", actor="p:floor"), "03-04") == [
        "response"
    ]
    assert details(claimed(rollout, "remarks", on="03-03", actor="p:pm"), "03-04") == []


def test_a_problem_on_one_s_own_list_needs_no_answer():
    rollout = Rollout()
    rollout.configured("workbook:problems", side=Side.CLIENT)
    rollout.item("P1", source="workbook:problems", state=State.NOT_STARTED)
    rollout.raised("P1", kind=Kind.PROBLEM, unit="quality", finish_on=None)
    row = rollout.events.pop()
    rollout.tell(row, day("03-02"), source="workbook:problems")

    assert details(rollout, "03-04") == []
    assert details(rollout, "03-10") == ["problem"]


def test_its_clock_starts_when_it_is_routed():
    rollout = raised(accountable="")

    assert details(rollout, "03-06") == []
    rollout.raised(
        "P1", on=day("03-06"), kind=Kind.PROBLEM, side=Side.VENDOR, unit="mes", finish_on=None
    )
    assert details(rollout, "03-09") == []
    assert details(rollout, "03-10") == ["response"]


@pytest.mark.parametrize(("swapped", "court"), [(False, "vendor:pm"), (True, "client:coordinator")])
def test_a_question_of_either_side_is_answered_in_two_days_or_found(swapped, court):
    rollout = question(swapped=swapped)

    assert rollout.judged(RULE, on=day("03-04")) == []
    [found] = rollout.judged(RULE, on=day("03-05"))
    assert (found.detail, found.severity, found.court) == ("question", Severity.S3, court)
    assert rollout.judged(RULE, on=day("03-09"))[0].severity is Severity.S2
    rollout.shown("written_answer", on=day("03-09"), key="P1")
    assert rollout.judged(RULE, on=day("03-10")) == []


def test_a_late_answer_is_told_on_its_day_and_not_again():
    rollout = acknowledged(raised(), "03-04")

    [found] = rollout.judged(RULE, on=day("03-04"))
    assert (found.numbers["now"], found.numbers["late_wd"]) == ("answered_late", 1)
    assert rollout.judged(RULE, on=day("03-05")) == []


@pytest.mark.parametrize("topic", ["decision", "change_request"])
def test_a_decision_has_a_clock_of_its_own(topic):
    assert details(raised(kind=Kind.ANSWER, topic=topic), "03-20") == []


def stopping(*, at: str = "10:00", on: str = "03-03", swapped: bool = False) -> Rollout:
    """Raise a problem that stops the work."""
    rollout = Rollout(sides_swapped=swapped)
    side = rollout.side(Side.VENDOR)
    rollout.raised("P1", kind=Kind.PROBLEM, side=side, finish_on=None, priority="major")
    rollout.tell(rollout.events.pop(), day(on), at=local(on, at))
    return rollout


def local(on: str, at: str) -> datetime:
    """Give an instant in the project's zone."""
    return datetime.combine(day(on), time.fromisoformat(at), ZoneInfo("Asia/Shanghai"))


def there(rollout: Rollout, at: str, on: str = "03-03") -> Rollout:
    claim = ClaimMade(**said(on, "plan/P1"), series="plan", key="P1", field="on_site", value="2")
    rollout.tell(claim, day(on), at=local(on, at))
    return rollout


def on_site(rollout: Rollout, on: str = "03-03") -> list[Conclusion]:
    return [found for found in rollout.judged(RULE, on=day(on)) if found.detail == "on_site"]


@pytest.mark.parametrize(("swapped", "court"), [(False, "vendor:pm"), (True, "client:coordinator")])
def test_within_two_hours_somebody_is_there_or_it_is_critical_on_either_side(swapped, court):
    [found] = on_site(stopping(swapped=swapped))

    assert (found.severity, found.court, found.numbers["limit_h"]) == (Severity.S1, court, 2)


def test_who_is_there_in_two_hours_is_in_time_and_a_word_by_phone_is_not_there():
    assert on_site(there(stopping(), "12:00")) == []
    assert on_site(acknowledged(stopping())) != []


def test_who_came_late_is_told_on_that_day_and_not_again():
    rollout = there(stopping(), "12:01")

    [found] = on_site(rollout)
    text = sentence(found, plugins.rules()[RULE], "en")
    assert "since 2026-03-03 10:00" in text
    assert "on site: 2026-03-03 12:01" in text
    assert on_site(rollout, "03-04") == []


def test_hours_count_in_service_and_in_the_days_before_go_live_around_the_clock():
    in_the_evening = there(stopping(at="17:00"), "08:30", on="03-04")
    assert on_site(in_the_evening, "03-04") == []
    near = stopping(at="17:00")
    near.agreed("GO", kind=Kind.MILESTONE, topic="go_live", finish_on=day("03-13"))

    [found] = on_site(there(near, "08:30", on="03-04"), "03-04")

    assert found.numbers["clock"] == "all_hours"


def test_a_raised_priority_starts_its_clock_and_shows_what_the_first_one_would_say():
    rollout = raised()
    rollout.raised(
        "P1",
        on=day("03-05"),
        kind=Kind.PROBLEM,
        side=Side.VENDOR,
        finish_on=None,
        priority="major",
    )

    assert on_site(rollout, "03-04") == []
    [found] = on_site(rollout, "03-05")
    numbers = {name: found.numbers[name] for name in ("was", "priority", "was_late_wd", "late_wd")}
    assert numbers == {"was": "normal", "priority": "major", "was_late_wd": 2, "late_wd": 0}


def test_a_lowered_priority_shows_both_values():
    rollout = stopping(on="03-02")
    rollout.raised("P1", on=day("03-05"), kind=Kind.PROBLEM, side=Side.VENDOR, finish_on=None)

    [found] = rollout.judged(RULE, on=day("03-05"))

    assert (found.detail, found.sentence, found.severity) == ("response", "changed", Severity.S2)
    assert (found.numbers["was_late_wd"], found.numbers["late_wd"]) == (3, 2)


def test_a_flag_about_no_commitment_is_answered_too():
    rollout = Rollout().agreed().item()
    ask: dict[str, Any] = {"flag": "F2", "party": "v", "sentence": "why?", "reply_by": day("03-05")}
    rollout.tell(ItemFlagged(**said("03-03", "F2"), item="some item", **ask), day("03-03"))

    [found] = rollout.judged(RULE, on=day("03-06"))
    assert (found.over, found.court, found.detail) == ("project", "vendor:pm", "F2")
    rollout.tell(FlagWithdrawn(**said("03-06", "F2"), flag="F2"), day("03-06"))
    assert rollout.judged(RULE, on=day("03-06")) == []


@pytest.mark.parametrize(("module", "clock"), [("MES", "all_hours"), ("WMS", "service_hours")])
def test_only_the_wave_of_its_own_module_lets_the_clock_run_at_night(module, clock):
    rollout = Rollout().agreed("T1", module="MES").agreed("T2", module="WMS")
    for of, on in (("MES", "03-13"), ("WMS", "06-12")):
        live: dict[str, Any] = {"kind": Kind.MILESTONE, "topic": "go_live", "module": of}
        rollout.agreed(f"GO-{of}", **live, finish_on=day(on))
    stops: dict[str, Any] = {"kind": Kind.PROBLEM, "finish_on": None, "priority": "major"}
    rollout.raised("P1", side=Side.VENDOR, module=module, **stops)
    rollout.tell(rollout.events.pop(), day("03-03"), at=local("03-03", "10:00"))

    [found] = on_site(rollout)

    assert found.numbers["clock"] == clock
