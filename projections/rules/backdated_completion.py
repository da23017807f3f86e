"""BACKDATED-COMPLETION: the asserted completion lies before claims of that time that say open."""

from collections.abc import Iterator
from datetime import date

from hub.model.event import Severity
from hub.rules import Finding, rule
from hub.rules.cases import ItemCase
from hub.rules.completion import Assertion, assertion, contrary

SENTENCE = {
    "en": "{subject}: said on {told_on} to be done on {done_on}; {claims} claims in between said "
    "otherwise, last «{last}». Turn: {court}.",
    "zh": "{subject}：{told_on} 称已于 {done_on} 完成；其间 {claims} 条记录与此不符，"
    "最近为“{last}”。待处理：{court}。",
}


@rule(
    "BACKDATED-COMPLETION",
    version=3,
    group="claims",
    over="item",
    sentence=SENTENCE,
    defaults={"wd": 3},
    told_with=("SILENT-REPLAN",),
)
def backdated_completion(case: ItemCase) -> Iterator[Finding]:
    """What is said to have been done by a day was not said to be open after it."""
    said = assertion(case)
    if said is None or case.wd(said.done_on, said.told_on) <= case.policy["wd"]:
        return
    against = contrary(case, said)
    if not against or _is_shown(case, said.done_on):
        return
    yield Finding(
        severity=Severity.S1 if _is_across(case, said) else Severity.S2,
        court=case.claimer,
        operands={"done": said.done, "told": said.told, "contrary": against},
        numbers={
            "done_on": said.done_on.isoformat(),
            "told_on": said.told_on.isoformat(),
            "claims": len(against),
            "last": against[-1].value,
        },
        clears_when=("corrected", "evidence_accepted"),
        since=said.told_on,
    )


def _is_shown(case: ItemCase, done_on: date) -> bool:
    """Late typing of real work is settled by accepted evidence that bears the day."""
    days = [owed.accepted.value for owed in case.commitments if owed.accepted is not None]
    return any(day <= done_on for day in days)


def _is_across(case: ItemCase, said: Assertion) -> bool:
    """Tell whether the agreed day, or a milestone, lies between the asserted day and the telling.

    So does the cut-off of each edition that said otherwise.
    """
    agreed = [day for owed in case.commitments for day in owed.days_that_count]
    return bool(said.editions) or any(said.done_on <= day < said.told_on for day in agreed)
