"""The large demonstration: its small Jira leads to what a faithful one leads to."""

from collections.abc import Iterator
from itertools import islice
from pathlib import Path

import pytest

from hub.demo.large import nights, play_large
from hub.demo.play import Clock
from hub.demo.rollout.days import at
from hub.demo.rollout.folder import Json, Rollout, write
from hub.demo.rollout.make import make
from hub.demo.tickets import trackers_of
from hub.installation import Installation, opened
from hub.model.findings import FindingOpened
from hub.settings import Settings
from hub.sync import SyncResult
from tests.simulation.play import playing

NIGHTS = 16
WITH_IDS = ("status", "resolution", "assignee", "duedate")


@pytest.fixture
def rollout(tmp_path: Path) -> Rollout:
    """Give a small rollout as it lies on disk, with no night in which a Jira is down."""
    world = make(4)
    world.down.clear()
    return write(world, tmp_path / "rollout")


@pytest.fixture
def hub(tmp_path: Path, rollout: Rollout) -> Iterator[Installation]:
    """Give a fresh hub that stands before the first day."""
    home = tmp_path / "hub"
    home.mkdir()
    settings = Settings(home=home, sources=home / "sources.toml", project="rollout", lang="en")
    with opened(settings, Clock(at(make(4).first, "00:30")), create=True) as hub:
        yield hub


def said(nights: list[SyncResult]) -> list[tuple[str, ...]]:
    """Give what was found, night by night, without the ids that a Jira gives to things."""
    events: list[FindingOpened] = [each for night in nights for each in night.evaluated.opened]
    return sorted(
        (f"{e.status_date}", e.conclusion.rule, e.conclusion.about_title, e.conclusion.severity,
         e.conclusion.court)
        for e in events
    )  # fmt: skip


def test_the_small_jira_leads_to_what_a_faithful_one_leads_to(
    hub: Installation, rollout: Rollout, tmp_path: Path
):
    ours = [night for _day, night in islice(nights(hub, rollout), NIGHTS)]

    with playing(rollout, tmp_path / "faithful") as (_stage, theirs):
        faithful = [night.result for night in islice(theirs, NIGHTS)]
    assert len(said(ours)) > 10
    assert said(ours) == said(faithful)
    assert {each.outcome for night in ours for each in night.outcomes} == {"good"}


def test_a_line_is_said_for_each_week(hub: Installation, monkeypatch: pytest.MonkeyPatch):
    lines: list[str] = []
    monkeypatch.setattr(
        "hub.demo.large.nights", lambda hub, rollout: islice(nights(hub, rollout), 8)
    )

    play_large(hub, say=lines.append, size="small")

    assert len(lines) == 1
    assert lines[0].endswith("critical or major")


def test_the_history_of_an_issue_ends_at_what_the_issue_shows(rollout: Rollout):
    differing, looked_at = [], 0
    for tracker in trackers_of(rollout):
        for issue in tracker.issues:
            end = max([issue.created, *(each.at for each in issue.changes)])
            shown = tracker.fields(issue, end)
            for name, to in ends(tracker.histories(issue, end)).items():
                value = shown[name]
                held = value.get("id", value.get("accountId")) if isinstance(value, dict) else value
                looked_at += 1
                differing += [(issue.key, name, held, to)] if held != to else []

    assert looked_at > 100
    assert differing == []


def ends(histories: list[Json]) -> dict[str, str | None]:
    """Give the last id that a history says of each field that has ids."""
    items = [item for history in histories for item in history["items"]]
    return {each["fieldId"]: each["to"] for each in items if each["fieldId"] in WITH_IDS}
