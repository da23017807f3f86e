"""The form of a simulated rollout on disk; `docs/simulation.md` says what each file means."""

import json
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Any

from hub.demo.rollout import labels
from hub.demo.rollout.labels import Label
from hub.demo.rollout.world import PROJECTS, World

Json = dict[str, Any]
FORMAT = 1


@dataclass(frozen=True)
class Arrival:
    """A file of one day: when it came, into which source's folder."""

    at: datetime
    source: str
    path: Path


@dataclass(frozen=True)
class Day:
    """What happened on one calendar day, and the sources that are down in its night."""

    on: date
    acts: list[str]
    steps: list[Json]
    arrivals: list[Arrival]
    down: list[str]


@dataclass(frozen=True)
class Rollout:
    """A simulated rollout as it lies on disk."""

    folder: Path

    @property
    def about(self) -> Json:
        """Give the content of `world.json`."""
        found: Json = json.loads((self.folder / "world.json").read_text("utf-8"))
        return found

    @property
    def labels(self) -> list[Label]:
        """Give every label."""
        return labels.read(self.folder / "labels.jsonl")

    def days(self) -> Iterator[Day]:
        """Yield every day from the first to the last."""
        about = self.about
        first, last = date.fromisoformat(about["first"]), date.fromisoformat(about["last"])
        for ordinal in range(first.toordinal(), last.toordinal() + 1):
            on = date.fromordinal(ordinal)
            place = self.folder / "nights" / on.isoformat()
            arrivals = [
                Arrival(
                    datetime.fromisoformat(row["at"]), row["source"], place / "files" / row["name"]
                )
                for row in rows(place / "arrivals.jsonl")
            ]
            acts = place / "acts.jsonl"
            said = acts.read_text("utf-8").splitlines() if acts.exists() else []
            steps = rows(place / "jira.jsonl")
            yield Day(on, said, steps, arrivals, about["down"].get(on.isoformat(), []))


def rows(path: Path) -> list[Json]:
    """Read JSON Lines; a file that is not there has none."""
    if not path.exists():
        return []
    return [json.loads(line) for line in path.read_text("utf-8").splitlines() if line]


def write(world: World, folder: Path) -> Rollout:
    """Write a rollout down. The same random seed gives the same bytes."""
    folder.mkdir(parents=True, exist_ok=True)
    about = {
        "format": FORMAT,
        "seed": world.seed,
        "size": world.size,
        "injected": world.injected,
        "first": world.first.isoformat(),
        "last": world.last.isoformat(),
        "people": world.cast.people,
        "units": world.cast.units,
        "projects": {PROJECTS[tool]: side for tool, side in tools(world)},
        "down": {day.isoformat(): names for day, names in sorted(world.down.items())},
        "items": sum(row.in_tool for row in world.rows),
        "commitments": len(world.rows),
        "no_room": sorted(world.said),
    }
    text = json.dumps(about, ensure_ascii=False, indent=1, sort_keys=True)
    (folder / "world.json").write_text(text + "\n", "utf-8")
    labels.write(folder / "labels.jsonl", world.labels)
    nights = folder / "nights"
    lines(nights, "acts.jsonl", world.acts)
    lines(nights, "jira.jsonl", [*jira_steps(world), *world.steps])
    for file in world.files:
        place = nights / file.at.date().isoformat() / "files"
        place.mkdir(parents=True, exist_ok=True)
        (place / file.name).write_bytes(file.body)
    said = [
        (f.at, {"at": f.at.isoformat(), "source": f.source, "name": f.name}) for f in world.files
    ]
    lines(nights, "arrivals.jsonl", said)
    return Rollout(folder)


def tools(world: World) -> list[tuple[str, str]]:
    """Give the tools in use, each with the side that keeps it."""
    found = {(row.tool or row.side, row.side) for row in world.rows}
    return sorted(found | {(side, side) for side in ("client", "vendor")})


def lines(nights: Path, name: str, dated: list[tuple[datetime, Json]]) -> None:
    """Write one object a line into the folder of its day, in the order of time."""
    by_day: dict[date, list[Json]] = defaultdict(list)
    for at, line in sorted(dated, key=lambda pair: pair[0]):
        by_day[at.date()].append(line)
    for day, said in by_day.items():
        place = nights / day.isoformat()
        place.mkdir(parents=True, exist_ok=True)
        text = "".join(json.dumps(line, ensure_ascii=False) + "\n" for line in said)
        (place / name).write_text(text, "utf-8")


def jira_steps(world: World) -> Iterator[tuple[datetime, Json]]:
    """Yield every save of every row as a step for the local Jira."""
    for row in world.rows:
        for number, save in enumerate(sorted(row.saves, key=lambda one: one.at)):
            step: Json = {"do": "change", "item": row.key, "at": save.at.isoformat()}
            step["by"] = save.by
            if "text" in save.fields:
                yield save.at, step | {"do": "comment", "body": save.fields["text"]}
                continue
            step["fields"] = in_jira(save.fields)
            if number == 0:
                step |= {"do": "create", "project": PROJECTS[row.tool or row.side]}
                step["fields"] |= {"labels": [row.key], "components": [row.module]}
            yield save.at, step


NAMES = {
    **{"title": "summary", "due": "duedate", "percent": "Percent", "start": "Start date"},
    **{"estimate": "timeoriginalestimate", "versions": "fixVersions"},
}


def in_jira(fields: Json) -> Json:
    """Give fields as Jira names them."""
    named = {NAMES.get(name, name): value for name, value in fields.items()}
    for name, value in named.items():
        if isinstance(value, date):
            named[name] = value.isoformat()
    if "status" in fields:
        named["resolution"] = "Done" if fields["status"] == "Done" else None
    return named
