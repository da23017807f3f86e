"""`hub status`: how current the read models are, how well each source is known."""

from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import Connection, func, select

from hub import plugins
from hub.cli.output import answer, line, table
from hub.cli.projection import positions_told, show_positions
from hub.cli.session import AsJson, AsOf, instant, session, views
from hub.cli.words import say
from hub.locale import _


def status(as_of: AsOf = "", as_json: AsJson = False) -> None:
    """Tell what is on record: sources, last run, last evaluation, and how current pages are."""
    with session() as hub:
        zone = hub.calendar.tz
        at = instant(hub, as_of)
        content: dict[str, Any] = {
            "project": hub.project,
            "as_of": at,
            # What was read of the past is folded on demand, so it has no lag.
            "projections": [] if at else positions_told(hub),
        }
        with views(hub, at).connect() as db:
            content["sources"] = sources_told(db, hub.project, at or hub.now())
            content["last_run"] = last_run(db, hub.project)
            content["evaluation"] = evaluation(db, hub.project)
            content["open_findings"] = open_findings(db, hub.project)
    answer(content, as_json, lambda: show(content, zone))


def sources_told(db: Connection, project: str, at: datetime) -> list[dict[str, Any]]:
    """Give each source with its last outcome and the age of its last good reading."""
    source = plugins.loaded("projections.sources").source
    rows = db.execute(select(source).where(source.c.project == project).order_by(source.c.name))
    names = ("name", "kind", "outcome", "last_good_at", "last_run_at")
    return [
        {
            **{name: getattr(row, name) for name in names},
            "age_h": hours(at, row.last_good_at),
        }
        for row in rows
    ]


def hours(at: datetime, since: datetime | None) -> float | None:
    """Give the hours between two instants."""
    return None if since is None else round((at - since).total_seconds() / 3600, 1)


def last_run(db: Connection, project: str) -> dict[str, Any] | None:
    """Give the run that was started last; its end is empty while it goes on, or was cut off."""
    run = plugins.loaded("projections.sources").run
    mine = select(run).where(run.c.project == project).order_by(run.c.started_at.desc())
    row = db.execute(mine.limit(1)).first()
    names = ("id", "trigger", "started_at", "completed_at")
    return {name: getattr(row, name) for name in names} if row else None


def evaluation(db: Connection, project: str) -> dict[str, Any] | None:
    """Give the last evaluation."""
    table_ = plugins.loaded("projections.findings").evaluation
    row = db.execute(select(table_).where(table_.c.project == project)).first()
    names = ("status_date", "policy_version", "judged", "abstained", "evaluated_at")
    return {name: getattr(row, name) for name in names} if row else None


def open_findings(db: Connection, project: str) -> dict[str, int]:
    """Count the open findings by severity."""
    finding = plugins.loaded("projections.findings").finding
    counts = (
        select(finding.c.severity, func.count())
        .where(finding.c.project == project, finding.c.state == "open")
        .group_by(finding.c.severity)
        .order_by(finding.c.severity)
    )
    return {row.severity: row[1] for row in db.execute(counts)}


def show(content: dict[str, Any], zone: ZoneInfo) -> None:
    """Write it for people."""
    last = content["evaluation"]
    if last:
        line(
            say(
                _("Status date {status_date}: {judged} cases judged, {open} findings open."),
                status_date=last["status_date"],
                judged=last["judged"],
                open=" ".join(f"{k}×{n}" for k, n in content["open_findings"].items()) or "0",
            )
        )
    else:
        line(say(_("Nothing was evaluated yet: `hub sync` does.")))
    run = content["last_run"]
    if run:
        ended = run["completed_at"]
        line(say(_("Last run {id}, ended {ended}."), id=run["id"], ended=stamp(ended, zone)))
    heads = (_("source"), _("outcome"), _("last good reading"), _("hours ago"))
    rows = [
        (
            s["name"],
            say(s["outcome"] or _("never read")),
            stamp(s["last_good_at"], zone),
            "–" if s["age_h"] is None else s["age_h"],
        )
        for s in content["sources"]
    ]
    if rows:
        table([say(head) for head in heads], rows)
    if content["projections"]:
        show_positions(content["projections"])


def stamp(at: datetime | None, zone: ZoneInfo) -> str:
    """Write an instant to the minute, in the project's zone."""
    return at.astimezone(zone).isoformat(timespec="minutes") if at else "–"
