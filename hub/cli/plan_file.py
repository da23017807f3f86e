"""Reads the plan of a file, through the connector that accepts it, into the log."""

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from hashlib import sha256
from pathlib import Path
from shutil import copyfile
from typing import Any
from uuid import uuid4

from hub import plugins
from hub import sync as job
from hub.errors import HubError, Refused
from hub.installation import Installation
from hub.locale import _
from hub.model.runs import SourceOutcome
from hub.settings import SourceSettings

PROFILE = "baseline_plan"
HEAD = 4096  # bytes by which a connector knows its files


def read_plan(
    hub: Installation, file: Path, series: str, name: str, *, at: datetime
) -> tuple[SourceOutcome, str]:
    """Read a file as a plan of *series*; give what came of it, and the file's SHA-256.

    A configured source of that series lends its settings: units, people, words.
    """
    body = content_of(file)
    kind = kind_of(body[:HEAD], file.name)
    with folder_with(file) as folder:
        source = settings_for(hub, kind, series, name, folder)
        outcome = job.read(hub, source, run=f"propose:{uuid4().hex[:12]}", at=at)
    if outcome.outcome == "failed":
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
        if "profile" in kind.settings.model_fields and kind.accepts and kind.accepts(head, name):
            return kind
    raise Refused(
        _("{file} is no file that a plan can be read from."),
        remedy=_("Save it as an Excel workbook (.xlsx), ODS or CSV."),
        file=name,
    )


@contextmanager
def folder_with(file: Path) -> Iterator[Path]:
    """Give a folder that holds the file alone: connectors read folders."""
    with tempfile.TemporaryDirectory(prefix="hub-plan-") as folder:
        copyfile(file, Path(folder) / file.name)
        yield Path(folder)


def settings_for(
    hub: Installation, kind: Any, series: str, name: str, folder: Path
) -> SourceSettings:
    """Give the settings of the source that is read: the configured one, or the usual ones."""
    for source in hub.sources:
        is_plan = source.kind == kind.kind and getattr(source, "profile", "") == PROFILE
        if is_plan and name in (source.name, getattr(source, "series", "")):
            return source.model_copy(update={"folder": folder})
    found: SourceSettings = kind.settings(
        name=name,
        kind=kind.kind,
        project=hub.project,
        side=hub.policy.host_side,
        profile=PROFILE,
        series=series,
        folder=folder,
    )
    return found
