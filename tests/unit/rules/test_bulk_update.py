"""BULK-UPDATE: a week's changes come in one burst just before the report is due."""

from datetime import datetime
from zoneinfo import ZoneInfo

import pytest
from msgspec.structs import replace

from hub.model.event import Severity
from tests.unit.rules.rollout import Rollout, day

RULE = "BULK-UPDATE"
FRIDAYS = ("03-06", "03-13", "03-20", "03-27")  # the report is due at noon
ZONE = ZoneInfo("Asia/Shanghai")


def clock(on: str, hour: int, minute: int = 0) -> datetime:
    return datetime.combine(day(on), datetime.min.time(), ZONE).replace(hour=hour, minute=minute)


def keeping(*, swapped: bool = False, **content) -> Rollout:
    rollout = Rollout(sides_swapped=swapped).configured("jira:V", **content)
    return rollout.item(percent=0).read(on=day("03-02"))


def bursts(
    rollout: Rollout, *fridays: str, count: int = 10, hour: int = 11, actors: int = 1
) -> Rollout:
    """Let accounts change a percent again and again within an hour of a Friday."""
    for on in fridays:
        for number in range(count):
            at, actor = clock(on, hour, number), f"account-{number % actors}"
            rollout.changed("percent", number, number + 1, on=day(on), at=at, actor=actor)
    return rollout.read(on=day("03-27"))


@pytest.mark.parametrize(("swapped", "court"), [(False, "vendor:pm"), (True, "client:coordinator")])
def test_three_bursts_in_four_weeks_are_a_notice_to_the_keeper_s_lead(swapped, court):
    [found] = bursts(keeping(swapped=swapped), *FRIDAYS[1:]).judged(RULE, on=day("03-27"))

    assert (found.severity, found.court, found.numbers["bursts"]) == (Severity.S4, court, 3)
    assert len(found.operands["changed"]) == 30


def test_two_are_none():
    assert bursts(keeping(), *FRIDAYS[2:]).judged(RULE, on=day("03-27")) == []


def test_nine_changes_are_no_burst():
    assert bursts(keeping(), *FRIDAYS, count=9).judged(RULE, on=day("03-27")) == []


def test_changes_five_hours_before_are_none():
    assert bursts(keeping(), *FRIDAYS, hour=6).judged(RULE, on=day("03-27")) == []


def test_many_accounts_at_the_same_time_are_a_team_and_no_burst():
    assert bursts(keeping(), *FRIDAYS, actors=5).judged(RULE, on=day("03-27")) == []


def test_changes_over_the_week_are_no_burst():
    rollout = bursts(keeping(), *FRIDAYS)
    for on in ("03-03", "03-10", "03-17", "03-24"):
        bursts(rollout, on)

    assert rollout.judged(RULE, on=day("03-27")) == []


def test_automations_are_nobody():
    rollout = bursts(keeping(automation=["account-0"]), *FRIDAYS)

    assert rollout.judged(RULE, on=day("03-27")) == []


def test_where_weekly_statusing_is_agreed_nothing_is_said(monkeypatch: pytest.MonkeyPatch):
    rollout = bursts(keeping(), *FRIDAYS)
    context = rollout.context(day("03-27"))
    sources = replace(context.policy.sources, weekly_statusing=True)
    context.policy = replace(context.policy, sources=sources)
    monkeypatch.setattr(rollout, "context", lambda on: context)

    assert rollout.judged(RULE, on=day("03-27")) == []


def test_once_found_it_stays_until_four_weeks_are_quiet():
    rollout = bursts(keeping(), *FRIDAYS[1:])
    rollout.night(day("03-27"))

    assert len(rollout.read(on=day("04-10")).judged(RULE, on=day("04-10"))) == 1
    assert rollout.read(on=day("04-24")).judged(RULE, on=day("04-24")) == []


def test_a_silent_source_is_not_judged():
    rollout = bursts(keeping(), *FRIDAYS).read(on=day("03-27"), outcome="failed")

    assert rollout.abstains(RULE, on=day("03-27"))
