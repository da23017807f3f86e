"""`hub export`: the record as JSON Lines, with a header, and its originals."""

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import chain, islice
from pathlib import Path
from typing import IO, Annotated, Any

import msgspec
import typer

from hub.cli.output import err, line, put_json
from hub.cli.session import AsJson, AsOf, instant, session
from hub.cli.shell import Misused
from hub.cli.words import say
from hub.errors import NotFound
from hub.installation import Installation
from hub.locale import _
from hub.model.event import Event
from hub.sync import VERSION

FORMAT = "rollout-hub-export"
BATCH = 1000
Subject = Annotated[
    str,
    typer.Option(metavar="SUBJECT", help=_("Only one subject: its key in events, or its id.")),
]
Out = Annotated[str, typer.Option("--out", metavar="FILE", help=_("Write it there, not here."))]
Folder = Annotated[
    str,
    typer.Option("--originals", metavar="FOLDER", help=_("Also write the originals, by SHA-256.")),
]


def export(
    *,
    subject: Subject = "",
    out: Out = "",
    originals: Folder = "",
    as_of: AsOf = "",
    as_json: AsJson = False,
) -> None:
    """Write the record."""
    if as_json and not out:
        raise Misused(
            _("The lines of the export and the one object of --json cannot share one stream."),
            remedy=_("Name a file with --out."),
        )
    with session() as hub:
        at = instant(hub, as_of)
        stop = hub.log.cut(at) if at else hub.log.last_position()
        head = {
            "format": FORMAT,
            "version": VERSION,
            "project": hub.project,
            "subject": subject,
            "exported_at": hub.now(),
            "as_of": at,
            "position": stop,
        }
        events = begun(chosen(hub, subject, stop))  # refuses before a file is touched
        with written_to(out) as file:
            file.write(msgspec.json.encode(head) + b"\n")
            count, cited = copied(events, file)
        kept = keep(hub, cited, Path(originals)) if originals else 0
    content = {**head, "events": count, "originals": kept, "file": out}
    if as_json:
        put_json(content)
    else:
        text = _("{events} events and {originals} originals were exported.")
        line(say(text, events=count, originals=kept), console=err())


@contextmanager
def written_to(out: str) -> Iterator[IO[bytes]]:
    """Open the file, or standard output."""
    if not out:
        yield sys.stdout.buffer
        sys.stdout.buffer.flush()
        return
    path = Path(out)
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("wb") as file:
        yield file


def chosen(hub: Installation, subject: str, stop: int) -> Iterator[Event]:
    """Yield the project's events in the order of the log, or those of one subject."""
    after, is_found = 0, not subject
    while page := hub.log.read(after, BATCH, stop):
        for event in page.events:
            is_asked = not subject or subject in (event.subject, str(event.originator_id))
            if is_asked and event.project == hub.project:
                is_found = True
                yield event
        after = page.last
    if not is_found:
        raise NotFound(
            _("Nothing is on record about {subject}."),
            remedy=_("Give the subject as events write it; the pages show it."),
            subject=subject,
        )


def begun(events: Iterator[Event]) -> Iterator[Event]:
    """Fetch the first one now."""
    first = list(islice(events, 1))
    return chain(first, events)


def copied(events: Iterator[Event], file: IO[bytes]) -> tuple[int, set[str]]:
    """Write one event a line, whole; give their number and the originals they were read from."""
    encoder = msgspec.json.Encoder()
    count, cited = 0, set()
    for event in events:
        file.write(encoder.encode(event) + b"\n")
        count += 1
        cited |= {name for name in originals_of(event) if name}
    return count, cited


def originals_of(event: Any) -> Iterator[str]:
    """Name the originals of an event."""
    yield getattr(event, "original", "")
    yield getattr(getattr(event, "edition", None), "original", "")


def keep(hub: Installation, names: set[str], folder: Path) -> int:
    """Write the originals; one that was redacted is left out, as its text is gone."""
    folder.mkdir(parents=True, exist_ok=True)
    kept = 0
    for name in sorted(names):
        try:
            body = hub.originals.read(name)
        except NotFound:
            continue
        (folder / name).write_bytes(body)
        kept += 1
    return kept
