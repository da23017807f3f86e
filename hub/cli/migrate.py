"""`hub migrate`: make the tables, once, before the start."""

from typing import Any

from hub.cli.output import answer, line
from hub.cli.session import AsJson, session
from hub.cli.words import say
from hub.locale import _


def migrate(as_json: AsJson = False) -> None:
    """Make the tables where they are missing; to be run before each start."""
    with session(create=True) as hub:
        hub.catch_up()
        content: dict[str, Any] = {
            "database": "sqlite" if hub.settings.database.startswith("sqlite") else "postgresql",
            "home": str(hub.settings.home),
            "project": hub.project,
            "projections": [{"name": p.name, "version": p.version} for p in hub.projections],
            "position": hub.log.last_position(),
        }
    answer(content, as_json, lambda: show(content))


def show(content: dict[str, Any]) -> None:
    """Say that everything is there."""
    line(
        say(
            _("The tables of the log and of {count} read models are there ({database}, {home})."),
            count=len(content["projections"]),
            database=content["database"],
            home=content["home"],
        )
    )
