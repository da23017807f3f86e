"""What was stored once is readable for ever, and means the same."""

import json
from pathlib import Path
from uuid import UUID

import pytest

from hub.model.event import event_types
from hub.store.mapper import UPCASTS, EventMapper
from tests.contract.events.golden import FOLDER, SAMPLES, add, meaning, path_of

FILES = sorted(FOLDER.glob("*.json"))


def test_every_topic_has_a_golden_file():
    wanted = {path_of(topic) for topic in event_types()}

    assert sorted(wanted - set(FILES)) == [], "run: python -m tests.contract.events"


def test_every_golden_file_is_of_a_topic_that_can_be_read():
    readable = set(event_types()) | set(UPCASTS)

    assert [path.name for path in FILES if path.stem not in readable] == []


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_stored_bytes_mean_what_they_meant(path: Path):
    golden = json.loads(path.read_text(encoding="utf-8"))
    stored = golden["stored"].encode()

    event = EventMapper().event(SAMPLES[UUID], 7, path.stem, stored)

    now = meaning(event)
    assert {name: now.get(name) for name in golden["means"]} == golden["means"]


def test_a_golden_file_is_never_overwritten():
    before = {path: path.read_bytes() for path in FILES}

    assert not any(add(topic) for topic in event_types())
    assert {path: path.read_bytes() for path in FILES} == before
