"""From when on changes are asked for: no zone, no lag and no clock hides one."""

from datetime import timedelta
from pathlib import Path

import pytest

from hub.model.facts import SourceObserved, WorkItemFieldChanged
from tests.jira_server import LocalJira, faults

from .reading import hub

MODES = pytest.mark.parametrize("mode", ["cloud", "dc"])
ZONES = pytest.mark.parametrize(
    "zone", ["America/Los_Angeles", "Asia/Shanghai", "Pacific/Kiritimati", "Nowhere/Unknown"]
)
AHEAD = "2033-03-02T08:00:00.000+0000"


@MODES
@ZONES
@pytest.mark.parametrize("epoch", [True, False])
def test_no_change_is_lost_whatever_the_zone_of_the_reader(
    mode: str, zone: str, epoch: bool, tmp_path: Path
) -> None:
    jira = LocalJira(mode, zone=zone if zone != "Nowhere/Unknown" else "UTC")
    jira.knobs.epoch_bound = epoch
    issue = jira.script.create("ALPHA")
    jira.clock.advance(hours=3)

    with hub(jira, tmp_path) as it:
        it.good()
        for number in range(5):
            jira.clock.advance(minutes=47)
            jira.script.change(issue, summary=f"Title {number}")
            it.good()

            assert it.item(issue).title == f"Title {number}"


@MODES
def test_an_issue_that_changes_every_minute_is_collected_in_every_run(
    mode: str, tmp_path: Path
) -> None:
    jira = LocalJira(mode)
    issue = jira.script.create("ALPHA")
    jira.clock.advance(hours=2)

    with hub(jira, tmp_path) as it:
        it.good()
        for number in range(10):
            jira.clock.advance(minutes=1)
            jira.script.change(issue, summary=f"Title {number}")
            it.good()

            assert it.item(issue).title == f"Title {number}"


@MODES
def test_what_the_index_shows_eleven_hours_late_is_there_after_the_next_night(
    mode: str, tmp_path: Path
) -> None:
    jira = LocalJira(mode)
    issue = jira.script.create("ALPHA")
    jira.clock.advance(hours=1)

    with hub(jira, tmp_path) as it:
        it.good()
        jira.index.lag(issue, hours=11)
        jira.clock.advance(hours=20)
        jira.script.change(issue, summary="Late")
        jira.clock.advance(hours=4)
        it.good()
        it.night()

        assert it.item(issue).title == "Late"


@MODES
@pytest.mark.parametrize("fold", [0, 1])
@pytest.mark.parametrize("turn", ["2026-10-25T01:00:00Z", "2026-03-29T01:00:00Z"])
def test_nothing_is_lost_in_the_nights_when_the_clocks_turn(
    mode: str, fold: int, turn: str, tmp_path: Path
) -> None:
    jira = LocalJira(mode, at="2026-03-01T08:00:00Z", zone="Europe/Berlin")
    jira.knobs.epoch_bound, jira.knobs.ambiguous_fold = False, fold
    issue = jira.script.create("ALPHA")
    jira.clock.reach(turn)

    with hub(jira, tmp_path) as it:
        it.good()
        for number in range(16):
            jira.script.change(issue, summary=f"Title {number}")
            it.good()
            assert it.item(issue).title == f"Title {number}"
            jira.clock.advance(minutes=30)


@MODES
def test_the_watermark_is_the_start_of_the_run_by_the_clock_of_jira(
    mode: str, tmp_path: Path
) -> None:
    jira = LocalJira(mode)
    jira.script.create("ALPHA")
    jira.clock.skew = 4 * 60_000

    with hub(jira, tmp_path) as it:
        it.good()
        [observed] = it.of(SourceObserved)

        assert observed.started_at == it.at() + timedelta(minutes=4)
        assert observed.notes == []


@MODES
@pytest.mark.parametrize("minutes", [-6, 6])
def test_a_clock_that_is_off_by_more_than_five_minutes_is_reported(
    mode: str, minutes: int, tmp_path: Path
) -> None:
    jira = LocalJira(mode)
    jira.script.create("ALPHA")
    jira.clock.skew = minutes * 60_000

    with hub(jira, tmp_path) as it:
        it.good()

        assert [o.notes for o in it.of(SourceObserved)] == [["clock_skew"]]


@MODES
def test_a_change_that_leaves_updated_alone_is_found_by_the_rolling_re_reading(
    mode: str, tmp_path: Path
) -> None:
    jira = LocalJira(mode)
    issues = [jira.script.create("ALPHA", at=f"2026-03-02T09:{n:02}:00Z") for n in range(9)]
    jira.clock.advance(days=3)

    with hub(jira, tmp_path, reread_nights=3) as it:
        it.good()
        for issue in issues:
            jira.script.migrate(issue, "Done")
        for _ in range(3):
            it.night()
        states = {it.item(issue).state for issue in issues}

    assert states == {"done"}


@MODES
def test_a_run_that_fails_moves_no_watermark(mode: str, tmp_path: Path) -> None:
    jira = LocalJira(mode)
    issue = jira.script.create("ALPHA")
    jira.clock.advance(hours=1)

    with hub(jira, tmp_path) as it:
        it.good()
        jira.clock.advance(hours=1)
        jira.script.change(issue, summary="Changed")
        jira.faults.on("search", faults.status(400), times=1)
        it.failed()
        jira.clock.advance(hours=5)
        it.good()

        assert [f.new for f in it.of(WorkItemFieldChanged)] == ["Changed"]


@MODES
def test_a_clock_that_told_a_day_years_ahead_hides_no_later_change(
    mode: str, tmp_path: Path
) -> None:
    jira = LocalJira(mode)
    issue, other = jira.script.create("ALPHA"), jira.script.create("ALPHA")
    jira.clock.advance(hours=1)
    jira.faults.on("serverInfo", faults.content(lambda info: info.update(serverTime=AHEAD)))

    with hub(jira, tmp_path) as it:
        it.good()
        jira.clock.advance(hours=1)
        jira.script.change(issue, summary="Changed")
        jira.script.delete(other)
        it.good()

        assert it.item(issue).title == "Changed"
        assert it.item(other).vanished == "unknown"


@MODES
def test_a_changed_scope_is_read_in_full(mode: str, tmp_path: Path) -> None:
    jira = LocalJira(mode)
    jira.script.create("ALPHA")
    other = jira.script.create("BETA")
    jira.clock.advance(days=30)

    with hub(jira, tmp_path, projects=["ALPHA"]) as it:
        it.good()
        assert it.past.item(other) is None
        it.settings = it.settings.model_copy(update={"projects": ("ALPHA", "BETA")})
        it.good()

        assert it.item(other).key == "BETA-1"
