"""Leases: who may do a thing that only one may do at a time, and until when."""

from datetime import datetime, timedelta
from secrets import token_hex
from typing import cast

from hub.store import schema
from hub.store.page import Recorder, instant_of, micros

LEASE_S = 300


class Leases:
    """Named leases with a random token. The token of a source's lease fences its cursor."""

    _recorder: Recorder

    def lease(self, name: str, *, holder: str, at: datetime, for_s: int = LEASE_S) -> str | None:
        """Take a lease that is free or past its time; give its token, or None while it is held."""
        token = token_hex(16)
        until = micros(at + timedelta(seconds=for_s))
        taken = self._recorder.write(schema.TAKE_LEASE, name, token, holder, until, micros(at))
        return token if taken else None

    def renew(self, name: str, token: str, *, at: datetime, for_s: int = LEASE_S) -> bool:
        """Prolong a lease; False when somebody else has taken it meanwhile."""
        until = micros(at + timedelta(seconds=for_s))
        return bool(self._recorder.write(schema.RENEW_LEASE, until, name, token))

    def release(self, name: str, token: str) -> None:
        """Give a lease back; one that was lost is left alone."""
        self._recorder.write(schema.RELEASE_LEASE, name, token)

    def holder_of(self, name: str) -> tuple[str, datetime] | None:
        """Tell who holds a lease and until when; None when nobody does."""
        found = self._recorder.query(schema.HOLDER, name)
        if not found:
            return None
        holder, until = found[0]
        return str(holder), instant_of(cast(int, until))
