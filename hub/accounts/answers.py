"""Answers of writes, kept under the key that the sender chose: sent twice, recorded once."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import Engine, delete, select, update
from sqlalchemy.dialects import postgresql, sqlite

from hub.accounts.tables import answer
from hub.errors import Outdated, Refused

KEPT = timedelta(days=1)
UNDER_WAY = timedelta(minutes=2)  # a write that was started longer ago has died


@dataclass(frozen=True)
class KeptAnswer:
    """What was answered when the same request came first."""

    status: int
    body: str


class KeptAnswers:
    """The memory behind the header `Idempotency-Key`."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine.execution_options(writes=True)
        self._dialect = postgresql if engine.dialect.name == "postgresql" else sqlite

    def begin(
        self, account: str, key: str, request_hash: str, *, at: datetime
    ) -> KeptAnswer | None:
        """Claim the key for this request; give the earlier answer if there is one."""
        row = {"account": account, "key": key, "request_hash": request_hash, "status": 0, "at": at}
        mine = (answer.c.account == account) & (answer.c.key == key)
        with self._engine.begin() as db:
            db.execute(delete(answer).where(answer.c.at < at - KEPT))
            db.execute(
                delete(answer).where(mine, answer.c.status == 0, answer.c.at < at - UNDER_WAY)
            )
            claimed = db.execute(
                self._dialect.insert(answer)
                .values(row)
                .on_conflict_do_nothing()
                .returning(answer.c.key)
            ).one_or_none()
            if claimed is not None:
                return None
            held = db.execute(select(answer).where(mine)).one()
        if held.request_hash != request_hash:
            raise Refused(
                "The key {key} was used for another request.",
                remedy="Take a new random key for each new write.",
                key=key,
            )
        if held.status == 0:
            raise Outdated("The same request is under way.", remedy="Wait for its answer.")
        return KeptAnswer(held.status, held.body)

    def keep(self, account: str, key: str, kept: KeptAnswer) -> None:
        """Remember what was answered."""
        mine = (answer.c.account == account) & (answer.c.key == key)
        with self._engine.begin() as db:
            db.execute(update(answer).where(mine).values(status=kept.status, body=kept.body))

    def drop(self, account: str, key: str) -> None:
        """Forget a request that was refused, so that it may be sent again, corrected."""
        with self._engine.begin() as db:
            db.execute(delete(answer).where(answer.c.account == account, answer.c.key == key))
