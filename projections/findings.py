"""What rules have found, as it stands, with what people have said about it."""

from collections.abc import Sequence
from typing import Any

from msgspec import convert, to_builtins
from sqlalchemy import (
    JSON,
    Boolean,
    Column,
    Connection,
    Date,
    Index,
    Integer,
    String,
    Table,
    case,
    update,
)

from hub.model.event import Event
from hub.model.findings import (
    Conclusion,
    DisputeDecided,
    FindingChanged,
    FindingCleared,
    FindingClosed,
    FindingConfirmed,
    FindingDisputed,
    FindingOpened,
    FindingWaived,
)
from hub.model.runs import EvaluationCompleted
from hub.projection import Projection, instant_column, metadata, upsert

COUNTED = ("waived_until", "is_disputed", "court", "rule", "module", "opened_on")

finding = Table(
    "finding",
    metadata,
    Column("id", String, primary_key=True),
    Column("project", String, nullable=False),
    Column("rule", String(60), nullable=False),
    Column("shown_as", String(60), nullable=False),
    Column("severity", String(2), nullable=False),
    Column("court", String, nullable=False),
    Column("state", String(20), nullable=False),  # open, cleared, closed
    Column("over", String(20), nullable=False),
    Column("about_id", String, nullable=False),
    Column("about_key", String, nullable=False),
    Column("about_title", String, nullable=False),
    Column("module", String, nullable=False),
    Column("phase", String, nullable=False),
    Column("unit", String, nullable=False),
    Column("story", String, nullable=False),
    Column("since", Date),
    Column("episode", Integer, nullable=False),
    Column("previous", String, nullable=False),
    Column("opened_on", Date, nullable=False),  # status date
    Column("changed_on", Date, nullable=False),
    Column("cleared_on", Date),
    Column("missed_on", Date),  # not found any more by the last evaluation; the next one clears it
    Column("waived_until", Date),
    Column("is_confirmed", Boolean, nullable=False),
    Column("is_disputed", Boolean, nullable=False),
    Column("said", String, nullable=False),  # the last reason a person gave
    Column("rule_version", Integer, nullable=False),
    Column("policy_version", String(20), nullable=False),
    Column("conclusion", JSON, nullable=False),
    instant_column("opened_at"),
    # Counts and orders read this index alone: the rows are long, since each holds its conclusion.
    Index("finding_project", "project", "state", "severity", "since", "id", *COUNTED),
    Index("finding_disputed", "project", "is_disputed", "state"),
    Index("finding_opened", "project", "opened_on", "court"),
    Index("finding_cleared", "project", "cleared_on", "court"),
    Index("finding_about", "about_id"),
)

evaluation = Table(
    "evaluation",
    metadata,
    Column("project", String, primary_key=True),
    Column("status_date", Date, nullable=False),
    Column("policy_version", String(20), nullable=False),
    Column("judged", Integer, nullable=False),
    Column("abstained", Integer, nullable=False),
    instant_column("evaluated_at"),
)

findings = Projection("findings", version=2, tables=[finding, evaluation])


def conclusion_of(body: dict[str, Any]) -> Conclusion:
    """Give the conclusion that a row holds."""
    return convert(body, Conclusion)


def _content(conclusion: Conclusion) -> dict[str, Any]:
    names = ("rule", "shown_as", "court", "over", "about_id", "about_key", "about_title")
    more = ("module", "phase", "unit", "story", "since")
    content = {name: getattr(conclusion, name) for name in (*names, *more)}
    return {**content, "severity": conclusion.severity.value, "conclusion": to_builtins(conclusion)}


@findings.on(FindingOpened)
def opened(db: Connection, run: Sequence[Event]) -> None:
    """A new episode begins."""
    rows = [
        {
            "id": event.finding,
            "project": event.project,
            **_content(event.conclusion),
            "state": "open",
            "episode": event.episode,
            "previous": event.previous,
            "opened_on": event.status_date,
            "changed_on": event.status_date,
            "cleared_on": None,
            "missed_on": None,
            "waived_until": None,
            "is_confirmed": False,
            "is_disputed": False,
            "said": "",
            "rule_version": event.rule_version,
            "policy_version": event.policy_version,
            "opened_at": event.recorded_at,
        }
        for event in run
        if isinstance(event, FindingOpened)
    ]
    upsert(db, finding, rows)


@findings.on(FindingChanged)
def changed(db: Connection, run: Sequence[Event]) -> None:
    """The same episode has other figures; the last of a run wins."""
    last = {event.finding: event for event in run if isinstance(event, FindingChanged)}
    for name, event in last.items():
        content = {**_content(event.conclusion), "changed_on": event.status_date}
        content |= {"rule_version": event.rule_version, "policy_version": event.policy_version}
        db.execute(update(finding).where(finding.c.id == name).values(content))


@findings.on(
    FindingCleared, FindingClosed, FindingWaived, FindingConfirmed, FindingDisputed, DisputeDecided
)
def said(db: Connection, run: Sequence[Event]) -> None:
    """Keep what the hub or a person has said about a finding."""
    for event in run:
        db.execute(update(finding).where(finding.c.id == event.subject).values(_values(event)))


def _values(event: Event) -> dict[str, Any]:
    match event:
        case FindingCleared(since=since):
            # What a person has closed stays so, also when what they closed it for is gone.
            was = case((finding.c.state == "closed", "closed"), else_="cleared")
            return {"state": was, "cleared_on": since, "missed_on": None}
        case FindingClosed(reason=reason):
            return {"state": "closed", "said": reason}
        case FindingWaived(reason=reason, until_on=until):
            return {"waived_until": until, "said": reason}
        case FindingConfirmed():
            return {"is_confirmed": True}
        case FindingDisputed(reason=reason):
            return {"is_disputed": True, "said": reason}
        case DisputeDecided(reason=reason):
            return {"is_disputed": False, "said": reason}
        case _:
            raise TypeError(type(event))


@findings.on(EvaluationCompleted)
def evaluated(db: Connection, run: Sequence[Event]) -> None:
    """Remember the last status date, and what the evaluation did not find any more."""
    for event in run:
        if not isinstance(event, EvaluationCompleted):
            continue
        names = ("status_date", "policy_version", "judged", "abstained")
        row = {name: getattr(event, name) for name in names}
        upsert(
            db, evaluation, [{"project": event.project, **row, "evaluated_at": event.recorded_at}]
        )
        mine = (finding.c.project == event.project) & (finding.c.missed_on.is_not(None))
        found_again = finding.c.id.not_in(event.missed)
        db.execute(update(finding).where(mine, found_again).values(missed_on=None))
        missed = finding.c.id.in_(event.missed) & finding.c.missed_on.is_(None)
        db.execute(update(finding).where(missed).values(missed_on=event.status_date))
