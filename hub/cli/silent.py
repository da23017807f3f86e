"""Which sources are silent, how many work items are therefore unknown, and since when."""

from datetime import timedelta
from typing import Any

from sqlalchemy import func, select

from hub import plugins
from hub.cli.output import line
from hub.cli.words import say
from hub.installation import Installation
from hub.locale import _


def silent_told(hub: Installation) -> list[dict[str, Any]]:
    """Give each source that failed or was not read lately, with the items that only it tells of."""
    source = plugins.loaded("projections.sources").source
    item = plugins.loaded("projections.items").item
    mine = select(source).where(source.c.project == hub.project, source.c.outcome != "")
    counted = select(item.c.source, func.count()).where(
        item.c.project == hub.project, item.c.vanished == ""
    )
    with hub.views.connect() as db:
        rows = db.execute(mine.order_by(source.c.name)).all()
        items = {row[0]: row[1] for row in db.execute(counted.group_by(item.c.source))}
    usual = hub.policy.sources.nightly_stale_h
    return [
        {
            "source": row.name,
            "reason": "failed" if row.outcome == "failed" else "stale",
            "items": items.get(row.name, 0),
            "last_good_at": row.last_good_at,
        }
        for row in rows
        if row.outcome == "failed" or is_old(hub, row, row.configuration.get("stale_h") or usual)
    ]


def is_old(hub: Installation, row: Any, stale_h: float) -> bool:
    """Tell whether a source was not read within its hours."""
    return row.last_good_at is None or hub.now() - row.last_good_at > timedelta(hours=stale_h)


def show_silent(told: list[dict[str, Any]], abstained: int) -> None:
    """Say what is unknown and why, and how many judgements were withheld for it."""
    for one in told:
        known = {name: one[name] for name in ("source", "items")}
        why = _("it failed") if one["reason"] == "failed" else _("it was not read lately")
        good = one["last_good_at"]
        since = good.isoformat(timespec="minutes") if good else _("never read")
        text = _("{source}: {why}; items unknown: {items}; last good reading: {since}.")
        line(say(text, **known, why=why, since=since))
    if abstained:
        line(say(_("Judgements withheld for silent sources: {count}."), count=abstained))
