"""Findings about claims, and what would clear each."""

from hub.model.claims import ClaimMade
from hub.model.facts import State
from tests.unit.rules import (
    test_backdated_completion,
    test_bulk_update,
    test_claim_without_evidence,
    test_ghost_update,
    test_percent_regression,
    test_progress_inflation,
    test_rejected_but_done,
    test_reopened_after_done,
    test_stalled_percent,
)
from tests.unit.rules.clearing.acts import DONE, RECORD, Case, changed, met, shown, tell
from tests.unit.rules.rollout import Rollout, day


def quiet(rollout: Rollout) -> None:
    """Four weeks without a burst."""
    rollout.read(on=day("04-24"))


def ours(rollout: Rollout, number: int) -> None:
    test_progress_inflation.claim(rollout, number, 50, first=8)


def rested() -> Rollout:
    return test_ghost_update.labelled(test_ghost_update.idle(), "03-05", "03-10", "03-16")


CASES = [
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
        "GHOST-UPDATE",
        rested,
        "03-17",
        {"something_happens": changed("percent", 40, 50, on="03-17"), "done": DONE},
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
        "PROGRESS-INFLATION",
        lambda: test_progress_inflation.claiming(8, 85),
        "04-01",
        {"claims_match_evidence": lambda r: ours(r, 9)},
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
        "STALLED-PERCENT",
        lambda: test_stalled_percent.at(40),
        "03-17",
        {"percent_moves": changed("percent", 40, 45, on="03-17"), "done": DONE},
    ),
]
