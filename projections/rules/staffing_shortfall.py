"""STAFFING-SHORTFALL: fewer people than agreed, a place left vacant, or a lead without reach."""

from collections.abc import Iterator

from hub.model.event import Severity
from hub.rules import Finding, rule
from hub.rules.staffing import too_few, unreached, vacant
from hub.rules.subjects import ProjectCase

SENTENCE = {
    "en": "{court}: {present} of {agreed} agreed full-time equivalents in the week of {week}, "
    "{weeks:week|weeks} in a row below {share} %. Turn: {court}.",
    "zh": "{court}：{week} 当周到位 {present} 人，约定 {agreed} 人（全职当量），"
    "连续 {weeks} 周低于 {share}%。待处理：{court}。",
}
VACANCY = {
    "en": "{what}: left on {left}, nobody named since; {vacant_wd:working day|working days}. "
    "Turn: {court}.",
    "zh": "{what}：{left} 离任，尚无人接替，已过 {vacant_wd} 个工作日。待处理：{court}。",
}
REACH = {
    "en": "{begun} of the last {given} items that the lead gave to others were begun within "
    "{start_wd:working day|working days}; {share} % are agreed. Turn: {court}.",
    "zh": "牵头人最近分派给他人的 {given} 项中，{begun} 项在 {start_wd} 个工作日内开始，"
    "约定不低于 {share}%。待处理：{court}。",
}
DEFAULTS = {
    "fte": 0.80,
    "weeks": 2,
    "vacancy_wd": 3,
    "reach": 0.50,
    "reach_min_n": 10,
    "reach_start_wd": 3,
}


@rule(
    "STAFFING-SHORTFALL",
    version=3,
    group="flow",
    over="project",
    sentence=SENTENCE,
    other_sentences={"vacancy": VACANCY, "reach": REACH},
    defaults=DEFAULTS,
)
def staffing_shortfall(case: ProjectCase) -> Iterator[Finding]:
    """The people that a side has agreed to give are there, and begin what their lead gives them."""
    for missing in (*too_few(case), *vacant(case), *unreached(case)):
        yield Finding(
            severity=Severity.S2,
            court=missing.court,
            operands=missing.operands,
            numbers=missing.numbers,
            clears_when=(missing.clears_when,),
            since=missing.since,
            detail=missing.detail,
            sentence=missing.sentence,
        )
