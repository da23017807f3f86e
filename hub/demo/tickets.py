"""Turns the saves of a rollout that lies on disk into what its Jiras hold."""

from collections import defaultdict
from collections.abc import Iterator
from datetime import datetime

from hub.demo.rollout.folder import Json, Rollout
from hub.demo.tracker import CUSTOM, PERCENT, START, Change, Issue, Tracker

STATUSES = {
    "To Do": ("10000", "new"),
    "In Progress": ("10001", "indeterminate"),
    "Done": ("10002", "done"),
}
OWN = {"Percent": PERCENT, "Start date": START}


def trackers_of(rollout: Rollout) -> Iterator[Tracker]:
    """Yield one Jira project for each tool of a rollout, with everything that will be in it."""
    about = rollout.about
    by_project: dict[str, list[Json]] = defaultdict(list)
    home: dict[str, str] = {}  # item -> project
    for day in rollout.days():
        for step in day.steps:
            if "item" in step:
                home.setdefault(step["item"], step.get("project", ""))
            by_project[home[step["item"]] if "item" in step else step["project"]].append(step)
    for number, key in enumerate(about["projects"], 1):
        yield tracker_of(about, key, number, by_project[key])


def tracker_of(about: Json, key: str, number: int, steps: list[Json]) -> Tracker:
    """Give one project."""
    modules = {name for step in steps for name in step.get("fields", {}).get("components", ())}
    return Tracker(
        project={"id": f"{number}0000", "key": key, "name": key},
        lead=next(iter(about["people"])),
        accounts=about["people"],
        statuses=STATUSES,
        components={name: f"{number}2{place:04}" for place, name in enumerate(sorted(modules))},
        customs=tuple(CUSTOM),
        issues=issues_of(key, number, steps),
        versions=versions_of(number, steps),
    )


def issues_of(key: str, number: int, steps: list[Json]) -> list[Issue]:
    """Give every issue there will be, with its changes in the order of their time."""
    told: dict[str, list[Json]] = defaultdict(list)
    for step in steps:
        if "item" in step:
            told[step["item"]].append(step)
    return [
        issue_of(f"{number}{place:05}", f"{key}-{place}", several)
        for place, several in enumerate(told.values(), 1)
    ]


def issue_of(id_: str, key: str, steps: list[Json]) -> Issue:
    """Give one issue."""
    first, *rest = sorted(steps, key=lambda step: str(step["at"]))
    gone = [instant(step) for step in rest if step["do"] == "delete"]
    return Issue(
        id=id_,
        key=key,
        created=instant(first),
        values=values_of(first),
        changes=[change_of(step) for step in rest if step["do"] != "delete"],
        gone_at=min(gone, default=None),
    )


def change_of(step: Json) -> Change:
    """Give one save."""
    is_told = step["do"] != "silently"
    return Change(instant(step), step.get("by", ""), values_of(step), step.get("body", ""), is_told)


def values_of(step: Json) -> Json:
    """Give the values of a save by the ids of their fields."""
    said = {OWN.get(name, name): value for name, value in step.get("fields", {}).items()}
    return {name: float(value) if name == PERCENT else value for name, value in said.items()}


def versions_of(number: int, steps: list[Json]) -> list[Json]:
    """Give every version, as it was last said to be."""
    found: dict[str, Json] = {}
    for step in steps:
        if step["do"] == "version":
            known = {"id": f"{number}5{len(found):04}", "name": step["name"], "released": False}
            found.setdefault(step["name"], known)["releaseDate"] = step["releaseDate"]
    return [*found.values()]


def instant(step: Json) -> datetime:
    """Give when a save happened."""
    return datetime.fromisoformat(step["at"])
