"""What single changes mean, and the laws that hold for any history."""

import random
from datetime import UTC, datetime
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from connectors.jira.mapping import facts_from
from connectors.jira.rewind import State as Shown
from connectors.jira.rewind import rewound
from connectors.jira.sight import Sight, Tally
from hub.model.facts import (
    AnnotationRecorded,
    HistoryGapFound,
    RecordQuarantined,
    State,
    WorkItemFieldChanged,
    WorkItemFirstSeen,
    WorkItemMembersChanged,
)
from hub.model.items import item_from

from .building import SEEN_AT, history, issue, item, meaning, person, told, without_places

DONE = {"id": "5", "name": "Done", "statusCategory": {"key": "done"}}
WONT = {"id": "7", "name": "Won't do"}


def first(facts: Any) -> WorkItemFirstSeen:
    assert isinstance(facts[0], WorkItemFirstSeen)
    return facts[0]


def changes(facts: Any, field: str = "") -> list[Any]:
    kinds = (WorkItemFieldChanged, WorkItemMembersChanged)
    return [f for f in facts if isinstance(f, kinds) and (not field or f.field == field)]


def test_a_status_is_rewound_to_the_creation():
    facts = told(issue(history(1, item("status", "1", "5")), status=DONE))

    assert first(facts).state is State.NOT_STARTED
    assert [f.state for f in changes(facts, "status")] == [State.DONE]


def test_a_status_that_nobody_has_explained_is_unknown_and_never_done():
    odd = {"id": "99", "name": "Parked", "statusCategory": {"key": "undefined"}}

    facts = told(issue(history(1, item("status", "1", "99")), status=odd))

    assert [f.state for f in changes(facts, "status")] == [State.UNKNOWN]


def test_a_resolution_that_means_dropped_cancels_what_is_done():
    save = history(1, item("status", "1", "5"), item("resolution", None, "7"))

    facts = told(issue(save, status=DONE, resolution=WONT), meaning(status={"dropped": ["7"]}))

    assert [f.state for f in changes(facts, "status")] == [State.CANCELLED]


def test_a_resolution_set_alone_changes_what_the_status_means():
    saves = [history(1, item("status", "1", "5")), history(2, item("resolution", None, "7"))]

    facts = told(issue(*saves, status=DONE, resolution=WONT), meaning(status={"dropped": ["7"]}))

    assert [f.state for f in changes(facts, "status")] == [State.DONE, State.CANCELLED]


def test_a_due_date_of_an_old_server_is_read_from_its_words():
    words = ("2026-04-01 00:00:00.0", "2026-05-01 00:00:00.0")

    facts = told(issue(history(1, item("duedate", words=words)), duedate="2026-05-01"))

    assert first(facts).fields["due"] == "2026-04-01"
    assert [f.new for f in changes(facts, "due")] == ["2026-05-01"]


def test_a_due_date_is_never_converted_between_zones():
    save = history(1, item("duedate", None, "2026-05-01"), at="2026-03-02T23:30:00.000-0800")

    [fact] = changes(told(issue(save, duedate="2026-05-01")), "due")

    assert fact.new == "2026-05-01"
    assert fact.occurred.lo == datetime(2026, 3, 3, 7, 30, tzinfo=UTC)


@pytest.mark.parametrize(
    ("old", "new", "words", "added", "removed"),
    [
        ("", "7", ("", "Sprint 7"), ["7"], []),
        ("7", "7, 8", ("Sprint 7", "Sprint 7, Sprint 8"), ["8"], []),
        ("7, 8", "8", ("A, B, C", "B, C"), [], ["7"]),
        ("", "", ("", "Sprint 1, the first"), ["name:Sprint 1, the first"], []),
    ],
)
def test_sprints_are_whole_lists_of_ids(old, new, words, added, removed):
    row = item("Sprint", old, new, words=words, fieldtype="custom")

    [fact] = changes(told(issue(history(1, row))), "sprints")

    assert (fact.added, fact.removed) == (added, removed)


def test_a_replaced_version_is_one_removed_and_one_added():
    row = item("Fix Version", "1", "2", words=("1.0", "2.0"))

    facts = told(issue(history(1, row), fixVersions=[{"id": "2", "name": "2.0"}]))

    assert first(facts).members["fix_versions"] == ["1"]
    assert [(f.added, f.removed) for f in changes(facts)] == [(["2"], ["1"])]


def test_a_multiple_choice_is_a_set_of_ids():
    of = meaning({"extra": ["Sites"]})
    row = item("Sites", "[1, 2]", "[2, 3]", words=("A, B", "B, C"), fieldtype="custom")
    now = [{"id": "2", "value": "B"}, {"id": "3", "value": "C"}]

    facts = told(issue(history(1, row), of=of, customfield_10033=now), of)

    assert first(facts).members["extra:customfield_10033"] == ["1", "2"]
    assert [(f.added, f.removed) for f in changes(facts)] == [(["3"], ["1"])]
    assert not [f for f in facts if isinstance(f, HistoryGapFound)]


def test_labels_are_compared_as_sets():
    row = item("labels", words=("a b", "b c"))

    [fact] = changes(told(issue(history(1, row), labels=["b", "c"])))

    assert (fact.added, fact.removed) == (["c"], ["a"])


def test_a_custom_field_that_bears_the_name_of_a_system_field_is_not_that_field():
    row = item("Version", "[1]", "[2]", fieldtype="custom")
    tally = Tally()

    facts = told(issue(history(1, row)), tally=tally)

    assert not changes(facts)
    assert tally.dropped == {"not_mapped": 1}


def test_a_long_text_stands_in_no_fact():
    row = item("description", words=("It does not work.", "It works."))

    facts = told(issue(history(1, row), description="It works."))

    [fact] = changes(facts, "description")
    assert len(fact.new) == len(fact.old) == 64
    assert "works" not in repr(facts)


@pytest.mark.parametrize(
    ("scale", "written", "percent"),
    [("0-1", 0.25, 25.0), ("0-100", 25, 25.0), ("text", "25 %", 25.0)],
)
def test_a_percent_is_read_by_its_scale(scale, written, percent):
    of = meaning({"percent": ["Percent"], "percent_scale": scale})

    facts = told(issue(of=of, customfield_10030=written), of)

    assert first(facts).fields["percent"] == percent


@pytest.mark.parametrize(
    ("scale", "written", "reason"),
    [
        ("0-1", 25, "percent_out_of_scale"),
        ("0-100", -1, "percent_out_of_scale"),
        ("0-100", "much", "number_not_understood"),
        ("text", "25", "percent_without_sign"),
    ],
)
def test_a_percent_out_of_its_scale_is_quarantined_alone(scale, written, reason):
    of = meaning({"percent": ["Percent"], "percent_scale": scale})

    facts = told(issue(of=of, customfield_10030=written), of)

    [record] = [f for f in facts if isinstance(f, RecordQuarantined)]
    assert (record.reason, record.rows) == (reason, 0)
    assert "percent" not in first(facts).fields


def test_the_first_filled_field_is_the_due_date():
    of = meaning({"due": ["Go-live", "duedate"]})
    rows = [
        history(1, item("duedate", None, "2026-05-01")),
        history(2, item("Go-live", None, "2026-06-01", fieldtype="custom")),
        history(3, item("duedate", "2026-05-01", "2026-05-09")),
    ]
    tally = Tally()

    facts = told(
        issue(*rows, of=of, duedate="2026-05-09", customfield_10031="2026-06-01"), of, tally=tally
    )

    assert [(f.old, f.new) for f in changes(facts, "due")] == [
        (None, "2026-05-01"),
        ("2026-05-01", "2026-06-01"),
    ]
    assert tally.dropped == {"shadowed": 1}


def test_a_change_of_one_field_twice_in_a_save_is_counted_by_number():
    rows = [item("Fix Version", None, "1"), item("Fix Version", None, "1")]

    facts = changes(told(issue(history(1, *rows), fixVersions=[{"id": "1"}])))
    entries = [fact.entry for fact in facts if fact.basis == "stated"]

    assert len(set(entries)) == 2
    assert entries[1] == f"{entries[0]}.1"


def test_the_name_of_a_person_is_not_part_of_the_identity_of_a_change():
    rows = [item("assignee", None, "li", words=(None, name)) for name in ("Li", "Gone")]

    told_twice = [changes(told(issue(history(1, row), assignee=person("li")))) for row in rows]

    assert told_twice[0][0].entry == told_twice[1][0].entry


def test_a_field_that_was_not_shown_is_no_empty_field():
    facts = told(issue(history(1, item("status", "1", "5")), status=DONE))

    assert "resolution" not in first(facts).fields
    assert first(facts).fields["status"] == "1"


def test_a_gap_is_told_and_cured():
    facts = told(issue(history(1, item("priority", "3", "1")), priority={"id": "2"}))

    [gap] = [f for f in facts if isinstance(f, HistoryGapFound)]
    assert (gap.field, gap.expected, gap.found) == ("priority", "1", "2")
    assert first(facts).gaps == ["priority"]
    assert [(f.new, f.basis) for f in changes(facts)] == [("1", "stated"), ("2", "diffed")]


def test_what_the_history_did_not_explain_is_told_once():
    before = told(issue(duedate="2026-04-01"))
    known = item_from("10001", before)

    after = told(issue(duedate="2026-05-01"), known=known)
    again = told(issue(duedate="2026-05-01"), known=item_from("10001", [*before, *after]))

    assert [f.new for f in changes(after)] == ["2026-05-01"]
    assert not changes(again)


def test_a_value_that_comes_and_goes_without_history_is_told_each_time():
    facts = told(issue(duedate="2026-04-01"))
    for day in ("2026-05-01", "2026-04-01", "2026-05-01", "2026-04-01"):
        new = told(issue(duedate=day), known=item_from("10001", facts))
        known = {f.entry for f in facts}
        facts += [f for f in new if f.entry not in known]

    assert len(changes(facts, "due")) == 4


def test_the_word_of_the_hub_does_not_come_back_as_that_of_the_vendor():
    rows = [
        {"id": "1", "created": "2026-03-02T08:00:00.000+0000", "author": person("hub")}
        | {"body": body}
        for body in ("Please look. [flag 7f3a]", "Written by hand.")
    ]
    found = issue(comment={"comments": rows, "total": 2})
    tally = Tally()

    facts = facts_from(found, Sight(SEEN_AT, account="jira:SRC/person/hub"), meaning(), tally)

    assert len([f for f in facts if isinstance(f, AnnotationRecorded)]) == 1
    assert tally.notes["own_comment"] == 1


SAVES = st.lists(
    st.tuples(
        st.sampled_from(["status", "priority", "assignee", "labels", "Fix Version", "duedate"]),
        st.integers(1, 4),
    ),
    max_size=12,
)


def played(saves: list[tuple[str, int]]) -> tuple[list[Any], dict[str, Any]]:
    """Play saves forward from an empty issue; give the histories and the fields at the end."""
    held: dict[str, Any] = dict.fromkeys(("status", "priority", "assignee", "duedate"))
    held |= {"status": "1", "labels": set(), "Fix Version": set()}
    histories = []
    for number, (field, choice) in enumerate(saves, 1):
        if field == "labels":
            before = " ".join(sorted(held[field]))
            held[field] = held[field] ^ {f"l{choice}"}
            row = item(field, words=(before, " ".join(sorted(held[field]))))
        elif field == "Fix Version":
            there = str(choice) in held[field]
            held[field] = held[field] ^ {str(choice)}
            row = item(field, *((str(choice), None) if there else (None, str(choice))))
        else:
            value = f"2026-05-0{choice}" if field == "duedate" else str(choice)
            row = item(field, held[field], value)
            held[field] = value
        histories.append(history(number, row))
    shown = {
        "status": {"id": held["status"]},
        "priority": held["priority"] and {"id": held["priority"]},
        "assignee": held["assignee"] and person(held["assignee"]),
        "duedate": held["duedate"],
        "labels": sorted(held["labels"]),
        "fixVersions": [{"id": version} for version in sorted(held["Fix Version"])],
    }
    return histories, shown


@given(SAVES, st.randoms(use_true_random=False))
def test_the_order_in_which_histories_come_changes_no_fact(saves, chance: random.Random):
    histories, shown = played(saves)
    shuffled = list(histories)
    chance.shuffle(shuffled)

    assert told(issue(*shuffled, **shown)) == told(issue(*histories, **shown))


@given(SAVES, st.randoms(use_true_random=False))
def test_the_order_of_items_within_a_save_changes_no_fact(saves, chance: random.Random):
    histories, shown = played(saves)
    rows = [row for save in histories for row in save["items"]]
    one_each = list({row["field"]: row for row in rows}.values())
    shuffled = list(one_each)
    chance.shuffle(shuffled)

    facts = [told(issue(history(1, *some), **shown)) for some in (one_each, shuffled)]

    assert without_places(facts[0]) == without_places(facts[1])


@given(SAVES)
def test_rewinding_and_replaying_ends_in_what_is_shown(saves):
    histories, shown = played(saves)

    facts = told(issue(*histories, **shown))
    held = item_from("10001", facts)

    assert not [f for f in facts if isinstance(f, HistoryGapFound) or f.basis == "diffed"]
    assert first(facts).fields["status"] == "1"
    assert first(facts).members["labels"] == []
    assert held.value("due") == shown["duedate"]
    assert held.members["labels"] == set(shown["labels"])
    assert held.members["fix_versions"] == {row["id"] for row in shown["fixVersions"]}


@given(SAVES, SAVES)
def test_reading_twice_tells_nothing_new_whatever_came_between(early, late):
    histories, shown = played(early + late)
    part, shown_then = played(early)
    facts = told(issue(*part, **shown_then))
    facts += told(issue(*histories, **shown), known=item_from("10001", facts))

    again = told(issue(*histories, **shown), known=item_from("10001", facts))

    assert {f.entry for f in again} <= {f.entry for f in facts}


@given(SAVES, st.integers(0, 12))
def test_a_lost_history_is_a_gap_and_the_end_is_still_what_is_shown(saves, lost):
    histories, shown = played(saves)
    left = [save for number, save in enumerate(histories) if number != lost]

    facts = told(issue(*left, **shown))
    held = item_from("10001", facts)

    assert held.value("status") == shown["status"]["id"]
    assert held.members["labels"] == set(shown["labels"])


@given(SAVES)
def test_every_item_is_accounted_for(saves):
    histories, shown = played(saves)
    tally = Tally()

    told(issue(*histories, **shown), tally=tally)

    assert tally.is_equal
    assert tally.items == len(saves)


def test_undoing_nothing_leaves_the_state_as_it_is():
    now = Shown({"status": ("1", "To Do")}, {"labels": {"a": ""}})

    before, gaps = rewound(now, [])

    assert (before.cells, before.sets, gaps) == (now.cells, now.sets, [])


@pytest.mark.parametrize("written", [1234567, 0.1, 12345678.25, 3])
def test_a_number_keeps_all_its_digits(written):
    of = meaning({"weight": ["Percent"]})

    facts = told(issue(of=of, customfield_10030=written), of)

    assert first(facts).fields["weight"] == written


def test_the_identity_of_facts_is_what_it_was():
    rows = [
        item("status", "1", "5", words=("To Do", "Done")),
        item("Fix Version", None, "7", words=(None, "1.0")),
        item("Percent", words=("10", "60"), fieldtype="custom", fieldId="customfield_10030"),
        item("assignee", None, "li", words=(None, "Li")),
    ]
    of = meaning({"percent": ["Percent"]}, {"states": {"5": "accepted"}})
    note = {"id": "3", "created": "2026-03-02T08:00:00.000+0000", "body": "It runs."}
    found = issue(
        history(1, *rows),
        of=of,
        status=DONE,
        assignee=person("li"),
        customfield_10030=60,
        fixVersions=[{"id": "7", "name": "1.0"}],
        comment={"comments": [note | {"author": person("li")}], "total": 1},
    )

    facts = told(found, of)

    # These stand in logs for ever: a change here records every known fact a second time.
    assert [fact.entry for fact in facts] == [
        "created",
        "1.976a090a7d1ab64d~accepted",
        "1.2c7d13df0ea9f0d4",
        "1.db9dbff2ecd1ba48/percent~4258ae",
        "1.8ce747c1d9bc1fa6",
        "comment.3.6ea75a9c0abcb83c",
    ]
    assert {fact.actor for fact in facts} == {"", "jira:SRC/person/li"}


def logged(seconds: int, updated: str = "", text: str = "") -> Any:
    created = "2026-03-02T08:00:00.000+0000"
    row = {"id": "7", "created": created, "updated": updated or created, "comment": text}
    return issue(worklog={"worklogs": [row | {"timeSpentSeconds": seconds}], "total": 1})


def test_time_that_was_corrected_there_and_back_is_told_each_time():
    known: list[Any] = []

    for number, seconds in enumerate((3600, 1800, 3600, 3600), 1):
        seen = item_from("10001", known) if known else None
        said = told(logged(seconds, f"2026-03-0{number + 1}T08:00:00.000+0000"), known=seen)
        taken = {fact.entry for fact in known}
        known += [fact for fact in said if fact.entry not in taken]
    amounts = [f.amount_s for f in known if hasattr(f, "amount_s")]

    assert amounts == [3600, 1800, 3600]


def test_a_comment_that_is_shown_again_is_recorded_again_and_once():
    note = {"id": "3", "created": "2026-03-02T08:00:00.000+0000", "body": "It runs."}
    shown = issue(comment={"comments": [note], "total": 1})
    hidden = issue(comment={"comments": [], "total": 0})
    log = told(shown)
    log += told(hidden, known=item_from("10001", log))

    back = told(shown, known=item_from("10001", log))
    told_before = {fact.entry for fact in log}
    new = [fact for fact in back if fact.entry not in told_before]
    again = told(shown, known=item_from("10001", [*log, *new]))

    assert [type(fact) for fact in new] == [AnnotationRecorded]
    assert item_from("10001", [*log, *new]).annotations.keys() == {"comment:3"}
    assert {fact.entry for fact in again} <= told_before | {fact.entry for fact in new}
