"""`hub outbox`: what goes out to other systems: look, send, send again."""

from typing import Annotated, Any

import typer

from hub import plugins
from hub.cli.output import answer, line, table
from hub.cli.session import AsJson, now, session
from hub.cli.shell import PARTLY, command, group
from hub.cli.words import say
from hub.installation import Installation
from hub.locale import _
from hub.outbox import Sender, deliver
from hub.outbox.flag_notes import flags_for

app = group(_("Messages to other systems: what waits, what was sent."))
State = Annotated[
    str,
    typer.Option(metavar="STATE", help=_("waiting, shown, sent, dropped or parked; or all.")),
]
Number = Annotated[
    str, typer.Argument(metavar="ID", help=_("Which message, as `hub outbox list` names it."))
]


@command(
    app,
    "list",
    does=_("List the messages that go out, with what keeps those that were not sent."),
    example="hub outbox list --state parked",
)
def list_(state: State = "all", as_json: AsJson = False) -> None:
    """List them in the log's order."""
    with session() as hub:
        rows = hub.outbox.rows(*(() if state == "all" else (state,)))
    messages = [told(row) for row in rows]
    answer({"messages": messages}, as_json, lambda: show(messages))


@command(
    app,
    "send",
    does=_("Write flags into the trackers that may be written to; what was sent is not repeated."),
    example="hub outbox send",
)
def send(as_json: AsJson = False) -> None:
    """Send what waits."""
    with session() as hub:
        sent = [sent_to(hub, *one) for one in senders(hub)]
    answer({"sent": sent}, as_json, lambda: show_sent(sent))
    raise typer.Exit(PARTLY if any(one["states"].get("parked") for one in sent) else 0)


@command(
    app,
    "resend",
    does=_("Try a parked message again, after its reason was mended."),
    example="hub outbox resend '5000bc79-a475-5731-a9d6-1433dd45b088@2>jira:SRC'",
)
def resend(message: Number, as_json: AsJson = False) -> None:
    """Try one again."""
    with session() as hub:
        hub.outbox.resend(message, at=now())
    content = {"message": message, "state": "waiting"}
    answer(content, as_json, lambda: line(say(_("It goes out with the next `hub outbox send`."))))


def senders(hub: Installation) -> list[tuple[str, Sender]]:
    """Give what writes back to each source that may be written to."""
    kinds = plugins.connectors()
    found = [
        (source.source, kinds[source.kind].sender(source, hub.settings.lang))
        for source in hub.sources
        if kinds[source.kind].sender is not None
    ]
    return [(name, sender) for name, sender in found if sender.mode != "off"]


def sent_to(hub: Installation, name: str, sender: Sender) -> dict[str, Any]:
    """Take over what is new in the log, and send what waits for one destination."""
    new = hub.outbox.fill(hub.log, name, flags_for(hub.log, name, hub.project), at=now())
    states = deliver(hub.outbox, name, sender, now=now)
    return {"destination": name, "mode": sender.mode, "new": new, "states": dict(states)}


def told(row: Any) -> dict[str, Any]:
    """Give a message without its text, with the reason for its state."""
    names = ("id", "destination", "thing", "about", "kind", "state", "tries", "code")
    # What is only shown has its text in the place of a reason; it is nobody's message id.
    values = dict(row.values)
    reason = row.message if row.state == "shown" else say(row.message, **values)
    return {
        **{name: getattr(row, name) for name in names},
        "message": reason if row.message else "",
        "remedy": say(row.remedy, **values) if row.remedy else "",
    }


def show_sent(sent: list[dict[str, Any]]) -> None:
    """Write what came of each destination."""
    if not sent:
        line(say(_("No source is configured to be written to.")))
    for one in sent:
        counts = ", ".join(f"{say(state)} {count}" for state, count in one["states"].items())
        text = _("{destination}: {new} new messages; {counts}")
        line(say(text, destination=one["destination"], new=one["new"], counts=counts or "–"))


def show(messages: list[dict[str, Any]]) -> None:
    """Write what is there, and what would be sent or why it was not."""
    if not messages:
        line(say(_("No message is in this state.")))
        return
    heads = (_("message"), _("destination"), _("about"), _("state"), _("tries"))
    rows = [
        [one["id"], one["destination"], one["about"], say(one["state"]), one["tries"]]
        for one in messages
    ]
    table([say(head) for head in heads], rows)
    for one in messages:
        if one["message"]:
            line(f"{one['id']}: {one['message']} {one['remedy']}")
