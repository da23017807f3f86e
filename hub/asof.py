"""Read models of the past: the same projections, folded over the log up to an instant."""

import sqlite3
from collections import OrderedDict
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from hashlib import sha256
from pathlib import Path
from threading import Lock
from typing import Any
from uuid import uuid4

from sqlalchemy import Connection, Engine, QueuePool, create_engine, event

from hub.projection import Projection, catch_up, create_tables
from hub.store import Log

MOST_CUTS = 4
BATCH = 5000


@dataclass
class _Model:
    """One folded cut. The anchor keeps the database in memory alive."""

    lock: Lock = field(default_factory=Lock)
    engine: Engine | None = None
    anchor: sqlite3.Connection | None = None

    def close(self) -> None:
        """Forget it, once its last reader is done."""
        if self.engine is not None and self.anchor is not None:
            self.engine.dispose()
            self.anchor.close()


class AsOf:
    """Answers what a hub that had been stopped at an instant would have said."""

    def __init__(
        self, log: Log, projections: Sequence[Projection], snapshots: Path | None = None
    ) -> None:
        self._log = log
        self._projections = list(projections)
        self._snapshots = Snapshots(log, self._projections, snapshots) if snapshots else None
        self._models: OrderedDict[int, _Model] = OrderedDict()
        self._lock = Lock()

    def at(self, instant: datetime) -> Engine:
        """Give an engine that reads the models as they were known at *instant*."""
        return self._folded(self._log.cut(instant))[0]

    def keep(self, instant: datetime) -> None:
        """Store the models of *instant*, so that later cuts need not begin at the first event."""
        cut = self._log.cut(instant)
        _, anchor = self._folded(cut)
        if self._snapshots and cut:
            self._snapshots.save(anchor, cut)

    def close(self) -> None:
        """Forget all cuts."""
        with self._lock:
            models = list(self._models.values())
            self._models.clear()
        for model in models:
            model.close()

    def _folded(self, cut: int) -> tuple[Engine, sqlite3.Connection]:
        model = self._model(cut)
        with model.lock:  # a second reader of the same cut waits for the first to fold it
            if model.engine is None or model.anchor is None:
                model.engine, model.anchor = self._fold(cut)
            return model.engine, model.anchor

    def _model(self, cut: int) -> _Model:
        with self._lock:
            model = self._models.setdefault(cut, _Model())
            self._models.move_to_end(cut)
            oldest = self._models.popitem(last=False)[1] if len(self._models) > MOST_CUTS else None
        if oldest:
            oldest.close()
        return model

    def _fold(self, cut: int) -> tuple[Engine, sqlite3.Connection]:
        address = f"file:asof-{uuid4().hex}?mode=memory&cache=shared"
        anchor = _connect(address)
        if self._snapshots:
            self._snapshots.load_nearest(anchor, cut)
        folding = _engine(address, read_only=False)
        create_tables(folding, self._projections)
        for projection in self._projections:
            catch_up(self._log, folding, projection, batch=BATCH, stop=cut)
        folding.dispose()
        return _engine(address, read_only=True), anchor


class Snapshots:
    """Folded models on disk. They are a cache: without them every answer is the same."""

    def __init__(self, log: Log, projections: Sequence[Projection], folder: Path) -> None:
        self._log = log
        self._folder = folder
        names = "\n".join(sorted(repr(projection) for projection in projections))
        self._versions = sha256(names.encode()).hexdigest()[:16]

    def save(self, model: sqlite3.Connection, cut: int) -> None:
        """Copy *model*, which is folded up to *cut*."""
        self._folder.mkdir(parents=True, exist_ok=True)
        path = self._path(cut)
        draft = path.with_suffix(f".{uuid4().hex}")
        _copy(model, draft)
        draft.replace(path)

    def load_nearest(self, model: sqlite3.Connection, cut: int) -> None:
        """Fill *model* with the latest snapshot up to *cut* that was made from this very log."""
        found = self._folder.glob(f"*.{self._versions}.*.db")
        for kept in sorted((int(path.name.split(".")[0]) for path in found), reverse=True):
            if kept <= cut and self._path(kept).exists():
                source = sqlite3.connect(self._path(kept))
                source.backup(model)
                source.close()
                return

    def _path(self, cut: int) -> Path:
        # The salt of the last event names the log: after a restored backup, another history may
        # have grown at the same positions.
        last = self._log.read(cut - 1, limit=1, stop=cut).events
        mark = last[0].salt.hex() if last else "none"
        return self._folder / f"{cut}.{self._versions}.{mark}.db"


def _copy(model: sqlite3.Connection, path: Path) -> None:
    target = sqlite3.connect(path)
    try:
        model.backup(target)
    finally:
        target.close()


def _connect(address: str) -> sqlite3.Connection:
    return sqlite3.connect(address, uri=True, check_same_thread=False, isolation_level=None)


def _engine(address: str, *, read_only: bool) -> Engine:
    engine = create_engine(
        "sqlite://", creator=lambda: _connect(address), poolclass=QueuePool, max_overflow=40
    )

    @event.listens_for(engine, "connect")
    def prepare(connection: Any, _: object) -> None:
        connection.execute(f"PRAGMA query_only={read_only:d}")

    @event.listens_for(engine, "begin")
    def begin(connection: Connection) -> None:
        connection.exec_driver_sql("BEGIN")

    return engine
