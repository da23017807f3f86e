"""Supplying exactly what a finding says would clear it clears it; and every rule has a case."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

import pytest
from msgspec import json

from hub import plugins
from hub.locale import LANGUAGES, translate
from hub.model.claims import ClaimMade
from hub.model.commitments import (
    CommitmentDropProposed,
    CommitmentMet,
    GatePassed,
    Kind,
    PromiseGiven,
)
from hub.model.decisions import DecisionAnswered, DecisionAsked
from hub.model.event import Event, Interval, Side
from hub.model.facts import State, WorkItemReappeared
from hub.model.findings import Conclusion
from hub.model.flags import ItemFlagged, VendorReplied
from hub.model.links import LinkConfirmed
from hub.model.meetings import MinutesPublished
from hub.model.parties import PresenceRecorded, RoleAssigned
from hub.model.people import Role
from hub.model.plans import RevisionApproved
from hub.sentences import sentence
from tests.unit.rules import (
    test_action_overdue,
    test_answer_overdue,
    test_backdated_completion,
    test_baseline_tamper,
    test_behind_expected,
    test_bulk_update,
    test_claim_without_evidence,
    test_contradicting_sources,
    test_due_date_churn,
    test_duty_late,
    test_forecast_breach,
    test_gatherings,
    test_ghost_update,
    test_history_gap,
    test_invalid_dates,
    test_late_response,
    test_missed_milestone,
    test_missing_from_vendor,
    test_no_date,
    test_out_of_scope,
    test_overloaded_owner,
    test_percent_regression,
    test_phase_order,
    test_progress_inflation,
    test_readiness_gap,
    test_rejected_but_done,
    test_reopened_after_done,
    test_report_missing,
    test_report_omits,
    test_silent_replan,
    test_spi_low,
    test_staffing_shortfall,
    test_stalled_percent,
    test_training_gap,
    test_unsupported_blame,
    test_zombie,
)
from tests.unit.rules.rollout import Rollout, day, noon

Act = Callable[[Rollout], object]


@dataclass(frozen=True)
class Case:
    """A rollout on which a rule speaks on a day, and by code what would clear it."""

    rule: str
    make: Callable[[], Rollout]
    on: str
    acts: dict[str, Act]
    after: str = ""  # the day that is judged once the missing fact is there; the same day


def tell(
    kind: type[Event], subject: str, when: str, *, source: str = "hub", **content: Any
) -> Callable[[Rollout], None]:
    """Give an act: one event on one day."""

    def act(rollout: Rollout) -> None:
        at = Interval.at(noon(day(when)))
        event = kind(subject=subject, entry="", occurred=at, **content)
        rollout.tell(event, day(when), source=source)

    return act


def revised(key: str = "T1", *, on: str, **terms: Any) -> Act:
    """Give an act: another version of a commitment is approved."""
    return lambda rollout: rollout.agreed(key, on=day(on), **terms)


def changed(field: str, old: Any, new: Any, *, on: str, **how: Any) -> Act:
    return lambda rollout: rollout.changed(field, old, new, on=day(on), **how)


def decided(key: str, on: str) -> Act:
    """Give an act: a decision about something is asked for and answered."""

    def act(rollout: Rollout) -> None:
        said: dict[str, Any] = {"decision": "D1", "question": "?", "options": ("a",)}
        tell(DecisionAsked, "D1", on, of="client:sponsor", concerns=(key,), **said)(rollout)
        tell(DecisionAnswered, "D1", on, decision="D1", option="a")(rollout)

    return act


def met(*keys: str, on: str) -> Act:
    """Give an act: who receives it says that it was done."""

    def act(rollout: Rollout) -> None:
        for key in keys:
            tell(CommitmentMet, f"plan/{key}", on, on=day(on))(rollout)

    return act


def shown(kind: str, on: str, **how: Any) -> Act:
    return lambda rollout: rollout.shown(kind, on=day(on), **how)


def item(key: str, on: str, **how: Any) -> Act:
    return lambda rollout: rollout.item(key, on=day(on), **how)


def late(**terms: Any) -> Rollout:
    return Rollout().agreed(needs=(), **terms).item()


def told_and_read(*event: Any, **content: Any) -> Act:
    def act(rollout: Rollout) -> None:
        tell(*event, **content)(rollout)
        rollout.read(on=day("03-06"))

    return act


def reviewed(key: str, on: str) -> Act:
    return tell(GatePassed, f"plan/{key}", on, on=day(on))


DONE = changed("status", State.IN_PROGRESS, State.DONE, on="03-17")
RECORD = "demo_or_test_record"
REPORTS = "workbook:reports"
LONG: dict[str, Any] = {"start_on": day("03-02"), "finish_on": day("06-30")}


def fourteen(rollout: Rollout) -> None:
    """Accept every second half of a plan of twelve."""
    for number in range(6, 12):
        rollout.shown(RECORD, on=day("04-10"), verdict="accepted", key=f"T{number:02}")


def postponed(rollout: Rollout) -> None:
    for number in range(12):
        rollout.agreed(f"T{number:02}", on=day("04-10"), finish_on=day("12-31"))


def accepted_rest(rollout: Rollout) -> None:
    for number in range(30, 60):
        rollout.shown(RECORD, on=test_forecast_breach.ON, verdict="accepted", key=f"T{number:03}")


def owned(rollout: Rollout) -> None:
    rollout.agreed(on=day("03-02"), accountable="p:7", finish_on=day("06-30"))


def quiet(rollout: Rollout) -> None:
    """Four weeks without a burst."""
    rollout.read(on=day("04-24"))


def tampered() -> Rollout:
    return test_baseline_tamper.rewritten("weight", 3, 9)


def corrected(rollout: Rollout) -> None:
    rollout.changed("weight", 9, 3, on=day("03-12"), source=test_baseline_tamper.PLAN)


def ours(rollout: Rollout, number: int) -> None:
    test_progress_inflation.claim(rollout, number, 50, first=8)


def rested() -> Rollout:
    return test_ghost_update.labelled(test_ghost_update.idle(), "03-05", "03-10", "03-16")


def linked(rollout: Rollout) -> None:
    rollout.item("OTHER-2", on=day("03-04"), title="quite another name")
    world = rollout.world()
    name = next(w.id for w in world.work.values() if w.item.key == "OTHER-2")
    owed = world.commitment("plan", "T1").id
    tell(LinkConfirmed, f"{name}+{owed}", "03-04", item=name, commitment=owed)(rollout)


def gone() -> Rollout:
    rollout = test_missing_from_vendor.looked("03-03").item().vanished(on=day("03-04"))
    return rollout.read(on=day("03-05")).read(on=day("03-06"))


def unplanned() -> Rollout:
    rollout = Rollout().agreed().item("X1", on=day("03-02"), state=State.IN_PROGRESS)
    return rollout.changed("status", State.IN_PROGRESS, State.DONE, on=day("03-04"), key="X1")


def tie_unplanned(rollout: Rollout) -> None:
    world = rollout.world()
    name = next(w.id for w in world.work.values() if w.item.key == "X1")
    owed = world.commitment("plan", "T1").id
    tell(LinkConfirmed, f"{name}+{owed}", "03-04", item=name, commitment=owed)(rollout)


def flagged_and_left_out() -> Rollout:
    rollout = test_report_omits.reported(due="04-30")
    names = rollout.context(day("03-13")).in_force.items()
    ask: dict[str, Any] = {"flag": "F1", "party": "v", "sentence": "?", "reply_by": day("03-20")}
    name = next(name for name, (terms, _, _) in names if terms.key == "T1")
    tell(ItemFlagged, "F1", "03-12", commitment=name, **ask)(rollout)
    return rollout


def mentioned(rollout: Rollout) -> None:
    rollout.item("T1", on=day("03-20"), source=REPORTS, state=State.IN_PROGRESS)
    rollout.edition(on=day("03-20"))


def eight() -> Rollout:
    return test_overloaded_owner.holding(8)


def trained(rollout: Rollout) -> None:
    test_gatherings.called(rollout, "T2", on="03-10", topic="training")
    test_gatherings.held(rollout, "T2", on="03-10", attended=(test_gatherings.QUALITY,))


def untrained() -> Rollout:
    rollout = test_gatherings.called(Rollout(), "T1", on="03-06", topic="training")
    return test_gatherings.held(rollout, "T1", on="03-06")


def unoffered() -> Rollout:
    return Rollout().agreed("GO", kind=Kind.MILESTONE, topic="go_live", finish_on=day("03-20"))


def blocked() -> Rollout:
    return test_unsupported_blame.blamed(Rollout().agreed())


def answered_flag() -> Act:
    return tell(VendorReplied, "F1", "03-12", flag="F1", answer="disagree", words="no")


def six_of_ten() -> Rollout:
    return test_action_overdue.promised(6, 4)


def keep_more(rollout: Rollout) -> None:
    for number in range(10, 24):
        key = f"A{number}"
        rollout.raised(key, kind=Kind.ACTION, unit="quality", finish_on=day("03-06"), needs=())
        rollout.said("status", "done", on=day("03-06"), key=key)


def offered(rollout: Rollout) -> None:
    """Offer a training, and let the invited come."""
    test_gatherings.called(rollout, "T1", on="03-10", topic="training")
    test_gatherings.held(rollout, "T1", on="03-10", attended=(test_gatherings.QUALITY,))


def vacated() -> Rollout:
    named = test_staffing_shortfall.named(Rollout(), Side.VENDOR, on="03-02")
    return test_staffing_shortfall.left(named, Side.VENDOR, on="03-09")


def taken(rollout: Rollout) -> None:
    test_staffing_shortfall.named(rollout, Side.VENDOR, on="03-13", person="account-2")


def two_more(rollout: Rollout) -> None:
    """Give two more items, which are begun on the next day."""
    for key in ("Y1", "Y2"):
        rollout.item(key, on=day("03-09"), assignee="account-9")
        test_staffing_shortfall.begins(rollout, key, on="03-10")


def dropped(rollout: Rollout) -> None:
    """Approve a plan that does not hold the commitment any more."""
    said: dict[str, Any] = {"proposal": "P-drop", "series": "plan"}

    tell(CommitmentDropProposed, "plan/T1", "03-06", **said)(rollout)
    tell(RevisionApproved, "P-drop", "03-06", set_hash="h", **said)(rollout)


CASES = [
    Case(
        "ACTION-OVERDUE",
        test_action_overdue.action,
        "03-09",
        {
            "met": met("A1", on="03-09"),
            "dated_again": tell(PromiseGiven, "plan/A1", "03-09", finish_on=day("03-20")),
        },
    ),
    Case("ACTION-OVERDUE", six_of_ten, "03-09", {"kept_more": keep_more}),
    Case(
        "ANSWER-OVERDUE",
        lambda: test_answer_overdue.asked(Rollout().agreed()),
        "03-12",
        {"verdict_given": tell(DecisionAnswered, "Q1", "03-12", decision="Q1", option="a")},
    ),
    Case(
        "BACKDATED-COMPLETION",
        test_backdated_completion.told,
        "03-13",
        {
            "corrected": changed("actual_finish", "2026-03-04", "2026-03-12", on="03-13"),
            "evidence_accepted": shown(RECORD, "03-04", verdict="accepted"),
        },
    ),
    Case(
        "BASELINE-TAMPER",
        tampered,
        "03-12",
        {"corrected": corrected, "revision_approved": revised(on="03-12", weight=9.0)},
    ),
    Case(
        "BEHIND-EXPECTED",
        lambda: test_behind_expected.at(30),
        "03-16",
        {
            "percent_keeps_pace": changed("percent", 30, 50, on="03-16"),
            "revision_approved": revised(on="03-16", **LONG),
        },
    ),
    Case(
        "BULK-UPDATE",
        lambda: test_bulk_update.bursts(test_bulk_update.keeping(), *test_bulk_update.FRIDAYS[1:]),
        "03-27",
        {"no_burst_for_weeks": quiet},
        after="04-24",
    ),
    Case(
        "CLAIM-WITHOUT-EVIDENCE",
        test_claim_without_evidence.claimed,
        "03-10",
        {
            "evidence_accepted": shown(RECORD, "03-10", verdict="accepted"),
            "claim_retracted": changed("status", State.DONE, State.IN_PROGRESS, on="03-10"),
        },
    ),
    Case(
        "CONTRADICTING-SOURCES",
        lambda: test_contradicting_sources.both({"percent": 40}, {"percent": 80}),
        "03-06",
        {
            "sources_agree": changed("percent", 40, 80, on="03-06"),
            "precedence_decided": decided("T1", "03-06"),
        },
    ),
    Case(
        "DUE-DATE-CHURN",
        lambda: test_due_date_churn.pushed(
            ("03-10", "03-23"), ("03-17", "03-25"), ("03-19", "03-27")
        ),
        "03-20",
        {"done": changed("status", State.IN_PROGRESS, State.DONE, on="03-20")},
    ),
    Case(
        "DUE-DATE-CHURN",
        lambda: test_due_date_churn.pushed(
            ("03-10", "03-23"), ("03-17", "03-25"), ("03-19", "03-27")
        ),
        "03-20",
        {"no_move_for_weeks": lambda rollout: rollout.read(on=day("04-16"))},
        after="04-16",
    ),
    Case(
        "DUTY-LATE",
        lambda: test_duty_late.owed(noticed="03-09"),
        "03-13",
        {"met": met("D1", on="03-13")},
    ),
    Case(
        "FORECAST-BREACH",
        lambda: test_forecast_breach.rollout_of(
            30, go_live=test_forecast_breach.ON + timedelta(weeks=4)
        ),
        "05-11",
        {
            "work_accepted": accepted_rest,
            "revision_approved": revised(
                "GO", on="05-11", kind=Kind.MILESTONE, topic="go_live", finish_on=date(2027, 3, 1)
            ),
        },
    ),
    Case(
        "GHOST-UPDATE",
        rested,
        "03-17",
        {"something_happens": changed("percent", 40, 50, on="03-17"), "done": DONE},
    ),
    Case(
        "HISTORY-GAP",
        test_history_gap.broken,
        "03-05",
        {
            "history_read_again": lambda r: r.read(on=day("03-06"), kind="reread"),
            "explained": told_and_read(
                ClaimMade,
                "plan/T1",
                "03-06",
                series="plan",
                key="T1",
                field="due",
                value="2026-03-25",
                words="moved by the migration",
            ),
        },
        after="03-06",
    ),
    Case(
        "INVALID-DATES",
        lambda: test_invalid_dates.holding(state=State.DONE, percent=80),
        "03-09",
        {"corrected": changed("percent", 80, 100, on="03-09")},
    ),
    Case(
        "LATE-RESPONSE",
        test_late_response.problem,
        "03-20",
        {"resolved": met("P1", on="03-20")},
        after="03-23",
    ),
    Case(
        "LATE-RESPONSE",
        test_late_response.flagged,
        "03-12",
        {"answered": answered_flag()},
        after="03-13",
    ),
    Case(
        "LATE-RESPONSE",
        test_late_response.raised,
        "03-04",
        {"answered": lambda r: test_late_response.acknowledged(r, "03-04")},
        after="03-05",
    ),
    Case(
        "LATE-RESPONSE",
        test_late_response.question,
        "03-05",
        {"answered": shown("written_answer", "03-05", key="P1")},
        after="03-06",
    ),
    Case(
        "LATE-RESPONSE",
        test_late_response.stopping,
        "03-03",
        {"answered": lambda r: test_late_response.there(r, "12:30")},
        after="03-04",
    ),
    Case(
        "LATE-START",
        late,
        "03-06",
        {"started": changed("status", State.NOT_STARTED, State.IN_PROGRESS, on="03-06")},
    ),
    Case(
        "MEETING-REFUSED",
        lambda: test_gatherings.refused(
            test_gatherings.called(Rollout(), "K", on="03-06"), "K", on="03-06"
        ),
        "03-09",
        {
            "held_with_quorum": lambda r: test_gatherings.held(
                r, "K", on="03-09", attended=(test_gatherings.QUALITY,)
            )
        },
    ),
    Case(
        "MISSED-MILESTONE",
        test_missed_milestone.milestone,
        "03-23",
        {
            "gate_passed": reviewed("M1", "03-23"),
            "revision_approved": revised(
                "M1", on="03-23", kind=Kind.MILESTONE, finish_on=day("04-10")
            ),
        },
    ),
    Case(
        "MISSING-FROM-VENDOR",
        gone,
        "03-06",
        {
            "reappeared": tell(WorkItemReappeared, "T1", "03-06", source="jira:V"),
            "linked": linked,
            "scope_changed": dropped,
        },
    ),
    Case(
        "NO-DATE",
        test_no_date.undated,
        "03-05",
        {"dated": tell(PromiseGiven, "plan/A1", "03-05", finish_on=day("03-20"))},
    ),
    Case(
        "NO-OWNER",
        lambda: Rollout().agreed(accountable="", finish_on=day("06-30")),
        "03-02",
        {"owner_named": owned},
    ),
    Case(
        "OUT-OF-SCOPE",
        test_out_of_scope.demanded,
        "03-04",
        {"decided": decided("H1", "03-04"), "reference_added": revised("H1", on="03-04")},
    ),
    Case(
        "OUT-OF-SCOPE",
        test_out_of_scope.planned,
        "03-04",
        {
            "decided": decided("T2", "03-04"),
            "reference_added": revised("T2", on="03-04", refers_to="S-1"),
        },
    ),
    Case(
        "OUT-OF-SCOPE",
        unplanned,
        "03-04",
        {"linked": tie_unplanned, "decided": decided("X1", "03-04")},
    ),
    Case(
        "OVERLOADED-OWNER",
        eight,
        "03-05",
        {"load_below": shown(RECORD, "03-05", verdict="accepted", key="T0")},
    ),
    Case(
        "PERCENT-REGRESSION",
        test_percent_regression.fallen,
        "03-10",
        {
            "percent_regained": changed("percent", 54, 60, on="03-10"),
            "explained": tell(
                ClaimMade,
                "plan/T1",
                "03-10",
                series="plan",
                key="T1",
                field="percent",
                value=54,
                words="re-scoped",
            ),
        },
    ),
    Case(
        "PHASE-ORDER",
        test_phase_order.begun,
        "03-05",
        {"gate_passed": reviewed("K1", "03-05"), "revision_approved": revised(on="03-05")},
    ),
    Case(
        "PHASE-ORDER",
        lambda: test_phase_order.begun(kind=Kind.TASK),
        "03-11",
        {"done": item("K1", "03-11", state=State.DONE), "revision_approved": revised(on="03-11")},
    ),
    Case(
        "PROGRESS-INFLATION",
        lambda: test_progress_inflation.claiming(8, 85),
        "04-01",
        {"claims_match_evidence": lambda r: ours(r, 9)},
    ),
    Case(
        "READINESS-GAP",
        test_readiness_gap.row,
        "03-13",
        {
            "evidence_accepted": lambda r: [
                r.shown(kind, on=day("03-13"), verdict="accepted", key="R1")
                for kind in ("check_record", "owner_signoff")
            ],
            "revision_approved": revised(
                "GO", on="03-13", kind=Kind.MILESTONE, topic="go_live", finish_on=day("04-30")
            ),
        },
    ),
    Case(
        "READINESS-GAP",
        test_readiness_gap.listed,
        "03-16",
        {
            "evidence_accepted": met("R1", "R2", "R3", "R4", on="03-16"),
        },
    ),
    Case(
        "READINESS-GAP",
        lambda: test_readiness_gap.withdrawn("03-10"),
        "03-10",
        {"decided": decided("R1", "03-10")},
    ),
    Case(
        "READINESS-GAP",
        test_readiness_gap.bare,
        "03-16",
        {
            "meeting_called": test_readiness_gap.called,
            "row_added": test_readiness_gap.needed,
        },
    ),
    Case(
        "REJECTED-BUT-DONE",
        test_rejected_but_done.rejected,
        "03-11",
        {
            "reopened": changed("status", State.DONE, State.IN_PROGRESS, on="03-11"),
            "evidence_accepted": shown("record", "03-11", verdict="accepted"),
        },
    ),
    Case(
        "REOPENED-AFTER-DONE",
        test_reopened_after_done.reopened,
        "03-05",
        {"done_again": changed("status", State.IN_PROGRESS, State.DONE, on="03-05")},
    ),
    Case(
        "REOPENED-AFTER-DONE",
        lambda: test_reopened_after_done.problem(test_reopened_after_done.accepted(), "03-16"),
        "03-17",
        {
            "problem_solved": met("P1", on="03-17"),
            "accepted_again": shown("key_user_acceptance", "03-17", verdict="accepted", key="F1"),
        },
    ),
    Case(
        "REPORT-MISSING",
        test_report_missing.met,
        "03-10",
        {"received": tell(MinutesPublished, "W1", "03-10", meeting="W1", lines=("x",))},
    ),
    Case(
        "REPORT-MISSING",
        test_report_missing.owed,
        "03-10",
        {"received": lambda r: test_report_missing.given(r, "03-10")},
    ),
    Case(
        "REPORT-MISSING",
        test_report_missing.reported,
        "03-10",
        {"received": lambda r: r.edition(on=day("03-10"), source=REPORTS)},
    ),
    Case(
        "REPORT-OMITS",
        test_report_omits.reported,
        "03-13",
        {"mentioned_in_next_report": mentioned},
        after="03-20",
    ),
    Case(
        "REPORT-OMITS",
        flagged_and_left_out,
        "03-13",
        {"mentioned_in_next_report": mentioned, "answered": answered_flag()},
        after="03-20",
    ),
    Case(
        "SCHEDULE-SLIP",
        lambda: Rollout().agreed().item(due="2026-03-31"),
        "03-10",
        {
            "promise_within_baseline": changed("due", "2026-03-31", "2026-03-20", on="03-10"),
            "revision_approved": revised(on="03-10", **LONG),
        },
    ),
    Case(
        "SILENT-REPLAN",
        test_silent_replan.moved,
        "03-10",
        {
            "announced": tell(
                MinutesPublished, "W1", "03-10", meeting="W1", lines=(), announces=("T1",)
            ),
            "revision_approved": revised(on="03-10", **LONG),
            "date_restored": changed("due", "2026-03-31", "2026-03-20", on="03-10"),
        },
    ),
    Case(
        "SILENT-REPLAN",
        test_silent_replan.next_version,
        "03-13",
        {
            "announced": tell(
                MinutesPublished, "W1", "03-12", meeting="W1", lines=(), announces=("T1",)
            ),
            "revision_approved": revised(on="03-13", **LONG),
            "version_restored": lambda r: test_silent_replan.put_into(
                r, "1.0", out_of="1.1", on="03-13"
            ),
        },
    ),
    Case(
        "SILENT-REPLAN",
        test_silent_replan.estimated,
        "03-13",
        {
            "announced": lambda r: r.said("weight", 16, on=day("03-12")),
            "revision_approved": revised(on="03-13", **LONG),
            "estimate_restored": changed("weight", 16, 10, on="03-13"),
        },
    ),
    Case(
        "SPI-LOW",
        lambda: test_spi_low.twelve(6),
        "04-13",
        {"work_accepted": fourteen, "revision_approved": postponed},
    ),
    Case(
        "SPI-LOW",
        test_spi_low.kept_waiting,
        "04-13",
        {"work_accepted": fourteen, "revision_approved": postponed},
    ),
    Case(
        "SPONSOR-ABSENT",
        test_gatherings.demonstrations,
        "03-09",
        {
            "attended": lambda r: test_gatherings.held(
                test_gatherings.called(
                    r, "S3", on="03-09", topic="demonstration", invited=("client:sponsor",)
                ),
                "S3",
                on="03-09",
                attended=("client:sponsor",),
            ),
            "delegate_named": tell(
                RoleAssigned,
                "client:sponsor:",
                "03-09",
                person="p:deputy",
                role=Role.SPONSOR,
                side=Side.CLIENT,
                from_on=day("03-09"),
            ),
        },
    ),
    Case(
        "SPONSOR-ABSENT",
        lambda: test_answer_overdue.asked(Rollout()),
        "03-13",
        {"answered": tell(DecisionAnswered, "Q1", "03-13", decision="Q1", option="a")},
    ),
    Case(
        "STAFFING-SHORTFALL",
        lambda: test_staffing_shortfall.present(3.5, 3),
        "03-16",
        {
            "people_present": tell(
                PresenceRecorded,
                "vendor::w3",
                "03-16",
                side=Side.VENDOR,
                week_on=day("03-16"),
                present_fte=5.0,
            )
        },
    ),
    Case("STAFFING-SHORTFALL", vacated, "03-13", {"place_taken": taken}),
    Case(
        "STAFFING-SHORTFALL",
        lambda: test_staffing_shortfall.given(10, 4),
        "03-10",
        {"assignments_started": two_more},
    ),
    Case(
        "STALLED-PERCENT",
        lambda: test_stalled_percent.at(40),
        "03-17",
        {"percent_moves": changed("percent", 40, 45, on="03-17"), "done": DONE},
    ),
    Case("TRAINING-GAP", untrained, "03-10", {"training_attended": trained}),
    Case(
        "TRAINING-GAP",
        lambda: test_training_gap.offered(test_training_gap.needed()),
        "03-09",
        {"share_trained": lambda r: test_training_gap.passed(r, *range(9), on="03-09")},
    ),
    Case("TRAINING-GAP", unoffered, "03-10", {"training_offered": offered}),
    Case(
        "UNSUPPORTED-BLAME",
        blocked,
        "03-12",
        {
            "evidence_supplied": shown("photo", "03-12"),
            "claim_retracted": lambda r: r.said("blocked_by", "", on=day("03-12")),
            "decided": decided("T1", "03-12"),
        },
    ),
    Case(
        "ZOMBIE",
        test_zombie.resting,
        "03-17",
        {"something_happens": changed("percent", 40, 50, on="03-17"), "done": DONE},
    ),
]


def found_by(case: Case, rollout: Rollout, on: str) -> list[Conclusion]:
    return rollout.judged(case.rule, on=day(on))


ACTS = [(case, code) for case in CASES for code in case.acts]


@pytest.mark.parametrize(("case", "code"), ACTS, ids=[f"{case.rule}-{code}" for case, code in ACTS])
def test_exactly_what_would_clear_it_clears_it(case: Case, code: str):
    rollout = case.make()
    before = {c.detail for c in found_by(case, rollout, case.on) if code in c.clears_when}
    assert before

    case.acts[code](rollout)

    assert not rollout.abstains(case.rule, on=day(case.after or case.on))
    after = {c.detail for c in found_by(case, rollout, case.after or case.on)}
    assert not before & after or after < before


def test_every_rule_has_a_case_and_every_code_an_act():
    supplied = {(case.rule, code) for case in CASES for code in case.acts}
    said = {
        (case.rule, code)
        for case in CASES
        for found in found_by(case, case.make(), case.on)
        for code in found.clears_when
    }

    assert {case.rule for case in CASES} == set(plugins.rules())
    assert said - supplied == set()


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.rule)
def test_a_sentence_is_made_again_from_what_is_stored_with_the_same_numbers(case: Case):
    rule = plugins.rules()[case.rule]
    for found in found_by(case, case.make(), case.on):
        stored = json.decode(json.encode(found), type=Conclusion)
        texts = [sentence(stored, rule, lang) for lang in LANGUAGES]

        assert texts == [sentence(found, rule, lang) for lang in LANGUAGES]
        digits = ["".join(sorted(c for c in text if c.isdecimal())) for text in texts]
        assert digits[0] == digits[1]
        assert not any(mark in "".join(texts) for mark in "{}")


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.rule)
def test_every_word_of_a_finding_has_its_chinese(case: Case):
    found = found_by(case, case.make(), case.on)
    numbers = [value for each in found for value in each.numbers.values()]
    coded = {v for v in numbers if isinstance(v, str) and v.isidentifier() and "_" in v}
    coded |= {code for each in found for code in each.clears_when}
    coded |= {name for each in found for name in (each.rule, each.shown_as)}

    assert {code for code in coded if translate(code, "zh_CN") == code} == set()
