"""Sends what waits: as often as needed, so that it arrives once."""

from collections import Counter
from datetime import timedelta
from typing import Any

import structlog

from hub.errors import HubError, Outdated, TryLater
from hub.outbox.contract import Doubtful, Sender
from hub.outbox.rows import Claimed, Clock, Outbox

DOUBTFUL = timedelta(seconds=60)
LATER = timedelta(seconds=30)
LONGEST = timedelta(hours=1)
MOST_TRIES = 10
lines = structlog.get_logger()


def deliver(store: Outbox, destination: str, sender: Sender, *, now: Clock) -> Counter[str]:
    """Send what may be sent now; count the messages by the state that they came to."""
    if sender.mode == "on":
        store.release_shown(destination, at=now())
    counted: Counter[str] = Counter()
    while claimed := store.claim(destination, now=now):
        try:
            counted[_one(claimed, sender)] += 1
        except Outdated:
            counted["taken_over"] += 1
    return counted


def _one(claimed: Claimed, sender: Sender) -> str:
    if sender.mode != "on":
        text = sender.preview(claimed.message, claimed.others)
        state, said = "shown" if text else "dropped", {"message": text}
    else:
        state, said = _sent(claimed, sender)
    claimed.end(state, **said)
    lines.info("outbox", id=claimed.message.id, state=state, code=said.get("code", ""))
    return state


def _sent(claimed: Claimed, sender: Sender) -> tuple[str, dict[str, Any]]:
    try:
        done = sender.send(claimed.message, claimed)
    except Outdated:
        raise
    except TryLater as error:
        if claimed.tries >= MOST_TRIES:
            return "parked", _why(error)
        first = DOUBTFUL if isinstance(error, Doubtful) else LATER
        wait = min(LONGEST, first * 2 ** (claimed.tries - 1))
        return "waiting", {**_why(error), "next_at": claimed.now() + wait}
    except HubError as error:
        return "parked", _why(error)
    except Exception as error:  # noqa: BLE001 - the next message must not wait for a mistake
        # It may have been applied. A person decides; the next try looks before it sends.
        lines.exception("outbox_failed", id=claimed.message.id)
        reason = {"reason": f"{type(error).__name__}: {error}"[:300]}
        return "parked", {"code": "unforeseen", "message": "{reason}", "values": reason}
    return "sent" if done else "dropped", {"code": "", "message": "", "remedy": "", "values": {}}


def _why(error: HubError) -> dict[str, Any]:
    values = {name: str(value) for name, value in error.values.items()}
    return {
        "code": error.code,
        "message": error.message,
        "remedy": error.remedy,
        "values": values,
    }
