"""FORECAST-BREACH: go-live by the agreed day is improbable."""

from collections.abc import Iterator

from hub.model.event import Severity
from hub.rules import Finding, rule
from hub.rules.subjects import ProjectCase

SENTENCE = {
    "en": "{go_live} is agreed for {agreed}: {chance} % of the courses keep it. Half come by "
    "{p50}, 85 % by {p85}, by {p85_frozen} if nothing is added. Accepted {finished} in {weeks} "
    "weeks, {open} open. Turn: {court}.",
    "zh": "{go_live} 约定 {agreed}：{chance}% 的推演按期上线；半数在 {p50} 前，85% 在 {p85} 前"
    "（不再新增则为 {p85_frozen}）；近 {weeks} 周验收 {finished} 项，未完成 {open} 项。"
    "待处理：{court}。",
}
DEFAULTS = {
    "amber": 0.50,
    "red": 0.15,
    "clear": 0.60,
    "min_finished": 20,
    "min_weeks": 6,
    "runs": 10000,
}


@rule(
    "FORECAST-BREACH",
    version=2,
    group="schedule",
    over="project",
    sentence=SENTENCE,
    defaults=DEFAULTS,
    never_raised=True,
)
def forecast_breach(case: ProjectCase) -> Iterator[Finding]:
    """Go-live by the agreed day is more probable than not."""
    made, go_live = case.forecast, case.go_live
    if made.outlook is None or made.without_growth is None or go_live is None:
        return  # too little is on record to forecast
    limit = case.policy["clear" if case.is_found("FORECAST-BREACH") else "amber"]
    if made.outlook.chance is None or made.outlook.chance >= limit:
        return
    lines = case.whole.lines
    cited = {
        "plan": go_live.baseline,
        "accepted": case.whole.rows([line for line in lines if line.accepted_on is not None]),
        "waiting": case.whole.rows([line for line in lines if line.accepted_on is None]),
    }
    yield Finding(
        severity=Severity.S1 if made.outlook.chance < case.policy["red"] else Severity.S2,
        court=case.set_by(go_live),
        operands={name: said for name, said in cited.items() if said},
        numbers={"go_live": go_live.title, **made.numbers},
        clears_when=("work_accepted", "revision_approved"),
    )
