"""Findings about the plan, and what would clear each."""

from typing import Any

from hub.model.commitments import (
    CommitmentDropProposed,
    PromiseGiven,
)
from hub.model.facts import State, WorkItemReappeared
from hub.model.links import LinkConfirmed
from hub.model.meetings import MinutesPublished
from hub.model.plans import RevisionApproved
from tests.unit.rules import (
    test_baseline_tamper,
    test_due_date_churn,
    test_missing_from_vendor,
    test_no_date,
    test_out_of_scope,
    test_silent_replan,
)
from tests.unit.rules.clearing.acts import LONG, Case, changed, decided, revised, tell
from tests.unit.rules.rollout import Rollout, day


def owned(rollout: Rollout) -> None:
    rollout.agreed(on=day("03-02"), accountable="p:7", finish_on=day("06-30"))


def tampered() -> Rollout:
    return test_baseline_tamper.rewritten("weight", 3, 9)


def corrected(rollout: Rollout) -> None:
    rollout.changed("weight", 9, 3, on=day("03-12"), source=test_baseline_tamper.PLAN)


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


def dropped(rollout: Rollout) -> None:
    """Approve a plan that does not hold the commitment any more."""
    said: dict[str, Any] = {"proposal": "P-drop", "series": "plan"}

    tell(CommitmentDropProposed, "plan/T1", "03-06", **said)(rollout)
    tell(RevisionApproved, "P-drop", "03-06", set_hash="h", **said)(rollout)


CASES = [
    Case(
        "BASELINE-TAMPER",
        tampered,
        "03-12",
        {"corrected": corrected, "revision_approved": revised(on="03-12", weight=9.0)},
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
]
