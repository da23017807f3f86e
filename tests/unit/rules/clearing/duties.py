"""Findings about duties, and what would clear each."""

from hub.model.commitments import (
    Kind,
)
from hub.model.decisions import DecisionAnswered
from hub.model.event import Side
from hub.model.parties import RoleAssigned
from hub.model.people import Role
from tests.unit.rules import (
    test_answer_overdue,
    test_duty_late,
    test_gatherings,
    test_readiness_gap,
    test_training_gap,
    test_unsupported_blame,
)
from tests.unit.rules.clearing.acts import Case, decided, met, revised, shown, tell
from tests.unit.rules.rollout import Rollout, day


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


def offered(rollout: Rollout) -> None:
    """Offer a training, and let the invited come."""
    test_gatherings.called(rollout, "T1", on="03-10", topic="training")
    test_gatherings.held(rollout, "T1", on="03-10", attended=(test_gatherings.QUALITY,))


CASES = [
    Case(
        "ANSWER-OVERDUE",
        lambda: test_answer_overdue.asked(Rollout().agreed()),
        "03-12",
        {"verdict_given": tell(DecisionAnswered, "Q1", "03-12", decision="Q1", option="a")},
    ),
    Case(
        "DUTY-LATE",
        lambda: test_duty_late.owed(noticed="03-09"),
        "03-13",
        {"met": met("D1", on="03-13")},
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
]
