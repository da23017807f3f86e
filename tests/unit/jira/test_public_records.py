"""What is known to be true of two public sets of issues; a mapping that breaks it is wrong."""

from collections import Counter
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest

from connectors.jira.payloads import History, Issue
from connectors.jira.settings import FieldMapping
from hub.model.facts import (
    Fact,
    HistoryGapFound,
    State,
    WorkItemFieldChanged,
    WorkItemFirstSeen,
    WorkItemMembersChanged,
    WorkItemRekeyed,
)
from hub.model.items import Item, item_from

from .public_records import Mapped, cloud_set, server_set

pytestmark = pytest.mark.real_data
DATED = FieldMapping(start=("Start date",), due=("End date", "duedate"))


@pytest.fixture
def server(real_data: Path) -> Mapped:
    return server_set(real_data)


@pytest.fixture
def cloud(real_data: Path) -> Mapped:
    return cloud_set(real_data)


def told(found: Mapped, *kinds: type[Fact]) -> Iterator[Any]:
    return (f for facts in found.facts.values() for f in facts if isinstance(f, kinds))


def histories(issue: Issue) -> list[History]:
    return issue.changelog.histories if issue.changelog else []


def folded(found: Mapped, issue: str) -> Item:
    return item_from(issue, found.facts[issue])


def changes(found: Mapped, field: str) -> list[WorkItemFieldChanged]:
    facts = told(found, WorkItemFieldChanged)
    return [f for f in facts if f.field == field and f.basis == "stated"]


def gaps(found: Mapped) -> Counter[str]:
    return Counter(f.field for f in told(found, HistoryGapFound))


def chain(found: Mapped, field: str) -> tuple[int, int]:
    """How many changes follow one of the same field, and how many of them begin where it ended."""
    follows = meets = 0
    for facts in found.facts.values():
        own = [f for f in facts if isinstance(f, WorkItemFieldChanged) and f.field == field]
        own = [f for f in own if f.basis == "stated"]
        follows += max(0, len(own) - 1)
        meets += sum(a.new == b.old for a, b in pairwise(own))
    return follows, meets


def test_every_item_of_the_server_set_is_accounted_for(server):
    tally = server.tally

    assert (tally.issues, tally.histories, tally.items) == (496, 2306, 3398)
    assert tally.quarantined == 0
    assert tally.mapped + sum(tally.dropped.values()) == 3398


def test_every_item_of_the_cloud_set_is_accounted_for(cloud):
    tally = cloud.tally

    assert (tally.issues, tally.histories, tally.items) == (33, 522, 714)
    assert tally.quarantined == 0
    assert tally.mapped + sum(tally.dropped.values()) == 714


def test_items_that_change_nothing_are_dropped(server, cloud):
    assert server.tally.dropped["no_change"] == 0
    assert cloud.tally.dropped["no_change"] == 28


def test_histories_of_a_server_are_complete(server):
    totals = [issue.changelog.total for issue in server.issues if issue.changelog]

    assert totals == [len(histories(issue)) for issue in server.issues]
    assert max(totals) == 34


def test_no_history_of_the_cloud_set_is_cut(cloud):
    cut = [i.key for i in cloud.issues if i.changelog and i.changelog.total > len(histories(i))]

    assert not cut


@pytest.mark.parametrize(
    ("field", "follows"),
    [
        ("status", 326),
        ("resolution", 37),
        ("assignee", 111),
        ("title", 12),
        ("priority", 4),
        ("type", 1),
        ("due", 2),
    ],
)
def test_each_change_in_the_server_set_begins_where_the_one_before_ended(server, field, follows):
    assert chain(server, field) == (follows, follows)


@pytest.mark.parametrize(("field", "follows"), [("status", 135), ("assignee", 11)])
def test_each_change_in_the_cloud_set_begins_where_the_one_before_ended(cloud, field, follows):
    assert chain(cloud, field) == (follows, follows)


def test_the_only_field_whose_history_contradicts_it_is_one_resolution(server):
    found = [f for f in told(server, HistoryGapFound) if f.field != "links"]

    assert [(f.field, f.expected, f.found) for f in found] == [("resolution", "6", "8")]


def test_links_lose_their_thread_only_where_the_other_issue_was_moved(server):
    found = [f for f in told(server, HistoryGapFound) if f.field == "links"]

    assert len(found) == 9
    assert {f.expected.partition("-")[0] for f in found} == {"FLEX"}


def test_no_history_of_the_cloud_set_contradicts_its_issue(cloud):
    assert not gaps(cloud)


def test_the_cloud_set_folds_to_what_it_shows_with_mapped_dates_too(real_data):
    found = cloud_set(real_data, DATED)

    assert not gaps(found)
    assert len(changes(found, "start")) == 22
    assert len(changes(found, "due")) == 22


@pytest.mark.parametrize("field", ["status", "resolution", "title", "priority"])
def test_facts_of_the_server_set_fold_to_what_it_shows(server, field):
    raw = {"title": "summary"}.get(field, field)
    held = {i.id: folded(server, i.id).value(field) for i in server.issues}

    shown = {i.id: getattr(i.fields, raw) for i in server.issues}

    assert held == {i: getattr(v, "id", v) or None for i, v in shown.items()}


def test_due_dates_fold_to_what_is_shown(server):
    shown = {i.id: i.fields.duedate or None for i in server.issues}

    assert len(changes(server, "due")) == 56
    assert {i: folded(server, i).value("due") for i in shown} == shown


def test_a_renamed_login_is_an_alias_and_no_gap(server):
    last = {f.subject: f for f in changes(server, "assignee")}
    people = server.meaning.people
    shown = {i.id: i.fields.assignee and people + i.fields.assignee.id for i in server.issues}

    other = [issue for issue, fact in last.items() if fact.new != shown[issue]]

    assert (len(last), len(other)) == (227, 27)
    assert not gaps(server)["assignee"]
    assert all(folded(server, issue).value("assignee") == last[issue].new for issue in other)


@pytest.mark.parametrize(
    ("field", "issues"), [("fix_versions", 241), ("components", 53), ("versions", 53)]
)
def test_sets_rewind_without_a_gap(server, field, issues):
    facts = [f for f in told(server, WorkItemMembersChanged) if f.field == field]

    assert len({f.subject for f in facts}) == issues
    assert not gaps(server)[field]


@pytest.mark.parametrize(
    ("ours", "field"),
    [("fix_versions", "fixVersions"), ("versions", "versions"), ("components", "components")],
)
def test_sets_fold_to_what_is_shown(server, cloud, ours, field):
    for found in (server, cloud):
        for issue in found.issues:
            shown = getattr(issue.fields, field)
            if isinstance(shown, list):
                assert folded(found, issue.id).members[ours] == {row.id for row in shown}


def test_labels_and_links_fold_to_what_is_shown(server):
    for issue in server.issues:
        members = folded(server, issue.id).members
        others = [link.inwardIssue or link.outwardIssue for link in issue.fields.issuelinks]

        assert members["labels"] == set(issue.fields.labels)
        assert members["links"] == {other.key for other in others if other}


def test_one_field_twice_in_one_save_is_two_facts(server, cloud):
    def twice(found: Mapped) -> int:
        saves = [
            (i.id, h.id)
            for i in found.issues
            for h in histories(i)
            if len({item.field for item in h.items}) < len(h.items)
        ]
        return len(saves)

    assert (twice(server), twice(cloud)) == (190, 20)


def test_no_entry_stands_twice_in_the_facts_of_an_issue(server, cloud):
    for found in (server, cloud):
        for facts in found.facts.values():
            assert len({f.entry for f in facts}) == len(facts)


def test_a_moved_issue_comes_back_under_a_new_key(server):
    moves = [f for f in told(server, WorkItemRekeyed) if f.basis == "stated"]
    issues = {f.subject for f in moves}

    assert (len(moves), len(issues)) == (22, 11)
    for issue in issues:
        item = folded(server, issue)
        assert [key.partition("-")[0] for key in item.keys] == ["FLEX", "FLEXSTAG"]
        assert item.container == "FLEX"
        assert item.key not in item.keys


def test_strings_alone_are_understood(server):
    without = [
        item
        for i in server.issues
        for h in histories(i)
        for item in h.items
        if not item.before and not item.after
    ]

    assert len(without) == 184
    assert not server.tally.quarantined


def test_a_removed_comment_leaves_only_the_hash_of_its_text(server):
    facts = [f for f in told(server, Fact) if f.locator and "#history" in f.locator]
    removed = [f for f in facts if getattr(f, "kind", "") == "comment"]

    assert len(removed) == 11
    assert all(len(f.body) == 64 for f in removed)


def test_every_issue_has_a_state_at_its_creation(server):
    first = [facts[0] for facts in server.facts.values()]

    assert all(isinstance(f, WorkItemFirstSeen) for f in first)
    assert Counter(f.state for f in first)[State.DONE] == 0


def test_no_fact_holds_the_name_of_a_person(server):
    names = set(server.tally.people.values())

    labels = {
        label
        for fact in told(server, WorkItemFirstSeen, WorkItemFieldChanged)
        for label in [*getattr(fact, "labels", {}).values(), getattr(fact, "new_label", "")]
    }

    assert names
    assert not names & labels
