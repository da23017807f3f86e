"""Where something stands: the original cell or entry, with its neighbours and both times."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from msgspec import to_builtins
from sqlalchemy import select

from api.deps import Read
from api.reads.history import Happening, happening
from api.visible import EVERYTHING
from hub.cell_view import CellView, cell_view
from hub.errors import Broken, NotFound, Refused
from hub.locale import _
from hub.model.event import Event, stream_id
from hub.model.findings import Conclusion
from projections.cases import history
from projections.findings import conclusion_of, finding
from projections.flags import flag
from projections.items import item
from projections.plan import commitment

NEAR = 3  # events on each side
WORKBOOK = re.compile(r"(?:workbook|jira_export):(?P<sha>[0-9a-f]{64})/(?P<place>.+)")
OF_ITEM = re.compile(r"(?P<source>[a-z_]+:[^/#]+)/(?P<subject>[^#]+)(#.*)?")


@dataclass(frozen=True)
class Located:
    """One place in an original. *event* is null where only the place is known."""

    ref: str
    kind: str  # jira, workbook, minutes, event …
    event: Happening | None
    near: list[Happening]
    about: str = ""  # address of the page of its subject
    cell: CellView | None = None
    original: str = ""
    original_name: str = ""
    received_at: datetime | None = None
    problem: str = ""  # why the original itself cannot be shown
    said: dict[str, Any] = field(default_factory=dict)  # what the event says, to who sees all


def locate(read: Read, ref: str, event_id: str = "") -> Located:
    """Show what *ref* points to; *event_id* says which event cites it."""
    event_id = event_id or _citing(read, ref)
    stream = _stream(read, ref, event_id)
    event = next((each for each in stream if _is_meant(each, ref, event_id)), None)
    if event is None or not _may_see(read, ref, event):
        raise NotFound("There is no such place.", remedy="Follow a citation to reach its original.")
    names = read.hub.accounts.names.of(each.actor for each in stream)
    return Located(
        ref=ref,
        kind=ref.partition(":")[0],
        event=happening(read, event, names),
        near=[happening(read, each, names) for each in _around(stream, event)],
        about=_page_of(event),
        said=_said(read, event),
        **_original(read, ref, event),
    )


def _said(read: Read, event: Event) -> dict[str, Any]:
    """Give an event's own content, so that a cited value can be read again."""
    if read.principal.person.role not in EVERYTHING:
        return {}
    own = [name for name in event.__struct_fields__ if name not in Event.__struct_fields__]
    return {name: to_builtins(getattr(event, name)) for name in own}


def _citing(read: Read, ref: str) -> str:
    """Give the event that a finding cites at a place that names no subject, such as a cell."""
    if not ref.startswith(("workbook:", "search:")):
        return ""
    with read.engine.connect() as db:
        found = db.scalars(select(finding.c.conclusion).where(read.visible.findings())).all()
    cited = (one for raw in found for some in conclusion_of(raw).operands.values() for one in some)
    return next((one.event_id for one in cited if one.locator == ref), "")


def _stream(read: Read, ref: str, event_id: str) -> list[Event]:
    """Give the events of the subject that the reference is about, oldest first."""
    cited = event_id or (ref.removeprefix("event:") if ref.startswith("event:") else "")
    subject = cited.partition("@")[0]
    if not subject and (match := OF_ITEM.fullmatch(ref)):
        subject = str(stream_id("item", match["source"], match["subject"]))
    if not subject:
        return []
    with read.engine.connect() as db:
        return [event for event in history(db, subject) if event.project == read.hub.project]


def _is_meant(event: Event, ref: str, event_id: str) -> bool:
    if event_id:
        return event.event_id == event_id
    return ref in {
        event.locator,
        f"event:{event.event_id}",
        *getattr(event, "locators", {}).values(),
    }


def _may_see(read: Read, ref: str, event: Event) -> bool:
    """Say whether the reader sees the subject of the event, or a finding that cites it."""
    subject, seen = str(event.originator_id), read.visible
    if not seen.is_vendor and seen.person.role in EVERYTHING:
        return True
    own = (
        select(item.c.id).where(item.c.id == subject, seen.items()),
        select(commitment.c.id).where(commitment.c.id == subject, seen.commitments()),
        select(flag.c.id).where(flag.c.id == event.subject, seen.flags()),
    )
    with read.engine.connect() as db:
        if any(db.execute(each).first() for each in own):
            return True
        found = db.execute(select(finding.c.conclusion).where(seen.findings())).all()
    return any(_cites(conclusion_of(row.conclusion), ref, event.event_id) for row in found)


def _cites(conclusion: Conclusion, ref: str, event_id: str) -> bool:
    citations = (cited for operand in conclusion.operands.values() for cited in operand)
    return any(cited.locator == ref and cited.event_id == event_id for cited in citations)


def _around(stream: Sequence[Event], event: Event) -> list[Event]:
    """Give the events just before and just after, the newest first."""
    at = stream.index(event)
    return list(stream[max(0, at - NEAR) : at + NEAR + 1])[::-1]


def _page_of(event: Event) -> str:
    pages = {"item": "items", "commitment": "commitments", "finding": "findings", "flag": "flags"}
    page = pages.get(event.about)
    if page in {"items", "commitments"}:
        return f"/{page}/{event.originator_id}"
    return f"/{page}/{event.subject}" if page else ""


def _original(read: Read, ref: str, event: Event) -> dict[str, Any]:
    """Give what is known of the bytes that the event was read from, and the cell if it is one."""
    match = WORKBOOK.fullmatch(ref)
    name = match["sha"] if match else getattr(event, "original", "")
    if not name:
        return {}
    try:
        note = read.hub.originals.about(name)
        body = read.hub.originals.read(name) if match else b""
        cell = cell_view(body, note.origin, match["place"]) if match else None
    except (Refused, Broken) as error:
        return {"original": name, "problem": read.say(error.message, **error.values)}
    except ValueError:
        return {"original": name, "problem": read.say(_("This place is no cell of a table."))}
    return {
        "original": name,
        "original_name": note.origin,
        "received_at": note.received_at,
        "cell": cell,
    }
