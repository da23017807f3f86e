"""TRAINING-GAP: every training offered to a unit passed without anybody of it."""

from collections.abc import Iterator

from hub.model.event import Severity
from hub.model.people import court_of
from hub.rules import Finding, rule
from hub.rules.citing import Said
from hub.rules.gatherings import Gathering
from hub.rules.subjects import ProjectCase

SENTENCE = {
    "en": "{module}: {offers} trainings offered to {invited}, attended {attended}. Turn: {court}.",
    "zh": "{module}：为{invited}安排培训 {offers} 次，参加 {attended} 次。待处理：{court}。",
}
DEFAULTS = {
    "key_users": 0.90,
    "uat_before_wd": 5,
    "end_users": 0.80,
    "golive_before_wd": 10,
}


@rule(
    "TRAINING-GAP",
    version=1,
    group="duties",
    over="project",
    sentence=SENTENCE,
    defaults=DEFAULTS,
)
def training_gap(case: ProjectCase) -> Iterator[Finding]:
    """Who is to be trained comes to one of the trainings offered; before go-live one is offered."""
    offered: dict[tuple[str, str], list[Gathering]] = {}
    for meeting in case.gatherings:
        if meeting.called.topic == "training" and meeting.is_over(case.status_date):
            for court in meeting.called.invited:
                offered.setdefault((meeting.called.module, court), []).append(meeting)
    for (module, court), meetings in sorted(offered.items()):
        if not any(meeting.was_there(court) for meeting in meetings):
            yield _not_attended(case, module, court, meetings)
    go_live = case.context.go_live
    if go_live is None or offered:
        return
    if case.wd(case.status_date, go_live) <= case.policy["golive_before_wd"]:
        yield _not_offered(case)


def _not_attended(case: ProjectCase, module: str, court: str, meetings: list[Gathering]) -> Finding:
    refusals = [r for m in meetings if (r := m.refusal_of(court)) is not None]
    held = [m.held for m in meetings if m.held]
    return Finding(
        severity=Severity.S2 if case.in_golive_window else Severity.S3,
        court=court,
        operands={
            "offers": [Said(m.called.on, m.called) for m in meetings],
            **({"refusals": [Said(r.reason, r) for r in refusals]} if refusals else {}),
            "attendance": [Said(", ".join(h.attended), h) for h in held]
            or Said(None, meetings[-1].called, f"search:attendance?meeting={module}"),
        },
        numbers={
            "module": module or "project",
            "offers": len(meetings),
            "invited": court,
            "attended": 0,
        },
        clears_when=("training_attended",),
        since=meetings[0].on,
        shown_as="TRAINING-NOT-ATTENDED",
        detail=f"{module}:{court}",
    )


def _not_offered(case: ProjectCase) -> Finding:
    milestone = next(c for c in case.commitments if c.terms.topic == "go_live")
    return Finding(
        severity=Severity.S2,
        court=court_of(case.context.policy_guest),
        operands={"agreed": milestone.baseline, "offers": milestone.searched("training")},
        numbers={"module": "project", "offers": 0, "invited": "project", "attended": 0},
        clears_when=("training_offered",),
        since=case.status_date,
        shown_as="TRAINING-NOT-OFFERED",
        detail="not_offered",
    )
