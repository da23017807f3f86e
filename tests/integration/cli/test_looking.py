"""What the command line tells of the record."""

import json
from typing import Any

import pytest

from hub.cli.session import now
from tests.integration.cli.terminal import REPORT, Terminal


def test_the_status_tells_of_sources_runs_and_read_models(prepared: Terminal):
    prepared.good("sync")

    told = prepared.told("status")

    assert {one["outcome"] for one in told["sources"]} == {"good"}
    assert told["last_run"]["completed_at"]
    assert told["evaluation"]["status_date"]
    assert {one["lag"] for one in told["projections"]} == {0}


def test_the_past_did_not_know_what_came_later(prepared: Terminal):
    before = now().isoformat()
    prepared.good("sync")

    told = prepared.told("status", "--as-of", before)

    assert (told["sources"], told["last_run"], told["evaluation"]) == ([], None, None)


@pytest.mark.parametrize("text", ["yesterday", "2999-01-01T00:00"])
def test_an_instant_that_nobody_can_look_back_from_is_a_usage_error(prepared: Terminal, text: str):
    assert prepared.types("status", "--as-of", text).exit_code == 64


def test_every_citation_is_found_again(prepared: Terminal):
    prepared.in_force()

    told = prepared.told("audit-findings")

    assert told["findings"] > 0
    assert told["citations"] > told["findings"]
    assert told["wrong"] == []


def test_the_export_is_the_whole_log_with_a_head(prepared: Terminal):
    prepared.drop(REPORT, "reports")
    prepared.good("sync")
    file, originals = prepared.home / "out" / "log.jsonl", prepared.home / "out" / "originals"

    told = prepared.told("export", "--out", file, "--originals", originals)

    head, *events = map(json.loads, file.read_text("utf-8").splitlines())
    with prepared.hub() as hub:
        recorded = [event.event_id for event in hub.log.read(limit=100_000).events]
    assert head["position"] == told["position"]
    assert [f"{e['originator_id']}@{e['originator_version']}" for e in events] == recorded
    assert [path.read_bytes() for path in originals.iterdir()] == [REPORT.read_bytes()]


def test_an_export_of_nothing_is_refused(prepared: Terminal):
    file = prepared.home / "nobody.jsonl"

    result = prepared.types("export", "--subject", "nobody", "--out", file)

    assert result.exit_code == 1
    assert not file.exists()


def test_the_brief_says_what_is_agreed(prepared: Terminal):
    prepared.in_force()

    said = prepared.good("brief")

    assert "2025-09-30" in said
    assert "S1 " in said


def test_the_brief_is_a_page_that_needs_nothing_else(prepared: Terminal):
    file = prepared.home / "brief.html"

    prepared.good("brief", "--format", "html", "--out", file)

    page = file.read_text("utf-8")
    assert page.startswith("<!doctype html>")
    assert "src=" not in page


def test_a_vendor_reads_only_what_was_flagged_to_it(prepared: Terminal):
    prepared.in_force()

    told = prepared.told("brief", "--audience", "vendor")["brief"]

    assert (told["worst"], told["waits"], told["asked"]) == ([], [], [])
    assert prepared.told("brief")["brief"]["worst"]


def test_a_read_model_is_rebuilt_to_the_same_rows(prepared: Terminal):
    prepared.in_force()
    before = prepared.told("link", "list")

    prepared.good("projection", "rebuild")

    assert prepared.told("link", "list") == before


def test_the_version_that_serves_is_not_dropped(prepared: Terminal):
    [version] = {one["version"] for one in listed(prepared) if one["name"] == "items"}

    assert prepared.types("projection", "drop", "items", version).exit_code == 1
    assert prepared.good("projection", "drop", "items", 999)


def listed(terminal: Terminal) -> list[dict[str, Any]]:
    return list(terminal.told("projection", "list")["projections"])


def test_what_was_set_aside_is_read_again_when_there_is_any(prepared: Terminal):
    assert prepared.told("projection", "retry", "items") == {
        "name": "items",
        "read": 0,
        "parked": 0,
    }
    assert prepared.types("projection", "retry", "item").exit_code == 64
