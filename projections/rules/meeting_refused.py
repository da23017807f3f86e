"""MEETING-REFUSED: a called meeting was refused, or held without somebody it needs."""

from collections.abc import Iterator

from hub.model.event import Severity
from hub.rules import Finding, rule
from hub.rules.citing import Said
from hub.rules.refusing import Lack, is_called_badly, lacking
from hub.rules.subjects import ProjectCase

SENTENCE = {
    "en": "{title}: called for {called}, {what} by {court}; reason: {reason}. Turn: {court}.",
    "zh": "{title}：定于 {called}，{court}{what}，所述理由：{reason}。待处理：{court}。",
}
AGAIN = {
    "en": "{title}: {times:time|times} in a row without {court}, last called for {called}, {what}; "
    "reason: {reason}. Turn: {court}.",
    "zh": "{title}：{court}连续 {times} 次缺席，最近一次定于 {called}，{what}，所述理由：{reason}。"
    "待处理：{court}。",
}


@rule(
    "MEETING-REFUSED",
    version=5,
    group="duties",
    over="project",
    sentence=SENTENCE,
    other_sentences={"again": AGAIN},
    never_raised=True,
)
def meeting_refused(case: ProjectCase) -> Iterator[Finding]:
    """Who is called to a meeting comes, or sends somebody who may decide."""
    for lack in lacking(case):
        called, court = lack.last.called, lack.court
        yield Finding(
            severity=_severity(lack),
            court=_caller(case, lack) or court,
            operands={"called": Said(called.on, called), "answer": lack.answers},
            numbers={
                "title": called.title,
                "what": "refused" if lack.refusals else "not_attended",
                "reason": lack.refusals[-1].reason if lack.refusals else "none_stated",
                "times": lack.times,
            },
            clears_when=("held_with_quorum",),
            since=case.day(lack.by.occurred.hi),
            shown_as="CONSULTANT-NOT-SENT" if court.startswith("vendor") else "MEETING-REFUSED",
            sentence="again" if len(lack.missed) > 1 else "",
            detail=f"{lack.missed[0].called.meeting}:{court}",
        )


def _severity(lack: Lack) -> Severity:
    if not lack.is_grave:
        return Severity.S3
    return Severity.S1 if lack.is_repeated else Severity.S2


def _caller(case: ProjectCase, lack: Lack) -> str:
    """Give who called, where that was too late or in a blackout; else nobody."""
    if not is_called_badly(case, lack.last.called):
        return ""
    return case.context.world.court_of_person(lack.last.called.actor) or case.context.lead
