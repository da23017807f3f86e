"""Reading a Jira: decoding and mapping, and from the first request to the last fact.

`python -m tests.benchmarks.jira_reading` prints each number beside the raw operation of the run.
"""

import json
import os
import sys
from collections.abc import Iterable, Iterator
from datetime import UTC, datetime
from typing import Any

import httpx

from connectors.jira.catalogue import Catalogue
from connectors.jira.mapping import facts_from
from connectors.jira.meaning import meaning_of
from connectors.jira.payloads import Decoders
from connectors.jira.reader import JiraConnector
from connectors.jira.settings import FieldMapping, JiraSettings, StatusMapping
from connectors.jira.sight import Sight, Tally
from hub.model.items import Item
from tests.benchmarks.measure import Line, best, seconds
from tests.jira_server import LocalJira, generate, spawned
from tests.jira_server.rendering import View, issue_piece

ISSUES = 5000
AT = datetime(2026, 6, 1, tzinfo=UTC)
MOST_US = 25.0
LEAST_PER_S = 8000.0


class NothingKnown:
    """A past without anything: what is measured here needs no store."""

    project, source, cursor = "bench", "jira:SRC", None

    def items(self, subjects: Iterable[str]) -> dict[str, Item]:
        """Know none of them."""
        return {}

    def all_items(self) -> Iterator[Item]:
        """Know nothing."""
        return iter(())


def mapping_line() -> Line:
    """Decode and map pages of 100 issues with their whole history."""
    jira = LocalJira("dc")
    generate(jira, 1000, seed=1)
    view = View(jira.site, jira.zone, changelog=-1)
    pieces = [issue_piece(issue, view).raw for issue in jira.documents]
    pages = [
        b'{"startAt":0,"maxResults":100,"total":1000,"issues":['
        + b",".join(pieces[start : start + 100])
        + b"]}"
        for start in range(0, 1000, 100)
    ]

    meaning = meaning_of("jira:SRC", FieldMapping(), StatusMapping(), Catalogue())
    decode = Decoders().page.decode

    def hub() -> None:
        tally = Tally()
        for body in pages:
            page: Any = decode(body)
            for issue in page.issues:
                facts_from(issue, Sight(AT), meaning, tally)

    hub_s, raw_s = best(
        lambda _: seconds(hub), lambda _: seconds(lambda: [json.loads(body) for body in pages])
    )
    micros = hub_s / 1000 * 1e6
    target = f"≤ {MOST_US:.0f} µs an issue; here {micros:.0f}"
    return Line("decode and map", "-", 1000 / hub_s, 1000 / raw_s, "/s", target, micros > MOST_US)


def reading_line(mode: str) -> Line:
    """Read everything of a local Jira in another process, without a store."""
    os.environ["HUB_TEST_BENCH_TOKEN"] = "local-token"
    with spawned(mode, "--generate", str(ISSUES)) as url:
        settings = JiraSettings.model_validate(
            {
                "name": "SRC",
                "project": "bench",
                "base_url": url,
                "account": "reader@example.test",
                "token": "env:HUB_TEST_BENCH_TOKEN",
                "projects": projects(url),
                "allow": ["127.0.0.1"],
            }
        )
        asked: list[int] = []

        def hub() -> None:
            connector = JiraConnector(settings)
            known: Any = NothingKnown()
            asked.append(sum(len(page.events) for page in connector.pages(known, AT)))

        hub_s, raw_s = best(lambda _: seconds(hub), lambda _: seconds(lambda: bare(url, mode)))
    rate = ISSUES / hub_s
    target = f"≥ {LEAST_PER_S:,.0f} /s; {asked[-1]:,} facts"
    return Line(
        f"fetch to facts, {mode}", "-", rate, ISSUES / raw_s, "/s", target, rate < LEAST_PER_S
    )


def projects(url: str) -> list[str]:
    """Ask the local Jira which projects it made up."""
    answer = httpx.get(f"{url}/rest/api/2/project", auth=("reader@example.test", "local-token"))
    return [project["key"] for project in answer.json()]


def bare(url: str, mode: str) -> None:
    """Fetch the same bodies with nothing but the client."""
    with httpx.Client(auth=("reader@example.test", "local-token"), base_url=url) as http:
        if mode == "dc":
            for start in range(0, ISSUES, 100):
                body = {"jql": "project is not EMPTY", "startAt": start, "maxResults": 100}
                http.post("/rest/api/2/search", json=body | {"expand": ["changelog"]})
            return
        body = {"jql": "project is not EMPTY", "fields": ["id"], "maxResults": 5000}
        ids = [i["id"] for i in http.post("/rest/api/2/search/jql", json=body).json()["issues"]]
        for start in range(0, len(ids), 100):
            part = {"issueIdsOrKeys": ids[start : start + 100]}
            http.post("/rest/api/2/issue/bulkfetch", json=part | {"fields": ["*all"]})
            http.post("/rest/api/2/changelog/bulkfetch", json=part)


def main() -> int:
    """Print every line."""
    for line in (mapping_line(), reading_line("dc"), reading_line("cloud")):
        sys.stdout.write(f"{line}\n")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
