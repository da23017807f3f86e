"""`hub brief`: the one-page sheet, for the executive or for a side."""

from dataclasses import replace
from datetime import datetime
from enum import StrEnum
from pathlib import Path
from typing import Annotated, Any

import typer
from msgspec import to_builtins

from hub import plugins
from hub.brief import Brief, brief_of
from hub.brief_text import markdown
from hub.cli.output import answer, line
from hub.cli.session import AsJson, AsOf, instant, session, views
from hub.cli.sheet import page
from hub.cli.shell import Misused
from hub.cli.told import unit_names
from hub.cli.words import language, say
from hub.errors import Refused
from hub.evaluation import status_date_at
from hub.installation import Installation
from hub.locale import _
from hub.model.event import Side
from hub.model.flags import FlagWithdrawn, ItemFlagged
from hub.rules.context import Context
from hub.rules.world import World

AGREED = ("baseline_approved", "revision_approved")  # what both sides decided together


class Audience(StrEnum):
    """Who reads the sheet."""

    EXECUTIVE = "executive"
    CLIENT = "client"
    VENDOR = "vendor"


class Format(StrEnum):
    """How the sheet is written."""

    MD = "md"
    HTML = "html"


For = Annotated[
    Audience,
    typer.Option(help=_("executive: everything; client, vendor: what concerns that side.")),
]
Party = Annotated[
    str, typer.Option(metavar="PARTY", help=_("Which company, where a side has several."))
]
As = Annotated[Format, typer.Option("--format", help=_("How it is written."))]
Out = Annotated[str, typer.Option("--out", metavar="FILE", help=_("Write it there, not here."))]


def brief(
    *,
    audience: For = Audience.EXECUTIVE,
    party: Party = "",
    form: As = Format.MD,
    as_of: AsOf = "",
    out: Out = "",
    as_json: AsJson = False,
) -> None:
    """Write the sheet."""
    with session() as hub:
        at = instant(hub, as_of)
        sheet, names = sheet_of(hub, at, audience, party)
    text = markdown(sheet, plugins.rules(), language(), names)
    text = page(text, language()) if form is Format.HTML else text
    content: dict[str, Any] = {
        "brief": to_builtins(sheet),
        "audience": audience.value,
        "as_of": at,
        "text": text,
        "file": out,
    }
    if out:
        write(Path(out), text)
    answer(content, as_json, lambda: show(text, out))


def sheet_of(
    hub: Installation, at: datetime | None, audience: Audience, party: str
) -> tuple[Brief, dict[str, str]]:
    """Put the sheet together from what was on record at an instant; with the names of units."""
    engine = views(hub, at)
    with engine.connect() as db:
        world: World = plugins.loaded("projections.cases").world(db, hub.project)
    instant_ = at or hub.now()
    # The findings are those of the last evaluation, so every other figure is of its day too.
    day = world.evaluated.status_date if world.evaluated else status_date_at(instant_, hub.policy)
    context = Context(world, hub.policy, hub.calendar, day, instant_)
    if audience is not Audience.EXECUTIVE:
        narrow(context, Side(audience.value), party)
    names = unit_names(engine, hub.project, language())
    return for_audience(brief_of(context), audience, context), names


def narrow(context: Context, side: Side, party: str) -> None:
    """Leave only the findings that a side may read: its own; of a guest, those flagged to it."""
    flagged = shown_to(context.world, party) if side is context.policy_guest else None
    context.world.findings = {
        name: found
        for name, found in context.world.findings.items()
        if found.conclusion.court.startswith(f"{side}:") and (flagged is None or name in flagged)
    }


def shown_to(world: World, party: str) -> set[str]:
    """Give the findings that were flagged to a party and not withdrawn; of several, name one."""
    standing = [
        first
        for first, *more in world.flags.values()
        if isinstance(first, ItemFlagged) and not any(isinstance(e, FlagWithdrawn) for e in more)
    ]
    parties = {flag.party for flag in standing}
    if not party and len(parties) > 1:
        raise Misused(
            _("Several companies have been shown something: {parties}."),
            remedy=_("Name one with --party; none may read what another was shown."),
            parties=", ".join(sorted(parties)),
        )
    return {flag.finding for flag in standing if not party or flag.party == party}


def for_audience(sheet: Brief, audience: Audience, context: Context) -> Brief:
    """Leave out what is not a side's own matter: it sees what both agreed, and its own turn."""
    if audience is Audience.EXECUTIVE:
        return sheet
    side = Side(audience.value)
    readings = context.world.sources
    return replace(
        sheet,
        asked=[ask for ask in sheet.asked if ask.of.startswith(f"{side}:")],
        taken=[taken for taken in sheet.taken if taken.what in AGREED],
        unknown=[name for name in sheet.unknown if context.keeper(readings[name]) is side],
    )


def write(path: Path, text: str) -> None:
    """Write the file, its folder too."""
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, "utf-8")
    except OSError as error:
        raise Refused(
            _("{file} cannot be written: {reason}."),
            remedy=_("Name another file."),
            file=path,
            reason=error.strerror,
        ) from error


def show(text: str, file: str) -> None:
    """Write the sheet, or where it lies."""
    if file:
        line(say(_("Written to {file}."), file=file))
        return
    for one in text.splitlines():
        line(one)
