"""Reads the plan of a file, through the connector that accepts it, into the log."""

from datetime import datetime
from functools import partial
from hashlib import sha256
from pathlib import Path
from typing import Any
from uuid import uuid4

from hub import plugins
from hub.errors import HubError, Refused
from hub.ingest import ingest
from hub.installation import Installation
from hub.locale import _
from hub.model.runs import SourceOutcome
from hub.settings import SourceSettings

# How file connectors are told that a file proposes a plan; each has one of these settings.
PLANNING = {"profile": "baseline_plan", "makes": "commitments"}
HEAD = 4096  # bytes by which a connector knows its files


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


def kind_of(head: bytes, name: str) -> Any:
    """Give the connector that reads such a file as a plan."""
    for kind in plugins.connectors().values():
        can_plan = PLANNING.keys() & kind.settings.model_fields.keys()
        if can_plan and kind.accepts and kind.accepts(head, name):
            return kind
    raise Refused(
        _("{file} is no file that a plan can be read from."),
        remedy=_("Save it as an Excel workbook (.xlsx), ODS or CSV."),
        file=name,
    )


def settings_for(hub: Installation, kind: Any, series: str, name: str) -> SourceSettings:
    """Give the settings of the source that is read: the configured one, or the usual ones."""
    wanted = {n: v for n, v in PLANNING.items() if n in kind.settings.model_fields}
    for source in hub.sources:
        plans = source.kind == kind.kind and any(getattr(source, n) == wanted[n] for n in wanted)
        if plans and name in (source.name, getattr(source, "series", "")):
            return source
    found: SourceSettings = kind.settings(
        name=name,
        kind=kind.kind,
        project=hub.project,
        side=hub.policy.host_side,
        series=series,
        **wanted,
    )
    return found
