"""Findings about flow, and what would clear each."""

from hub.model.commitments import (
    Kind,
    PromiseGiven,
)
from hub.model.event import Side
from hub.model.parties import PresenceRecorded
from tests.unit.rules import (
    test_action_overdue,
    test_late_response,
    test_overloaded_owner,
    test_staffing_shortfall,
    test_zombie,
)
from tests.unit.rules.clearing.acts import (
    DONE,
    RECORD,
    Case,
    answered_flag,
    changed,
    met,
    shown,
    tell,
)
from tests.unit.rules.rollout import Rollout, day


def eight() -> Rollout:
    return test_overloaded_owner.holding(8)


def six_of_ten() -> Rollout:
    return test_action_overdue.promised(6, 4)


def keep_more(rollout: Rollout) -> None:
    for number in range(10, 24):
        key = f"A{number}"
        rollout.raised(key, kind=Kind.ACTION, unit="quality", finish_on=day("03-06"), needs=())
        rollout.said("status", "done", on=day("03-06"), key=key)


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
        "OVERLOADED-OWNER",
        eight,
        "03-05",
        {"load_below": shown(RECORD, "03-05", verdict="accepted", key="T0")},
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
        "ZOMBIE",
        test_zombie.resting,
        "03-17",
        {"something_happens": changed("percent", 40, 50, on="03-17"), "done": DONE},
    ),
]
