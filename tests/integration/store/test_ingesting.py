"""One source into the log: pages, cursor, lease, what was known, and how it ended."""

from collections.abc import Callable, Iterator, Mapping
from datetime import date, datetime
from pathlib import Path
from threading import Event as Signal

import pytest

from hub.errors import SourceFailed
from hub.ingest import Known, Original, Page, ingest
from hub.ingest.heartbeat import Heartbeat
from hub.ingest.reading import split
from hub.model.event import Event, Interval
from hub.model.facts import (
    Edition,
    EditionHeld,
    RecordQuarantined,
    WorkItemFirstSeen,
    WorkItemVanished,
)
from hub.model.runs import SourceOutcome
from hub.store import Log, Originals, open_log
from tests.integration.store.building import (
    NOW,
    PROJECT,
    SOURCE,
    everything,
    fact,
    facts,
    later,
    leased,
)

AT = Interval.at(NOW)
EDITION = Edition(
    series="weekly",
    original="0" * 64,
    name="w1.xlsx",
    edition_on=date(2025, 3, 3),
    dated_by="cell",
)


class Source:
    """A source that gives these pages, then perhaps fails."""

    source = SOURCE
    project = PROJECT

    def __init__(self, *pages: Page, failure: Exception | None = None) -> None:
        self._pages, self._failure = pages, failure
        self.known: Known | None = None

    def pages(self, known: Known, at: datetime) -> Iterator[Page]:
        """Give the pages."""
        self.known = known
        yield from self._pages
        if self._failure:
            raise self._failure


Read = Callable[..., SourceOutcome]


@pytest.fixture
def originals(tmp_path: Path) -> Originals:
    """Give an empty folder of originals."""
    return Originals(tmp_path / "originals")


@pytest.fixture
def read(log: Log, originals: Originals) -> Read:
    """Read a source once."""

    def once(source: Source, people: Callable[[Mapping[str, str]], None] = lambda names: None):
        return ingest(source, log, originals, run="run-1", at=lambda: NOW, people=people)

    return once


def test_a_refusal_of_the_source_ends_it_as_failed_with_what_to_do(read: Read, log: Log):
    failure = SourceFailed("{who} refused.", remedy="Renew the token.", who="SRC")

    outcome = read(Source(Page(facts(3), cursor="c1"), failure=failure))

    assert (outcome.outcome, outcome.code) == ("failed", "source_failed")
    assert (outcome.message, outcome.remedy) == ("{who} refused.", "Renew the token.")
    assert outcome.values == {"who": "SRC"}
    assert (len(everything(log)), log.cursor(SOURCE)) == (3, "c1")


def test_an_error_of_ours_ends_one_source_and_tells_no_secret(read: Read):
    outcome = read(Source(failure=ValueError("password is 1234")))

    assert (outcome.outcome, outcome.code) == ("failed", "error")
    assert "1234" not in str(outcome)


def test_after_a_failure_the_source_is_free_again(read: Read, log: Log):
    read(Source(failure=ValueError("x")))

    assert log.holder_of(SOURCE) is None


def test_a_source_that_somebody_reads_already_is_left_to_them(read: Read, log: Log):
    log.lease(SOURCE, holder="run-0", at=NOW)

    outcome = read(Source(Page(facts(3))))

    assert (outcome.outcome, outcome.code) == ("running", "already_running")
    assert outcome.values["holder"] == "run-0"
    assert not log.read()


def test_reading_twice_records_once(read: Read, log: Log):
    pages = [Page(facts(30, each=3), cursor="c1"), Page(facts(30, first=100), cursor="c2")]

    first, second = read(Source(*pages)), read(Source(*pages))

    assert (first.outcome, first.new, first.seen, first.pages) == ("good", 120, 60, 2)
    assert (second.outcome, second.new, second.seen) == ("good", 0, 60)
    assert log.cursor(SOURCE) == "c2"


def test_what_came_of_it_is_counted(read: Read):
    def seen(subject: str) -> Event:
        return WorkItemFirstSeen(
            subject=subject, entry="first", occurred=AT, key=subject, fields={"title": "x"}
        )

    read(Source(Page([seen("1"), seen("2")])))
    gone = WorkItemVanished(subject="2", entry="gone", occurred=AT, reason="deleted")
    bad = RecordQuarantined(subject="row 9", entry="q", occurred=AT, reason="no_title")

    outcome = read(Source(Page([seen("3"), fact("3", "a"), fact("1", "b"), gone, bad])))

    assert (outcome.first_seen, outcome.changed, outcome.vanished) == (1, 1, 1)
    assert (outcome.quarantined, outcome.new, outcome.seen) == (1, 5, 3)


def test_a_held_edition_is_told(read: Read):
    held = EditionHeld(
        subject="weekly", entry="held", occurred=AT, edition=EDITION, reason="held_empty"
    )

    assert read(Source(Page([held]))).outcome == "held"


def test_a_large_page_goes_in_parts_and_the_cursor_with_the_last(read: Read, log: Log):
    outcome = read(Source(Page(facts(500, each=5), cursor="c9")))

    assert (outcome.new, outcome.pages) == (2500, 1)
    assert log.cursor(SOURCE) == "c9"


def test_a_large_page_is_cut_between_subjects():
    parts = list(split(facts(5, each=4), most=10))

    assert [len(part) for part in parts] == [8, 8, 4]
    assert [len(part) for part in split(facts(1, each=25), most=10)] == [10, 10, 5]
    assert [len(part) for part in split([], most=10)] == [0]


def test_originals_are_kept_and_people_named(read: Read, originals: Originals):
    names: dict[str, str] = {}
    page = Original(b'{"issues": []}', "jira-page", "https://jira.example/search", ("10001",))

    read(Source(Page([fact()], [page], people={"acc-1": "Li Wei"})), people=names.update)

    assert originals.read(page.sha256) == page.body
    assert originals.about(page.sha256).mentions == ("10001",)
    assert names == {"acc-1": "Li Wei"}


def test_progress_is_told_after_each_page(log: Log, originals: Originals):
    told: list[int] = []
    source = Source(Page(facts(3)), Page(facts(2, first=50)))

    ingest(
        source, log, originals, run="r", at=lambda: NOW, people=lambda names: None,
        progress=lambda outcome: told.append(outcome.new),
    )  # fmt: skip

    assert told == [3, 5]


def test_a_lease_that_is_lost_ends_the_source(log: Log, originals: Originals, database_url: str):
    class Slow(Source):
        def pages(self, known: Known, at: datetime) -> Iterator[Page]:
            yield Page(facts(3), cursor="c1")
            with open_log(database_url) as other:
                other.lease(SOURCE, holder="run-2", at=later(minutes=6))
            yield Page(facts(3, first=50), cursor="c2")

    outcome = ingest(Slow(), log, originals, run="r", at=lambda: NOW, people=lambda names: None)

    assert (outcome.outcome, outcome.code, outcome.new) == ("failed", "lease_lost", 3)
    assert log.cursor(SOURCE) == "c1"


def test_a_heartbeat_keeps_the_lease(log: Log):
    token = log.lease(SOURCE, holder="run-1", at=NOW)
    assert token
    asked = Signal()

    def at() -> datetime:
        asked.set()
        return later(minutes=30)

    with Heartbeat(log, SOURCE, token, at, every_s=0.01):
        assert asked.wait(5)

    assert log.holder_of(SOURCE) == ("run-1", later(minutes=35))


def test_a_heartbeat_ends_when_the_lease_is_lost(log: Log):
    lost = leased(log)
    log.lease(SOURCE, holder="run-2", at=later(minutes=6))

    with Heartbeat(log, SOURCE, lost, lambda: later(minutes=7), every_s=0.01) as beating:
        beating.thread.join(5)
        assert not beating.thread.is_alive()

    assert log.holder_of(SOURCE) == ("run-2", later(minutes=11))
