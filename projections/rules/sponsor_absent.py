"""SPONSOR-ABSENT: an executive's part in governance does not happen, on either side."""

from collections.abc import Iterator
from datetime import date

from hub.model.event import Event, Severity
from hub.model.people import Role
from hub.rules import Finding, rule
from hub.rules.citing import Said
from hub.rules.subjects import ProjectCase

SENTENCE = {
    "en": "{court}: {invited} invited, {attended} attended; {open:decision|decisions} open. "
    "Turn: {court}.",
    "zh": "{court}：邀请 {invited} 次，出席 {attended} 次；待决事项 {open} 项。待处理：{court}。",
}
EXECUTIVES = {"client:sponsor": Role.SPONSOR, "vendor:management": Role.VENDOR_MANAGEMENT}


@rule(
    "SPONSOR-ABSENT",
    version=4,
    group="duties",
    over="project",
    sentence=SENTENCE,
    defaults={"misses": 2, "decision_wd": 5},
)
def sponsor_absent(case: ProjectCase) -> Iterator[Finding]:
    """Executives come where they are invited, and decide what they are asked, in their time."""
    for court, role in EXECUTIVES.items():
        missed = case.context.missed_in_a_row(court, case.context.named_since(role))
        asked: list[Event] = [d for d in case.context.open_decisions if d.of == court]
        asked += case.context.open_escalations(court)
        late = [d for d in asked if case.wd_since(d.occurred.hi) > case.policy["decision_wd"]]
        waiting = [Said(getattr(d, "question", getattr(d, "words", "")), d) for d in late]
        absent = [Said(", ".join(m.held.attended), m.held) for m in missed if m.held]
        invited = [Said(m.called.on, m.called) for m in missed]
        if len(missed) >= case.policy["misses"]:
            yield _found(court, invited, absent, missed[0].on, invited=len(missed))
        if waiting:
            since = case.day(waiting[0].occurred_hi)
            yield _found(court, waiting, waiting, since, open=len(waiting))


def _found(
    court: str, invitations: list[Said], attendance: list[Said], since: date, **counts: int
) -> Finding:
    """What is missed and what is left open are two findings: each ends by itself."""
    is_meeting = "invited" in counts
    return Finding(
        severity=Severity.S2,
        court=court,
        operands={"invitations": invitations, "attendance": attendance},
        numbers={"invited": 0, "attended": 0, "open": 0, **counts},
        clears_when=("attended", "delegate_named") if is_meeting else ("answered",),
        since=since,
        detail=court if is_meeting else f"{court}:decisions",
    )
