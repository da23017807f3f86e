"""The outbox on both databases: filled once, one worker and one message on a thing at a time."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from hub.errors import NotAllowed, NotFound, Outdated, TryLater
from hub.model.event import Event, Interval
from hub.model.flags import FlagWithdrawn
from hub.outbox import Doubtful, Message, Outbox, Turn, deliver
from hub.store import Log, open_log
from hub.tables import open_views

START = datetime(2026, 3, 2, 8, tzinfo=UTC)
TO = "jira:SRC"


@dataclass
class Post:
    """A destination that remembers what came in, and fails on order."""

    mode: str = "on"
    fails: list[Exception] = field(default_factory=list)
    seen: list[str] = field(default_factory=list)

    def preview(self, message: Message, others: Sequence[Message]) -> str:
        return message.about

    def send(self, message: Message, turn: Turn) -> bool:
        turn.keep(step="looked")
        if self.fails:
            raise self.fails.pop(0)
        self.seen.append(message.about)
        return True


@dataclass
class Clock:
    at: datetime = START

    def __call__(self) -> datetime:
        return self.at

    def later(self, **by: float) -> None:
        self.at += timedelta(**by)


@pytest.fixture
def store(database_url: str) -> Iterator[Outbox]:
    engine = open_views(database_url.replace("events.db", "people.db"))
    yield Outbox(engine)
    engine.dispose()


@pytest.fixture
def log(tmp_path: Path) -> Iterator[Log]:
    with open_log(f"sqlite:///{tmp_path}/log.db", create=True) as opened:
        yield opened


def note(event: Event) -> Iterator[Message]:
    """Make a message about each flag; its thing is the first letter of its name."""
    thing = event.subject[0]
    yield Message(f"{event.event_id}>{TO}", TO, thing, event.subject, "asked", {"text": "–"})


def raised(log: Log, *names: str) -> None:
    events = [
        FlagWithdrawn(subject=name, entry=name, occurred=Interval.at(START), flag=name)
        for name in names
    ]
    log.append(events, project="p", run="r", recorded_at=START)


def test_what_is_filled_twice_is_there_once(store: Outbox, log: Log):
    raised(log, "a1", "b1")
    first = store.fill(log, TO, note, at=START)
    raised(log, "a2")
    second = store.fill(log, TO, note, at=START)

    assert (first, second) == (2, 1)
    assert [row.about for row in store.rows("waiting")] == ["a1", "b1", "a2"]


def test_a_position_that_was_lost_doubles_no_row(store: Outbox, log: Log):
    raised(log, "a1")
    store.fill(log, TO, note, at=START)
    with store._writes.begin() as db:
        store._move(db, TO, 0)

    assert store.fill(log, TO, note, at=START) == 0
    assert len(store.rows()) == 1


def test_two_workers_never_have_the_same_thing(store: Outbox, log: Log):
    raised(log, "a1", "a2", "b1")
    store.fill(log, TO, note, at=START)
    claims = [store.claim(TO, now=Clock()) for _ in range(3)]

    assert [claim and claim.message.about for claim in claims] == ["a1", "b1", None]


def test_a_worker_that_was_taken_for_dead_can_write_no_more(store: Outbox, log: Log):
    raised(log, "a1")
    store.fill(log, TO, note, at=START)
    slow = store.claim(TO, now=Clock())
    quick = store.claim(TO, now=Clock(START + timedelta(minutes=11)))

    assert slow is not None
    assert quick is not None
    quick.end("sent")
    with pytest.raises(Outdated):
        slow.keep(step="posted")


def test_messages_on_one_thing_go_in_the_order_of_the_log(store: Outbox, log: Log):
    raised(log, "a1", "b1", "a2")
    store.fill(log, TO, note, at=START)
    post, clock = Post(fails=[TryLater("busy")]), Clock()
    deliver(store, TO, post, now=clock)
    held_up = list(post.seen)
    clock.later(minutes=1)
    deliver(store, TO, post, now=clock)

    assert (held_up, post.seen) == (["b1"], ["b1", "a1", "a2"])


def test_after_a_doubt_a_minute_passes_before_the_next_look(store: Outbox, log: Log):
    raised(log, "a1")
    store.fill(log, TO, note, at=START)
    post, clock = Post(fails=[Doubtful("lost")]), Clock()
    deliver(store, TO, post, now=clock)
    clock.later(seconds=59)
    too_early = deliver(store, TO, post, now=clock)
    clock.later(seconds=1)

    assert (too_early, deliver(store, TO, post, now=clock)) == ({}, {"sent": 1})


@pytest.mark.parametrize("error", [NotAllowed("no"), ZeroDivisionError("a mistake")])
def test_what_a_person_must_mend_is_parked_and_holds_nothing_up(
    store: Outbox, log: Log, error: Exception
):
    raised(log, "a1", "a2")
    store.fill(log, TO, note, at=START)
    post = Post(fails=[error])

    assert deliver(store, TO, post, now=Clock()) == {"parked": 1, "sent": 1}
    assert post.seen == ["a2"]


def test_what_never_succeeds_is_parked_in_the_end(store: Outbox, log: Log):
    raised(log, "a1")
    store.fill(log, TO, note, at=START)
    post, clock = Post(fails=[TryLater("busy")] * 99), Clock()
    for _ in range(20):
        deliver(store, TO, post, now=clock)
        clock.later(hours=2)

    assert [row.state for row in store.rows()] == ["parked"]
    assert len(post.fails) == 89


def test_a_parked_message_can_be_sent_again_and_no_other(store: Outbox, log: Log):
    raised(log, "a1")
    store.fill(log, TO, note, at=START)
    deliver(store, TO, Post(fails=[NotAllowed("no")]), now=Clock())
    [row] = store.rows("parked")
    store.resend(row.id, at=START)

    assert deliver(store, TO, Post(), now=Clock()) == {"sent": 1}
    with pytest.raises(NotFound):
        store.resend(row.id, at=START)


def test_what_is_only_shown_is_sent_when_that_is_switched_on(store: Outbox, log: Log):
    raised(log, "a1")
    store.fill(log, TO, note, at=START)
    shown = deliver(store, TO, Post(mode="dry_run"), now=Clock())
    post = Post()

    assert (shown, deliver(store, TO, post, now=Clock())) == ({"shown": 1}, {"sent": 1})
    assert post.seen == ["a1"]
