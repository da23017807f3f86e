"""A delivery is believed by its signature alone, and read for no more than what to read next."""

import hashlib
import hmac
import json
from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from connectors.jira.webhooks import hint_from
from hub.ingest import Delivery, Hint, Unheard

SECRET = "a-secret-of-many-letters"
BODY = json.dumps(
    {"webhookEvent": "jira:issue_updated", "timestamp": 1772438400000, "issue": {"id": "10040"}}
).encode()


def signed(body: bytes, secret: str = SECRET, **headers: str) -> Delivery:
    digest = hmac.new(secret.encode(), body, hashlib.sha256).hexdigest()
    return Delivery({"x-hub-signature": f"sha256={digest}", **headers}, body)


def read(delivery: Delivery, secret: str = SECRET, token: str = "") -> Hint | Unheard:
    return hint_from(delivery, secret=secret, token=token)


def heard(body: bytes) -> Hint:
    found = read(signed(body))
    assert isinstance(found, Hint)
    return found


def test_a_signed_delivery_is_a_hint():
    found = heard(BODY)

    assert (found.event, found.subjects) == ("jira:issue_updated", ("10040",))
    assert found.said_at == datetime(2026, 3, 2, 8, tzinfo=UTC)


@given(st.integers(0, len(BODY) * 8 - 1))
def test_a_flipped_bit_is_not_believed(bit: int):
    flipped = bytearray(BODY)
    flipped[bit // 8] ^= 1 << bit % 8

    assert read(Delivery(signed(BODY).headers, bytes(flipped))) == Unheard("wrong_signature")


@pytest.mark.parametrize(
    "signature",
    ["", "sha256=", "sha1=" + "0" * 40, "sha256=" + "0" * 64, "sha256=é", "0" * 64],
)
def test_another_signature_is_not_believed(signature: str):
    found = read(Delivery({"x-hub-signature": signature}, BODY))

    assert found == Unheard("wrong_signature")


def test_an_old_secret_is_not_believed():
    assert read(signed(BODY, "the-secret-of-last-year")) == Unheard("wrong_signature")


def test_nothing_is_believed_where_no_secret_is_set():
    empty = Delivery({"x-hub-signature": signed(BODY, "").headers["x-hub-signature"]}, BODY)

    assert read(empty, secret="") == Unheard("not_configured")


def test_a_server_that_cannot_sign_shows_a_token():
    right = Delivery({}, BODY, "an-unguessable-token")
    wrong = Delivery({}, BODY, "an-unguessable-tokem")

    assert isinstance(read(right, "", "an-unguessable-token"), Hint)
    assert read(wrong, "", "an-unguessable-token") == Unheard("no_signature")


def test_the_secret_of_the_signature_is_no_token():
    assert read(Delivery({}, BODY, SECRET)) == Unheard("no_signature")


@pytest.mark.parametrize(
    "body",
    [b"", b"{", b"null", b"[]", b'"text"', b"\xff\xfe", b"[" * 100_000, b'{"issue": 7}', b"NaN"],
)
def test_a_body_that_cannot_be_read_is_ignored(body: bytes):
    assert read(signed(body)) == Unheard("unreadable", is_authentic=True)


@pytest.mark.parametrize(
    ("body", "subjects"),
    [
        (
            {"comment": {"self": "https://jira.example/rest/api/2/issue/10013/comment/7"}},
            ("10013",),
        ),
        ({"worklog": {"issueId": "10014"}}, ("10014",)),
        ({"issueLink": {"sourceIssueId": 1, "destinationIssueId": 2}}, ("1", "2")),
        ({"issue": {"id": "10040'; --"}}, ()),
        ({"issue": {"id": {"a": 1}}}, ()),
        ({"issue": {"id": True}}, ()),
        ({"sprint": {"id": 5}}, ()),
        ({}, ()),
    ],
)
def test_only_ids_of_issues_are_read(body: dict, subjects: tuple[str, ...]):
    assert heard(json.dumps(body).encode()).subjects == subjects


@pytest.mark.parametrize("stamp", ["2018-12-20 15:45:59,695", -1, 10**30, 1.5, None, True])
def test_a_time_that_is_none_is_left_out(stamp: object):
    assert heard(json.dumps({"timestamp": stamp}).encode()).said_at is None


def test_a_repetition_has_the_same_name_and_another_delivery_another():
    one = read(signed(BODY, **{"x-atlassian-webhook-identifier": "a"}))
    again = read(signed(BODY, **{"x-atlassian-webhook-identifier": "a"}))
    other = read(signed(BODY, **{"x-atlassian-webhook-identifier": "b"}))

    assert isinstance(one, Hint)
    assert isinstance(other, Hint)
    assert one == again
    assert one.delivery != other.delivery
    assert heard(BODY).delivery != heard(BODY + b" ").delivery


@pytest.mark.real_data
def test_every_public_body_is_a_hint(real_data: Path):
    bodies = sorted((real_data / "jira/webhooks").glob("*.json"))
    found = {path.name: heard(path.read_bytes()) for path in bodies}
    told = {path.name: json.loads(path.read_bytes()) for path in bodies}

    assert len(found) == 72
    for name, hint in found.items():
        assert hint.event == told[name]["webhookEvent"]
        if "issue" in told[name]:
            assert hint.subjects == (told[name]["issue"]["id"],)
    silent = {name for name, hint in found.items() if not hint.subjects}
    assert silent == {"ru-project-created.json"}
