"""SPONSOR-ABSENT: an executive's part in governance does not happen, on either side."""

from collections.abc import Iterator
from itertools import takewhile

from hub.model.decisions import DecisionAnswered, DecisionAsked
from hub.model.event import Severity
from hub.model.parties import RoleAssigned
from hub.rules import Finding, rule
from hub.rules.citing import Said
from hub.rules.gatherings import Gathering
from hub.rules.subjects import ProjectCase

SENTENCE = {
    "en": "{court}: {invited} invited, {attended} attended; {open} decisions open. Turn: {court}.",
    "zh": "{court}：邀请 {invited} 次，出席 {attended} 次；待决事项 {open} 项。待处理：{court}。",
}
EXECUTIVES = ("client:sponsor", "vendor:management")


@rule(
    "SPONSOR-ABSENT",
    version=1,
    group="duties",
    over="project",
    sentence=SENTENCE,
    defaults={"misses": 2, "decision_wd": 5},
    never_raised=True,
)
def sponsor_absent(case: ProjectCase) -> Iterator[Finding]:
    """Executives come where they are invited, and decide what they are asked, in their time."""
    for court in EXECUTIVES:
        missed = _missed(case, court)
        waiting = _waiting(case, court)
        if len(missed) < case.policy["misses"] and not waiting:
            continue
        invited = [Said(m.called.on, m.called) for m in missed]
        absent = [Said(", ".join(m.held.attended), m.held) for m in missed if m.held]
        yield Finding(
            severity=Severity.S2,
            court=court,
            operands={"invitations": [*invited, *waiting], "attendance": [*absent, *waiting]},
            numbers={"invited": len(missed), "attended": 0, "open": len(waiting)},
            clears_when=("attended", "answered", "delegate_named"),
            since=missed[0].on if missed else case.day(waiting[0].occurred_hi),
            detail=court,
        )


def _missed(case: ProjectCase, court: str) -> list[Gathering]:
    """Give the meetings missed in a row until today; somebody newly named starts anew."""
    side, _, _ = court.partition(":")
    role = "sponsor" if side == "client" else "vendor_management"
    named = [r for r in case.context.world.roles if isinstance(r, RoleAssigned) and r.role == role]
    since = max((r.from_on or case.day(r.occurred.hi) for r in named), default=None)
    past = [
        m
        for m in case.gatherings
        if court in m.called.invited and m.held and m.is_over(case.status_date)
        if since is None or m.on >= since
    ]
    latest = sorted(past, key=lambda m: m.on, reverse=True)
    return list(takewhile(lambda m: not m.was_there(court), latest))[::-1]


def _waiting(case: ProjectCase, court: str) -> list[Said]:
    """Give the decisions that this executive was asked for and that are open too long."""
    found = []
    for events in case.context.world.matters.values():
        asked = events[0]
        answered = any(isinstance(e, DecisionAnswered) for e in events)
        if not isinstance(asked, DecisionAsked) or asked.of != court or answered:
            continue
        if case.wd_since(asked.occurred.hi) > case.policy["decision_wd"]:
            found.append(Said(asked.question, asked))
    return found
