"""Findings about schedule, and what would clear each."""

from datetime import date, timedelta
from typing import Any

from hub.model.commitments import (
    GatePassed,
    Kind,
)
from hub.model.facts import State
from tests.unit.rules import (
    test_behind_expected,
    test_forecast_breach,
    test_missed_milestone,
    test_phase_order,
    test_spi_low,
)
from tests.unit.rules.clearing.acts import LONG, RECORD, Act, Case, changed, revised, tell
from tests.unit.rules.rollout import Rollout, day


def item(key: str, on: str, **how: Any) -> Act:
    return lambda rollout: rollout.item(key, on=day(on), **how)


def late(**terms: Any) -> Rollout:
    return Rollout().agreed(needs=(), **terms).item()


def reviewed(key: str, on: str) -> Act:
    return tell(GatePassed, f"plan/{key}", on, on=day(on))


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


CASES = [
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
        "LATE-START",
        late,
        "03-06",
        {"started": changed("status", State.NOT_STARTED, State.IN_PROGRESS, on="03-06")},
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
        "SCHEDULE-SLIP",
        lambda: Rollout().agreed().item(due="2026-03-31"),
        "03-10",
        {
            "promise_within_baseline": changed("due", "2026-03-31", "2026-03-20", on="03-10"),
            "revision_approved": revised(on="03-10", **LONG),
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
]
