"""Working time: complete however much there is, and followed where Jira moves nothing else."""

from pathlib import Path
from typing import Any

import pytest

from hub.model.facts import AnnotationRecorded, AnnotationRemoved, SourceObserved
from tests.jira_server import LocalJira, faults

from .reading import Hub, hub

MODES = pytest.mark.parametrize("mode", ["cloud", "dc"])
MANY = 5001


def with_many(mode: str, many: int = MANY) -> tuple[LocalJira, str]:
    """Make one issue with more worklogs than any page holds."""
    jira = LocalJira(mode)
    issue = jira.script.create("ALPHA")
    made = jira.script.worklog(issue, 3600)
    [row] = jira.documents[issue].worklogs
    rows = [row | {"id": str(int(made) + number)} for number in range(many)]
    jira.script.save(issue, [], worklogs=rows)
    jira.clock.advance(hours=2)
    return jira, issue


def logs(it: Hub, issue: str) -> dict[str, float]:
    return it.item(issue).amounts


@MODES
def test_five_thousand_and_one_worklogs_arrive(mode: str, tmp_path: Path) -> None:
    jira, issue = with_many(mode)

    with hub(jira, tmp_path) as it:
        it.good()

        assert len(logs(it, issue)) == MANY
        assert not [note for note in it.of(SourceObserved)[0].notes if "worklog" in note]


@MODES
def test_a_worklog_that_the_pages_keep_back_is_a_gap_with_a_name(mode: str, tmp_path: Path) -> None:
    jira, issue = with_many(mode, 101)

    def one_more(page: Any) -> None:
        page["total"] += 1

    jira.faults.on("worklogs", faults.content(one_more), times=None)
    with hub(jira, tmp_path) as it:
        it.good()

        assert f"worklog:{issue}" in it.of(SourceObserved)[0].notes
        assert it.item(issue).key == "ALPHA-1"


def stocked() -> tuple[LocalJira, str, list[str]]:
    jira = LocalJira("cloud")
    issue = jira.script.create("ALPHA")
    made = [jira.script.worklog(issue, 3600) for _ in range(3)]
    jira.clock.advance(days=3)
    return jira, issue, made


def test_time_that_was_corrected_without_moving_updated_is_read_the_same_day(
    tmp_path: Path,
) -> None:
    jira, issue, [log, *_] = stocked()

    with hub(jira, tmp_path) as it:
        it.good()
        jira.clock.advance(hours=1)
        jira.script.edit_worklog(issue, log, 1800, moves_updated=False)
        jira.clock.advance(minutes=2)
        it.good()

        assert logs(it, issue)[f"worklog:{log}"] == 1800


def test_time_of_the_last_minute_is_read_by_the_next_run(tmp_path: Path) -> None:
    jira, issue, [log, *_] = stocked()

    with hub(jira, tmp_path) as it:
        it.good()
        jira.clock.advance(hours=1)
        jira.script.edit_worklog(issue, log, 1800, moves_updated=False)
        it.good()
        jira.clock.advance(minutes=2)
        it.good()

        assert logs(it, issue)[f"worklog:{log}"] == 1800


def test_a_worklog_deleted_without_moving_updated_is_gone_after_the_night(tmp_path: Path) -> None:
    jira, issue, [log, *_] = stocked()

    with hub(jira, tmp_path, reread_nights=28) as it:
        it.good()
        jira.script.create("ALPHA")  # so that the slice of this night is another one
        jira.script.delete_worklog(issue, log, moves_updated=False)
        it.night()
        [gone] = it.of(AnnotationRemoved)

        assert (gone.kind, gone.id) == ("worklog", log)


def test_worklogs_that_are_known_are_not_read_again(tmp_path: Path) -> None:
    jira, issue, _ = stocked()

    with hub(jira, tmp_path) as it:
        it.good()
        jira.script.worklog(issue, 60)
        jira.clock.advance(minutes=20)
        it.good()
        asked = jira.counted()["bulkfetch"]
        before = it.facts()
        jira.clock.advance(hours=3)
        it.good()

        assert jira.counted()["bulkfetch"] == asked
        assert it.facts() == before


def test_pages_of_changed_worklogs_are_read_to_their_end(tmp_path: Path) -> None:
    jira, issue, made = stocked()
    jira.knobs.caps["worklog_changes"] = 2

    with hub(jira, tmp_path) as it:
        it.good()
        for log in made:
            jira.clock.advance(minutes=1)
            jira.script.edit_worklog(issue, log, 60, moves_updated=False)
        jira.clock.advance(minutes=2)
        it.good()

        assert set(logs(it, issue).values()) == {60}


def test_a_full_page_of_one_instant_is_an_error_and_not_the_end(tmp_path: Path) -> None:
    jira, issue, made = stocked()

    with hub(jira, tmp_path) as it:
        it.good()
        jira.knobs.caps["worklog_changes"] = 2
        jira.clock.advance(hours=1)
        for log in made:
            jira.script.edit_worklog(issue, log, 60, moves_updated=False)
        jira.clock.advance(minutes=2)

        assert it.failed().code == "paging_stuck"
        jira.knobs.caps["worklog_changes"] = 1000
        it.good()
        assert set(logs(it, issue).values()) == {60}


def test_worklogs_of_issues_out_of_scope_are_left_alone(tmp_path: Path) -> None:
    jira, _, _ = stocked()
    other = jira.script.create("BETA")

    with hub(jira, tmp_path, projects=["ALPHA"]) as it:
        it.good()
        jira.clock.advance(hours=1)
        jira.script.worklog(other, 60)
        jira.clock.advance(minutes=2)
        it.good()

        assert len(it.of(AnnotationRecorded)) == 3
