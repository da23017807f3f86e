"""DUE-DATE-CHURN: a date is moved again and again."""

from collections.abc import Iterator
from datetime import date, timedelta

from hub.model.event import Severity
from hub.rules import Finding, rule
from hub.rules.case import Move
from hub.rules.cases import ItemCase
from hub.rules.moves import agreed_wd, mover, settled, standing, waited_wd

SENTENCE = {
    "en": "{subject}: postponed {moves:time|times}, "
    "{pushed_wd:working day|working days} in all; last to {last}. Turn: {court}.",
    "zh": "{subject}：已推迟 {moves} 次，共 {pushed_wd} 个工作日，最近一次到 "
    "{last}。待处理：{court}。",
}
DEFAULTS = {"moves": 3, "push_wd": 10, "push_share": 0.30, "quiet_weeks": 4, "same_edit_min": 30}
EVE_WD = 2


@rule(
    "DUE-DATE-CHURN",
    version=5,
    group="plan",
    over="item",
    sentence=SENTENCE,
    defaults=DEFAULTS,
    told_with=("SILENT-REPLAN",),
)
def due_date_churn(case: ItemCase) -> Iterator[Finding]:
    """A date that was moved once or twice stays where it is."""
    window = timedelta(minutes=case.policy["same_edit_min"])
    moves = standing(settled(case.moves("due"), window))
    pushes = [m for m in moves if m.new > m.old and _is_since_plan(case, m)]
    if not pushes or (case.state is not None and case.state.value.is_done):
        return
    quiet = case.status_date - case.day(pushes[-1].said.occurred_hi)
    pushed_wd = sum(case.wd(m.old, m.new) for m in pushes)
    enough = len(pushes) >= case.policy["moves"] or pushed_wd >= case.policy["push_wd"]
    if quiet >= timedelta(weeks=case.policy["quiet_weeks"]) or not (
        enough or _is_large(case, pushed_wd)
    ):
        return
    agreed = [owed.agreed("finish_on") for owed in case.commitments[:1]]
    surely_on = case.day(at) if (at := pushes[-1].said.occurred_lo) else date.min
    after_miss = any(said is not None and surely_on > said.value for said in agreed)
    yield Finding(
        severity=Severity.S2 if after_miss else Severity.S3,
        court=mover(case, pushes),
        operands={"moved": [m.said for m in pushes], "last": pushes[-1].said},
        numbers={
            "moves": len(pushes),
            "pushed_wd": pushed_wd,
            "waited_wd": waited_wd(case, pushes),
            **_marks(case, pushes),
        },
        clears_when=("no_move_for_weeks", "done"),
        since=case.day(pushes[0].said.occurred_hi),
    )


def _is_since_plan(case: ItemCase, move: Move) -> bool:
    """What moved before the plan in force was approved is settled by it."""
    approvals = [owed.approval for owed in case.commitments[:1] if owed.approval is not None]
    return all(move.said.occurred_hi > approval.occurred.hi for approval in approvals)


def _marks(case: ItemCase, pushes: list[Move]) -> dict[str, int]:
    """Count the moves that were surely on the eve of the old date: two working days before it."""
    told = [(m.said.occurred_lo, m.said.occurred_hi, m.old) for m in pushes]
    left = [(case.wd(case.day(a), old), case.wd(case.day(b), old)) for a, b, old in told if a]
    return {"on_the_eve": sum(first <= EVE_WD and last >= 0 for first, last in left)}


def _is_large(case: ItemCase, pushed_wd: int) -> bool:
    """A push is large against the agreed duration too."""
    share = float(case.policy["push_share"])
    planned = (agreed_wd(owed, owed.terms) for owed in case.commitments[:1])
    return any(0 < share * days <= pushed_wd for days in planned)
