"""A feed that is always the same, with records delivered again and shuffled, and its model."""

import os
import random
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path

from sqlalchemy import Column, Connection, Integer, MetaData, String, Table, select

from hub.ingest import Known, Page
from hub.model.event import Event, Interval
from hub.model.facts import WorkItemFieldChanged
from hub.projection import Projection, upsert

START = datetime(2025, 3, 3, 1, 30, tzinfo=UTC)
SOURCE = "jira:SRC"
PROJECT = "rollout"
PER_PAGE = 25
OVERLAP = 10
SUBJECTS = 40


def record(number: int) -> Event:
    """Make the fact with this number."""
    return WorkItemFieldChanged(
        subject=f"item-{number % SUBJECTS}",
        entry=f"history:{number}",
        occurred=Interval.at(START + timedelta(seconds=number)),
        field="status",
        old=str(number - 1),
        new=str(number),
    )


def expected(cursor: str | None) -> set[str]:
    """Name the entries that a log with this cursor holds, each once."""
    return {f"history:{number}" for number in range(int(cursor or 0))}


class Feed:
    """Gives pages from the cursor on, and writes down each that was acknowledged."""

    source = SOURCE
    project = PROJECT

    def __init__(self, journal: Path, seed: int) -> None:
        self._journal, self._seed = journal, seed

    def pages(self, known: Known, at: datetime) -> Iterator[Page]:
        """Go on for ever."""
        start = int(known.cursor or 0)
        while True:
            end = start + PER_PAGE
            events = [record(number) for number in range(max(0, start - OVERLAP), end)]
            random.Random(self._seed + start).shuffle(events)
            yield Page(events, cursor=str(end))
            self._acknowledge(end)  # the page before is committed when the next is asked for
            start = end

    def _acknowledge(self, cursor: int) -> None:
        with self._journal.open("a") as file:
            file.write(f"{cursor}\n")
            file.flush()
            os.fsync(file.fileno())


def acknowledged(journal: Path) -> int:
    """Give the last cursor that was acknowledged; a torn last line was not."""
    lines = journal.read_text().split("\n")[:-1] if journal.exists() else []
    return max((int(line) for line in lines), default=0)


def totals() -> Projection:
    """Make a read model whose rows would show an event applied twice, or left out."""
    table = Table(
        "total",
        MetaData(),
        Column("subject", String, primary_key=True),
        Column("facts", Integer, nullable=False),
        Column("sum", Integer, nullable=False),
    )
    projection = Projection("totals", version=1, tables=[table])

    @projection.on(WorkItemFieldChanged)
    def changed(db: Connection, run: Sequence[WorkItemFieldChanged]) -> None:
        found = {row.subject: (row.facts, row.sum) for row in db.execute(select(table))}
        for event in run:
            facts, total = found.get(event.subject, (0, 0))
            found[event.subject] = (facts + 1, total + int(str(event.new)))
        rows = [{"subject": s, "facts": n, "sum": total} for s, (n, total) in found.items()]
        upsert(db, table, rows)

    return projection
