"""Deliveries over HTTP, kept on both databases: refused first, then taken once, then pulled."""

import hashlib
import hmac
import json
import warnings
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any, cast

import pytest

from api.app import create_app
from connectors.jira.settings import JiraSettings
from hub.hints import Hints
from hub.ingest import Hint
from hub.tables import open_views
from tests.jira_server import LocalJira

with warnings.catch_warnings():
    # It recommends another client than the one that the hub itself reads with.
    warnings.simplefilter("ignore")
    from fastapi.testclient import TestClient

START = datetime(2026, 3, 2, 8, tzinfo=UTC)
SECRET = "a-secret-of-many-letters"
TOKEN = "an-unguessable-token"
BODY = json.dumps({"webhookEvent": "jira:issue_updated", "issue": {"id": "10040"}}).encode()
HERE = "/v1/webhooks/jira/SRC"
SOURCE = "jira:SRC"


@dataclass
class Place:
    """As much of an installation as the route needs."""

    sources: list[Any]
    hints: Hints
    accounts: None = None
    clock: datetime = START

    def now(self) -> datetime:
        return self.clock


def source(folder: Path, **fields: Any) -> JiraSettings:
    (folder / "secret").write_text(SECRET)
    table = {
        "name": "SRC",
        "base_url": "https://jira.example",
        "token": "env:NOBODY_ASKS",
        "projects": ["ALPHA"],
        "webhook_secret": f"file:{folder}/secret",
    }
    return JiraSettings(**table | fields)


@pytest.fixture
def place(database_url: str, tmp_path: Path) -> Iterator[Place]:
    engine = open_views(database_url.replace("events.db", "people.db"))
    yield Place([source(tmp_path)], Hints(engine))
    engine.dispose()


@pytest.fixture
def client(place: Place) -> TestClient:
    return TestClient(create_app(cast(Any, place)), raise_server_exceptions=False)


def signed(body: bytes, secret: str = SECRET) -> dict[str, str]:
    return {
        "X-Hub-Signature": f"sha256={hmac.new(secret.encode(), body, hashlib.sha256).hexdigest()}"
    }


def waiting(place: Place) -> list[str]:
    return [one.subject for one in place.hints.waiting().get(SOURCE, [])]


@pytest.mark.parametrize(
    ("address", "headers", "outcome"),
    [
        (HERE, {}, "no_signature"),
        (HERE + "?token=guessed", {}, "no_signature"),
        (HERE, signed(BODY, "the-secret-of-last-year"), "wrong_signature"),
        (HERE, signed(BODY + b" "), "wrong_signature"),
        (HERE, {"X-Hub-Signature": signed(BODY)["X-Hub-Signature"].upper()}, "wrong_signature"),
    ],
)
def test_who_cannot_sign_is_refused_without_a_word(
    client: TestClient, place: Place, address: str, headers: dict[str, str], outcome: str
):
    answer = client.post(address, content=BODY, headers=headers)

    assert (answer.status_code, answer.content) == (401, b"")
    assert place.hints.counts(SOURCE) == {outcome: 1}
    assert waiting(place) == []


def test_a_source_that_does_not_exist_answers_as_one_that_does(client: TestClient, place: Place):
    known = client.post(HERE, content=BODY)
    unknown = client.post("/v1/webhooks/jira/OTHER", content=BODY, headers=signed(BODY))

    assert unknown.status_code == known.status_code == 401
    assert unknown.content == known.content
    assert sorted(unknown.headers) == sorted(known.headers)
    assert place.hints.counts("") == {"unknown_source": 1}


def test_a_lost_secret_is_told_to_the_operator_alone(
    client: TestClient, place: Place, tmp_path: Path
):
    (tmp_path / "secret").unlink()
    answer = client.post(HERE, content=BODY, headers=signed(BODY))

    assert (answer.status_code, answer.content) == (401, b"")
    assert place.hints.counts(SOURCE) == {"secret_absent": 1}


@pytest.mark.parametrize("is_declared", [True, False])
def test_a_large_body_is_not_read(client: TestClient, place: Place, is_declared: bool):
    body = b" " * 1_000_001
    sent = body if is_declared else iter([body[:500_000], body[500_000:]])
    answer = client.post(HERE, content=sent, headers=signed(body))

    assert answer.status_code == 413
    assert waiting(place) == []


def test_a_signed_delivery_is_kept_as_a_hint(client: TestClient, place: Place):
    answer = client.post(HERE, content=BODY, headers=signed(BODY))

    assert (answer.status_code, answer.json()) == (202, {"outcome": "taken"})
    assert waiting(place) == ["10040"]


def test_a_token_stands_for_a_signature_where_the_server_cannot_sign(
    client: TestClient, place: Place, tmp_path: Path
):
    (tmp_path / "token").write_text(TOKEN)
    place.sources = [source(tmp_path, webhook_token=f"file:{tmp_path}/token")]

    assert client.post(f"{HERE}?token={TOKEN}", content=BODY).status_code == 202
    assert client.post(f"{HERE}?token={SECRET}", content=BODY).status_code == 401


def test_a_repetition_changes_nothing(client: TestClient, place: Place):
    client.post(HERE, content=BODY, headers=signed(BODY))
    [before] = place.hints.waiting()[SOURCE]
    answer = client.post(HERE, content=BODY, headers=signed(BODY))

    assert (answer.status_code, answer.json()) == (200, {"outcome": "repeated"})
    assert place.hints.waiting()[SOURCE] == [before]


def test_a_repetition_is_forgotten_after_a_fortnight(client: TestClient, place: Place):
    client.post(HERE, content=BODY, headers=signed(BODY))
    place.clock += timedelta(days=14)
    still = client.post(HERE, content=BODY, headers=signed(BODY)).status_code
    place.clock += timedelta(seconds=1)

    assert (still, client.post(HERE, content=BODY, headers=signed(BODY)).status_code) == (200, 202)


def test_what_is_signed_and_cannot_be_read_is_not_asked_for_again(client: TestClient, place: Place):
    answer = client.post(HERE, content=b"{", headers=signed(b"{"))

    assert (answer.status_code, answer.json()) == (202, {"outcome": "ignored"})
    assert place.hints.counts(SOURCE) == {"unreadable": 1}
    assert waiting(place) == []


def test_hints_about_one_issue_are_one(client: TestClient, place: Place):
    for number in range(3):
        body = BODY[:-1] + b', "timestamp": %d}' % number
        client.post(HERE, content=body, headers=signed(body))

    assert waiting(place) == ["10040"]
    assert place.hints.counts(SOURCE) == {"taken": 3}


def test_a_hint_that_comes_while_its_source_is_read_stays(place: Place):
    place.hints.take(SOURCE, Hint("d1", "", ("1",)), at=START)
    place.hints.take(SOURCE, Hint("d2", "", ("2",)), at=START)
    read = place.hints.waiting()[SOURCE]
    place.hints.take(SOURCE, Hint("d3", "", ("2",)), at=START)
    place.hints.drop(SOURCE, read)

    assert waiting(place) == ["2"]


@pytest.mark.parametrize("order", ["sent", "reversed", "shuffled"])
def test_deliveries_of_a_jira_are_taken_in_any_order(client: TestClient, place: Place, order: str):
    jira = LocalJira("cloud", at="2026-03-02T08:00:00Z")
    jira.webhooks.listen(SECRET)
    issues = [jira.script.create("ALPHA", f"Item {number}") for number in range(3)]
    for issue in issues:
        jira.script.change(issue, status="In Progress")
        jira.script.comment(issue, "A word", by="li")
    jira.script.delete(issues[0])

    def post(body: bytes, headers: dict[str, str]) -> int:
        return int(client.post(HERE, content=body, headers=headers).status_code)

    statuses = jira.webhooks.deliver(post, cast(Any, order), copies=2)

    assert sorted(status for [status] in statuses) == [200] * 10 + [202] * 10
    assert waiting(place) == sorted(issues)
