"""MISSED-MILESTONE: the date of a milestone passed without a passed gate."""

from collections.abc import Iterator

from hub.model.commitments import GateFailed, GatePassed
from hub.model.event import Severity
from hub.rules import Finding, rule
from hub.rules.cases import CommitmentCase
from hub.rules.citing import Said

SENTENCE = {
    "en": "{subject}: agreed for {agreed}, its gate is not passed; "
    "{late_wd:working day|working days}. "
    "Turn: {court}.",
    "zh": "{subject}：约定 {agreed} 达成，尚未通过评审，已过 {late_wd} 个工作日。待处理：{court}。",
}
MINUTES = {"review_minutes", "minutes_published"}


@rule(
    "MISSED-MILESTONE",
    version=2,
    group="schedule",
    over="commitment",
    sentence=SENTENCE,
    absorbs=("SCHEDULE-SLIP",),
)
def missed_milestone(case: CommitmentCase) -> Iterator[Finding]:
    """A milestone's gate is passed by its agreed day."""
    if not case.is_milestone or not case.baseline or case.approval is None:
        return
    agreed = case.baseline[0].value
    if case.status_date <= agreed or case.owed.of(GatePassed):
        return
    failed = case.owed.of(GateFailed)
    still_open = failed[-1].open_criteria if failed else {}
    if still_open and set(still_open) <= MINUTES:
        return  # held, and only the minutes are late: that is the lead's own report
    yield Finding(
        severity=Severity.S1,
        court=_court(list(still_open.values())) or case.court,
        operands={
            "agreed": case.baseline,
            "gate": case.gate or case.searched("gate"),
            **({"open": [Said(name, failed[-1]) for name in still_open]} if still_open else {}),
        },
        numbers={"late_wd": case.wd(agreed, case.status_date)},
        clears_when=("gate_passed", "revision_approved"),
        since=agreed,
    )


def _court(courts: list[str]) -> str:
    """Several sides at once are concurrent; of one side it is the first open criterion's turn."""
    sides = {court.partition(":")[0] for court in courts}
    return "concurrent" if len(sides) > 1 else next(iter(courts), "")
