"""Events that a projection cannot take: they are set aside with all that follows about them."""

from collections.abc import Sequence
from typing import NamedTuple

from sqlalchemy import ColumnElement, Connection, Engine, and_, delete, func, insert, select, update

from hub.model.event import Event
from hub.projection.definition import Projection
from hub.projection.positions import dead_letters, mine, positions
from hub.store import Log, LogPage
from hub.tables import writing

MOST_PARKED = 100


class Parked(NamedTuple):
    """A subject that one projection could not read, with the first error."""

    projection: str
    originator_id: str
    source: str
    subject: str
    error: str


def parked(engine: Engine) -> list[Parked]:
    """List the subjects that are missing from read models; pages say so instead of guessing."""
    first = select(
        dead_letters,
        func.min(dead_letters.c.position)
        .over(
            partition_by=[
                dead_letters.c.projection,
                dead_letters.c.version,
                dead_letters.c.originator_id,
            ]
        )
        .label("first"),
    ).subquery()
    query = select(first).where(first.c.position == first.c.first).order_by(first.c.position)
    with engine.connect() as db:
        return [
            Parked(r.projection, r.originator_id, r.source, r.subject, r.error)
            for r in db.execute(query)
        ]


def retry(log: Log, engine: Engine, projection: Projection) -> int:
    """Apply what was set aside, subject by subject; give how many subjects are read now."""
    with engine.connect() as db:
        subjects = sorted(parked_subjects(db, projection))
    done = sum(_retry_one(log, engine, projection, subject) for subject in subjects)
    if len(subjects) - done <= MOST_PARKED:
        with writing(engine) as db:
            db.execute(update(positions).where(mine(projection)).values(state="running"))
    return done


def parked_subjects(db: Connection, projection: Projection) -> set[str]:
    """Name the streams that are set aside."""
    query = select(dead_letters.c.originator_id).where(letters(projection)).distinct()
    return set(db.scalars(query))


def without_parked(
    db: Connection, projection: Projection, page: LogPage, subjects: set[str]
) -> list[Event]:
    """Set aside what is about parked *subjects*; give the rest."""
    if not subjects:
        return page.events
    about = [str(event.originator_id) in subjects for event in page.events]
    for event, position, is_parked in zip(page.events, page.positions, about, strict=True):
        if is_parked:
            set_aside(db, projection, event, position, "follows a parked event")
    return [event for event, is_parked in zip(page.events, about, strict=True) if not is_parked]


def set_aside(
    db: Connection, projection: Projection, event: Event, position: int, error: str
) -> None:
    """Write down an event that was not applied."""
    row = {
        "projection": projection.name,
        "version": projection.version,
        "position": position,
        "originator_id": str(event.originator_id),
        "source": event.source,
        "subject": event.subject,
        "error": error,
    }
    db.execute(insert(dead_letters), row)


def stop_when_too_many(db: Connection, projection: Projection) -> bool:
    """Stop the projection when more subjects are parked than single bad events explain."""
    if len(parked_subjects(db, projection)) <= MOST_PARKED:
        return False
    db.execute(update(positions).where(mine(projection)).values(state="stopped"))
    return True


def letters(projection: Projection) -> ColumnElement[bool]:
    """Give the condition that selects the projection's own dead letters."""
    return and_(
        dead_letters.c.projection == projection.name,
        dead_letters.c.version == projection.version,
    )


def _retry_one(log: Log, engine: Engine, projection: Projection, subject: str) -> bool:
    theirs = and_(letters(projection), dead_letters.c.originator_id == subject)
    query = select(dead_letters.c.position).where(theirs).order_by(dead_letters.c.position)
    with engine.connect() as db:
        places: Sequence[int] = list(db.scalars(query))
    events = [event for p in places for event in log.read(p - 1, limit=1, stop=p).events]
    try:
        with writing(engine) as db:
            projection.apply(db, events)
            db.execute(delete(dead_letters).where(theirs, dead_letters.c.position <= places[-1]))
    except Exception:  # noqa: BLE001 - whatever it raises, the subject stays set aside
        return False
    return True
