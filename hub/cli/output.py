"""What a command shows: sentences and tables for people, one JSON object for programs."""

import sys
from collections.abc import Callable, Iterable, Sequence
from typing import Any

import msgspec
from rich import box
from rich.console import Console
from rich.table import Table
from rich.text import Text

from hub.logs import UNPRINTABLE

NAME_WIDTH = 30
WIDE = 200  # columns where nobody looks: a log file is not cut
MARKS = {"good": "green", "warning": "yellow", "failed": "red", "S1": "red", "S2": "yellow"}


def out() -> Console:
    """Give standard output; without a terminal there are no colours and no cut lines."""
    return _console(sys.stdout)


def err() -> Console:
    """Give standard error, for progress and for what went wrong."""
    return _console(sys.stderr)


def _console(stream: Any) -> Console:
    is_terminal = bool(stream.isatty())
    return Console(
        file=stream, width=None if is_terminal else WIDE, highlight=False, soft_wrap=False
    )


def clean(text: object) -> str:
    """Take out what moves a cursor or hides text: titles come from other people's tools."""
    return UNPRINTABLE.sub("", str(text))


def line(text: object = "", style: str = "", console: Console | None = None) -> None:
    """Write one line."""
    (console or out()).print(Text(clean(text), style=style), soft_wrap=True)


def table(heads: Sequence[str], rows: Iterable[Sequence[object]]) -> None:
    """Write a table; a cell that is a known mark has its colour."""
    held = [list(row) for row in rows]
    shown = Table(box=box.SIMPLE, pad_edge=False, show_edge=False)
    for place, head in enumerate(heads):
        # The name of a line stays whole on a narrow terminal; the others give way.
        named = max((len(str(row[0])) for row in held), default=0) if place == 0 else 0
        shown.add_column(head, overflow="fold", min_width=min(named, NAME_WIDTH))
    for row in held:
        shown.add_row(*(Text(clean(cell), style=MARKS.get(str(cell), "")) for cell in row))
    out().print(shown)


def answer(content: dict[str, Any], as_json: bool, shown: Callable[[], None]) -> None:
    """Write *content* as one JSON object, or let *shown* write it for people."""
    if as_json:
        put_json(content)
    else:
        shown()


def put_json(content: dict[str, Any]) -> None:
    """Write one JSON object on one line."""
    sys.stdout.write(msgspec.json.encode(content, enc_hook=str).decode() + "\n")
