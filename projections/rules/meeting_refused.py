"""MEETING-REFUSED: a called meeting was refused, or held without somebody it needs."""

from collections.abc import Iterator

from hub.model.event import Event, Severity
from hub.rules import Finding, rule
from hub.rules.citing import Said
from hub.rules.gatherings import Gathering
from hub.rules.subjects import ProjectCase

SENTENCE = {
    "en": "{title}: called for {called}, {what} by {court}; reason: {reason}. Turn: {court}.",
    "zh": "{title}：定于 {called}，{court}{what}，所述理由：{reason}。待处理：{court}。",
}
DEFAULTS = {"call_ahead_wd": 2}
GRAVE = ("kick_off", "uat", "blueprint_review", "milestone_review", "gate")
OTHERS = ("training", "demonstration")  # judged by rules of their own


@rule(
    "MEETING-REFUSED",
    version=3,
    group="duties",
    over="project",
    sentence=SENTENCE,
    defaults=DEFAULTS,
    never_raised=True,
)
def meeting_refused(case: ProjectCase) -> Iterator[Finding]:
    """Who is called to a meeting comes, or sends somebody who may decide."""
    for meeting in case.gatherings:
        if meeting.called.topic in OTHERS or meeting.is_cancelled:
            continue
        for court in sorted({r.court for r in meeting.refusals} | set(meeting.absent())):
            yield from _found(case, meeting, court)


def _found(case: ProjectCase, meeting: Gathering, court: str) -> Iterator[Finding]:
    refusals = [r for r in meeting.refusals if r.court == court]
    is_grave = meeting.called.topic in GRAVE
    is_absent = court in meeting.absent()
    is_settled = meeting.held is not None and not is_absent
    if is_settled or not (is_grave or len(refusals) > 1 or is_absent):
        return
    called_on = case.day(meeting.called.occurred.hi)
    is_short = case.wd(called_on, meeting.called.on) < case.policy["call_ahead_wd"]
    caller = case.context.world.court_of_person(meeting.called.actor) or case.context.lead
    by: Event = refusals[-1] if refusals else meeting.held or meeting.called
    usual = Severity.S2 if is_grave else Severity.S3
    yield Finding(
        severity=Severity.S1 if is_grave and len(refusals) > 1 else usual,
        court=caller if is_short or case.in_blackout(meeting.called.on) else court,
        operands={"called": Said(meeting.called.on, meeting.called), "answer": Said(court, by)},
        numbers={
            "title": meeting.called.title,
            "what": "refused" if refusals else "not_attended",
            "reason": refusals[-1].reason if refusals else "",
            "times": max(1, len(refusals)),
        },
        clears_when=("held_with_quorum",),
        since=case.day(by.occurred.hi),
        shown_as="CONSULTANT-NOT-SENT" if court.startswith("vendor") else "MEETING-REFUSED",
        detail=f"{meeting.called.meeting}:{court}",
    )
