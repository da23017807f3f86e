"""REPORT-MISSING: a report of a day, a week or a period, or minutes of a meeting, did not come."""

from collections.abc import Iterator
from itertools import chain

from hub.model.event import Severity
from hub.rules import Finding, rule
from hub.rules.cases import CommitmentCase
from hub.rules.rhythms import WHAT, missed_files, missed_minutes, missed_packs
from hub.rules.series import DAILY
from hub.rules.subjects import ProjectCase

SENTENCE = {
    "en": "{what} «{title}»: due on {due}, not received; {times} in a row. Turn: {court}.",
    "zh": "{what}“{title}”：应于 {due} 收到，尚未收到，连续 {times} 次。待处理：{court}。",
}
DEFAULTS = {"inspection_wd": 1, "pack_wd": 5}


@rule(
    "REPORT-MISSING",
    version=5,
    group="sources",
    over="project",
    also_over=("commitment",),
    sentence=SENTENCE,
    defaults=DEFAULTS,
)
def report_missing(case: ProjectCase | CommitmentCase) -> Iterator[Finding]:
    """Reports and minutes come on the agreed day, or within the days of grace."""
    if isinstance(case, CommitmentCase):
        found = missed_packs(case, case.policy["inspection_wd"], case.policy["pack_wd"])
    else:
        found = chain(missed_files(case), missed_minutes(case))
    for each in found:
        is_daily = each.what == WHAT[DAILY]
        due = each.due[0].isoformat()
        yield Finding(
            severity=Severity.S2 if len(each.due) > 1 or is_daily else Severity.S3,
            is_path_value=is_daily,
            court=each.court,
            operands={"last": each.last},
            numbers={"what": each.what, "title": each.title, "due": due, "times": len(each.due)},
            clears_when=("received",),
            since=each.due[-1],
            detail=f"{each.what}:{each.title}",
        )
