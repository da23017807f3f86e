"""BULK-UPDATE: a week's changes come in one burst just before the report is due."""

from collections.abc import Iterator

from hub.model.event import Severity
from hub.model.people import court_of
from hub.rules import Finding, rule
from hub.rules.citing import Said
from hub.rules.subjects import SourceCase
from hub.rules.weeks import Week, weeks

SENTENCE = {
    "en": "{subject}: in {bursts} of {of} weeks at least {share} % of the changes came within "
    "{hours:hour|hours} of the report; last {in_burst} of {changes}. Turn: {court}.",
    "zh": "{subject}：{of} 周中有 {bursts} 周至少 {share}% 的变更集中在报告截止前 {hours} 小时内，"
    "最近一次 {changes} 条中有 {in_burst} 条。待处理：{court}。",
}
DEFAULTS = {"share": 0.60, "changes": 10, "hours": 4, "weeks": [3, 4], "accounts": 2}


@rule(
    "BULK-UPDATE",
    version=1,
    group="claims",
    over="source",
    sentence=SENTENCE,
    defaults=DEFAULTS,
    never_raised=True,
)
def bulk_update(case: SourceCase) -> Iterator[Finding]:
    """Changes are told when they happen, not all at once before the report."""
    case.require_known(case.id)
    least, of = case.policy["weeks"]
    bursts = [week for week in weeks(case, of) if _is_burst(case, week)]
    enough = 1 if case.is_found("BULK-UPDATE") else least  # the pattern is gone after quiet weeks
    if len(bursts) < enough or case.context.policy.sources.weekly_statusing:
        return
    last = bursts[0]
    burst = last.within(case.policy["hours"], case.policy["accounts"])
    yield Finding(
        severity=Severity.S4,
        court=court_of(case.keeper),
        operands={"changed": [Said(fact.new, fact) for week in bursts for fact in week.facts]},
        numbers={
            "bursts": len(bursts),
            "of": of,
            "share": round(100 * case.policy["share"]),
            "hours": case.policy["hours"],
            "in_burst": len(burst),
            "changes": len(last.facts),
        },
        clears_when=("no_burst_for_weeks",),
        since=case.day(bursts[-1].ends_at),
    )


def _is_burst(case: SourceCase, week: Week) -> bool:
    burst = week.within(case.policy["hours"], case.policy["accounts"])
    enough = len(week.facts) >= case.policy["changes"]
    return bool(enough and len(burst) >= case.policy["share"] * len(week.facts))
