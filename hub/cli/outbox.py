"""`hub outbox`: what goes out to other systems: look, send, send again."""

from typing import Annotated, Any

import typer

from hub import plugins
from hub.cli.output import answer, line, table
from hub.cli.session import AsJson, now, session
from hub.cli.shell import PARTLY
from hub.cli.words import say
from hub.installation import Installation
from hub.locale import _
from hub.outbox import Sender, deliver
from hub.outbox.flag_notes import flags_for

State = Annotated[
    str,
    typer.Option(metavar="STATE", help=_("waiting, shown, sent, dropped or parked; or all.")),
]
Send = Annotated[
    bool,
    typer.Option("--send", help=_("First send what waits, where a source may be written to.")),
]
Again = Annotated[
    str, typer.Option("--resend", metavar="ID", help=_("First try this parked message again."))
]


def outbox(
    state: State = "all", send: Send = False, resend: Again = "", as_json: AsJson = False
) -> None:
    """Tell what goes out to other systems, and send it where that is asked for."""
    with session() as hub:
        if resend:
            hub.outbox.resend(resend, at=now())
        sent = [sent_to(hub, *one) for one in senders(hub)] if send else []
        rows = hub.outbox.rows(*(() if state == "all" else (state,)))
    content = {"sent": sent, "messages": [told(row) for row in rows]}
    answer(content, as_json, lambda: show(sent, content["messages"]))
    raise typer.Exit(PARTLY if any(one["states"].get("parked") for one in sent) else 0)


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


def show(sent: list[dict[str, Any]], messages: list[dict[str, Any]]) -> None:
    """Write what was sent, what is there, and why some was not sent."""
    for one in sent:
        counts = ", ".join(f"{say(state)} {count}" for state, count in one["states"].items())
        text = _("{destination}: {new} new messages; {counts}")
        line(say(text, destination=one["destination"], new=one["new"], counts=counts or "–"))
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
