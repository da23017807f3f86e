"""Lives of one simulated rollout: undisturbed, with its views on record, and disturbed."""

import json
import os
import random
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any
from urllib.parse import quote

from sqlalchemy import select

from api.app import create_app
from hub.demo.rollout.folder import Rollout
from hub.model.event import Event, Side
from hub.model.people import Person, Role
from projections.findings import finding
from tests.integration.api.place import PASSWORD, Browser
from tests.simulation.play import Stage, playing

AUDITOR = Person("person:auditor-of-laws", Side.CLIENT, Role.AUDITOR)
VIEWS = (
    "/v1/findings?state=all&limit=200",
    "/v1/commitments?limit=200",
    "/v1/items?limit=200",
    "/v1/evidence?limit=200",
    "/v1/flags?limit=200",
    "/v1/progress?by=project",
    "/v1/progress?by=module",
    "/v1/progress?by=department",
    "/v1/plan/slip",
    "/v1/forecast",
    "/v1/ledger?by=side",
    "/v1/ledger?by=item&limit=200",
    "/v1/ledger?by=window&limit=200",
)
OF_THE_ASKING = {"as_of", "next_cursor", "previous_cursor"}
FIGURES = ("rule", "about_key", "severity", "court", "state", "opened_on", "cleared_on")


@dataclass
class Life:
    """What is left of a rollout that was played."""

    stage: Stage
    browser: Browser
    headers: dict[str, str]
    views: list[tuple[datetime, dict[str, str]]] = field(default_factory=list)  # and from when on

    def view(self, as_of: datetime | None = None) -> dict[str, str]:
        """Give every view in canonical JSON, as it is now or was at an instant."""
        asked = "as_of=" + quote(as_of.isoformat()) if as_of else ""
        found = {}
        for path in VIEWS:
            question = path + ("&" if "?" in path else "?") + asked
            answer = self.browser.get(question, headers=self.headers)
            assert answer.status_code == 200, (path, answer.text)
            found[path] = json.dumps(without(answer.json()), sort_keys=True, ensure_ascii=False)
        return found

    def findings(self) -> list[tuple[Any, ...]]:
        """Give every finding on record, with its figures."""
        with self.stage.hub.views.connect() as db:
            rows = db.execute(select(finding)).all()
        return sorted(
            (
                *(str(getattr(row, name)) for name in FIGURES),
                str(row.conclusion.get("numbers")),
            )
            for row in rows
        )

    def events(self) -> list[Event]:
        """Give the log."""
        found, after = [], 0
        while page := self.stage.hub.log.read(after=after).events:
            found += page
            after += len(page)
        return found


def without(content: Any) -> Any:
    """Leave out what an answer says of the asking."""
    if isinstance(content, dict):
        return {k: without(v) for k, v in content.items() if k not in OF_THE_ASKING}
    return [without(each) for each in content] if isinstance(content, list) else content


@contextmanager
def undisturbed(rollout: Rollout, home: Path, url: str | None, seen: int) -> Iterator[Life]:
    """Play a rollout; keep the views of *seen* random nights, before and after each."""
    nights = {day.on for day in rollout.days()}
    chosen = set(random.Random(1).sample(sorted(nights), min(seen, len(nights))))
    with playing(rollout, home, url) as (stage, going_on):
        life = entered(stage)
        sleeps = stage.night

        def night(down: list[str]) -> Any:
            on = stage.clock.at.date() - timedelta(days=1)
            if on in chosen:
                keep(life, stage.clock.at - timedelta(hours=3))
            result = sleeps(down)
            if on in chosen:
                keep(life, stage.clock.at)
            return result

        stage.night = night  # type: ignore[method-assign]
        for _ in going_on:
            pass
        yield life


def keep(life: Life, at: datetime) -> None:
    """Look at every view at an instant, and go back to the present."""
    clock, now = life.stage.clock, life.stage.clock.at
    clock.at = at
    life.stage.hub.catch_up()
    life.views.append((at, life.view()))
    clock.at = now


def entered(stage: Stage) -> Life:
    """Let somebody in who reads everything."""
    stage.hub.accounts.add("auditor", AUDITOR, at=stage.clock.at, password=PASSWORD)
    account = stage.hub.accounts.find("auditor")
    assert account is not None
    given = {"scope": "read", "at": stage.clock.at, "life": timedelta(days=2000)}
    token = stage.hub.accounts.tokens.issue(account.id, "laws", **given)  # type: ignore[arg-type]
    browser = Browser(create_app(stage.hub))
    return Life(
        stage,
        browser,
        {"authorization": f"Bearer {token}", "accept": "application/json"},
    )


@contextmanager
def disturbed(rollout: Rollout, home: Path, url: str | None, kills: int) -> Iterator[Life]:
    """Play it with sources read in another order, files and nights twice, and processes killed."""
    chance = random.Random(2)
    days = list(rollout.days())
    killed = {day.on for day in chance.sample([d for d in days if not d.down], kills)}
    with playing(rollout, home, url) as (stage, going_on):
        life = entered(stage)
        stage.hub.sources.reverse()
        arrives, sleeps = stage.arrive, stage.night

        def arrive(source: str, path: Path) -> None:
            arrives(source, path)
            arrives(source, path)

        def night(down: list[str]) -> Any:
            if stage.clock.at.date() - timedelta(days=1) in killed:
                kill_one(stage, rollout.about, home, url, chance.uniform(0.05, 1.5))
            result = sleeps(down)
            again = sleeps(down)
            assert again.evaluated.opened == []
            return result

        stage.arrive, stage.night = arrive, night  # type: ignore[method-assign]
        for _ in going_on:
            pass
        yield life


def kill_one(stage: Stage, about: Any, home: Path, url: str | None, after_s: float) -> None:
    """Start the night an hour early in a process of its own, and kill it while it works."""
    stage.jira.clock.reach(stage.clock.at - timedelta(hours=1))
    jira = next(source for source in stage.hub.sources if source.kind == "jira")
    words = [str(home), str(jira.base_url), url or ""]  # type: ignore[attr-defined]
    words += [(stage.clock.at - timedelta(hours=1)).isoformat()]
    words += [stage.jira.access.account, json.dumps(about)]
    command = [sys.executable, "-m", "tests.simulation.killed", *words]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True, env=os.environ) as process:
        assert process.stdout
        assert process.stdout.readline() == "begins\n"
        time.sleep(after_s)
        process.kill()
