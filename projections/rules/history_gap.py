"""HISTORY-GAP: the history of a source does not chain."""

from collections.abc import Iterator

from hub.model.event import Severity
from hub.model.facts import HistoryGapFound
from hub.rules import Finding, rule
from hub.rules.cases import ItemCase
from hub.rules.citing import Said

SENTENCE = {
    "en": "{subject}: {gaps} gaps in the history of {fields}; last on {last_on}. Turn: {court}.",
    "zh": "{subject}：{fields} 的变更记录有 {gaps} 处不衔接，最近一处 {last_on}。待处理：{court}。",
}
SCHEDULE = ("SCHEDULE-SLIP", "LATE-START", "MISSED-MILESTONE", "BEHIND-EXPECTED", "PHASE-ORDER")


@rule(
    "HISTORY-GAP",
    version=2,
    group="sources",
    over="item",
    sentence=SENTENCE,
    suppresses=SCHEDULE,
)
def history_gap(case: ItemCase) -> Iterator[Finding]:
    """Each value of a source follows from the one before it."""
    gaps = [fact for fact in case.work.facts if isinstance(fact, HistoryGapFound)]
    case.require_known(case.source)
    reread = [seen for seen in case.reading.observed if seen.kind == "reread" and seen.complete]
    if (
        not gaps
        or _is_explained(case, gaps)
        or any(seen.recorded_at > gaps[-1].recorded_at for seen in reread)
    ):
        return
    last_on = case.day(gaps[-1].occurred.hi)
    yield Finding(
        severity=Severity.S1 if _is_baseline(gaps) else Severity.S3,
        court=case.context.lead,
        operands={
            "expected": [Said(gap.expected, gap) for gap in gaps],
            "found": [Said(gap.found, gap) for gap in gaps],
        },
        numbers={
            "gaps": len(gaps),
            "fields": ", ".join(sorted({gap.field for gap in gaps})),
            "last_on": last_on.isoformat(),
        },
        clears_when=("history_read_again", "explained"),
        since=case.day(gaps[0].occurred.hi),
    )


def _is_explained(case: ItemCase, gaps: list[HistoryGapFound]) -> bool:
    """A word about each field, from the day of its gap on, explains it."""
    words = [c for owed in case.commitments for c in owed.owed.claims if c.words]
    return all(
        any(c.field == gap.field and c.occurred.hi >= gap.occurred.hi for c in words)
        for gap in gaps
    )


def _is_baseline(gaps: list[HistoryGapFound]) -> bool:
    """Tell whether a set that holds the agreed plan changed, and nothing says how."""
    return any(gap.field.startswith("extra:baseline") for gap in gaps)
