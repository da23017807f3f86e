"""What one reading of a Jira promises, on Cloud and on Data Center."""

from pathlib import Path

import pytest

from hub.model.facts import (
    HistoryGapFound,
    State,
    WorkItemFieldChanged,
    WorkItemFirstSeen,
    WorkItemMembersChanged,
)
from tests.jira_server import LocalJira, faults

from .reading import hub

MODES = pytest.mark.parametrize("mode", ["cloud", "dc"])


@MODES
def test_an_issue_and_its_changes_are_read(mode: str, tmp_path: Path) -> None:
    jira = LocalJira(mode, zone="Asia/Shanghai")
    issue = jira.script.create("ALPHA", "Connect the gateway", duedate="2026-04-01")
    jira.script.change(issue, status="In Progress", assignee="li", at="2026-03-02T09:00:00Z")

    with hub(jira, tmp_path) as it:
        it.good()
        item = it.item(issue)

    assert (item.title, item.value("due"), item.state) == (
        "Connect the gateway",
        "2026-04-01",
        State.IN_PROGRESS,
    )


@MODES
def test_a_second_reading_appends_no_fact(mode: str, tmp_path: Path) -> None:
    jira = LocalJira(mode)
    issue = jira.script.create("ALPHA")
    jira.script.change(issue, status="Done")
    jira.script.comment(issue, "It runs.")

    with hub(jira, tmp_path) as it:
        it.good()
        before = it.facts()
        it.night()
        it.night()

        assert it.facts() == before


@MODES
def test_a_field_set_at_creation_is_known_at_creation(mode: str, tmp_path: Path) -> None:
    jira = LocalJira(mode)
    issue = jira.script.create("ALPHA", duedate="2026-04-01", priority="High")
    jira.script.change(issue, duedate="2026-05-01", at="2026-03-03T09:00:00Z")

    with hub(jira, tmp_path) as it:
        it.good()
        [first] = it.of(WorkItemFirstSeen)

    assert first.fields["due"] == "2026-04-01"
    assert first.labels["priority"] == "High"
    assert "due" in first.derived


@MODES
def test_a_value_changed_without_history_is_a_difference_between_two_looks(
    mode: str, tmp_path: Path
) -> None:
    jira = LocalJira(mode)
    issue = jira.script.create("ALPHA", duedate="2026-04-01")

    with hub(jira, tmp_path) as it:
        it.good()
        jira.clock.advance(hours=2)
        jira.script.silently(issue, duedate="2026-05-01", moves_updated=True)
        jira.clock.advance(hours=2)
        it.good()
        [fact] = [f for f in it.of(WorkItemFieldChanged) if f.field == "due"]

    assert (fact.old, fact.new, fact.basis) == ("2026-04-01", "2026-05-01", "diffed")
    assert fact.occurred.lo < fact.occurred.hi


@MODES
def test_two_versions_added_in_one_save_are_two_additions(mode: str, tmp_path: Path) -> None:
    jira = LocalJira(mode)
    issue = jira.script.create("ALPHA")
    for name in ("1.0", "2.0"):
        jira.script.version("ALPHA", name)
    jira.script.change(issue, fixVersions=["1.0", "2.0"])

    with hub(jira, tmp_path) as it:
        it.good()
        added = it.of(WorkItemMembersChanged)

    assert len(added) == 2
    assert {label for fact in added for label in fact.labels.values()} == {"1.0", "2.0"}


@MODES
def test_three_histories_within_a_second_stay_in_order(mode: str, tmp_path: Path) -> None:
    jira = LocalJira(mode)
    issue = jira.script.create("ALPHA")
    for status in ("In Progress", "Done", "To Do"):
        jira.script.change(issue, status=status, at="2026-03-02T09:00:00Z")

    with hub(jira, tmp_path) as it:
        it.good()
        facts = [f for f in it.of(WorkItemFieldChanged) if f.field == "status"]

        assert [fact.new_label for fact in facts] == ["In Progress", "Done", "To Do"]
        assert not it.of(HistoryGapFound)


@MODES
@pytest.mark.parametrize("count", [41, 1000])
def test_long_histories_arrive_complete(mode: str, count: int, tmp_path: Path) -> None:
    jira = LocalJira(mode)
    issue = jira.script.create("ALPHA")
    for number in range(count):
        jira.script.change(issue, summary=f"Title {number}")

    with hub(jira, tmp_path) as it:
        it.good()

        assert len([f for f in it.of(WorkItemFieldChanged) if f.field == "title"]) == count


@MODES
def test_histories_spread_over_pages_are_joined(mode: str, tmp_path: Path) -> None:
    jira = LocalJira(mode)
    issues = [jira.script.create("ALPHA") for _ in range(6)]
    for number in range(30):
        for issue in issues:
            jira.script.change(issue, summary=f"Title {number}")
    jira.knobs.caps["bulk_histories"] = 7

    with hub(jira, tmp_path) as it:
        it.good()

        assert len(it.of(WorkItemFieldChanged)) == 180
        assert not it.of(HistoryGapFound)


@MODES
def test_more_comments_and_worklogs_than_an_issue_shows_arrive(mode: str, tmp_path: Path) -> None:
    jira = LocalJira(mode)
    issue = jira.script.create("ALPHA")
    for number in range(121):
        jira.script.comment(issue, f"Comment {number}")
        jira.script.worklog(issue, seconds=3600)

    with hub(jira, tmp_path) as it:
        it.good()
        item = it.item(issue)

    kinds = [name.partition(":")[0] for name in item.annotations]
    assert (kinds.count("comment"), kinds.count("worklog")) == (121, 121)


@MODES
def test_an_issue_moved_there_and_back_is_one_item_with_three_keys(
    mode: str, tmp_path: Path
) -> None:
    jira = LocalJira(mode)
    issue = jira.script.create("ALPHA")
    first = jira.documents[issue].key
    second = jira.script.move(issue, "BETA")
    third = jira.script.move(issue, "ALPHA")

    with hub(jira, tmp_path) as it:
        it.good()
        item = it.item(issue)

    assert [*item.keys, item.key] == [first, second, third]
    assert len({first, second, third}) == 3


@MODES
def test_a_run_that_goes_on_brings_what_has_changed_since_it_began(
    mode: str, tmp_path: Path
) -> None:
    jira = LocalJira(mode)
    issues = [jira.script.create("ALPHA") for _ in range(250)]
    jira.clock.advance(hours=1)

    with hub(jira, tmp_path) as it:
        second = "search" if mode == "dc" else "bulkfetch"
        jira.faults.on(second, faults.status(400), skip=1)
        it.failed()
        jira.clock.advance(hours=1)
        jira.script.change(issues[0], summary="Changed")
        jira.script.delete(issues[1])
        it.good()

        assert it.item(issues[0]).title == "Changed"
        assert it.item(issues[1]).vanished == "unknown"


@MODES
def test_a_first_run_that_died_at_its_end_is_followed_by_a_census(
    mode: str, tmp_path: Path
) -> None:
    jira = LocalJira(mode)
    issues = [jira.script.create("ALPHA") for _ in range(3)]
    jira.clock.advance(hours=1)

    with hub(jira, tmp_path) as it:
        pages = it.connector().pages(it.past, it.at())
        kept = [next(pages) for _ in range(3)]  # all but the last, which ends the first run
        for page in kept:
            lease = it.log.lease(it.settings.source, holder="dying", at=it.at()) or ""
            it.log.append_page(
                page.events, project="rollout", source=it.settings.source, run="dying",
                lease=lease, cursor=page.cursor, recorded_at=it.at(),
            )  # fmt: skip
            it.log.release(it.settings.source, lease)
        del pages
        jira.script.delete(issues[1])
        it.good()

        assert it.item(issues[1]).vanished == "unknown"


def test_edits_between_the_calls_of_a_batch_are_told_by_their_histories(tmp_path: Path) -> None:
    jira = LocalJira("cloud")
    issue = jira.script.create("ALPHA")
    jira.clock.advance(hours=1)

    def edit() -> None:
        title = f"Title {len(jira.documents[issue].histories)}"
        jira.script.change(issue, summary=title)

    with hub(jira, tmp_path) as it:
        jira.faults.on("changelog/bulkfetch", faults.meanwhile(edit))
        jira.faults.on("bulkfetch", faults.meanwhile(edit), skip=1, times=2)
        it.good()
        told = [(f.new, f.basis) for f in it.of(WorkItemFieldChanged)]

        assert told == [("Title 0", "stated"), ("Title 1", "stated"), ("Title 2", "stated")]
        assert it.item(issue).title == jira.documents[issue].fields["summary"]
