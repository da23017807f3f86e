"""`hub projection`: read models, their lag, and how to fold them again."""

from typing import Annotated, Any

import typer
from sqlalchemy import inspect, select

from hub.cli.output import answer, line, table
from hub.cli.session import AsJson, session
from hub.cli.shell import Misused, command, group
from hub.cli.words import say
from hub.complaints import unknown
from hub.errors import Refused
from hub.installation import Installation
from hub.locale import _
from hub.projection import (
    Projection,
    active_version,
    drop,
    lag,
    parked,
    position_of,
    rebuild,
    retry,
)
from hub.projection.positions import positions

app = group(_("Read models: how far they are, folding them again."))
Name = Annotated[str, typer.Argument(metavar="NAME", help=_("Name of the read model."))]


def positions_told(hub: Installation) -> list[dict[str, Any]]:
    """Give how far each read model is, oldest version first."""
    at = hub.now()
    aside = parked(hub.views) if inspect(hub.views).has_table("dead_letter") else []
    told = []
    for projection in hub.projections:
        behind = lag(hub.log, hub.views, projection, at)
        with hub.views.connect() as db:
            position = position_of(db, projection)
        told.append(
            {
                "name": projection.name,
                "version": projection.version,
                "active": active_version(hub.views, projection.name) == projection.version,
                "position": position,
                "lag": behind.positions,
                "age_s": round(behind.age.total_seconds()),
                "parked": sum(one.projection == projection.name for one in aside),
            }
        )
    return told


def show_positions(told: list[dict[str, Any]]) -> None:
    """Write them as a table."""
    heads = (
        _("read model"),
        _("version"),
        _("position"),
        _("behind"),
        _("seconds"),
        _("set aside"),
    )
    rows = [
        [one[n] for n in ("name", "version", "position", "lag", "age_s", "parked")] for one in told
    ]
    table([say(head) for head in heads], rows)


@command(
    app,
    "list",
    does=_("List the read models, how far each has read, and what was set aside."),
    example="hub projection list",
)
def list_(as_json: AsJson = False) -> None:
    """List them."""
    with session() as hub:
        told = positions_told(hub)
        known = {(p.name, p.version) for p in hub.projections}
        with hub.views.connect() as db:
            kept = db.execute(select(positions.c.name, positions.c.version)).all()
        left = [{"name": n, "version": v} for n, v in kept if (n, v) not in known]
        aside = [one._asdict() for one in parked(hub.views)]
    content = {"projections": told, "left_over": left, "parked": aside}
    answer(content, as_json, lambda: show(content))


def show(content: dict[str, Any]) -> None:
    """Write it for people."""
    show_positions(content["projections"])
    for one in content["left_over"]:
        line(
            say(
                _(
                    "No code knows {name} version {version} any more;"
                    " `hub projection drop` removes it."
                ),
                **one,
            )
        )
    for one in content["parked"]:
        line(say(_("{projection} could not read {source} {subject}: {error}"), **one))


@command(
    app,
    "rebuild",
    does=_("Fold a read model from the whole log again; pages go on with the old rows meanwhile."),
    example="hub projection rebuild findings",
)
def rebuild_(
    name: Annotated[
        str,
        typer.Argument(metavar="NAME", help=_("Name of the read model; all of them without it.")),
    ] = "",
    as_json: AsJson = False,
) -> None:
    """Rebuild one or all."""
    with session() as hub:
        chosen = [named(hub, name)] if name else hub.projections
        told = [{"name": p.name, "position": rebuild(hub.log, hub.views, p)} for p in chosen]
    answer({"rebuilt": told}, as_json, lambda: show_rebuilt(told))


def show_rebuilt(told: list[dict[str, Any]]) -> None:
    """Say how far each was folded."""
    for one in told:
        line(say(_("{name} is folded up to position {position}."), **one))


@command(
    app,
    "retry",
    does=_("Read again what was set aside, after the code was mended."),
    example="hub projection retry items",
)
def retry_(name: Name, as_json: AsJson = False) -> None:
    """Retry one."""
    with session() as hub:
        done = retry(hub.log, hub.views, named(hub, name))
        left = sum(one.projection == name for one in parked(hub.views))
    content = {"name": name, "read": done, "parked": left}
    answer(
        content,
        as_json,
        lambda: line(
            say(_("{name}: {read} subjects are read now, {parked} are still set aside."), **content)
        ),
    )
    raise typer.Exit(1 if left else 0)


@command(
    app,
    "drop",
    does=_("Remove an old version of a read model; the log keeps everything."),
    example="hub projection drop items 1",
)
def drop_(
    name: Name,
    version: Annotated[int, typer.Argument(metavar="VERSION", help=_("Which version."))],
    as_json: AsJson = False,
) -> None:
    """Drop one."""
    with session() as hub:
        if active_version(hub.views, name) == version:
            raise Refused(
                _("Version {version} of {name} serves the pages."),
                remedy=_("Rebuild a newer version first; `hub projection rebuild` does it afresh."),
                name=name,
                version=version,
            )
        drop(hub.views, name, version)
    content = {"name": name, "version": version}
    answer(
        content, as_json, lambda: line(say(_("Version {version} of {name} is removed."), **content))
    )


def named(hub: Installation, name: str) -> Projection:
    """Give a read model by its name."""
    found = {projection.name: projection for projection in hub.projections}
    if name not in found:
        wrong = unknown(name, "NAME", found)
        raise Misused(wrong.message, remedy=wrong.remedy, **wrong.values)
    return found[name]
