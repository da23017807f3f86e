"""Messages to other systems from the command line."""

from hub.cli.session import now
from hub.model.event import Interval, stream_id
from hub.model.facts import WorkItemFirstSeen
from tests.integration.cli.terminal import COORDINATOR, Terminal

JIRA = """
[[source]]
name = "SRC"
kind = "jira"
side = "vendor"
base_url = "https://jira.example"
token = "env:NO_SUCH_TOKEN"
projects = ["SRC"]
write_back = "dry_run"
"""
FLAG = {"do": "flag-item", "by": "person:coordinator", "flag": "f-1", "party": "vendor"}


def flagged(terminal: Terminal) -> None:
    """Let an issue be known, and let the coordinator ask about it."""
    with (terminal.home / "sources.toml").open("a") as file:
        file.write(JIRA)
    occurred = Interval.at(now())
    issue = WorkItemFirstSeen(
        subject="10001", entry="1", occurred=occurred, key="SRC-1", fields={"title": "Scan"}
    )
    with terminal.hub() as hub:
        words = {"project": hub.project, "run": "test", "source": "jira:SRC"}
        hub.log.append([issue], recorded_at=now(), **words)
    item = str(stream_id("item", "jira:SRC", "10001"))
    asked = {**FLAG, "item": item, "sentence": "When?", "reply_by": "2999-01-01"}
    terminal.acts({**COORDINATOR, "side": "client"}, asked)


def test_nothing_is_sent_where_nothing_may_be_written(prepared: Terminal):
    assert prepared.told("outbox", "send") == {"sent": []}


def test_what_would_be_written_is_shown_first(prepared: Terminal):
    flagged(prepared)

    [first] = prepared.told("outbox", "send")["sent"]
    [second] = prepared.told("outbox", "send")["sent"]

    assert (first["mode"], first["new"], first["states"]) == ("dry_run", 1, {"shown": 1})
    assert (second["new"], second["states"]) == (0, {})


def test_a_shown_message_is_listed_with_its_text(prepared: Terminal):
    flagged(prepared)
    prepared.good("outbox", "send")

    [message] = prepared.told("outbox", "list", "--state", "shown")["messages"]

    assert (message["destination"], message["about"]) == ("jira:SRC", "f-1")
    assert "When?" in message["message"]


def test_a_message_that_is_not_parked_is_not_sent_again(prepared: Terminal):
    result = prepared.types("outbox", "resend", "nothing")

    assert result.exit_code == 1
    assert "hub outbox" in result.stderr
