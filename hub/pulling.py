"""Reads the sources that have hinted that something moved, between two nights."""

from datetime import datetime

from hub.installation import Installation
from hub.sync import SyncResult, sync


def pull(hub: Installation, *, at: datetime) -> SyncResult | None:
    """Read every source that waits for it, as any run reads it; None where none does.

    A hint is dropped only once its source was read well. Hints of sources that are configured no
    more are dropped as well.
    """
    waiting = hub.hints.waiting()
    known = {source.source for source in hub.sources}
    for stranger in waiting.keys() - known:
        hub.hints.drop(stranger, waiting[stranger])
    chosen = sorted(waiting.keys() & known)
    if not chosen:
        return None
    result = sync(hub, at=at, trigger="webhook", only=chosen)
    for outcome in result.outcomes:
        if outcome.outcome in ("good", "held"):
            hub.hints.drop(outcome.source, waiting[outcome.source])
    return result
