"""SPI-LOW: verified work lags behind the agreed plan."""

from datetime import timedelta
from typing import Any

import pytest

from hub.model.commitments import CommitmentAcknowledged, Kind, NoticeSent
from hub.model.event import Interval, Severity
from hub.model.facts import State
from tests.unit.rules.rollout import START, Rollout, day, noon

RULE = "SPI-LOW"
WEEK = timedelta(weeks=1)


def twelve(done: int, *, swapped: bool = False, every: float = 1.0, **terms) -> Rollout:
    """Agree on two tasks a week for six weeks; *done* of them were accepted, one after another."""
    rollout = Rollout(sides_swapped=swapped)
    for number in range(12):
        finish = START + WEEK * (1 + number // 2)
        rollout.agreed(f"T{number:02}", finish_on=finish, **terms)
    for number in range(done):
        on = START + every * WEEK * (1 + number // 2)
        rollout.shown("demo_or_test_record", on=on, verdict="accepted", key=f"T{number:02}")
    return rollout


@pytest.mark.parametrize(("swapped", "court"), [(False, "vendor:pm"), (True, "client:coordinator")])
def test_six_of_twelve_is_found_for_module_and_project_on_either_side(swapped, court):
    found = twelve(6, swapped=swapped).judged(RULE, on=day("04-13"))

    assert [(f.severity, f.court) for f in found] == [(Severity.S2, court)] * 2
    assert [f.about_key for f in found] == ["MES", "rollout"]
    assert found[0].numbers == {
        "spi_t": 0.5,
        "claimed_spi_t": 0.5,
        "bei": 0.5,
        "due": 12,
        "in_time": 6,
    }


def kept_waiting(*, swapped: bool = False, noticed: bool = True) -> Rollout:
    """Let the other side's duty hold up the milestone with which the twelve end."""
    rollout = twelve(6, swapped=swapped)
    rollout.raised("D1", unit="warehouse", finish_on=day("03-13"))
    said: dict[str, Any] = {"subject": "plan/D1", "entry": ""}
    said["occurred"] = Interval.at(noon(day("03-09")))
    rollout.tell(CommitmentAcknowledged(**said, finish_on=day("03-13")), day("03-09"))
    if noticed:
        said["occurred"] = Interval.at(noon(day("03-16")))
        rollout.tell(NoticeSent(**said, to="warehouse", words="please"), day("03-16"))
    terms: dict[str, Any] = {"kind": Kind.MILESTONE, "topic": "go_live", "start_on": None}
    return rollout.agreed("GO", finish_on=day("03-20"), predecessors=("D1",), **terms)


@pytest.mark.parametrize(
    ("swapped", "court"), [(False, "client:warehouse"), (True, "vendor:warehouse")]
)
def test_the_turn_is_theirs_whose_days_the_ledger_of_the_last_milestone_charges(swapped, court):
    found = kept_waiting(swapped=swapped).judged(RULE, on=day("04-13"))

    assert {f.court for f in found} == {court}
    assert {(f.numbers["charged_wd"], f.numbers["lost_wd"]) for f in found} == {(16.0, 16.0)}
    assert "warehouse" in {c.value for c in found[0].operands["charged"]}  # the notice


def test_where_the_ledger_charges_nobody_who_holds_most_of_what_is_open_is_named():
    found = kept_waiting(noticed=False).judged(RULE, on=day("04-13"))

    assert {f.court for f in found} == {"vendor:pm"}
    assert all("charged_wd" not in f.numbers for f in found)


def test_a_plan_that_is_kept_is_silent():
    assert twelve(12).judged(RULE, on=day("04-13")) == []


def test_what_is_only_claimed_earns_nothing_and_is_shown_beside_it():
    rollout = twelve(6)
    for number in range(6, 12):
        rollout.item(f"T{number:02}", on=day("04-10"), state=State.DONE)

    found = rollout.judged(RULE, on=day("04-13"))

    assert [(f.numbers["spi_t"], f.numbers["claimed_spi_t"]) for f in found] == [(0.5, 1.0)] * 2


def test_between_amber_and_red_it_is_minor():
    found = twelve(10).judged(RULE, on=day("04-13"))

    assert {(f.severity, f.numbers["spi_t"]) for f in found} == {(Severity.S3, 0.83)}


def test_less_than_ten_due_or_four_weeks_tell_nothing():
    assert twelve(0).judged(RULE, on=day("03-30")) == []
    assert twelve(0, module="").judged(RULE, on=day("04-05")) == []


def test_one_alone_is_told_by_its_own_finding():
    alone = twelve(11)
    alone.agreed("T11", finish_on=START + 6 * WEEK, weight=100)

    assert alone.judged(RULE, on=day("04-13")) == []

    alone.agreed("T12", finish_on=START + 6 * WEEK)

    found = alone.judged(RULE, on=day("04-13"))
    assert {(f.numbers["due"], f.numbers["in_time"]) for f in found} == {(13, 11)}


def test_what_waits_for_a_verdict_is_not_missed():
    waiting = twelve(9)
    for key in ("T09", "T10"):
        waiting.shown("demo_or_test_record", on=day("04-10"), key=key)

    assert twelve(9).judged(RULE, on=day("04-13")) != []
    assert waiting.judged(RULE, on=day("04-13")) == []


def test_both_sides_alike_are_concurrent():
    rollout = twelve(0, unit="team")
    for number in range(12):
        finish = START + WEEK * (1 + number // 2)
        rollout.agreed(f"C{number:02}", finish_on=finish, side="client", unit="quality")

    found = rollout.judged(RULE, on=day("04-13"))

    assert {f.court for f in found} == {"concurrent"}


def test_what_was_agreed_with_a_longer_plan_is_measured_against_that():
    assert twelve(6, on=day("03-02")).judged(RULE, on=day("04-13")) != []
    late = twelve(6)
    for number in range(6, 12):
        late.agreed(f"T{number:02}", on=day("04-10"), finish_on=day("06-30"))

    assert late.judged(RULE, on=day("04-13")) == []


def test_it_clears_only_above_the_threshold_with_a_margin():
    rollout = twelve(10).read(on=day("04-13"))
    rollout.night(day("04-13"))
    assert rollout.judged(RULE, on=day("04-13"))

    rollout.shown("demo_or_test_record", on=day("04-12"), verdict="accepted", key="T10")
    rollout.shown("demo_or_test_record", on=day("04-12"), verdict="accepted", key="T11")

    assert rollout.judged(RULE, on=day("04-14")) == []
