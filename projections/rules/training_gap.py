"""TRAINING-GAP: every training offered to a unit passed without anybody of it, or none was."""

from collections.abc import Iterator

from hub.model.event import Severity
from hub.model.people import court_of
from hub.rules import Finding, rule
from hub.rules.citing import Said
from hub.rules.gatherings import Gathering
from hub.rules.subjects import ProjectCase

SENTENCE = {
    "en": "{module}: {offers:training|trainings} offered to {invited}, attended {attended}. "
    "Turn: {court}.",
    "zh": "{module}：为{invited}安排培训 {offers} 次，参加 {attended} 次。待处理：{court}。",
}
DEFAULTS = {"key_users": 0.90, "uat_before_wd": 5, "end_users": 0.80, "golive_before_wd": 10}


@rule(
    "TRAINING-GAP", version=1, group="duties", over="project", sentence=SENTENCE, defaults=DEFAULTS
)
def training_gap(case: ProjectCase) -> Iterator[Finding]:
    """Who is to be trained comes to one of the trainings offered; before go-live one is offered."""
    offered = case.context.trainings
    for (module, court), meetings in sorted(offered.items()):
        if not any(meeting.was_there(court) for meeting in meetings):
            operands = _operands(court, meetings)
            yield _gap(case, court, operands, module=module, offers=len(meetings))
    go_live = next((c for c in case.commitments if c.terms.topic == "go_live"), None)
    day = go_live.terms.finish_on if go_live else None
    if go_live is None or day is None or offered:
        return
    if case.wd(case.status_date, day) <= case.policy["golive_before_wd"]:
        operands = {"agreed": go_live.baseline, "offers": [go_live.searched("training")]}
        yield _gap(case, court_of(case.context.policy_guest), operands, module="", offers=0)


def _operands(court: str, meetings: list[Gathering]) -> dict[str, list[Said]]:
    held = [Said(", ".join(m.held.attended), m.held) for m in meetings if m.held]
    refusals = [Said(r.reason, r) for m in meetings if (r := m.refusal_of(court)) is not None]
    offers = [Said(m.called.on, m.called) for m in meetings]
    return {"offers": offers, "attendance": [*held, *refusals] or offers}


def _gap(
    case: ProjectCase, court: str, operands: dict[str, list[Said]], *, module: str, offers: int
) -> Finding:
    return Finding(
        severity=Severity.S2 if case.in_golive_window or not offers else Severity.S3,
        court=court,
        operands=operands,
        numbers={"module": module or "project", "offers": offers, "invited": court, "attended": 0},
        clears_when=("training_attended" if offers else "training_offered",),
        since=case.day(operands["offers"][0].occurred_hi),
        shown_as="TRAINING-NOT-ATTENDED" if offers else "TRAINING-NOT-OFFERED",
        detail=f"{module}:{court}",
    )
