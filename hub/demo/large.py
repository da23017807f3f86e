"""Plays a whole rollout, made from a random seed, through the functions of a real installation."""

import json
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from datetime import date, datetime, time
from shutil import copyfile

from hub.demo.play import DAY, NIGHT, READ, TOKEN, Clock
from hub.demo.replay import replaying
from hub.demo.rollout.folder import Day, Json, Rollout, write
from hub.demo.rollout.make import make
from hub.demo.tickets import trackers_of
from hub.demo.tracker import PERCENT, START, ZONE
from hub.installation import Installation
from hub.locale import _, translate
from hub.model.findings import FindingChanged, FindingOpened
from hub.record import record
from hub.settings import SourceSettings
from hub.sync import Evaluated, SyncResult, read, sync

SEED = 3
WRITTEN_DOWN, SUNDAY = time(22), 6
SERIES = {
    "plan": ("client", "baseline_plan"),
    "reports": ("vendor", "weekly_report"),
    "ahead": ("vendor", "weekly_plan"),
    "daily": ("vendor", "readiness"),
    "own-reports": ("client", "weekly_report"),
    "own-ahead": ("client", "weekly_plan"),
}
FIELDS = {"percent": [PERCENT], "start": [START], "module": ["components"]}
FIELDS |= {"weight": ["timeoriginalestimate"]}


def play_large(hub: Installation, *, say: Callable[[str], None], size: str = "large") -> Rollout:
    """Make a rollout, lay it into the hub's home, and play it; *say* hears of each week.

    The hub's own clock is taken away for good: afterwards it stands at the last morning.
    """
    rollout = write(make(SEED, size), hub.settings.home / "rollout")
    found: dict[str, str] = {}
    for day, night in nights(hub, rollout):
        weigh(found, night.evaluated)
        if day.weekday() == SUNDAY:
            text = _("{day}: {count} findings are open, {grave} of them critical or major")
            grave = sum(each <= "S2" for each in found.values())
            say(translate(text, hub.settings.lang, day=day, count=len(found), grave=grave))
    return rollout


def weigh(found: dict[str, str], night: Evaluated) -> None:
    """Keep how grave each open finding is, after what a night has found."""
    said: list[FindingOpened | FindingChanged] = [*night.opened, *night.changed]
    for event in said:
        found[event.finding] = event.conclusion.severity
    for gone in night.cleared:
        found.pop(gone.finding, None)


def nights(hub: Installation, rollout: Rollout) -> Iterator[tuple[date, SyncResult]]:
    """Live through a rollout; yield each day with the night after it."""
    about = rollout.about
    clock = Clock(datetime.combine(date.fromisoformat(about["first"]), time(0, 30), ZONE))
    hub.now = clock
    with ExitStack() as servers:
        jiras = {
            tracker.project["key"]: servers.enter_context(replaying(clock, tracker))
            for tracker in trackers_of(rollout)
        }
        prepare(hub, about, jiras)
        for day in rollout.days():
            live(hub, clock, day)
            yield day.on, sync(hub, at=clock.stand(day.on + DAY, NIGHT), trigger="demo")
            clock.stand(day.on + DAY, READ)


def prepare(hub: Installation, about: Json, jiras: dict[str, str]) -> None:
    """Write what an operator would: the sources, a token, the folders; and whom references mean."""
    home = hub.settings.home.resolve()
    for name in SERIES:
        (home / "drop" / name).mkdir(parents=True, exist_ok=True)
    (home / "jira-token").write_text(TOKEN, "utf-8")
    hub.accounts.names.learn(about["people"], at=hub.now())
    tables = [jira(about, key, url, f"file:{home}/jira-token") for key, url in jiras.items()]
    people = {name: reference for reference, name in about["people"].items()}
    for name, (side, profile) in SERIES.items():
        folder = (home / "drop" / name).as_posix()
        table = {"name": name, "kind": "workbook", "side": side, "profile": profile}
        tables.append({**table, "folder": folder, "units": about["units"], "people": people})
    hub.settings.sources.write_text("\n".join(map(toml, tables)), "utf-8")


def jira(about: Json, key: str, url: str, token: str) -> Json:
    """Give what an operator would write about one project of a Jira."""
    table = {"name": key, "kind": "jira", "side": about["projects"][key], "base_url": url}
    return {**table, "token": token, "projects": [key], "allow": ["127.0.0.1"], "fields": FIELDS}


def toml(table: Json) -> str:
    """Write one source; what JSON says of texts, lists and names is TOML as well."""
    lines = [f"{name} = {inline(value)}" for name, value in table.items()]
    return "\n".join(["[[source]]", *lines, ""])


def inline(value: object) -> str:
    """Write a value on one line."""
    if isinstance(value, dict):
        pairs = (f"{inline(name)} = {inline(each)}" for name, each in value.items())
        return f"{{ {', '.join(pairs)} }}"
    return json.dumps(value, ensure_ascii=False)


def live(hub: Installation, clock: Clock, day: Day) -> None:
    """Let a day pass: files arrive and are read at once, and people act."""
    for arrival in day.arrivals:
        clock.at = arrival.at
        source = named(hub, arrival.source)
        copyfile(arrival.path, hub.settings.home / "drop" / source.name / arrival.path.name)
        read(hub, source, run=f"arrival:{arrival.path.name}", at=clock.at)
    at = clock.stand(day.on, WRITTEN_DOWN)
    if day.acts:
        record(hub, (filled_in(hub, line) for line in day.acts), at=at)


def named(hub: Installation, name: str) -> SourceSettings:
    """Give a source by its name."""
    return next(source for source in hub.sources if source.name == name)


def filled_in(hub: Installation, line: str) -> str:
    """Put in the names that only a running hub gives to things."""
    if '"$' not in line:
        return line
    for events in hub.world().proposals.values():
        first = events[0]
        series = str(getattr(first, "series", ""))
        line = line.replace(f'"$proposal:{series}"', f'"{first.subject}"')
        line = line.replace(f'"$set_hash:{series}"', f'"{getattr(first, "set_hash", "")}"')
    return line
