"""What is not listed any more: vanished is not deleted, and too much at once is doubted."""

from pathlib import Path

import pytest

from hub.model.facts import (
    CatalogueChanged,
    SourceObserved,
    WorkItemReappeared,
    WorkItemRekeyed,
    WorkItemVanished,
)
from tests.jira_server import LocalJira, faults

from .reading import hub

MODES = pytest.mark.parametrize("mode", ["cloud", "dc"])


def stocked(mode: str, *counts: int) -> tuple[LocalJira, list[str]]:
    jira = LocalJira(mode)
    issues = [
        jira.script.create(project)
        for project, count in zip(("ALPHA", "BETA"), counts, strict=False)
        for _ in range(count)
    ]
    jira.clock.advance(hours=1)
    return jira, issues


@MODES
def test_a_deleted_issue_has_vanished_for_an_unknown_reason(mode: str, tmp_path: Path) -> None:
    jira, issues = stocked(mode, 30)

    with hub(jira, tmp_path) as it:
        it.good()
        jira.script.delete(issues[3])
        it.night()
        it.night()
        [gone] = it.of(WorkItemVanished)

        assert (gone.subject, gone.reason) == (issues[3], "unknown")
        assert it.item(issues[3]).vanished == "unknown"
        assert it.item(issues[3]).key == "ALPHA-4"


@MODES
def test_a_permission_taken_away_is_one_fact_and_not_three_hundred(
    mode: str, tmp_path: Path
) -> None:
    jira, _ = stocked(mode, 30, 300)

    with hub(jira, tmp_path) as it:
        it.good()
        jira.script.permit("BETA", False)
        it.night()
        it.night()
        lost = [fact for fact in it.of(CatalogueChanged) if fact.new == "no_access"]

        assert [fact.id for fact in lost] == ["BETA"]
        assert not it.of(WorkItemVanished)
        assert it.of(SourceObserved)[-2].notes == ["no_access:BETA"]


@MODES
def test_a_permission_given_back_is_one_fact_too(mode: str, tmp_path: Path) -> None:
    jira, issues = stocked(mode, 5, 40)

    with hub(jira, tmp_path) as it:
        it.good()
        jira.script.permit("BETA", False)
        it.night()
        jira.script.permit("BETA", True)
        it.night()
        back = [fact for fact in it.of(CatalogueChanged) if fact.new == "visible"]

        assert len(back) == 1
        assert not it.item(issues[-1]).vanished


@MODES
def test_too_much_at_once_is_doubted_until_the_next_census_agrees(
    mode: str, tmp_path: Path
) -> None:
    jira, issues = stocked(mode, 100)

    with hub(jira, tmp_path) as it:
        it.good()
        for issue in issues[:30]:
            jira.script.delete(issue)
        jira.clock.advance(hours=24)
        outcome = it.failed()
        assert (outcome.code, outcome.values["count"]) == ("census_doubtful", "30")
        assert not it.of(WorkItemVanished)
        it.night()

        assert len(it.of(WorkItemVanished)) == 30


@MODES
def test_an_issue_behind_a_security_level_is_not_called_deleted(mode: str, tmp_path: Path) -> None:
    jira, issues = stocked(mode, 30)

    with hub(jira, tmp_path) as it:
        it.good()
        jira.script.secure(issues[0], "Internal")
        it.night()
        jira.script.secure(issues[0], None)
        it.night()

        assert [fact.reason for fact in it.of(WorkItemVanished)] == ["unknown"]
        assert len(it.of(WorkItemReappeared)) == 1
        assert not it.item(issues[0]).vanished


@MODES
def test_an_issue_moved_out_of_scope_is_told_with_its_new_key(mode: str, tmp_path: Path) -> None:
    jira, issues = stocked(mode, 30)
    jira.script.project("OTHER")

    with hub(jira, tmp_path, projects=["ALPHA"]) as it:
        it.good()
        key = jira.script.move(issues[0], "OTHER")
        it.night()

        assert [fact.reason for fact in it.of(WorkItemVanished)] == ["moved"]
        assert it.of(WorkItemRekeyed)[-1].new_key == key


@MODES
def test_an_issue_moved_to_where_nobody_looks_has_vanished(mode: str, tmp_path: Path) -> None:
    jira, issues = stocked(mode, 30)
    jira.script.project("HIDDEN")
    jira.script.permit("HIDDEN", False)

    with hub(jira, tmp_path, projects=["ALPHA"]) as it:
        it.good()
        jira.script.move(issues[0], "HIDDEN")
        it.night()

        assert [fact.reason for fact in it.of(WorkItemVanished)] == ["unknown"]


@MODES
def test_a_hole_in_the_index_is_no_fact(mode: str, tmp_path: Path) -> None:
    jira, issues = stocked(mode, 30)

    with hub(jira, tmp_path) as it:
        it.good()
        jira.index.shown.pop(issues[7])
        jira.index.version += 1
        it.night()

        assert not it.of(WorkItemVanished)
        assert "hole_in_index" in it.of(SourceObserved)[-2].notes


@MODES
def test_an_issue_that_the_delta_missed_is_read_by_the_census(mode: str, tmp_path: Path) -> None:
    jira, _ = stocked(mode, 5)

    with hub(jira, tmp_path) as it:
        it.good()
        jira.index.lag_ms = 3 * 24 * 3_600_000
        late = jira.script.create("ALPHA")
        jira.index.lag_ms = 0
        for _ in range(4):
            it.night()

        assert it.item(late).key == "ALPHA-6"


@MODES
def test_an_incomplete_census_proves_nothing(mode: str, tmp_path: Path) -> None:
    jira, issues = stocked(mode, 30)

    with hub(jira, tmp_path) as it:
        it.good()
        jira.script.delete(issues[0])
        jira.clock.advance(hours=24)
        jira.faults.on("search", faults.status(400), skip=1, times=None)
        it.failed()

        assert not it.of(WorkItemVanished)
