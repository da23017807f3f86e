"""Deliveries: signed over their raw bytes, repeated, out of order."""

import hashlib
import hmac
import json

import pytest

from tests.jira_server import LocalJira


def listening(**more) -> LocalJira:
    jira = LocalJira("cloud")
    jira.webhooks.listen("secret", **more)
    jira.script.create("ALPHA")
    return jira


def test_nothing_is_kept_before_somebody_listens():
    jira = LocalJira("cloud")
    jira.script.create("ALPHA")

    assert jira.webhooks.taken() == []


def test_a_delivery_is_signed_over_its_bytes():
    [delivery] = listening().webhooks.taken()

    digest = hmac.new(b"secret", delivery.body, hashlib.sha256).hexdigest()
    assert delivery.headers["X-Hub-Signature"] == f"sha256={digest}"


def test_events_say_what_happened():
    jira = listening()
    jira.script.change("ALPHA-1", status="Done")
    number = jira.script.comment("ALPHA-1", "Seen.")
    jira.script.delete_comment("ALPHA-1", number)
    jira.script.silently("ALPHA-1", summary="Other")
    jira.script.delete("ALPHA-1")

    events = [json.loads(one.body)["webhookEvent"] for one in jira.webhooks.taken()]

    assert events == [
        "jira:issue_created",
        "jira:issue_updated",
        "comment_created",
        "jira:issue_updated",
        "comment_deleted",
        "jira:issue_deleted",
    ]


def test_old_servers_do_not_tell_the_type():
    [delivery] = listening(typed=False).webhooks.taken()

    assert {"webhookEvent", "issue_event_type_name"}.isdisjoint(json.loads(delivery.body))


@pytest.mark.parametrize(
    ("codes", "sent"), [([202], 1), ([401], 1), ([503, 408, 200], 3), ([500] * 9, 5)]
)
def test_a_delivery_is_repeated_while_that_may_help(codes, sent):
    seen, answers = [], iter(codes)

    def post(body: bytes, headers: dict[str, str]) -> int:
        seen.append(headers["X-Atlassian-Webhook-Identifier"])
        return next(answers)

    [statuses] = listening().webhooks.deliver(post)

    assert (len(statuses), len(set(seen))) == (sent, 1)


def test_deliveries_come_twice_and_out_of_order():
    jira = listening()
    jira.script.change("ALPHA-1", status="Done")

    bodies = [json.loads(one.body) for one in jira.webhooks.taken("reversed", copies=2)]

    assert [body["webhookEvent"].rpartition("_")[2] for body in bodies] == [
        *("updated", "updated"),
        *("created", "created"),
    ]


def test_an_update_may_say_nothing_of_what_changed():
    jira = listening()
    jira.webhooks.taken()
    jira.clock.advance(minutes=1)
    jira.script.touch("ALPHA-1")

    [delivery] = jira.webhooks.taken()

    assert json.loads(delivery.body)["changelog"]["items"] == []
