"""ANSWER-OVERDUE: a submission or a request for a decision has no verdict in its days."""

from collections.abc import Iterator

from hub.model.event import Severity
from hub.rules import Finding, rule
from hub.rules.answers import unanswered
from hub.rules.cases import CommitmentCase
from hub.rules.citing import Said

SENTENCE = {
    "en": "{subject}: «{asked}» waits for an answer since {since}; "
    "{waited_wd:working day|working days}, "
    "{limit_wd} are agreed. Turn: {court}.",
    "zh": "{subject}：“{asked}”自 {since} 起等待答复，已过 {waited_wd} 个工作日，"
    "约定 {limit_wd} 个。待处理：{court}。",
}


@rule("ANSWER-OVERDUE", version=1, group="duties", over="commitment", sentence=SENTENCE)
def answer_overdue(case: CommitmentCase) -> Iterator[Finding]:
    """What is submitted or asked is answered within the days that the policy allows."""
    if case.accepted is not None:
        return
    for asked in unanswered(case):
        waited = case.wd(asked.on, case.status_date)
        if waited <= asked.limit_wd:
            continue
        usual = Severity.S2 if waited > 2 * asked.limit_wd else Severity.S3
        reminders = [Said(n.words, n) for n in case.notices_since(asked.on)]
        yield Finding(
            severity=Severity.S1 if case.on_golive_path else usual,
            is_path_value=case.on_golive_path,
            court=asked.court,
            operands={"asked": asked.said, "reminders": reminders or case.searched("verdict")},
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
