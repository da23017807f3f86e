"""One unreadable record costs itself and nothing else."""

import json
from pathlib import Path
from typing import Any

import pytest

from hub.model.facts import (
    RecordQuarantined,
    SourceObserved,
    WorkItemFieldChanged,
    WorkItemFirstSeen,
)
from tests.jira_server import LocalJira, faults

from .reading import hub

BODIES = pytest.mark.parametrize(("mode", "where"), [("cloud", "bulkfetch"), ("dc", "search")])


def stocked(mode: str) -> LocalJira:
    jira = LocalJira(mode)
    for name in ("One", "Two 😀 两", "Three"):
        issue = jira.script.create("ALPHA", name, description="Words 😀")
        jira.script.change(issue, summary=f"{name}!")
    jira.clock.advance(hours=1)
    return jira


@BODIES
def test_a_body_in_cesu_8_is_read_as_it_was_meant(mode: str, where: str, tmp_path: Path) -> None:
    jira = stocked(mode)
    jira.faults.on(where, faults.body(faults.cesu8), times=None)

    with hub(jira, tmp_path) as it:
        it.good()
        titles = {item.title for item in it.past.all_items()}

        assert titles == {"One!", "Two 😀 两!", "Three!"}
        assert not it.of(RecordQuarantined)


@BODIES
def test_bytes_that_mean_nothing_are_replaced_and_marked(
    mode: str, where: str, tmp_path: Path
) -> None:
    jira = stocked(mode)
    jira.faults.on(where, faults.body(lambda raw: raw.replace(b"Three!", b"Thr\xffe!")))

    with hub(jira, tmp_path) as it:
        it.good()
        repaired = [event for event in it.facts() if getattr(event, "repaired", False)]

        assert {event.subject for event in repaired} == {jira.documents["ALPHA-3"].id}
        assert len(it.of(WorkItemFirstSeen)) == 3


@BODIES
def test_a_lone_surrogate_is_replaced(mode: str, where: str, tmp_path: Path) -> None:
    jira = stocked(mode)
    jira.faults.on(where, faults.body(lambda raw: raw.replace(b"Three!", rb"Thr\ud83de!")))

    with hub(jira, tmp_path) as it:
        it.good()

        assert it.item(jira.documents["ALPHA-3"].id).title == "Thr\ufffde!"


@BODIES
@pytest.mark.parametrize(
    ("instead", "reason"),
    [
        (b"NaN", "no_json"),
        (b"[" * 300 + b"]" * 300, "nested_too_deep"),
        (b"[" * 5000 + b"]" * 5000, "nested_too_deep"),
        (b'{"id": 7, "name": ["x"]}', "unexpected_shape"),
        (b"true", "unexpected_shape"),
    ],
    ids=["nan", "nested", "abyss", "shape", "boolean"],
)
def test_an_unreadable_issue_is_quarantined_and_the_others_are_read(
    mode: str, where: str, instead: bytes, reason: str, tmp_path: Path
) -> None:
    jira = stocked(mode)

    def broken(raw: bytes) -> bytes:
        start = raw.index(b'"summary":"Three!"')
        return raw[:start] + b'"summary":' + instead + raw[start + len(b'"summary":"Three!"') :]

    jira.faults.on(where, faults.body(broken))
    with hub(jira, tmp_path) as it:
        it.good()
        [record] = it.of(RecordQuarantined)
        counts = it.of(SourceObserved)[0].counts

        assert (record.item, record.reason) == (jira.documents["ALPHA-3"].id, reason)
        assert it.originals.read(record.original)
        assert len(it.of(WorkItemFirstSeen)) == 2
        assert counts["received"] == counts["mapped"] + counts["quarantined"]


@BODIES
@pytest.mark.parametrize("field", ["id", "key", "updated", "created"])
def test_an_issue_without_what_it_must_have_is_quarantined(
    mode: str, where: str, field: str, tmp_path: Path
) -> None:
    jira = stocked(mode)

    def without(page: Any) -> None:
        issue = page["issues"][0]
        (issue if field in issue else issue["fields"]).pop(field)

    jira.faults.on(where, faults.content(without))
    with hub(jira, tmp_path) as it:
        it.good()

        assert len(it.of(RecordQuarantined)) == 1
        assert len(it.of(WorkItemFirstSeen)) == 2


@BODIES
@pytest.mark.parametrize(
    "time", ["2026-03-02T08:00:00.000", "1970-01-01T00:00:00.000+0000", "9999"]
)
def test_an_impossible_time_is_quarantined(
    mode: str, where: str, time: str, tmp_path: Path
) -> None:
    jira = stocked(mode)

    def timeless(page: Any) -> None:
        page["issues"][0]["fields"]["created"] = time

    jira.faults.on(where, faults.content(timeless))
    with hub(jira, tmp_path) as it:
        it.good()

        assert [record.reason for record in it.of(RecordQuarantined)] == ["time_not_understood"]


@BODIES
def test_documents_in_place_of_text_cost_nothing(mode: str, where: str, tmp_path: Path) -> None:
    jira = stocked(mode)
    jira.knobs.adf_in_v2 = True
    issue = jira.script.create("ALPHA", "Four")
    jira.script.comment(issue, "It runs.\nReally.")

    with hub(jira, tmp_path) as it:
        it.good()
        before = it.facts()
        it.night()

        assert it.facts() == before
        assert not it.of(RecordQuarantined)
        assert len(it.of(WorkItemFirstSeen)) == 4


@BODIES
def test_numbers_where_ids_belong_are_tolerated(mode: str, where: str, tmp_path: Path) -> None:
    jira = stocked(mode)

    def numbered(page: Any) -> None:
        for issue in page["issues"]:
            issue["id"] = int(issue["id"])
            issue["fields"]["status"]["id"] = int(issue["fields"]["status"]["id"])

    jira.faults.on(where, faults.content(numbered))
    with hub(jira, tmp_path) as it:
        it.good()
        before = it.facts()
        it.night()

        assert it.facts() == before
        assert not it.of(RecordQuarantined)


def test_times_of_bulk_histories_may_be_numbers(tmp_path: Path) -> None:
    jira = stocked("cloud")

    with hub(jira, tmp_path) as it:
        it.good()
        before = it.facts()
        jira.knobs.numeric_history_times = True
        jira.clock.advance(minutes=5)
        it.good()

        assert it.facts() == before
        assert len(it.of(WorkItemFieldChanged)) == 3


def test_a_history_that_a_server_cuts_off_is_quarantined(tmp_path: Path) -> None:
    jira = stocked("dc")

    def cut(page: Any) -> None:
        page["issues"][0]["changelog"]["total"] += 1

    jira.faults.on("search", faults.content(cut))
    with hub(jira, tmp_path) as it:
        it.good()

        assert [record.reason for record in it.of(RecordQuarantined)] == ["truncated_history"]


def test_both_paths_give_the_same_facts(tmp_path: Path) -> None:
    whole, parted = stocked("dc"), stocked("dc")

    def reason_to_look_closely(raw: bytes) -> bytes:
        page = json.loads(raw)
        page["issues"].append({"id": "99"})
        return json.dumps(page).encode()

    (tmp_path / "a").mkdir()
    (tmp_path / "b").mkdir()
    parted.faults.on("search", faults.body(reason_to_look_closely))
    with hub(whole, tmp_path / "a") as first, hub(parted, tmp_path / "b") as second:
        first.good()
        second.good()
        told = [
            [(e.subject, e.entry) for e in it.facts() if e.about == "item"]
            for it in (first, second)
        ]

    assert told[0] == told[1]


@BODIES
@pytest.mark.parametrize("written", [rb'"ab\ud83dcd"', b"1e999", b'{"value": [[]]}', b"[1, {}]"])
def test_a_strange_value_in_a_mapped_field_costs_that_value_alone(
    mode: str, where: str, written: bytes, tmp_path: Path
) -> None:
    jira = LocalJira(mode)
    jira.catalogue.add_field("customfield_10030", "Percent", "number")
    jira.script.create("ALPHA", "One", customfield_10030=10)
    jira.clock.advance(hours=1)

    def strange(raw: bytes) -> bytes:
        return raw.replace(b'"customfield_10030":10', b'"customfield_10030":' + written)

    jira.faults.on(where, faults.body(strange))
    with hub(jira, tmp_path, fields={"percent": ["Percent"]}) as it:
        it.good()
        [record] = it.of(RecordQuarantined)

        assert (record.field, record.rows) == ("percent", 0)
        assert [first.key for first in it.of(WorkItemFirstSeen)] == ["ALPHA-1"]


@BODIES
def test_a_key_that_stands_twice_is_reported(mode: str, where: str, tmp_path: Path) -> None:
    jira = stocked(mode)
    twice = faults.body(
        lambda raw: raw.replace(b'"summary":"One!"', b'"summary":"A","summary":"B"')
    )
    jira.faults.on(where, twice)

    with hub(jira, tmp_path) as it:
        it.good()

        assert it.item(jira.documents["ALPHA-1"].id).title == "B"
        assert "duplicate_keys" in it.of(SourceObserved)[0].notes
