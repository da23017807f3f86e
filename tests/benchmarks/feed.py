"""Facts of a usual size about work items, always the same ones."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import UTC, datetime, timedelta

from hub.ingest import Known, Page, ingest
from hub.model.event import Event, Interval
from hub.model.facts import State, WorkItemFieldChanged
from hub.store import Log, Originals

START = datetime(2025, 3, 3, 8, tzinfo=UTC)
PAGE = 1000
FACTS_PER_ITEM = 5
SOURCE = "jira:SRC"
PROJECT = "rollout"


def facts(first: int, count: int, per_item: int = FACTS_PER_ITEM) -> list[Event]:
    """Make *count* facts about consecutive items, from the item *first* on."""
    return [
        WorkItemFieldChanged(
            subject=f"{10_000 + first + place // per_item}",
            entry=f"history:{100_000 + first}/{place}",
            occurred=Interval.at(START + timedelta(minutes=place)),
            actor="5b10a2844c20165700ede21g",
            locator=f"jira:SRC/{10_000 + first}#history={100_000 + first}/{place}",
            original="9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08",
            field="status",
            old="10001",
            new="10002",
            old_label="In Progress",
            new_label="测试完成",
            state=State.DONE,
        )
        for place in range(count)
    ]


class Feed:
    """A source with *count* facts in pages of 1,000. *ready*: made before the clock runs."""

    source = SOURCE
    project = PROJECT

    def __init__(self, count: int, per_item: int = FACTS_PER_ITEM, *, ready: bool = False) -> None:
        self.count, self.per_item = count, per_item
        self._ready = list(self._made()) if ready else None

    def pages(self, known: Known, at: datetime) -> Iterator[Page]:
        """Give everything, whatever is known."""
        return iter(self._ready) if self._ready else self._made()

    def _made(self) -> Iterator[Page]:
        for start in range(0, self.count, PAGE):
            count = min(PAGE, self.count - start)
            yield Page(facts(start // self.per_item, count, self.per_item), cursor=str(start))


def read_in(feed: Feed, log: Log, originals: Originals) -> None:
    """Read the feed into the log, as the nightly job does."""
    outcome = ingest(
        feed, log, originals, run="benchmark", at=lambda: START + timedelta(days=200), people=nobody
    )
    assert outcome.outcome == "good", outcome


def nobody(names: Mapping[str, str]) -> None:
    """Keep no names."""


def recorded(log: Log) -> Sequence[Event]:
    """Give the first page of what was read in, as it was recorded."""
    return log.read(limit=PAGE).events
