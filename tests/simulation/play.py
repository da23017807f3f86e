"""Plays a rollout that lies on disk into a hub, night by night, through its real connectors."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, datetime
from functools import partial
from pathlib import Path
from shutil import copyfile
from typing import Any

import structlog

from connectors.jira.client import Clocks
from connectors.jira.reader import JiraConnector
from connectors.jira.settings import JiraSettings
from connectors.workbook.settings import WorkbookSettings
from hub.demo.large import SERIES, filled_in
from hub.demo.rollout.days import DAY, at
from hub.demo.rollout.folder import Day, Json, Rollout
from hub.installation import Installation, opened
from hub.model.runs import SourceOutcome
from hub.record import record
from hub.settings import Settings, SourceSettings
from hub.sync import SyncResult, read, run_over
from tests.jira_server import LocalJira, running
from tests.jira_server.faults import status

WRITTEN_DOWN, NIGHT = "22:00", "01:30"
PERCENT = "customfield_10050"


@dataclass
class Clock:
    """The clock of a hub that lives in another year."""

    at: datetime

    def __call__(self) -> datetime:
        """Give the instant at which the play stands."""
        return self.at


@dataclass
class Night:
    """One night after a day."""

    on: date
    result: SyncResult


class Stage:
    """A hub, the local Jira of both sides, and what has been played so far."""

    def __init__(self, hub: Installation, clock: Clock, jira: LocalJira) -> None:
        self.hub, self.clock, self.jira = hub, clock, jira
        self.items: dict[str, str] = {}  # name -> id in the local Jira
        self.keys: dict[str, str] = {}  # the local Jira's key -> name

    def live(self, day: Day) -> Night:
        """Let a day pass, and the night after it."""
        for arrival in day.arrivals:
            self.clock.at = arrival.at
            self.arrive(arrival.source, arrival.path)
        self.clock.at = at(day.on, WRITTEN_DOWN)
        if day.acts:
            record(self.hub, (filled_in(self.hub, line) for line in day.acts), at=self.clock.at)
        for step in day.steps:
            self.step(step)
        self.clock.at = at(day.on + DAY, NIGHT)
        return Night(day.on, self.night(day.down))

    def arrive(self, source: str, path: Path) -> None:
        """Put a file into the drop folder of a source, and let it be read at once."""
        settings = next(s for s in self.hub.sources if s.name == source)
        assert isinstance(settings, WorkbookSettings)
        assert settings.folder
        copyfile(path, settings.folder / path.name)
        outcome = read(self.hub, settings, run=f"arrival:{path.name}", at=self.clock.at)
        assert outcome.outcome in ("good", "held"), outcome

    def step(self, step: Json) -> None:
        """Do one step in the local Jira."""
        script, words = self.jira.script, dict(step)
        do, item, fields = words.pop("do"), words.pop("item", ""), words.pop("fields", {})
        if do == "version":
            script.version(words["project"], words["name"], releaseDate=words["releaseDate"])
        elif do == "create":
            title = fields.pop("summary")
            self.items[item] = script.create(words.pop("project"), title, **words, **fields)
            self.keys[self.jira.documents[self.items[item]].key] = item
        else:
            call: Callable[..., Any] = getattr(script, do)
            call(self.items[item], **words, **fields)

    def night(self, down: list[str]) -> SyncResult:
        """Read every source but those that are down, and evaluate."""
        self.jira.clock.reach(self.clock.at)

        def read_one(source: SourceSettings, run: str) -> SourceOutcome:
            given = partial(read, self.hub, source, run=run, at=self.clock.at)
            if not isinstance(source, JiraSettings):
                return given()
            with failing(self.jira, is_down=source.name in down):
                return given(connector=JiraConnector(source, self.waiting()))

        return run_over(self.hub, self.hub.sources, read_one, at=self.clock.at, trigger="timer")

    def waiting(self) -> Clocks:
        """Let nobody wait in earnest."""
        begun = [0.0]

        def sleep(seconds: float) -> None:
            begun[0] += seconds

        return Clocks(sleep=sleep, monotonic=lambda: begun[0], chance=lambda: 0.5)


@contextmanager
def failing(jira: LocalJira, *, is_down: bool) -> Iterator[None]:
    """Let a Jira answer nothing but errors for as long as the block lasts."""
    if is_down:
        jira.faults.on("*", status(503), times=None)
    try:
        yield
    finally:
        if is_down:
            jira.faults.clear()


def sources(about: Json, url: str, home: Path) -> list[SourceSettings]:
    """Give what an operator would configure."""
    people = {name: reference for reference, name in about["people"].items()}
    found: list[SourceSettings] = []
    for key, side in about["projects"].items():
        table = {
            **{"name": key, "kind": "jira", "side": side, "base_url": url, "projects": [key]},
            **{"account": "reader@example.test", "token": f"file:{home / 'token'}"},
            **{"allow": ["127.0.0.1"], "connections": 1, "project": "rollout"},
            "fields": {
                "percent": [PERCENT],
                "start": ["customfield_10015"],
                "weight": ["timeoriginalestimate"],
                "module": ["components"],
            },
        }
        found.append(JiraSettings.model_validate(table))
    for name, (side, profile) in SERIES.items():
        folder = home / "drop" / name
        folder.mkdir(parents=True, exist_ok=True)
        found.append(
            WorkbookSettings(
                name=name,
                project="rollout",
                side=side,
                profile=profile,
                folder=folder,
                units=about["units"],
                people=people,
            )
        )
    return found


def local_jira(about: Json) -> LocalJira:
    """Give an empty Jira with the projects of both sides."""
    jira = LocalJira(
        "cloud", at=at(date.fromisoformat(about["first"]), "00:30"), zone="Asia/Shanghai"
    )
    jira.catalogue.add_field(PERCENT, "Percent", "number")
    for key in about["projects"]:
        jira.catalogue.add_project(key)
    for reference, name in about["people"].items():
        jira.catalogue.add_user(reference, name)
    return jira


@contextmanager
def playing(
    rollout: Rollout, home: Path, url: str | None = None
) -> Iterator[tuple[Stage, Iterator[Night]]]:
    """Open a fresh hub for a rollout; its nights are played as they are asked for."""
    structlog.configure(wrapper_class=structlog.make_filtering_bound_logger(50))
    about = rollout.about
    jira, clock = local_jira(about), Clock(at(date.fromisoformat(about["first"]), "00:30"))
    home.mkdir(parents=True, exist_ok=True)
    (home / "token").write_text(jira.access.token, "utf-8")
    with running(jira) as address:
        settings = Settings(home=home, database_url=url, project="rollout", lang="en")
        given = sources(about, address, home)
        jira_account(given, jira)
        with opened(settings, clock, create=True, sources=given) as hub:
            hub.accounts.names.learn(about["people"], at=clock.at)
            stage = Stage(hub, clock, jira)
            yield stage, (stage.live(day) for day in rollout.days())


def jira_account(given: list[SourceSettings], jira: LocalJira) -> None:
    """Sign in as the account that the local Jira knows."""
    for place, source in enumerate(given):
        if isinstance(source, JiraSettings):
            given[place] = source.model_copy(update={"account": jira.access.account})
