"""How long to wait before asking Jira again, and when to give up."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime
from threading import Condition

import structlog

from connectors.jira.errors import RateLimited

MOST_TRIES = 6
LONGEST_PAUSE_S = 60.0
UNTOLD_S = 30.0  # a 429 that does not say how long
lines = structlog.get_logger()


def told_wait(headers: Mapping[str, str]) -> float | None:
    """Read `Retry-After`: seconds, decimals, or a date against the answer's own clock.

    None where it is missing, empty or unreadable.
    """
    written = headers.get("retry-after", "").strip()
    try:
        return max(0.0, float(written))
    except ValueError:
        until = http_date(written)
        now = http_date(headers.get("date", ""))
    if until is None or now is None:
        return None
    return max(0.0, (until - now).total_seconds())


def http_date(written: str) -> datetime | None:
    """Read the date of a header; None where there is none."""
    try:
        found = parsedate_to_datetime(written)
    except ValueError:
        return None
    return found if found.tzinfo else found.replace(tzinfo=UTC)


class Gate:
    """Lets so many requests in at once: one more after each good answer, half after a warning."""

    def __init__(self, most: int) -> None:
        self.most = most
        self.allowed = 1.0
        self.inside = 0
        self._changed = Condition()

    def __enter__(self) -> None:
        """Wait until there is room."""
        with self._changed:
            self._changed.wait_for(lambda: self.inside < int(self.allowed))
            self.inside += 1

    def __exit__(self, *_: object) -> None:
        """Make room."""
        with self._changed:
            self.inside -= 1
            self._changed.notify_all()

    def widen(self) -> None:
        """After a good answer."""
        with self._changed:
            self.allowed = min(self.most, self.allowed + 1)
            self._changed.notify_all()

    def narrow(self) -> None:
        """After a 429, or when Jira says that the limit is near."""
        with self._changed:
            self.allowed = max(1.0, self.allowed / 2)


@dataclass
class Pace:
    """Waits within one run. *sleep* and *chance* (0 to 1) are handed in."""

    source: str
    sleep: Callable[[float], None]
    chance: Callable[[], float]
    patience: timedelta
    gate: Gate
    waited: float = 0.0
    refusals: int = 0  # 429 one after the other

    def pause(self, tries: int) -> None:
        """Wait before the next try after a failure: full jitter, longer each time."""
        longest = min(LONGEST_PAUSE_S, 2.0**tries)
        self.sleep(1 + self.chance() * (longest - 1))

    def hold(self, headers: Mapping[str, str]) -> None:
        """Wait out a 429, never shorter than Jira says. Raise `RateLimited` beyond patience."""
        self.gate.narrow()
        told = told_wait(headers)
        asked = told if told is not None else UNTOLD_S * 2**self.refusals
        self.refusals += 1
        wait = asked + 0.1 + self.chance() * min(5.0, 0.1 * asked + 1)
        reason = headers.get("ratelimit-reason", "")
        lines.info("rate_limited", source=self.source, wait_s=round(wait, 1), reason=reason)
        if self.waited + wait > self.patience.total_seconds():
            now = http_date(headers.get("date", ""))
            until = f"{now + timedelta(seconds=wait):%Y-%m-%d %H:%M} UTC" if now else "later"
            raise RateLimited(
                "{source} is rate limited until {until} ({reason}).",
                remedy="Nothing is lost: the next run goes on where this one stopped.",
                source=self.source,
                until=until,
                reason=reason or "no reason given",
            )
        self.waited += wait
        self.sleep(wait)

    def calm(self, headers: Mapping[str, str]) -> None:
        """After a good answer: if Data Center's bucket is empty, wait until it fills."""
        self.refusals = 0
        if headers.get("x-ratelimit-nearlimit", "").casefold() == "true":
            self.gate.narrow()
        else:
            self.gate.widen()
        if headers.get("x-ratelimit-remaining", "") != "0":
            return
        every = headers.get("x-ratelimit-interval-seconds", "")
        if every.replace(".", "", 1).isdigit():
            self.sleep(float(every))
