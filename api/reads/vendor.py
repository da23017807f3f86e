"""What waits between the two sides, as the vendor may see it."""

from sqlalchemy import select

from api.deps import Read
from api.reads.commitments import CommitmentRow, row_from
from api.reads.standing import standing
from hub.model.event import Side
from projections.plan import commitment

SHOWN = 100


def waits_for_vendor(read: Read) -> list[CommitmentRow]:
    """Give what the vendor owes and has not met, by due date."""
    return _standing(read, Side.VENDOR)


def waits_for_client(read: Read) -> dict[str, list[CommitmentRow]]:
    """Give what departments owe that the vendor's work waits for, by court."""
    found: dict[str, list[CommitmentRow]] = {}
    for row in _standing(read, Side.CLIENT):
        found.setdefault(row.court, []).append(row)
    return found


def _standing(read: Read, side: Side) -> list[CommitmentRow]:
    due = read.hub.calendar.day_of(read.instant)
    conditions = (
        read.visible.commitments(),
        commitment.c.side == str(side),
        commitment.c.finish_on.is_not(None),
        commitment.c.start_on.is_(None) | (commitment.c.start_on <= due),
    )
    with read.engine.connect() as db:
        wanted = select(commitment).where(*conditions, standing(read, db))
        order = (commitment.c.finish_on, commitment.c.id)
        rows = db.execute(wanted.order_by(*order).limit(SHOWN)).all()
    return [row_from(row) for row in rows]
