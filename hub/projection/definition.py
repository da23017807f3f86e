"""What a projection is: its tables, and one handler per kind of event."""

from collections.abc import Callable, Iterator, Sequence
from itertools import groupby
from typing import Any

from sqlalchemy import Connection, MetaData, Table
from sqlalchemy.sql import quoted_name

from hub.model.event import Event

metadata = MetaData()
"""The tables of all read models, under their plain names."""

Handler = Callable[[Connection, Sequence[Any]], None]


class Projection:
    """A fold of events into tables. Changed rows need a new version, never a migration.

    In the database each table is called `<name>_v<version>`, and so are its indexes: a new version
    grows beside the old one.
    """

    def __init__(self, name: str, *, version: int, tables: Sequence[Table]) -> None:
        self.name = name
        self.version = version
        self.tables = list(tables)
        self._handlers: dict[type[Event], Handler] = {}
        for table in self.tables:
            _rename(table, version)

    def on(self, *kinds: type[Event]) -> Callable[[Handler], Handler]:
        """Hand runs of consecutive events of *kinds* to the decorated function, in log order."""

        def register(handler: Handler) -> Handler:
            for kind in kinds:
                self._handlers[kind] = handler
            return handler

        return register

    def apply(self, db: Connection, events: Sequence[Event]) -> None:
        """Fold *events* into the tables; what no handler wants has no effect."""
        for handler, run in self._runs(events):
            handler(db, run)

    def _runs(self, events: Sequence[Event]) -> Iterator[tuple[Handler, list[Event]]]:
        # What nobody wants does not break a run: it could not have changed anything.
        handlers = self._handlers
        wanted = [(handlers[type(e)], e) for e in events if type(e) in handlers]
        for handler, run in groupby(wanted, key=lambda pair: pair[0]):
            yield handler, [event for _, event in run]

    def __repr__(self) -> str:
        """Name it with its version."""
        return f"{self.name} v{self.version}"


def _rename(table: Table, version: int) -> None:
    table.name = table.fullname = quoted_name(f"{table.name}_v{version}", quote=None)
    for index in table.indexes:
        index.name = quoted_name(f"{index.name}_v{version}", quote=None)
