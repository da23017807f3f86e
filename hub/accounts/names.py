"""Names of people, by reference: the only place where they stand, and it can be erased."""

from collections.abc import Iterable, Mapping
from datetime import datetime

from sqlalchemy import Engine, delete, select
from sqlalchemy.dialects import postgresql, sqlite

from hub.accounts.tables import name

_CHUNK = 400  # below the number of variables that old SQLite takes


class Names:
    """The names that people read instead of references."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        self._writes = engine.execution_options(writes=True)
        self._dialect = postgresql if engine.dialect.name == "postgresql" else sqlite

    def of(self, references: Iterable[str]) -> dict[str, str]:
        """Give the known names; a reference without one is missing in the answer."""
        wanted = sorted({r for r in references if r})
        found: dict[str, str] = {}
        with self._engine.connect() as db:
            for start in range(0, len(wanted), _CHUNK):
                part = name.c.reference.in_(wanted[start : start + _CHUNK])
                found.update(
                    (r, n) for r, n in db.execute(select(name.c.reference, name.c.name).where(part))
                )
        return found

    def learn(self, names: Mapping[str, str], at: datetime | None = None) -> None:
        """Remember names; a later one replaces an earlier one."""
        rows = [
            {"reference": reference, "name": said, "learned_at": at}
            for reference, said in names.items()
            if reference and said
        ]
        if not rows:
            return
        put = self._dialect.insert(name)
        put = put.on_conflict_do_update(
            index_elements=[name.c.reference],
            set_={"name": put.excluded.name, "learned_at": put.excluded.learned_at},
        )
        with self._writes.begin() as db:
            db.execute(put, rows)

    def erase(self, reference: str) -> bool:
        """Forget a person's name; say whether it was known. Events keep the bare reference."""
        with self._writes.begin() as db:
            return db.execute(delete(name).where(name.c.reference == reference)).rowcount > 0
