"""Findings about sources, and what would clear each."""

from typing import Any

from hub.model.claims import ClaimMade
from hub.model.facts import State
from hub.model.flags import ItemFlagged
from hub.model.meetings import MinutesPublished
from tests.unit.rules import (
    test_contradicting_sources,
    test_history_gap,
    test_invalid_dates,
    test_report_missing,
    test_report_omits,
)
from tests.unit.rules.clearing.acts import Act, Case, answered_flag, changed, decided, tell
from tests.unit.rules.rollout import Rollout, day


def told_and_read(*event: Any, **content: Any) -> Act:
    def act(rollout: Rollout) -> None:
        tell(*event, **content)(rollout)
        rollout.read(on=day("03-06"))

    return act


REPORTS = "workbook:reports"


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


CASES = [
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
]
