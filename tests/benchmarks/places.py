"""Fresh databases to measure on."""

import os
import sys
import tempfile
from collections.abc import Iterator
from contextlib import ExitStack, closing, contextmanager
from itertools import count
from pathlib import Path

from hub.projection import open_views
from hub.store import Log, Originals, open_log
from tests.conftest import embedded, fresh_schema, why_closed


class Place:
    """One store: gives new, empty databases, and removes them in the end."""

    def __init__(self, store: str, folder: Path, server: str = "") -> None:
        self.store, self.folder, self.server = store, folder, server
        self._numbers = count()
        self._stack = ExitStack()

    def url(self) -> str:
        """Give the address of an empty database."""
        if self.store == "sqlite":
            path = self.folder / str(next(self._numbers)) / "events.db"
            path.parent.mkdir()
            return f"sqlite:///{path}"
        return self._stack.enter_context(contextmanager(fresh_schema)(self.server))

    def log(self, url: str = "") -> Log:
        """Open an empty log."""
        return self._stack.enter_context(closing(open_log(url or self.url(), create=True)))

    def views(self):
        """Open an empty database for read models."""
        engine = open_views(self.url())
        self._stack.callback(engine.dispose)
        return engine

    def originals(self) -> Originals:
        """Give a folder for original bytes."""
        return Originals(self.folder / "originals")

    def close(self) -> None:
        """Remove what was made."""
        self._stack.close()


@contextmanager
def places() -> Iterator[list[Place]]:
    """Give both stores; PostgreSQL only where one can be started or is named."""
    with ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="hub-bench-")))
        folder.chmod(0o755)
        found = [Place("sqlite", folder)]
        server = os.environ.get("HUB_TEST_DATABASE_URL", "")
        if not server and (reason := why_closed(folder)):
            sys.stdout.write(f"PostgreSQL is not measured. {reason}\n")
        elif not server:
            server = stack.enter_context(embedded(folder)).get_uri()
        if server:
            found.append(Place("postgresql", folder, server))
        for place in found:
            stack.callback(place.close)
        yield found
