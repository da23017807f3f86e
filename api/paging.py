"""Pages of a list by keyset: an opaque cursor bound to the question it belongs to."""

import base64
import hashlib
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Annotated, Any, Generic, TypeVar

import msgspec
from fastapi import Depends, Query
from sqlalchemy import ColumnElement, Connection, Select, and_, func, or_

from hub.errors import Refused

Row = TypeVar("Row")
ON_PAGE = 25
MOST = 200


class BadCursor(Refused):
    """A cursor of another list, another question, or none of ours."""

    code = "bad_cursor"


@dataclass(frozen=True)
class Slice(Generic[Row]):
    """A part of a list: `next_cursor` is null at its end, `as_of` the instant it speaks of."""

    items: list[Row]
    total: int
    next_cursor: str | None
    previous_cursor: str | None
    as_of: datetime


@dataclass(frozen=True)
class PageOf:
    """Which part of a list is asked for."""

    cursor: str = ""
    limit: int = ON_PAGE


def page_of(
    cursor: Annotated[
        str, Query(max_length=600, description="`next_cursor` of the last answer.")
    ] = "",
    limit: Annotated[int, Query(ge=1, le=MOST)] = ON_PAGE,
) -> PageOf:
    """Read the two parameters of every list."""
    return PageOf(cursor, limit)


Paging = Annotated[PageOf, Depends(page_of)]


def question(*parts: object) -> str:
    """Name a question, that is filters, reader and instant, so that a cursor fits it alone."""
    return hashlib.sha256(repr(parts).encode()).hexdigest()[:16]


def take(
    db: Connection,
    rows: Select[Any],
    order: Sequence[ColumnElement[Any]],
    page: PageOf,
    *,
    asked: str,
    as_of: datetime,
    build: Callable[[Any], Row],
) -> Slice[Row]:
    """Take one part of *rows* in the total *order*: columns never NULL, the last one unique."""
    counting = rows.with_only_columns(func.count(), maintain_column_froms=True).order_by(None)
    total = db.execute(counting).scalar_one()
    back, key = _decode(page.cursor, asked, len(order)) if page.cursor else (False, None)
    wanted = rows if key is None else rows.where(_beyond(order, key, back=back))
    sorting = [column.desc() if back else column.asc() for column in order]
    # Sorted by their keys alone, since whole rows are heavy to sort; one more than shown tells
    # whether there is another page.
    keys = wanted.with_only_columns(*order, maintain_column_froms=True).order_by(*sorting)
    names = [row[-1] for row in db.execute(keys.limit(page.limit + 1))]
    rank = {name: place for place, name in enumerate(names)}
    whole = db.execute(rows.where(order[-1].in_(names)))
    found = sorted(whole, key=lambda row: rank[row._mapping[str(order[-1].key)]])
    more, found = len(found) > page.limit, found[: page.limit]
    if back:
        found.reverse()
    columns = [column.key for column in order]
    has_next = more if not back else True
    has_previous = key is not None if not back else more
    return Slice(
        items=[build(row) for row in found],
        total=total,
        next_cursor=_encode(asked, found[-1], columns) if found and has_next else None,
        previous_cursor=_encode(asked, found[0], columns, back=True)
        if found and has_previous
        else None,
        as_of=as_of,
    )


def _beyond(
    order: Sequence[ColumnElement[Any]], key: Sequence[Any], *, back: bool
) -> ColumnElement[bool]:
    """Compare by hand, column after column: a row comparison is not the same on both databases."""
    steps = []
    for index, column in enumerate(order):
        same = [earlier == value for earlier, value in zip(order, key[:index], strict=False)]
        further = column < key[index] if back else column > key[index]
        steps.append(and_(*same, further))
    return or_(*steps)


def _encode(asked: str, row: Any, names: Sequence[str | None], *, back: bool = False) -> str:
    values = [_plain(row._mapping[name]) for name in names]
    held = msgspec.json.encode([asked, back, values])
    return base64.urlsafe_b64encode(held).decode().rstrip("=")


def _plain(value: Any) -> Any:
    if isinstance(value, datetime):
        return {"instant": value.isoformat()}
    return {"day": value.isoformat()} if isinstance(value, date) else value


def _decode(cursor: str, asked: str, width: int) -> tuple[bool, list[Any]]:
    try:
        padded = cursor + "=" * (-len(cursor) % 4)
        held, back, values = msgspec.json.decode(
            base64.b64decode(padded, altchars=b"-_", validate=True)
        )
        values = [_rich(value) for value in values]
    except (ValueError, TypeError, KeyError, AttributeError):
        held, back, values = "", False, []
    if held != asked or len(values) != width or not isinstance(back, bool):
        raise BadCursor(
            "This page marker does not belong to this list.",
            remedy="Start again at the first page; a marker fits one question and one instant.",
        )
    return back, values


def _rich(value: Any) -> Any:
    if not isinstance(value, dict):
        return value
    if "day" in value:
        return date.fromisoformat(value["day"])
    return datetime.fromisoformat(value["instant"])
