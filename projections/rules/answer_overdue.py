"""ANSWER-OVERDUE: a submission or a request for a decision has no verdict in its days."""

from collections.abc import Iterable, Iterator

from hub.model.commitments import NoticeSent
from hub.model.event import Severity
from hub.rules import Finding, rule
from hub.rules.answers import Asked, unanswered, undecided
from hub.rules.case import Case
from hub.rules.cases import CommitmentCase
from hub.rules.citing import Said
from hub.rules.subjects import ProjectCase

SENTENCE = {
    "en": "{subject}: «{asked}» waits for an answer since {since}; "
    "{waited_wd:working day|working days}, "
    "{limit_wd} are agreed. Turn: {court}.",
    "zh": "{subject}：“{asked}”自 {since} 起等待答复，已过 {waited_wd} 个工作日，"
    "约定 {limit_wd} 个。待处理：{court}。",
}


@rule(
    "ANSWER-OVERDUE",
    version=3,
    group="duties",
    over="commitment",
    also_over=("project",),
    sentence=SENTENCE,
)
def answer_overdue(case: CommitmentCase | ProjectCase) -> Iterator[Finding]:
    """What is submitted or asked is answered within the days that the policy allows."""
    if isinstance(case, ProjectCase):
        yield from _overdue(case, undecided(case), ())
    elif case.accepted is None:
        yield from _overdue(case, unanswered(case), case.owed.notices)


def _overdue(
    case: Case, waiting: Iterable[Asked], notices: Iterable[NoticeSent]
) -> Iterator[Finding]:
    for asked in waiting:
        waited = asked.used_wd + case.wd(asked.on, case.status_date)
        if waited <= asked.limit_wd:
            continue
        usual = Severity.S2 if waited > 2 * asked.limit_wd else Severity.S3
        told = [Said(n.words, n) for n in notices if case.day(n.occurred.hi) >= asked.on]
        yield Finding(
            severity=Severity.S1 if case.on_golive_path else usual,
            is_path_value=case.on_golive_path,
            court=asked.court,
            operands={"asked": asked.said, "reminders": told or case.searched("verdict")},
            numbers={
                "since": asked.on.isoformat(),
                "waited_wd": waited,
                "limit_wd": asked.limit_wd,
            },
            clears_when=("verdict_given",),
            since=asked.on,
            shown_as="SIGN-OFF-OVERDUE" if asked.court.startswith("client") else "REPLY-OVERDUE",
            detail=asked.id,
            story=asked.id,
        )
