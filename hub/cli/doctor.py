"""`hub doctor`: what is wrong with this installation, and how to mend each."""

from collections.abc import Iterator
from typing import Any

import typer

from hub.cli.checks import FAILED, Check, bad, good
from hub.cli.health import health
from hub.cli.machine import machine
from hub.cli.output import answer, line
from hub.cli.session import AsJson, now
from hub.cli.words import say
from hub.complaints import Complaints
from hub.errors import HubError
from hub.installation import opened
from hub.locale import _
from hub.settings import Settings, load_settings, strangers


def doctor(as_json: AsJson = False) -> None:
    """Check everything that can be checked from here."""
    checks = list(every())
    failed = sum(check.state == FAILED for check in checks)
    content = {"checks": [check.told() for check in checks], "failed": failed}
    answer(content, as_json, lambda: show(checks, failed))
    raise typer.Exit(1 if failed else 0)


def every() -> Iterator[Check]:
    """Yield the checks; what needs the database comes last, when that can be opened."""
    try:
        settings = load_settings(Settings)
    except HubError as error:
        yield from failing("settings", error)
        return
    yield good("settings", _("Every variable can be read."))
    for stranger in strangers():
        yield bad("settings", stranger)
    yield from machine(settings)
    try:
        with opened(settings, now) as hub:
            yield from health(hub)
    except HubError as error:
        yield from failing("store", error)


def failing(name: str, error: HubError) -> Iterator[Check]:
    """Yield every complaint of an error as a check of its own."""
    for one in error.each if isinstance(error, Complaints) else (error,):
        yield bad(name, one)


def show(checks: list[Check], failed: int) -> None:
    """Write one line for each check, and its cure below one that is not good."""
    styles: dict[str, Any] = {"good": "green", "warning": "yellow", FAILED: "red"}
    for check in checks:
        line(f"{say(check.state):<8} {check.name}: {check.said}", styles[check.state])
        if check.cure:
            line(f"{'':<8} → {check.cure}")
    text = _("{failed} of {count} checks failed.") if failed else _("All {count} checks passed.")
    line(say(text, failed=failed, count=len(checks)))
