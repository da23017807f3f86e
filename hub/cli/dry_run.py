"""A rehearsal: the whole installation on a copy that is thrown away."""

import sqlite3
import tempfile
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

from sqlalchemy import make_url

from hub.cli.session import now
from hub.errors import Refused
from hub.installation import Installation, opened
from hub.locale import _
from hub.settings import Settings, load_settings
from hub.store import Originals


@contextmanager
def rehearsal() -> Iterator[Installation]:
    """Open a copy of the configured installation; what it records is gone afterwards.

    Only files can be copied at one instant without a second server, so PostgreSQL is refused.
    """
    settings = load_settings(Settings)
    if not settings.database.startswith("sqlite"):
        raise Refused(
            _("A dry run works on a copy, and this hub does not copy a PostgreSQL."),
            remedy=_(
                "Restore a backup into another database and point HUB_DATABASE_URL to it;"
                " there a usual `hub sync` harms nothing."
            ),
        )
    with tempfile.TemporaryDirectory(prefix="hub-dry-run-") as folder:
        home = Path(folder)
        copy(Path(make_url(settings.database).database or ""), home / "events.db")
        for name in ("views", "people"):
            copy(settings.home / f"{name}.db", home / f"{name}.db")
        elsewhere = settings.model_copy(update={"home": home, "database_url": None})
        with opened(elsewhere, now) as hub:
            hub.originals = Beside(home / "originals", settings.home / "originals")
            yield hub


def copy(database: Path, target: Path) -> None:
    """Copy a SQLite file as it is at one instant, while others may write, if it is there."""
    if not database.is_file():
        return
    address = f"{database.resolve().as_uri()}?mode=ro"
    with (
        closing(sqlite3.connect(address, uri=True)) as source,
        closing(sqlite3.connect(target)) as copied,
    ):
        source.backup(copied)
        copied.execute("PRAGMA journal_mode=WAL")


class Beside(Originals):
    """A new folder of originals that also reads those of an older one."""

    def __init__(self, folder: Path, older: Path) -> None:
        super().__init__(folder)
        self._older = Originals(older)

    def read(self, name: str) -> bytes:
        """Give the bytes from wherever they lie."""
        if self._note(name).exists():
            return super().read(name)
        return self._older.read(name)
