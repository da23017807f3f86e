"""The rows of the outbox: filled from the log, claimed by one worker at a time."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import (
    JSON,
    BigInteger,
    Column,
    Connection,
    Engine,
    Index,
    Integer,
    MetaData,
    String,
    Table,
    Text,
    and_,
    exists,
    or_,
    select,
    update,
)
from sqlalchemy.dialects import postgresql, sqlite

from hub.accounts.passwords import new_id
from hub.accounts.tables import Instant
from hub.errors import NotFound, Outdated
from hub.outbox.contract import Composer, Message
from hub.store import Log
from hub.tables import writing

CLAIMED = timedelta(minutes=10)  # far longer than all requests of one message may take
AT_ONCE = 1000
Clock = Callable[[], datetime]
metadata = MetaData()

outbox = Table(
    "outbox",
    metadata,
    Column("id", String(200), primary_key=True),  # the event's id and the destination
    Column("number", BigInteger, nullable=False),  # the event's position in the log
    Column("destination", String(120), nullable=False),
    Column("thing", String(300), nullable=False),  # one at a time, in the log's order
    Column("about", String(120), nullable=False),
    Column("kind", String(20), nullable=False),
    Column("content", JSON, nullable=False),
    Column("state", String(10), nullable=False),  # waiting, shown, sent, dropped, parked
    Column("tries", Integer, nullable=False, default=0),
    Column("next_at", Instant, nullable=False),
    Column("claim", String(22), nullable=False, default=""),
    Column("claimed_until", Instant),
    Column("progress", JSON, nullable=False, default=dict),
    Column("code", String(60), nullable=False, default=""),
    Column("message", Text, nullable=False, default=""),
    Column("remedy", Text, nullable=False, default=""),
    Column("values", JSON, nullable=False, default=dict),
    Index("outbox_waiting", "destination", "state", "number"),
    Index("outbox_thing", "destination", "thing"),
)
filled = Table(
    "outbox_filled",
    metadata,
    Column("destination", String(120), primary_key=True),
    Column("position", BigInteger, nullable=False),
)


class Outbox:
    """The rows, in the store of people and accounts."""

    def __init__(self, engine: Engine) -> None:
        with writing(engine) as db:
            metadata.create_all(db)
        self._engine = engine
        self._writes = engine.execution_options(writes=True)
        self._dialect = postgresql if engine.dialect.name == "postgresql" else sqlite

    def fill(self, log: Log, destination: str, compose: Composer, *, at: datetime) -> int:
        """Take over what the log holds since the last time; give the number of new rows."""
        new = 0
        while page := log.read(self._position(destination), AT_ONCE):
            rows = [
                _row(message, number, at)
                for event, number in zip(page.events, page.positions, strict=True)
                for message in compose(event)
            ]
            with self._writes.begin() as db:
                for row in rows:
                    wanted = self._dialect.insert(outbox).values(row).on_conflict_do_nothing()
                    new += len(db.execute(wanted.returning(outbox.c.id)).all())
                self._move(db, destination, page.last)
        return new

    def _position(self, destination: str) -> int:
        mine = select(filled.c.position).where(filled.c.destination == destination)
        with self._engine.connect() as db:
            return db.execute(mine).scalar() or 0

    def _move(self, db: Connection, destination: str, position: int) -> None:
        row = {"destination": destination, "position": position}
        wanted = self._dialect.insert(filled).values(row)
        db.execute(
            wanted.on_conflict_do_update(
                index_elements=["destination"], set_={"position": wanted.excluded.position}
            )
        )

    def claim(self, destination: str, *, now: Clock) -> "Claimed | None":
        """Take the oldest message that may be sent now, and its thing with it."""
        at = now()
        earlier = outbox.alias()
        # An older row of the same thing goes first; while somebody works on it, it waits as well.
        held_up = exists().where(
            earlier.c.destination == outbox.c.destination,
            earlier.c.thing == outbox.c.thing,
            earlier.c.state == "waiting",
            earlier.c.number < outbox.c.number,
        )
        free = or_(outbox.c.claimed_until.is_(None), outbox.c.claimed_until < at)
        may = and_(outbox.c.state == "waiting", outbox.c.next_at <= at, free)
        oldest = (
            select(outbox)
            .where(outbox.c.destination == destination, may, ~held_up)
            .order_by(outbox.c.number, outbox.c.id)
            .limit(1)
            .with_for_update(skip_locked=True)
        )
        with self._writes.begin() as db:
            row = db.execute(oldest).one_or_none()
            if row is None:
                return None
            token = new_id()
            held = {"claim": token, "claimed_until": at + CLAIMED, "tries": row.tries + 1}
            db.execute(update(outbox).where(outbox.c.id == row.id).values(held))
            others = [_message(each) for each in db.execute(_beside(row))]
        return Claimed(self, _message(row), others, dict(row.progress), row.tries + 1, token, now)

    def change(self, message_id: str, token: str, **values: Any) -> None:
        """Write to a claimed row, or raise `Outdated` when somebody else has it now."""
        mine = (outbox.c.id == message_id) & (outbox.c.claim == token)
        with self._writes.begin() as db:
            if not db.execute(update(outbox).where(mine).values(values)).rowcount:
                raise Outdated(
                    "Another worker has taken this message over.", remedy="Nothing has to be done."
                )

    def resend(self, message_id: str, *, at: datetime) -> None:
        """Try a parked message again, from the beginning."""
        parked = (outbox.c.id == message_id) & (outbox.c.state == "parked")
        values = {"state": "waiting", "tries": 0, "next_at": at, "claim": "", "claimed_until": None}
        with self._writes.begin() as db:
            if not db.execute(update(outbox).where(parked).values(values)).rowcount:
                raise NotFound(
                    "No parked message has this number.", remedy="Run `hub outbox list`."
                )

    def release_shown(self, destination: str, *, at: datetime) -> None:
        """Let what was only shown be sent, once sending is switched on."""
        shown = (outbox.c.destination == destination) & (outbox.c.state == "shown")
        with self._writes.begin() as db:
            db.execute(update(outbox).where(shown).values(state="waiting", next_at=at, tries=0))

    def rows(self, *states: str) -> list[Any]:
        """Give the rows in these states, or all, in the log's order."""
        wanted = select(outbox).order_by(outbox.c.number, outbox.c.id)
        if states:
            wanted = wanted.where(outbox.c.state.in_(states))
        with self._engine.connect() as db:
            return list(db.execute(wanted))


@dataclass(slots=True)
class Claimed:
    """A message that one worker has to itself for a while."""

    store: Outbox
    message: Message
    others: Sequence[Message]
    progress: dict[str, str]
    tries: int
    token: str
    now: Clock

    def keep(self, **progress: str) -> None:
        """Remember how far the sender came and prolong the claim."""
        self.progress |= progress
        self.store.change(
            self.message.id, self.token, progress=self.progress, claimed_until=self.now() + CLAIMED
        )

    def end(self, state: str, **values: Any) -> None:
        """Let go of the message in this state."""
        gone = {"claim": "", "claimed_until": None, "state": state}
        self.store.change(self.message.id, self.token, **gone, **values)


def _row(message: Message, number: int, at: datetime) -> dict[str, Any]:
    names = ("id", "destination", "thing", "about", "kind", "content")
    own = {name: getattr(message, name) for name in names}
    return {**own, "number": number, "state": "waiting", "next_at": at}


def _message(row: Any) -> Message:
    return Message(row.id, row.destination, row.thing, row.about, row.kind, dict(row.content))


def _beside(row: Any) -> Any:
    same = (outbox.c.destination == row.destination) & (outbox.c.thing == row.thing)
    return select(outbox).where(same, outbox.c.id != row.id).order_by(outbox.c.number)
