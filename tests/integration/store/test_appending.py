"""What appending promises: each entry once, a page whole or not at all, the cursor with it."""

from datetime import timedelta
from typing import cast

import pytest
from eventsourcing.persistence import IntegrityError, OperationalError

from hub.model.event import Event, stream_id
from hub.model.facts import WorkItemFieldChanged
from hub.store import Contended, LeaseLost, Log, open_log
from hub.store.refusals import ClockAhead, LogAway, PageTooLarge, UnknownTopic
from tests.integration.store.building import (
    NOW,
    PROJECT,
    SOURCE,
    deliver,
    everything,
    fact,
    facts,
    later,
    leased,
    record,
)


@pytest.mark.parametrize("count", [1001, 2000])
def test_a_page_with_too_many_events_is_refused(log: Log, count: int):
    with pytest.raises(PageTooLarge):
        deliver(log, facts(count))

    assert not log.read()


def test_the_log_fills_the_envelope(log: Log):
    [event] = deliver(log, [fact("10001")]).events

    assert (event.project, event.source, event.run) == (PROJECT, SOURCE, "run-1")
    assert event.recorded_at == NOW
    assert event.originator_id == stream_id("item", SOURCE, "10001")
    assert event.originator_version == 1
    assert len(event.salt) == 16
    assert everything(log) == [event]


def test_the_same_page_twice_records_nothing_the_second_time(log: Log):
    deliver(log, facts(20, each=5))

    assert deliver(log, facts(20, each=5)).new == 0
    assert len(everything(log)) == 100


def test_a_shuffled_page_is_the_same_page(log: Log):
    deliver(log, facts(20, each=5))

    assert deliver(log, list(reversed(facts(20, each=5)))).new == 0


def test_only_what_is_new_about_a_subject_is_recorded(log: Log):
    deliver(log, facts(3, each=2))

    appended = deliver(log, facts(3, each=3))

    assert [event.originator_version for event in appended.events] == [3, 3, 3]


def test_there_and_back_again_are_three_facts(log: Log):
    values = ["A", "B", "A"]
    page = [fact(entry=f"history:{n}/0", new=value) for n, value in enumerate(values)]

    deliver(log, page)

    assert [cast(WorkItemFieldChanged, e).new for e in everything(log)] == values


def test_events_keep_the_order_in_which_they_were_delivered(log: Log):
    page = [fact("2", "a"), fact("1", "a"), fact("2", "b"), fact("1", "b")]

    deliver(log, page)

    assert [(e.subject, e.entry) for e in everything(log)] == [(e.subject, e.entry) for e in page]


def test_versions_of_a_stream_are_dense(log: Log):
    deliver(log, facts(2, each=2))
    deliver(log, facts(2, each=5))

    stream = log.stream(stream_id("item", SOURCE, "10000"))

    assert [event.originator_version for event in stream] == [1, 2, 3, 4, 5]


def test_the_same_subject_of_two_sources_has_two_streams(log: Log):
    deliver(log, [fact("7")], source="jira:A")
    deliver(log, [fact("7")], source="jira:B")

    assert len(everything(log)) == 2
    assert len(list(log.stream_ids("jira:A"))) == 1


def test_the_cursor_moves_with_its_page(log: Log):
    assert log.cursor(SOURCE) is None

    deliver(log, [fact()], cursor="2025-03-03T01:30")

    assert log.cursor(SOURCE) == "2025-03-03T01:30"


def test_a_page_without_cursor_leaves_it_where_it_is(log: Log):
    deliver(log, [fact("1")], cursor="c1")
    deliver(log, [fact("2")], cursor=None)

    assert log.cursor(SOURCE) == "c1"


def test_the_cursor_moves_over_a_page_in_which_nothing_is_new(log: Log):
    deliver(log, [fact()], cursor="c1")
    deliver(log, [fact()], cursor="c2")

    assert log.cursor(SOURCE) == "c2"


def test_a_page_without_the_lease_is_rolled_back_whole(log: Log):
    with pytest.raises(LeaseLost):
        deliver(log, facts(10), lease="somebody else's", cursor="c9")

    assert not log.read()
    assert log.cursor(SOURCE) is None


def test_a_lease_stolen_in_the_middle_rolls_the_page_back(log: Log):
    ours = leased(log)
    deliver(log, [fact("1")], lease=ours, cursor="c1")
    theirs = log.lease(SOURCE, holder="run-2", at=later(minutes=6))

    with pytest.raises(LeaseLost):
        deliver(log, [fact("2")], lease=ours, cursor="c2")

    assert theirs
    assert [event.subject for event in everything(log)] == ["1"]
    assert log.cursor(SOURCE) == "c1"


class Unsteady:
    """The event store of the library, but for what happens to its next calls."""

    def __init__(self, log: Log, *failures: Exception, commits: bool) -> None:
        self._store = log._application.events
        self._failures = list(failures)
        self._commits = commits
        log._application.events = cast("type", self)  # type: ignore[assignment]

    def put(self, events: object, **rest: object) -> None:
        """Fail as told, before the transaction or after its commit."""
        failure = self._failures.pop(0) if self._failures else None
        if failure is None or self._commits:
            self._store.put(events, **rest)  # type: ignore[arg-type]
        if failure is not None:
            raise failure


@pytest.mark.parametrize("failure", [IntegrityError("?"), OperationalError("gone")])
def test_a_commit_acknowledged_to_nobody_succeeds_on_retry(log: Log, failure: Exception):
    Unsteady(log, failure, commits=True)

    deliver(log, facts(10), cursor="c1")

    assert len(everything(log)) == 10
    assert log.cursor(SOURCE) == "c1"


def test_a_lost_connection_before_the_commit_is_tried_again(log: Log):
    Unsteady(log, OperationalError("gone"), OperationalError("gone"), commits=False)

    assert deliver(log, facts(10)).new == 10


@pytest.mark.parametrize(
    ("failure", "refusal"),
    [(IntegrityError("again"), Contended), (OperationalError("gone"), LogAway)],
)
def test_after_five_attempts_it_says_why(log: Log, failure: Exception, refusal: type[Exception]):
    Unsteady(log, *[failure] * 5, commits=False)

    with pytest.raises(refusal):
        deliver(log, facts(10))

    assert not log.read()


def test_the_same_entry_under_another_version_is_refused(log: Log, database_url: str):
    deliver(log, [fact()])
    with open_log(database_url) as other:
        # A writer that believes nothing is recorded, whatever it was told.
        other._recorder.heads = lambda keys: {}  # type: ignore[method-assign]
        with pytest.raises(Contended):
            deliver(other, [fact(new="another")])

    assert len(everything(log)) == 1


def test_two_writers_of_one_page_record_each_entry_once(log: Log, database_url: str):
    with open_log(database_url) as other:
        record(log, facts(10, each=2))
        record(other, facts(15, each=2))
        record(log, facts(20, each=3))

    recorded = [(e.subject, e.entry) for e in everything(log)]
    assert len(recorded) == len(set(recorded)) == 60


def test_the_clock_of_the_log_never_goes_back(log: Log):
    record(log, [fact("1")], later(minutes=5))
    record(log, [fact("2")], NOW)

    assert log.instants() == (later(minutes=5), later(minutes=5))


def test_a_log_from_the_future_stops_writing(log: Log):
    record(log, [fact("1")], later(minutes=11))

    with pytest.raises(ClockAhead, match="clock"):
        record(log, [fact("2")], NOW)

    assert len(everything(log)) == 1


def test_an_instant_without_zone_is_refused(log: Log):
    with pytest.raises(TypeError):
        record(log, [fact()], NOW.replace(tzinfo=None))


def test_a_cut_is_the_last_commit_up_to_an_instant(log: Log):
    record(log, facts(3), NOW)
    record(log, facts(2, first=10), later(hours=1))
    first, second = log.read(limit=3).last, log.last_position()

    cuts = [log.cut(NOW + timedelta(hours=h)) for h in (-1, 0, 0.5, 1, 9)]

    assert cuts == [0, first, first, second, second]


def test_text_that_no_database_takes_is_replaced_and_marked(log: Log):
    dirty = fact("a\x00b", "c\ud800d", new="e\x07f\x85g")

    deliver(log, [dirty, fact("clean", new='quoted "text"\n第二行')])

    first, second = cast("list[WorkItemFieldChanged]", everything(log))
    assert (first.subject, first.entry, first.new) == ("a\ufffdb", "c\ufffdd", "e\ufffdf\ufffdg")
    assert (first.repaired, second.repaired) == (True, False)
    assert second.new == 'quoted "text"\n第二行'


def test_dirty_text_delivered_again_is_known(log: Log):
    deliver(log, [fact("a\x00b", "c\x00d", new="e\x00f")])

    assert deliver(log, [fact("a\x00b", "c\x00d", new="e\x00f")]).new == 0


def test_the_hubs_own_events_may_be_many(log: Log):
    assert len(record(log, facts(2500))) == 2500
    assert record(log, facts(2500)) == []


def test_an_event_is_found_by_its_citation(log: Log):
    events = deliver(log, facts(3, each=3)).events

    assert [log.event(event.event_id) for event in events] == events


def test_streams_are_read_together(log: Log):
    wanted = [stream_id("item", SOURCE, str(10_000 + n)) for n in range(3)]
    deliver(log, facts(5, each=2))

    found = log.streams([*wanted, stream_id("item", SOURCE, "unknown")])

    assert {name: len(events) for name, events in found.items()} == dict.fromkeys(wanted, 2)


def test_the_streams_of_a_source_can_be_listed_by_kind(log: Log):
    deliver(log, facts(1200 // 2))
    deliver(log, facts(600, first=600))

    assert len(set(log.stream_ids(SOURCE, about="item"))) == 1200
    assert list(log.stream_ids(SOURCE, about="series")) == []


def test_what_is_no_event_of_the_language_is_refused(log: Log):
    class Unheard(Event, frozen=True, kw_only=True):
        """An event of another program."""

    with pytest.raises(UnknownTopic):
        record(log, [Unheard(subject="x", entry="1", occurred=fact().occurred)])
