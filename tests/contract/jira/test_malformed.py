"""Whatever stands in an answer: what cannot be read is set aside, with its bytes, alone."""

import json
from pathlib import Path
from typing import Any

import pytest

from connectors.jira.cursor import cursor_from
from hub.model.facts import RecordQuarantined, WorkItemFirstSeen
from tests.jira_server import LocalJira, faults

from .malformed import KINDS, Kind
from .mutations import TOGETHER, tried
from .reading import Hub, hub

BODIES = pytest.mark.parametrize(("mode", "where"), [("cloud", "bulkfetch"), ("dc", "search")])


def stocked(mode: str) -> LocalJira:
    jira = LocalJira(mode)
    jira.catalogue.add_project("ALPHA")
    for name in ("One", "Two", "Three"):
        issue = jira.script.create("ALPHA", name)
        jira.script.change(issue, summary=f"{name}!")
    jira.clock.advance(hours=1)
    return jira


def watermark(it: Hub) -> Any:
    return cursor_from(it.past.cursor).watermark


@BODIES
@pytest.mark.parametrize("kind", KINDS.values(), ids=KINDS)
def test_a_malformed_answer_costs_no_more_than_itself(
    mode: str, where: str, kind: Kind, tmp_path: Path
) -> None:
    jira = stocked(mode)
    jira.faults.on(where, faults.body(kind.change), when=with_bodies)

    with hub(jira, tmp_path) as it:
        outcome = it.sync()
        seen = len(it.of(WorkItemFirstSeen))
        records = [record for record in it.of(RecordQuarantined) if record.rows]

        if kind.ends in ("read", "again", "quarantined"):
            assert outcome.outcome == "good", (outcome.code, outcome.values)
            assert len(it.waits) == (kind.ends == "again")
            assert {record.reason for record in records} <= {kind.reason or "unexpected_shape"}
            assert bool(records) == (kind.ends == "quarantined") or seen == 3
            assert seen == (2 if kind.ends == "quarantined" else 3)
            assert all(it.originals.read(record.original) for record in records)
        else:
            assert (outcome.outcome, outcome.code) == ("failed", kind.ends)
            assert (seen, watermark(it)) == (0, None)


def with_bodies(request: Any) -> bool:
    """Tell the search for issues from that by which the connection is tried out."""
    asked = json.loads(request.body or b"{}")
    return len(asked.get("fields", ())) > 2


@pytest.mark.parametrize("first", [0, TOGETHER])
def test_answers_that_chance_has_spoilt_are_never_unheard(first: int) -> None:
    told: list[str] = []

    hits = tried(first, 20, told.append)

    assert told == []
    assert hits["spoilt"] >= 20


def test_at_least_forty_kinds_are_tried() -> None:
    assert len(KINDS) >= 40
