"""ACTION-OVERDUE: an action of minutes, or a promise, was not met by its date."""

from collections.abc import Iterator

from hub.model.event import Severity
from hub.model.people import court_of
from hub.rules import Finding, rule
from hub.rules.cases import CommitmentCase
from hub.rules.citing import Said
from hub.rules.keeping import is_told, last_day, promised
from hub.rules.subjects import ProjectCase

SENTENCE = {
    "en": "{subject}: {what} for {due}, not met; {late_wd:working day|working days}. Turn: "
    "{court}.",
    "zh": "{subject}：{what}日期 {due}，尚未完成，已过 {late_wd} 个工作日。待处理：{court}。",
}
OF_UNIT = {
    "en": "{court}: {kept} of {dated} promises and actions kept; {share} % are agreed. "
    "Turn: {court}.",
    "zh": "{court}：{dated} 项承诺与待办中按期完成 {kept} 项，约定不低于 {share}%。"
    "待处理：{court}。",
}


@rule(
    "ACTION-OVERDUE",
    version=3,
    group="flow",
    over="commitment",
    also_over=("project",),
    sentence=SENTENCE,
    other_sentences={"kept_rate": OF_UNIT},
    defaults={"grace_wd": 1, "kept_rate": 0.70, "min_n": 10},
)
def action_overdue(case: CommitmentCase | ProjectCase) -> Iterator[Finding]:
    """What was promised, or agreed in a meeting, is met by its day."""
    if isinstance(case, ProjectCase):
        yield from _kept_too_seldom(case)
        return
    what, due = last_day(case)
    if due is None or case.accepted is not None or case.completion_claim is not None:
        return
    late = case.wd(due.value, case.status_date)
    if late < case.policy["grace_wd"] or case.blocked_now is not None:
        return
    told = [Said(n.words, n) for n in case.owed.notices]
    yield Finding(
        severity=Severity.S3,
        court=case.court if is_told(case) else court_of(case.side),
        operands={"due": due, "reminders": told or case.searched("notice")},
        numbers={"what": what, "late_wd": late},
        clears_when=("met", "dated_again"),
        since=due.value,
    )


def _kept_too_seldom(case: ProjectCase) -> Iterator[Finding]:
    """Give the units that kept too few of what fell due; a date given anew is missed once."""
    for court, dated in sorted(promised(case, "ACTION-OVERDUE").items()):
        kept = [one for one in dated if one.is_kept]
        enough = len(dated) >= case.policy["min_n"]
        if not enough or len(kept) >= case.policy["kept_rate"] * len(dated):
            continue
        yield Finding(
            severity=Severity.S2,
            is_path_value=True,
            court=court,
            operands={"dated": [one.due for one in dated]},
            numbers={
                "kept": len(kept),
                "dated": len(dated),
                "share": round(100 * case.policy["kept_rate"]),
            },
            clears_when=("kept_more",),
            detail=court,
            sentence="kept_rate",
        )
