"""READINESS-GAP: go-live nears, and a row of the readiness list is not accepted."""

from typing import Any

import pytest

from hub.model.commitments import (
    CommitmentMet,
    CommitmentWithdrawn,
    GatePassed,
    Kind,
    PromiseGiven,
)
from hub.model.decisions import DecisionAnswered, DecisionAsked
from hub.model.event import Interval, Severity, Side
from hub.model.findings import Conclusion
from hub.model.meetings import MeetingCalled, MeetingCancelled
from hub.model.parties import RoleAssigned
from hub.model.people import Role
from tests.unit.rules.rollout import Rollout, day, noon

RULE = "READINESS-GAP"


def row(*, swapped: bool = False, due: str = "03-12", go_live: str = "03-24") -> Rollout:
    """Agree on go-live, and on a row of the list of what it needs."""
    rollout = Rollout(sides_swapped=swapped)
    rollout.agreed("GO", kind=Kind.MILESTONE, topic="go_live", finish_on=day(go_live))
    needed(called(rollout))
    return rollout.agreed("R1", kind=Kind.READINESS, finish_on=day(due), unit="quality")


def needed(rollout: Rollout) -> Rollout:
    """Agree on what a list of readiness must not lack."""
    for topic in ("rollback_plan", "test_environment", "opening_data"):
        rollout.agreed(topic, topic=topic, finish_on=day("02-27"), needs=())
    return rollout


def bare() -> Rollout:
    """Agree on go-live and on a list of one row, and on nothing else."""
    rollout = Rollout().agreed("GO", kind=Kind.MILESTONE, topic="go_live", finish_on=day("03-24"))
    return rollout.agreed("R1", kind=Kind.READINESS, finish_on=day("03-20"))


def told(on: str, subject: str) -> dict[str, Any]:
    return {"subject": subject, "entry": "", "occurred": Interval.at(noon(day(on)))}


def called(rollout: Rollout, *, on: str = "03-20", **more: Any) -> Rollout:
    """Call the meeting that decides on go-live."""
    call: dict[str, Any] = {"meeting": "GN", "topic": "go_live", "title": "go or no go"}
    call |= {"on": day(on), "invited": ("client:sponsor",)}
    rollout.tell(MeetingCalled(**told("03-03", "GN"), **call, **more), day("03-03"))
    return rollout


def details(rollout: Rollout, on: str) -> list[str]:
    return [found.detail for found in rollout.judged(RULE, on=day(on))]


def found(rollout: Rollout, on: str, detail: str) -> Conclusion:
    return next(f for f in rollout.judged(RULE, on=day(on)) if f.detail == detail)


@pytest.mark.parametrize(
    ("swapped", "court"), [(False, "vendor:quality"), (True, "client:quality")]
)
def test_a_row_past_its_day_is_major_and_in_the_last_days_critical_on_either_side(swapped, court):
    rollout = row(swapped=swapped)

    assert rollout.judged(RULE, on=day("03-12")) == []
    [found] = rollout.judged(RULE, on=day("03-13"))
    assert (found.severity, found.court) == (Severity.S2, court)
    [found] = rollout.judged(RULE, on=day("03-17"))
    assert (found.severity, found.numbers["left_wd"]) == (Severity.S1, 5)


def test_a_row_that_is_not_due_waits_until_the_last_days():
    rollout = row(due="03-20")

    assert rollout.judged(RULE, on=day("03-16")) == []
    assert len(rollout.judged(RULE, on=day("03-17"))) == 1


def test_before_the_window_nothing_is_said():
    assert row(due="03-05", go_live="04-30").judged(RULE, on=day("03-20")) == []


def test_an_accepted_row_clears_it():
    rollout = row()
    said: dict[str, Any] = {"subject": "plan/R1", "entry": ""}
    met = CommitmentMet(**said, occurred=Interval.at(noon(day("03-16"))), on=day("03-16"))
    rollout.tell(met, day("03-16"))

    assert rollout.judged(RULE, on=day("03-17")) == []


def test_a_row_that_go_live_can_do_without_is_none():
    rollout = row()
    rollout.agreed(
        "R1", on=day("03-03"), kind=Kind.READINESS, finish_on=day("03-12"), priority="minor"
    )

    assert rollout.judged(RULE, on=day("03-18")) == []


def listed(*, swapped: bool = False, accepted: int = 0, due: str = "03-20") -> Rollout:
    """List eight rows for go-live on 24 March, and accept some of them on 11 March."""
    rollout = row(swapped=swapped, due=due)
    for number in range(2, 9):
        rollout.agreed(f"R{number}", kind=Kind.READINESS, finish_on=day(due), unit="quality")
    for number in range(1, accepted + 1):
        met = CommitmentMet(**told("03-11", f"plan/R{number}"), on=day("03-11"))
        rollout.tell(met, day("03-11"))
    return rollout


@pytest.mark.parametrize(
    ("swapped", "court"), [(False, "vendor:quality"), (True, "client:quality")]
)
def test_a_list_that_is_accepted_too_slowly_is_found_from_ten_days_before_on_either_side(
    swapped, court
):
    rollout = listed(swapped=swapped)

    assert rollout.judged(RULE, on=day("03-13")) == []
    [gap] = rollout.judged(RULE, on=day("03-16"))
    assert (gap.severity, gap.court, gap.sentence) == (Severity.S2, court, "slope")
    assert (gap.numbers["open"], gap.numbers["accepted"], gap.numbers["left_wd"]) == (8, 0, 6)


@pytest.mark.parametrize(("accepted", "silent"), [(3, False), (4, True)])
def test_a_pace_that_reaches_zero_is_none(accepted, silent):
    rollout = listed(accepted=accepted)  # five days have passed and six are left

    assert (rollout.judged(RULE, on=day("03-16")) == []) is silent


def test_few_open_rows_are_told_one_by_one():
    assert details(row(due="03-12"), "03-16") == [""]
    assert details(listed(due="03-12"), "03-16") == [*[""] * 8, "vendor:slope"]


@pytest.mark.parametrize(("swapped", "court"), [(False, "client:coordinator"), (True, "vendor:pm")])
def test_who_leads_has_called_the_meeting_that_decides_or_is_found(swapped, court):
    rollout = row(swapped=swapped, due="03-20")
    rollout.tell(MeetingCancelled(**told("03-05", "GN"), meeting="GN", reason="x"), day("03-05"))

    assert details(rollout, "03-06") == []
    gap = found(rollout, "03-09", "go_no_go")
    assert (gap.court, gap.severity) == (court, Severity.S2)
    assert found(rollout, "03-17", "go_no_go").severity is Severity.S1


def test_a_meeting_that_was_called_and_not_held_decides_nothing():
    rollout = called(row(due="03-20"), on="03-13")

    assert "go_no_go" in details(rollout, "03-16")


@pytest.mark.parametrize("given", [None, "04-30"])
def test_while_go_live_has_another_date_or_none_nobody_has_to_decide(given):
    rollout = row(due="03-20")
    rollout.tell(MeetingCancelled(**told("03-13", "GN"), meeting="GN", reason="x"), day("03-13"))
    on = day(given) if given else None
    rollout.tell(PromiseGiven(**told("03-13", "plan/GO"), finish_on=on), day("03-13"))

    assert "go_no_go" not in details(rollout, "03-16")


@pytest.mark.parametrize(
    ("topic", "title", "owner"),
    [
        ("rollback_plan", "回退方案", "vendor:pm"),
        ("test_environment", "Test environment seen", "vendor:pm"),
        ("opening_data", "期初数据核对", "client:coordinator"),
    ],
)
def test_what_stands_on_no_list_is_found_and_a_title_is_enough(topic, title, owner):
    rollout = row(due="03-20")
    rollout.agreed(topic, on=day("03-03"), title="another", finish_on=day("02-27"), needs=())

    assert found(rollout, "03-16", topic).court == owner
    rollout.agreed(topic, on=day("03-04"), title=title, finish_on=day("02-27"), needs=())
    assert topic not in details(rollout, "03-16")


def test_where_no_list_is_kept_nothing_is_missing_from_it():
    rollout = Rollout().agreed("GO", kind=Kind.MILESTONE, topic="go_live", finish_on=day("03-24"))

    assert details(rollout, "03-16") == ["go_no_go"]


def withdrawn(on: str, *, by: str = "p:lead", swapped: bool = False) -> Rollout:
    """Let a person withdraw a row."""
    rollout = row(swapped=swapped, due="03-20")
    boss = RoleAssigned(**told("03-02", "s"), person="p:boss", role=Role.SPONSOR, side=Side.CLIENT)
    rollout.tell(boss, day("03-02"))
    event = CommitmentWithdrawn(**told(on, "plan/R1"), actor=by, reason="does not apply")
    rollout.tell(event, day(on))
    return rollout


@pytest.mark.parametrize(
    ("swapped", "court"), [(False, "vendor:quality"), (True, "client:quality")]
)
def test_a_row_taken_off_the_list_in_the_window_is_found_on_either_side(swapped, court):
    gap = found(withdrawn("03-10", swapped=swapped), "03-10", "R1")

    assert (gap.court, gap.sentence, gap.severity) == (court, "withdrawn", Severity.S2)


def test_before_the_window_or_by_an_executive_a_row_may_be_taken_off():
    assert "R1" not in details(withdrawn("03-06"), "03-10")
    assert "R1" not in details(withdrawn("03-10", by="p:boss"), "03-10")


def test_an_executive_s_decision_settles_a_withdrawn_row():
    rollout = withdrawn("03-10")
    ask: dict[str, Any] = {"decision": "Q1", "question": "?", "options": ("a",)}
    ask |= {"of": "client:sponsor", "concerns": ("R1",)}
    rollout.tell(DecisionAsked(**told("03-11", "Q1"), **ask), day("03-11"))
    rollout.tell(DecisionAnswered(**told("03-11", "Q1"), decision="Q1", option="a"), day("03-11"))

    assert "R1" not in details(rollout, "03-11")


def test_the_last_daily_reading_is_cited():
    rollout = row(due="03-10")
    rollout.configured("workbook:daily", profile="readiness").edition(
        on=day("03-12"), source="workbook:daily"
    )

    [gap] = rollout.judged(RULE, on=day("03-12"))

    assert [said.value for said in gap.operands["reading"]] == ["2026-03-12"]


def waves() -> Rollout:
    """Two modules go live on days of their own, and a row of each is open."""
    rollout = called(needed(Rollout()))
    for module, go_live, due in (("MES", "03-24", "03-12"), ("WMS", "06-24", "06-12")):
        terms: dict[str, Any] = {"kind": Kind.MILESTONE, "topic": "go_live", "module": module}
        rollout.agreed(f"GO-{module}", **terms, finish_on=day(go_live))
        of_list: dict[str, Any] = {"kind": Kind.READINESS, "module": module, "unit": "quality"}
        rollout.agreed(f"R-{module}", **of_list, finish_on=day(due))
    return rollout


def keys(rollout: Rollout, on: str) -> list[tuple[str, Any]]:
    found = rollout.judged(RULE, on=day(on))
    return [(each.about_key, each.numbers["go_live"]) for each in found if each.detail == ""]


def live(rollout: Rollout, milestone: str, on: str) -> Rollout:
    rollout.tell(GatePassed(**told(on, f"plan/{milestone}"), on=day(on)), day(on))
    return rollout


def test_each_wave_has_a_window_of_its_own():
    assert keys(waves(), "03-17") == [("R-MES", "2026-03-24")]
    assert keys(waves(), "06-17") == [("R-MES", "2026-03-24"), ("R-WMS", "2026-06-24")]


def test_the_window_ends_when_its_gate_is_passed():
    rollout = live(waves(), "GO-MES", "03-24")

    assert keys(rollout, "03-25") == []
    assert keys(rollout, "06-17") == [("R-WMS", "2026-06-24")]


def test_a_row_without_a_module_belongs_to_the_first_wave_that_it_can_be_ready_for():
    rollout = waves()
    rollout.agreed("R-ALL", kind=Kind.READINESS, module="", unit="it", finish_on=day("06-10"))

    assert ("R-ALL", "2026-06-24") not in keys(rollout, "03-17")
    assert ("R-ALL", "2026-06-24") in keys(rollout, "06-17")


def test_the_project_waits_for_the_next_wave_that_is_not_live():
    first = {found.numbers["go_live"] for found in waves().judged(RULE, on=day("03-17"))}
    over = live(waves(), "GO-MES", "03-24").judged(RULE, on=day("03-26"))

    assert (first, over) == ({"2026-03-24"}, [])


def near(**more: str) -> list[str]:
    """Let two waves come within a week, and call one meeting before both."""
    rollout = Rollout()
    for module, go_live in (("MES", "03-20"), ("WMS", "03-27")):
        terms: dict[str, Any] = {"kind": Kind.MILESTONE, "topic": "go_live", "module": module}
        rollout.agreed(f"GO-{module}", **terms, finish_on=day(go_live))
        of_list: dict[str, Any] = {"kind": Kind.READINESS, "module": module, "unit": "quality"}
        rollout.agreed(f"R-{module}", **of_list, finish_on=day("03-27"))
    for topic in ("test_environment", "opening_data"):
        rollout.agreed(topic, topic=topic, module="INFRA", needs=(), finish_on=day("02-27"))
    rollout.agreed("RB", module="MES", topic="rollback_plan", needs=(), finish_on=day("02-27"))
    return details(called(rollout, on="03-18", **more), "03-18")


def test_two_waves_that_near_at_once_have_each_a_list_of_their_own():
    said = near()

    assert [each for each in said if ":" in each] == ["GO-WMS:rollback_plan"]


@pytest.mark.parametrize("named", [{"module": "MES"}, {"milestone": "GO-MES"}])
def test_a_decision_about_one_wave_is_none_about_the_other(named):
    assert "GO-WMS:go_no_go" in near(**named)
    assert "GO-MES:go_no_go" not in near(**named)


def test_a_milestone_of_the_project_leaves_no_module_without_a_go_live():
    rollout = Rollout().agreed("KO", kind=Kind.MILESTONE, topic="kick_off", module="PM")
    for key, on in (("GO1", "03-20"), ("GO2", "05-29")):
        terms: dict[str, Any] = {"kind": Kind.MILESTONE, "topic": "go_live", "module": "PM"}
        rollout.agreed(key, **terms, finish_on=day(on))
    rollout.agreed("R1", kind=Kind.READINESS, module="MES", finish_on=day("03-10"))

    assert "" in details(rollout, "03-17")


def test_what_was_withdrawn_before_a_wave_does_not_come_back_with_the_next_one():
    rollout = waves()
    gone = CommitmentWithdrawn(**told("03-18", "plan/R-MES"), reason="x")
    rollout.tell(gone, day("03-18"))
    assert "R-MES" in details(rollout, "03-19")

    assert "R-MES" not in details(live(rollout, "GO-MES", "03-24"), "06-17")
    assert "R-MES" not in details(live(waves(), "GO-MES", "03-24"), "06-17")


def test_a_decision_about_something_else_before_it_lets_nobody_withdraw_a_row():
    rollout = row()
    said: dict[str, Any] = {"decision": "D1"}
    asked: dict[str, Any] = {"question": "?", "options": ("a",), "of": "client:sponsor"}
    event = DecisionAsked(**told("03-03", "D1"), **said, **asked, concerns=("R1",))
    rollout.tell(event, day("03-03"))
    rollout.tell(DecisionAnswered(**told("03-03", "D1"), **said, option="a"), day("03-03"))
    rollout.tell(CommitmentWithdrawn(**told("03-18", "plan/R1"), reason="x"), day("03-18"))

    assert "R1" in details(rollout, "03-19")
