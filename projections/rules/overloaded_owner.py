"""OVERLOADED-OWNER: one person has more to finish within a few days than was agreed."""

from collections import defaultdict
from collections.abc import Iterator

from hub.model.event import Severity
from hub.model.people import court_of
from hub.rules import Finding, Unknown, rule
from hub.rules.cases import CommitmentCase, ItemCase
from hub.rules.citing import Said
from hub.rules.subjects import ProjectCase

SENTENCE = {
    "en": "{count} open commitments of one person are due within "
    "{horizon_wd:working day|working days}; "
    "{most} are agreed. Turn: {court}.",
    "zh": "一人名下有 {count} 项未完成事项在 {horizon_wd} 个工作日内到期，约定不超过 {most} 项。"
    "待处理：{court}。",
}
DEFAULTS = {"open": 7, "horizon_wd": 10}


@rule(
    "OVERLOADED-OWNER",
    version=3,
    group="flow",
    over="project",
    sentence=SENTENCE,
    defaults=DEFAULTS,
)
def overloaded_owner(case: ProjectCase) -> Iterator[Finding]:
    """Nobody has more to finish at once than one person can."""
    held, unsure = defaultdict[str, list[CommitmentCase]](list), set[str]()
    for owed in case.commitments:
        try:
            if _is_near(case, owed):
                held[_person(owed)].append(owed)
        except Unknown:  # whoever it is that it may belong to
            unsure |= {owed.terms.accountable, *map(_assignee, owed.items)}
    case.require_known_of("OVERLOADED-OWNER", unsure)
    for person, theirs in sorted(held.items()):
        if not person or len(theirs) <= case.policy["open"]:
            continue
        side = theirs[0].side
        units = {owed.terms.court for owed in theirs if side is not case.context.policy_guest}
        yield Finding(
            severity=Severity.S3,
            court=units.pop() if len(units) == 1 else court_of(side),
            operands={"owed": [Said(owed.key, owed.row, owed.row.locator) for owed in theirs]},
            numbers={
                "count": len(theirs),
                "most": case.policy["open"],
                "horizon_wd": case.policy["horizon_wd"],
            },
            clears_when=("load_below",),
            detail=person,
        )


def _is_near(case: ProjectCase, owed: CommitmentCase) -> bool:
    due = owed.terms.finish_on
    if due is None or owed.accepted is not None or owed.completion_claim is not None:
        return False
    return due >= case.status_date and case.wd(case.status_date, due) <= case.policy["horizon_wd"]


def _person(owed: CommitmentCase) -> str:
    """Give who does the work where a source names them, else who answers for it."""
    named = [said.value for item in owed.items if (said := item.field("assignee")) and said.value]
    return str(named[0]) if named else owed.terms.accountable


def _assignee(item: ItemCase) -> str:
    said = item.told("assignee") if "assignee" not in item.work.unread else None
    return str(said.value) if said else ""
