"""What a hub has found while a rollout was played into it."""

from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

from sqlalchemy import select

from hub import plugins
from hub.cli.session import now
from hub.demo.rollout.folder import Rollout
from hub.demo.tickets import trackers_of
from hub.demo.tracker import Tracker
from hub.installation import Installation, opened
from hub.model.findings import Conclusion, FindingOpened
from hub.model.runs import EvaluationCompleted
from hub.sentences import sentence
from hub.settings import Settings
from projections.findings import finding
from tests.simulation.play import Night, Stage, playing


@dataclass
class Found:
    """One episode of a finding: as it was opened, and how it ended."""

    id: str
    rule: str
    keys: frozenset[str]  # everything that may name its subject
    severity: str  # at the beginning
    court: str
    opened_on: date
    sentence: str
    cleared_on: date | None = None
    numbers: dict[str, Any] = field(default_factory=dict)  # the last ones


@dataclass
class Played:
    """What came of a whole play."""

    findings: list[Found]
    broken: int  # cases on which a rule failed
    failed: list[str]  # sources that failed though nobody wanted it


def played(rollout: Rollout, home: Path, url: str | None = None) -> Played:
    """Play a rollout into a fresh hub, and give every finding of it."""
    found: dict[str, Found] = {}
    failed: list[str] = []
    broken = 0
    down = rollout.about["down"]
    with playing(rollout, home, url) as (stage, nights):
        for night in nights:
            opened_in(stage, night, found)
            broken += night.result.evaluated.broken
            wanted = down.get(night.on.isoformat(), [])
            failed += [
                f"{night.on} {one.source}: {one.code} {one.message}"
                for one in night.result.outcomes
                if one.outcome == "failed" and one.source.partition(":")[2] not in wanted
            ]
        ended(stage.hub, found)
        name_items(stage, found)
    return Played(list(found.values()), broken, failed)


def opened_in(stage: Stage, night: Night, found: dict[str, Found]) -> None:
    """Keep what a night has opened, in the words of that night."""
    for event in night.result.evaluated.opened:
        found[event.finding] = as_opened(event)


def as_opened(event: FindingOpened) -> Found:
    """Give a finding as it was opened."""
    said = event.conclusion
    return Found(
        event.finding,
        said.rule,
        keys_of(said),
        str(said.severity),
        said.court,
        event.status_date,
        sentence(said, plugins.rules()[said.rule], "en", {}),
    )


def lying(home: Path, project: str) -> tuple[Played, date]:
    """Give what a hub has found that was played before, and the last day that it has judged."""
    settings = Settings(home=home, sources=home / "sources.toml", project=project, lang="en")
    with opened(settings, now) as hub:
        events, after = [], 0
        while page := hub.log.read(after=after).events:
            events += page
            after += len(page)
        found = {e.finding: as_opened(e) for e in events if isinstance(e, FindingOpened)}
        ended(hub, found)
        for tracker in trackers_of(Rollout(home / "rollout")):
            call_by_name(tracker, found)
        days = [e.status_date for e in events if isinstance(e, EvaluationCompleted)]
    return Played(list(found.values()), 0, []), max(days)


def keys_of(said: Conclusion) -> frozenset[str]:
    """Give every word that may name what a finding is about."""
    keys = {said.about_key, said.detail, said.unit, said.about_id, said.module, said.about_title}
    keys |= set(str(said.numbers.get("title", "")).split(", "))
    for text in (said.detail, said.about_key):
        for divider in ("/", "|", "+", " ", "@", ",", "#"):
            keys |= set(text.split(divider))
        keys |= set(text.split(":"))
        keys |= {":".join(text.split(":")[-2:]), ":".join(text.split(":")[:2])}
    return frozenset(keys - {""})


def name_items(stage: Stage, found: dict[str, Found]) -> None:
    """Let a finding about a work item be known by the name that the rollout gives to the item."""
    names = {number: name for name, number in stage.items.items()}
    named = {key: name for key, name in stage.keys.items() if name in names.values()}
    for one in found.values():
        one.keys |= {named[key] for key in one.keys if key in named}


def call_by_name(tracker: Tracker, found: dict[str, Found]) -> None:
    """Let a finding about an issue of the small Jira be known by the name of its item."""
    named = {
        each.key: each.values["labels"][0] for each in tracker.issues if "labels" in each.values
    }
    named |= {each.id: named[each.key] for each in tracker.issues if each.key in named}
    for one in found.values():
        one.keys |= {named[key] for key in one.keys if key in named}


def ended(hub: Installation, found: dict[str, Found]) -> None:
    """Read from the hub's list of findings how each one stands at the end."""
    with hub.views.connect() as db:
        for row in db.execute(select(finding)).all():
            one = found[row.id]
            one.cleared_on = row.cleared_on or row.missed_on
            one.numbers = row.conclusion.get("numbers", {})
