"""Local Jiras to read from: in processes of their own, that answer from memory when asked again."""

import gzip
import json
import tempfile
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import httpx
import msgspec

from connectors.jira.client import Client
from connectors.jira.cloud import HistoryPage
from connectors.jira.payloads import Decoders
from connectors.jira.reader import Reading
from connectors.jira.settings import JiraSettings
from hub.model.items import Item
from tests.conftest import REAL_DATA
from tests.jira_server import LocalJira, generate, spawned
from tests.jira_server.rendering import View, issue_piece

# Saves of which the last issues have about 4.6 histories each, like those of a public Apache set.
SAVES = 10
PER_PAGE = 100
LATER_H = 12
LOGIN = ("reader@example.test", "local-token")
AT = datetime.fromtimestamp(int(LocalJira("dc").clock.now) / 1000, UTC)


class NothingKnown:
    """A past without anything: what is measured with it needs no store."""

    project, source, cursor = "bench", "jira:SRC", None

    def items(self, subjects: Iterable[str]) -> dict[str, Item]:
        """Know none of them."""
        return {}

    def all_items(self) -> Iterator[Item]:
        """Know nothing."""
        return iter(())


@dataclass
class Place:
    """One local Jira, an account there, and what the hub has asked of it."""

    mode: str
    url: str
    settings: JiraSettings
    at: datetime  # by its clock, which stands still
    asked: list[httpx.Request] = field(default_factory=list)

    def read(self) -> int:
        """Read everything as the hub does, without a store; give the number of facts."""
        client = Client(self.settings)
        self.asked = []
        client.http.event_hooks = {"request": [self.asked.append]}
        known: Any = NothingKnown()
        try:
            return sum(len(page.events) for page in Reading(client, known, self.at).pages())
        finally:
            client.close()

    def bare(self) -> None:
        """Ask the same with nothing but the client, one after the other, and decode it typed."""
        pages, histories = Decoders().page, msgspec.json.Decoder(HistoryPage)
        with httpx.Client(auth=LOGIN, trust_env=False) as http:
            for one in self.asked:
                answer = http.request(one.method, one.url, content=one.content, headers=one.headers)
                if one.url.path.endswith("/changelog/bulkfetch"):
                    histories.decode(answer.content)
                elif one.url.path.endswith("/issue/bulkfetch") or self._has_bodies(one):
                    pages.decode(answer.content)

    def _has_bodies(self, one: httpx.Request) -> bool:
        return self.mode == "dc" and one.url.path.endswith("/search")

    def asked_of(self, end: str) -> int:
        """Count what was asked last of the addresses with this end."""
        return sum(one.url.path.endswith(end) for one in self.asked)


@contextmanager
def jira(mode: str, count: int, *more: str, at: datetime = AT, **settings: Any) -> Iterator[Place]:
    """Serve *count* generated issues; everything is asked once before anybody measures."""
    generated = ("--generate", str(count), "--saves", str(SAVES), "--remember")
    with tempfile.TemporaryDirectory() as folder:
        secret = Path(folder) / "token"
        secret.write_text(LOGIN[1])
        with spawned(mode, *generated, *more) as url:
            table = {
                "name": "SRC",
                "project": "bench",
                "base_url": url,
                "account": LOGIN[0],
                "token": f"file:{secret}",
                "projects": ["ALPHA", "BETA"],
                "allow": ["127.0.0.1"],
            }
            place = Place(mode, url, JiraSettings.model_validate(table | settings), at)
            place.read()
            yield place


@contextmanager
def jira_later(mode: str, count: int) -> Iterator[Place]:
    """Serve the same issues half a day later, when each of them has another title."""
    ids = generate(LocalJira(mode), count, seed=1, saves=SAVES)
    steps: list[dict[str, Any]] = [{"do": "advance", "hours": LATER_H}]
    steps += [{"do": "change", "reference": id_, "summary": f"Item {id_}"} for id_ in ids]
    with tempfile.TemporaryDirectory() as folder:
        script = Path(folder) / "steps.json"
        script.write_text(json.dumps(steps))
        at = AT + timedelta(hours=LATER_H)
        with jira(mode, count, "--script", str(script), at=at) as place:
            yield place


def pieces(count: int) -> list[bytes]:
    """Give *count* generated issues as a Data Center sends them, history included."""
    made = LocalJira("dc")
    generate(made, count, seed=1, saves=SAVES)
    view = View(made.site, made.zone, changelog=-1)
    return [issue_piece(issue, view).raw for issue in made.documents]


def real_pieces() -> list[bytes]:
    """Give the public issues of an Apache server where they are at hand, else nothing."""
    path = REAL_DATA / "jira/server-with-changelog/issues.jsonl.gz"
    return gzip.decompress(path.read_bytes()).splitlines() if path.exists() else []


def bodies(issues: list[bytes]) -> list[bytes]:
    """Put issues into pages of 100."""
    head = json.dumps({"startAt": 0, "maxResults": PER_PAGE, "total": len(issues)}).encode()
    return [
        head[:-1] + b',"issues":[' + b",".join(issues[start : start + PER_PAGE]) + b"]}"
        for start in range(0, len(issues), PER_PAGE)
    ]
