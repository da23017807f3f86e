"""SPI-LOW: the verified work of a module or the project lags behind the agreed plan."""

from collections.abc import Iterator

from hub.model.event import Severity
from hub.progress.series import execution_index, missed_share
from hub.rules import Finding, rule
from hub.rules.units import UnitCase, days_of

SENTENCE = {
    "en": "{subject}: SPI(t) {spi_t} on what is verified, {claimed_spi_t} on what is claimed; "
    "{in_time} of {due} due commitments were accepted in time, BEI {bei}. Turn: {court}.",
    "zh": "{subject}：按已验证计 SPI(t) 为 {spi_t}，按上报计为 {claimed_spi_t}；"
    "到期 {due} 项中按期验收 {in_time} 项，BEI {bei}。待处理：{court}。",
}
CHARGED = {
    "en": "{subject}: SPI(t) {spi_t} on what is verified, {claimed_spi_t} on what is claimed; "
    "{in_time} of {due} due commitments were accepted in time, BEI {bei}. "
    "{charged_wd} of {lost_wd} charged working days lie there. Turn: {court}.",
    "zh": "{subject}：按已验证计 SPI(t) 为 {spi_t}，按上报计为 {claimed_spi_t}；"
    "到期 {due} 项中按期验收 {in_time} 项，BEI {bei}。"
    "已计延误 {lost_wd} 个工作日中，{charged_wd} 个在该方。待处理：{court}。",
}
DEFAULTS = {
    "amber": 0.90,
    "red": 0.80,
    "bei": 0.95,
    "missed": 0.05,
    "min_due": 10,
    "min_weeks": 4,
    "min_missed": 2,
    "hysteresis": 0.03,
}


@rule(
    "SPI-LOW",
    version=3,
    group="schedule",
    over="unit",
    sentence=SENTENCE,
    other_sentences={"charged": CHARGED},
    defaults=DEFAULTS,
    never_raised=True,
)
def spi_low(case: UnitCase) -> Iterator[Finding]:
    """What is verified keeps pace with the agreed plan."""
    now, policy, spi = case.measured, case.policy, case.schedule.spi_t
    bei, missed = execution_index(now.done, now.due), missed_share(now.missed, now.due)
    if case.by == "department" or spi is None or bei is None or missed is None:
        return
    if now.due < policy["min_due"] or now.actual_w < policy["min_weeks"]:
        return
    if sum(not line.is_waiting for line in case.late) < policy["min_missed"]:
        return  # one alone is told by its own finding; what waits for a verdict is the reviewer's
    is_behind = bei < policy["bei"] or missed > policy["missed"]
    is_low = spi < policy["amber"] and is_behind
    stays = case.is_found("SPI-LOW") and spi < policy["amber"] + policy["hysteresis"]
    if not (is_low or stays):
        return
    charged = case.charged_to(case.court)
    yield Finding(
        severity=Severity.S2 if spi < policy["red"] else Severity.S3,
        court=case.court,
        operands={
            "plan": case.plans,
            "counted": case.rows(case.late),
            **({"charged": case.behind(charged)} if charged else {}),
        },
        numbers={
            "spi_t": round(spi, 2),
            "claimed_spi_t": round(case.claimed.spi_t or 0.0, 2),
            "bei": round(bei, 2),
            "due": now.due,
            "in_time": now.due - now.missed,
            **(
                {"charged_wd": days_of(charged), "lost_wd": days_of(case.charged)}
                if charged
                else {}
            ),
        },
        clears_when=("work_accepted", "revision_approved"),
        sentence="charged" if charged else "",
    )
