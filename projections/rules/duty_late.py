"""DUTY-LATE: what one side owes the other is late, and the other waits for it."""

from collections.abc import Iterator

from hub.model.event import Severity, Side
from hub.rules import Finding, rule
from hub.rules.cases import CommitmentCase
from hub.rules.citing import Said
from hub.rules.duties import court, form, stated, told

SENTENCE = {
    "en": "{subject}: due {due}, not met; {told}; {late_wd:working day|working days} chargeable, "
    "{waiting:item waits|items wait}. Turn: {court}.",
    "zh": "{subject}：{due} 到期，尚未完成；{told}；可计 {late_wd} 个工作日，"
    "{waiting} 项在等待。待处理：{court}。",
}
SHOWN = {Side.CLIENT: "CLIENT-BLOCKED", Side.VENDOR: "VENDOR-BLOCKED"}


@rule(
    "DUTY-LATE",
    version=4,
    group="duties",
    over="commitment",
    sentence=SENTENCE,
    defaults={"grace_wd": 1, "s2_wd": 6},
    moves_court_of=("SCHEDULE-SLIP", "LATE-START", "BEHIND-EXPECTED", "STALLED-PERCENT"),
)
def duty_late(case: CommitmentCase) -> Iterator[Finding]:
    """A duty that the other side waits for is met by its date."""
    due = case.agreed("finish_on")
    waiting = case.waiting_for_it()
    if not case.is_duty or due is None or not waiting or case.accepted is not None:
        return
    if case.wd(due.value, case.status_date) < case.policy["grace_wd"]:
        return
    charged = case.chargeable_from
    late = case.wd(charged, case.status_date) if charged else 0
    is_charged = charged is not None and late >= 0
    usual = Severity.S2 if late >= case.policy["s2_wd"] else Severity.S3
    grave = Severity.S1 if case.on_golive_path else usual
    own = [w.agreed("finish_on") or case.searched("waiting") for w in waiting]
    works = {w.id for owed in waiting for w in owed.works}
    yield Finding(
        severity=grave if is_charged else Severity.S4,
        is_path_value=True,
        court=court(case, is_charged=is_charged),
        operands={
            "due": due,
            "confirmed": case.confirmed or case.searched("confirmation"),
            "notices": [Said(n.words, n) for n in case.owed.notices] or case.searched("notice"),
            "waiting": own,
            **({"stated": said} if (said := stated(case)) else {}),
        },
        numbers={
            "told": told(case),
            "late_wd": max(0, late),
            "waiting": len(waiting),
            "form": form(case),
        },
        clears_when=("met",),
        since=due.value,
        shown_as=SHOWN[case.side],
        keeps_waiting=frozenset({w.id for w in waiting} | works) if is_charged else frozenset(),
    )
