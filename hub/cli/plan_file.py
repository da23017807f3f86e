"""Reads the plan of a file, through the connector that accepts it, into the log."""

from datetime import datetime
from functools import partial
from hashlib import sha256
from pathlib import Path
from uuid import uuid4

from hub.errors import HubError, Refused
from hub.ingest import ingest
from hub.installation import Installation
from hub.locale import _
from hub.model.runs import SourceOutcome
from hub.shared_folder import HEAD
from hub.uploads import kind_of, settings_for


def read_plan(
    hub: Installation, file: Path, series: str, name: str, *, at: datetime
) -> tuple[SourceOutcome, str]:
    """Read a file as a plan of *series*; give what came of it, and the file's SHA-256.

    A configured source of that name lends its settings: units, people, words.
    """
    body = content_of(file)
    kind = kind_of(body[:HEAD], file.name)
    connector = kind.open(settings_for(hub, kind, series, name)).with_upload(file.name, body)
    outcome = ingest(
        connector,
        hub.log,
        hub.originals,
        run=f"propose:{uuid4().hex[:12]}",
        at=hub.now,
        people=partial(hub.accounts.names.learn, at=at),
    )
    if outcome.outcome in ("failed", "running"):
        raise HubError(outcome.message, remedy=outcome.remedy, **outcome.values)
    return outcome, sha256(body).hexdigest()


def content_of(file: Path) -> bytes:
    """Read the bytes of a file."""
    try:
        return file.read_bytes()
    except OSError as error:
        raise Refused(
            _("{file} cannot be read: {reason}."),
            remedy=_("Name another file."),
            file=file,
            reason=error.strerror,
        ) from error
