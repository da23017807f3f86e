"""Reads the replies out of a filled workbook of flags, in a limited process."""

import sys
import tempfile
from collections.abc import Iterator
from contextlib import closing
from datetime import date, datetime
from pathlib import Path
from typing import Any

import msgspec

from connectors.workbook.flag_sheet import DIGESTS
from hub.child import answer, frames, limit_this_process
from hub.flag_book import COLUMNS, IDENTITY, LOCKED, LONGEST, PLACE, Filled, Returned, digest_of
from hub.refused_files import FileRefused

MODULE = "connectors.workbook.returned"
MOST_ROWS = 5_000
DAYS = ("reply_by", "new_on", "since_on")


class Request(msgspec.Struct, frozen=True):
    """What the child is asked: the name of the file, and the day on which it came."""

    name: str
    received_on: date


class Refusal(msgspec.Struct, frozen=True, tag="refusal"):
    """The file is refused."""

    code: str
    values: dict[str, str]


class Told(msgspec.Struct, frozen=True, tag="told"):
    """What the file holds."""

    returned: Returned


def returned(body: bytes, name: str, received_on: date) -> Returned:
    """Read a file called *name*; raise `FileRefused` for one that cannot be read."""
    if not body:
        raise FileRefused("empty_file")
    request = msgspec.msgpack.encode(Request(name, received_on))
    with tempfile.TemporaryDirectory(prefix="hub-original-") as folder:
        path = Path(folder) / "kept"
        path.write_bytes(body)
        with closing(frames(MODULE, path, "original.xlsx", request)) as stream:
            told = msgspec.msgpack.decode(next(stream), type=Told | Refusal)
    if isinstance(told, Refusal):
        raise FileRefused(told.code, **told.values)
    return told.returned


def produce(folder: Path, request: bytes) -> Iterator[bytes]:
    """Be the child: yield one frame."""
    # Parsers are imported only now: the limits have to be older than they.
    from connectors.workbook.sniff import guard  # noqa: PLC0415

    wanted = msgspec.msgpack.decode(request, type=Request)
    path = folder / "original.xlsx"
    try:
        if guard(path, wanted.name).kind != "xlsx":
            raise FileRefused("unknown_kind")  # noqa: TRY301 - told like every other refusal
        yield msgspec.msgpack.encode(Told(read(path, wanted.received_on)))
    except FileRefused as refused:
        values = {name: str(value) for name, value in refused.values.items()}
        yield msgspec.msgpack.encode(Refusal(refused.code, values))


def read(path: Path, received_on: date) -> Returned:
    """Find the sheet by its hidden name, whatever it is called now, and read its rows."""
    from openpyxl import load_workbook  # noqa: PLC0415

    book = load_workbook(path, read_only=True, data_only=True)
    identity = text_of_name(book, IDENTITY)
    sheet_name, _, cells = text_of_name(book, PLACE).rpartition("!")
    name = sheet_name.removeprefix("'").removesuffix("'").replace("''", "'")
    if not identity or name not in book.sheetnames:
        return Returned("", "", ())
    sheet = book[name]
    sheet.reset_dimensions()  # what the file says of its size is a claim
    first = int("".join(filter(str.isdigit, cells.partition(":")[0])) or 1) + 1
    rows = sheet.iter_rows(min_row=first, max_row=first + MOST_ROWS, max_col=DIGESTS + 1)
    found = [filled(number, row, received_on) for number, row in enumerate(rows, start=first)]
    return Returned(identity, name, tuple(row for row in found if row.texts.get("flag")))


def text_of_name(book: Any, name: str) -> str:
    """Give what a hidden name stands for, without quotes."""
    defined = book.defined_names.get(name)
    text = (defined.attr_text or "") if defined is not None else ""
    return text.strip().removeprefix("=").removeprefix('"').removesuffix('"')


def filled(number: int, row: Any, received_on: date) -> Filled:
    """Give one row: its texts, and the days that were understood."""
    texts: dict[str, str] = {}
    days: dict[str, date] = {}
    for name, cell in zip(COLUMNS, row, strict=False):
        value = cell.value
        if value is None or not str(value).strip():
            continue
        texts[name] = shown(value)
        if name in DAYS and (day := day_of(value, received_on)) is not None:
            days[name] = day
    sent = str(row[DIGESTS].value or "").split() if len(row) > DIGESTS else []
    # Where somebody has deleted the digests, nobody can tell any more.
    told = zip(LOCKED, sent, strict=False)
    changed = tuple(name for name, mark in told if digest_of(texts.get(name, "")) != mark)
    return Filled(number, texts, days, changed)


def shown(value: Any) -> str:
    """Give the text of a cell."""
    if isinstance(value, datetime):
        return value.date().isoformat()
    return str(value).strip()[:LONGEST]


def day_of(value: Any, received_on: date) -> date | None:
    """Read a day, typed or written; None where it could mean several, or none."""
    from connectors.workbook.dates import (  # noqa: PLC0415
        FIRST,
        LAST,
        NotUnderstood,
        Situation,
        read_date,
        read_number,
    )

    if isinstance(value, date):  # a number in a cell that is formatted as a day is one too
        day = value.date() if isinstance(value, datetime) else value
        return day if FIRST <= day <= LAST else None
    situation = Situation(received_on)
    try:
        if isinstance(value, int | float) and not isinstance(value, bool):
            found = read_number(float(value), str(value), situation)
        else:
            found = read_date(str(value).strip(), situation)
    except NotUnderstood:
        return None
    return found.end if found.precision == "day" else None


if __name__ == "__main__":
    limit_this_process()
    sys.exit(answer(produce))
